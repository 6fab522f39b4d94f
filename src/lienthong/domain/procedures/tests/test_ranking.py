"""How well the search finds over the real catalogue (chất lượng tìm kiếm): what people type, and the procedure they want in the first three."""

import pytest

from lienthong.domain.procedures import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

FIRST = 3
WANTED = {
    # as officials say it, with and without accents
    "đăng ký khai sinh": "1.001193",
    "giay khai sinh": "1.001193",
    "đăng ký kết hôn": "1.000894",
    "xac nhan tinh trang hon nhan": "1.004873",
    "chứng thực bản sao": "2.000815",
    "đăng ký tạm trú": "1.004194",
    "dang ky thuong tru": "1.004222",
    "cấp giấy phép xây dựng": "1.013225",
    "chuyen truong": "2.002854",
    "trợ cấp thất nghiệp": "1.014748",
    "tach thua dat": "1.012784",
    "phiếu lý lịch tư pháp": "3.000333",
    "giấy phép lao động": "1.014199",
    "xac dinh muc do khuyet tat": "1.001699",
    "giải quyết khiếu nại": "2.002409",
    # abbreviations
    "cccd": "1.014061",
    "gpxd": "1.013225",
    "dkkd": "1.001612",
    "attp": "1.013855",
    "gplx": "3.000347",
    "lltp": "3.000333",
    "bhtn": "1.014748",
    "hktt": "1.004222",
    "kt3": "1.004194",
    "tthn": "1.004873",
    "syll": "2.000884",
    "cmnd": "1.014061",
    # one typing error
    "khai sinhh": "1.001193",
    "kêt hon": "1.000894",
    "giay doc thaan": "1.004873",
    "tam tru": "1.004194",
    "dang ki kai sinh": "1.001193",
    "trợ cấp that nghiep": "1.014748",
    "chung thuc chu kí": "2.000884",
    "bằng lai xe": "3.000347",
    "giay phep xay dung nha o": "1.013225",
    "ho khau": "1.010041",
    # glued
    "khaisinh": "1.001193",
    "kethon": "1.000894",
    "sodo": "1.013978",
    "giayphepxaydung": "1.013225",
    "tamtru": "1.004194",
    "hokinhdoanh": "1.001612",
    "banglaixe": "3.000347",
    # what people call it, regional words among them
    "so do": "1.013978",
    "sổ đỏ lần đầu": "1.013978",
    "mất sổ đỏ": "1.012786",
    "sang tên sổ đỏ": "1.013831",
    "lấy vợ": "1.000894",
    "doc than": "1.004873",
    "mở quán nhậu": "1.001612",
    "mo tiem tap hoa": "1.001612",
    "dẹp tiệm": "1.001266",
    "sao y": "2.000815",
    "công chứng bằng": "2.000815",
    "nhập hộ khẩu": "1.004222",
    "cắt khẩu": "1.004222",
    "phòng trọ": "1.004194",
    "cà vẹt xe": "1.013067",
    "bằng lái": "3.000347",
    "tiền người già": "1.014027",
    "tiền mai táng": "1.001731",
    "báo tử": "1.000656",
    "đổi tên": "1.004859",
    "mất giấy khai sinh": "2.000635",
    "xin học lớp 6": "3.000182",
    "mất bằng cấp ba": "3.000465",
    "dựng rạp cưới": "1.013274",
    "sửa nhà": "1.013229",
    "thế chấp sổ đỏ": "1.011441",
    "con ngoài giá thú": "1.001022",
    "nhà thuốc": "1.014076",
    "nấu rượu": "2.000633",
    # whole questions
    "làm sao để đăng ký khai sinh cho con": "1.001193",
    "thủ tục xây nhà cần giấy tờ gì": "1.013225",
    "tôi muốn mở quán ăn thì cần gì": "1.001612",
    "làm giấy kết hôn ở đâu": "1.000894",
    "xin lý lịch tư pháp mất bao lâu": "3.000333",
}


def _held() -> dict[str, str]:
    """The queries whose procedure this catalogue has."""
    known = queries.short_names(WANTED.values())
    return {typed: code for typed, code in WANTED.items() if code in known}


def test_the_wanted_procedure_is_among_the_first_three() -> None:
    asked = _held()
    found = {typed: [row.code for row in queries.search_procedures(typed, limit=FIRST).rows] for typed in asked}
    missed = {typed: (code, found[typed]) for typed, code in asked.items() if code not in found[typed]}
    assert missed == {}


def test_the_queries_are_about_what_the_catalogue_has() -> None:
    assert len(_held()) >= 34
