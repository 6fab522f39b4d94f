"""What people of the demo province looked for in vain (từ tìm không thấy của tỉnh chạy thử)."""

import random

DAYS = 42
# (words, searches in a usual week)
LOOKED_FOR = (
    ("giấy phép nuôi chim yến", 9),
    ("hộ chiếu", 8),
    ("đăng ký xe điện", 7),
    ("hỗ trợ trồng lại cà phê", 6),
    ("vay vốn ngân hàng chính sách", 6),
    ("giấy chứng nhận quầy thịt heo", 5),
    ("đăng ký dàn loa kẹo kéo", 4),
    ("xin số nhà", 4),
    ("đăng ký mã vạch sản phẩm", 3),
    ("hỗ trợ làm hầm biogas", 3),
    ("chuyển đổi đất rẫy sang đất ở", 3),
    ("cấp điện ba pha cho trạm bơm", 2),
    ("gia hạn hộ chiếu cho trẻ em", 2),
    ("giấy phép bay flycam", 2),
    ("đăng ký nhãn hiệu tiêu chư sê", 1),
    ("phóng sinh ở hồ biển hồ", 1),
)


def searched_in_vain(dice: random.Random) -> list[tuple[str, int, int]]:
    """(words, days ago, searches of that day) over six weeks."""
    return [
        (words, ago, count)
        for words, a_week in LOOKED_FOR
        for ago in range(DAYS)
        if (count := sum(dice.random() < 1 / 7 for _ in range(a_week)))
    ]
