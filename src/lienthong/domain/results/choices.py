"""Words of templates of results (các lựa chọn của mẫu kết quả)."""

from typing import Final

from django.db import models

INPUT: Final = "soan_"
"""Fields that begin so are asked from whoever drafts, under the label the template gives them."""


class TemplateState(models.TextChoices):
    """What officials have said of one version of a template; from which day it is used is a date."""

    PROPOSED = "proposed", "Chờ công bố"
    PUBLISHED = "published", "Đã công bố"
    DECLINED = "declined", "Không công bố"
    REPLACED = "replaced", "Đã thay bằng bản khác"


# Places that are filled when the paper is signed: field -> (what the merged document says there, name of the place or "", label).
SIGNING_PLACES: Final[dict[str, tuple[str, str, str]]] = {
    "so_ky_hieu": ("«số, ký hiệu»", "So", "Chỗ ghi số, ký hiệu (văn thư cấp sau khi ký)"),
    "ngay_ky": ("«ngày ký»", "Ngay", "Chỗ ghi ngày tháng năm ban hành"),
    "tham_quyen_ky": ("«thẩm quyền ký»", "", "Quyền hạn, chức vụ của người ký: TM., KT., TL., TUQ."),
    "chu_ky": ("«chữ ký»", "ChuKy", "Chỗ đặt chữ ký số"),
    "ho_ten_nguoi_ky": ("«họ tên người ký»", "", "Họ tên người ký"),
}
AREAS: Final = {mark: area for mark, area, _ in SIGNING_PLACES.values() if area}
AUTHORITY_MARK: Final = SIGNING_PLACES["tham_quyen_ky"][0]
SIGNER_MARK: Final = SIGNING_PLACES["ho_ten_nguoi_ky"][0]

# Field -> (what it is, an example). Vietnamese without accents, for officials type them into Word.
ABOUT: Final = {
    "ten_ket_qua": ("Tên kết quả", "Giấy phép xây dựng"),
    "ten_thu_tuc": ("Tên thủ tục", "Cấp giấy phép xây dựng nhà ở riêng lẻ"),
    "ma_ho_so": ("Mã hồ sơ", "H21.159-261119-0001"),
    "co_quan_cap_tren": ("Cơ quan cấp trên", "UBND tỉnh Gia Lai"),
    "co_quan": ("Cơ quan giải quyết", "Ủy ban nhân dân phường Diên Hồng"),
    "dia_danh": ("Địa danh", "Phường Diên Hồng"),
    "nguoi_nop": ("Người nộp", "Siu H'Ngan"),
    "so_dinh_danh": ("Số định danh cá nhân của người nộp", "064195000512"),
    "dia_chi": ("Nơi thường trú của người nộp", "Tổ 5, phường Diên Hồng"),
    "ngay_nop": ("Ngày nộp hồ sơ", "19/11/2026"),
    "ngay_tiep_nhan": ("Ngày tiếp nhận", "19/11/2026"),
    "ngay_hen_tra": ("Ngày hẹn trả", "24/11/2026"),
    "nguoi_soan": ("Người soạn dự thảo", "Lê Văn Dũng"),
}
ABOUT_SECTION: Final = "Hồ sơ, cơ quan"
PLACES_SECTION: Final = "Chỗ điền khi ký, cấp số"
