"""The first page is read as clerks meet it: columns side by side, one after the other, badly recognised."""

from datetime import date

import pytest

from lienthong.domain.correspondence.heading import Heading, read_heading

LETTER = """ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH GIA LAI               Độc lập - Tự do - Hạnh phúc
Số: 1520/UBND-KGVX         Gia Lai, ngày 24 tháng 11 năm 2026
V/v báo cáo kết quả chuyển đổi số
năm 2026

Kính gửi: Ủy ban nhân dân các xã, phường.
Thực hiện Công văn số 99/BNV-TH ngày 01 tháng 10 năm 2026 của Bộ Nội vụ…"""

DECISION = """UBND TỈNH GIA LAI
SỞ NỘI VỤ
Số: 88/QĐ-SNV
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Gia Lai, ngày 03 tháng 9 năm 2026
HỎA TỐC
QUYẾT ĐỊNH
Về việc kiện toàn Tổ công tác cải cách hành chính
_____
GIÁM ĐỐC SỞ NỘI VỤ
Căn cứ Luật Tổ chức chính quyền địa phương…"""

SCANNED = """UY BAN NHAN DAN CONG HOA XA HOI CHU NGHIA VIET NAM
PHƯỜNG PLEIKU Doc lap - Tu do - Hanh phuc
Só: 07/BC-UBND Pleiku, ngày 5 tháng 11 năm 2026
BÁO CÁO
Kết quả tiếp nhận, giải quyết thủ tục hành chính
tháng 10 năm 2026
I. TÌNH HÌNH CHUNG"""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            LETTER,
            Heading(
                notation="1520/UBND-KGVX",
                issued_on=date(2026, 11, 24),
                kind="CV",
                issuer="Ủy ban nhân dân tỉnh Gia Lai",
                abstract="báo cáo kết quả chuyển đổi số năm 2026",
            ),
        ),
        (
            DECISION,
            Heading(
                notation="88/QĐ-SNV",
                issued_on=date(2026, 9, 3),
                kind="QĐ",
                issuer="Sở nội vụ",
                abstract="kiện toàn Tổ công tác cải cách hành chính",
                urgency="express",
            ),
        ),
        (
            SCANNED,
            Heading(
                notation="07/BC-UBND",
                issued_on=date(2026, 11, 5),
                kind="BC",
                issuer="Uy ban nhan dan phường Pleiku",
                abstract="Kết quả tiếp nhận, giải quyết thủ tục hành chính tháng 10 năm 2026",
            ),
        ),
    ],
)
def test_it_works(text, read):
    assert read_heading(text) == read


@pytest.mark.parametrize("text", ["", "\x00", "Số:", "ngày 31 tháng 02 năm 2026", "QUYẾT ĐỊNH", "V/v", "A" * 5000])
def test_whatever_stands_there_is_no_accident(text):
    assert read_heading(text).found <= 1
