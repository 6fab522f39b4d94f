"""A paper printed elsewhere gets fields where its blanks are (chỗ trống)."""

from pathlib import Path

import pytest

from lienthong.kit import pdf
from lienthong.kit.pdf import blanks

PAPER = """#set page(paper: "a4", margin: (top: 20mm, left: 30mm, right: 15mm, bottom: 20mm))
#set text(font: ("Tinos", "Liberation Serif", "Libertinus Serif"), size: 13pt)
#grid(columns: (43%, 57%), [{number}], emph[Pleiku, {day}])
#v(60mm) Căn cứ Nghị quyết số 12/NQ-HĐND ngày 10 tháng 12 năm 2025;
#v(20mm) #align(right, block(width: 74mm, align(center)[PHÓ CHỦ TỊCH #v(32mm) {name}]))
"""


def printed(tmp_path: Path, number: str, day: str, name: str = "Nguyễn Hồng Hà") -> bytes:
    made = tmp_path / "paper.typ"
    made.write_text(PAPER.format(number=number, day=day, name=name))
    return pdf.render(made, {})


def found(content: bytes) -> dict[str, tuple[float, ...]]:
    return {blank.field: blank.box for blank in blanks.look_for_blanks(content, signer="Nguyễn Hồng Hà").blanks}


def test_it_works(tmp_path: Path):
    paper = printed(tmp_path, "Số: #h(20mm)/QĐ-UBND", "ngày #h(12mm) tháng #h(12mm) năm 2026")
    places = found(paper)
    assert set(places) == {"SoTrong", "NgayTrong", "ThangTrong", "ChuKy"}
    left, bottom, right, top = places["SoTrong"]
    assert 50 < right - left < 62
    assert (top - bottom, 740 < bottom < 790) == (15.0, True)
    assert places["NgayTrong"][2] < places["ThangTrong"][0]
    assert places["ChuKy"][2] - places["ChuKy"][0] == pytest.approx(200)
    marked = blanks.add_blanks(paper, blanks.look_for_blanks(paper, signer="Nguyễn Hồng Hà").blanks)
    assert blanks.field_names(marked) == set(places)
    assert blanks.add_blanks(marked, blanks.look_for_blanks(marked, signer="Nguyễn Hồng Hà").blanks) == marked


def test_what_is_printed_is_told(tmp_path: Path):
    seen = blanks.look_for_blanks(printed(tmp_path, "Số: 15/QĐ-UBND", "ngày 07 tháng 11 năm 2026"))
    assert seen.written_number == "15/QĐ-UBND"
    month = blanks.look_for_blanks(printed(tmp_path, "Số:", "ngày #h(12mm) tháng 11 năm 2026"))
    assert (month.written_number, month.written_month) == ("", 11)


def test_without_blanks_the_margin_takes_them(tmp_path: Path):
    places = found(printed(tmp_path, "Không có chỗ", "hôm nay", name="Ai đó"))
    assert set(places) == {"So", "Ngay"}
    assert places["So"][1] > 800


def test_pages_are_copied_as_they_look(tmp_path: Path):
    paper = printed(tmp_path, "Số: #h(20mm)/QĐ-UBND", "ngày #h(12mm) tháng 11 năm 2026")
    marked = blanks.add_blanks(paper, blanks.look_for_blanks(paper, signer="Nguyễn Hồng Hà").blanks)
    flat = blanks.flattened(marked)
    copied = blanks.flattened(blanks.joined(flat, flat), pages=[1])
    assert blanks.field_names(copied) == set()
    assert "Căn cứ" in blanks.look_for_blanks(copied).text


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"PK"])
def test_what_is_no_pdf_is_told(content: bytes):
    with pytest.raises(ValueError, match="not a PDF"):
        blanks.look_for_blanks(content)
