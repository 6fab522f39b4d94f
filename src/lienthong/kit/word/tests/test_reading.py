"""A Word document read back: what is carried into print, what is refused, what is named as lost."""

import io
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from PIL import Image

from lienthong.kit import pdf
from lienthong.kit.word import DocumentRefused
from lienthong.kit.word.reading import Reading, read_document

AREAS = {"«chữ ký»": "ChuKy", "«số, ký hiệu»": "So", "«ngày ký»": "Ngay"}


def read(document: Any) -> Reading:
    out = io.BytesIO()
    document.save(out)
    return read_document(out.getvalue(), areas=AREAS)


def printed(found: Reading) -> bytes:
    return pdf.word({"paper": found.paper, "title": "Giấy xác nhận", "agency": "UBND xã"}, images=found.images)


def test_paragraphs_runs_lists_tables_and_places_are_carried() -> None:
    document = Document()
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_before = Pt(6)
    heading.add_run("GIẤY ").bold = True
    heading.add_run("XÁC NHẬN").bold = True
    document.add_paragraph("Số: «số, ký hiệu», «ngày ký»")
    for text in ("một", "hai"):
        document.add_paragraph(text, style="List Number")
    table = document.add_table(rows=3, cols=2, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Bảng"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "gộp"
    table.cell(2, 1).text = "cuối"
    place = document.add_table(rows=1, cols=2)
    # Word splits what people type into runs as it likes.
    mark = place.cell(0, 1).paragraphs[0]
    mark.add_run("«chữ")
    mark.add_run(" ký»")
    picture = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture, width=Mm(20))

    found = read(document)
    first, second, *rest = found.paper["body"]
    assert (first["align"], first["runs"]) == ("center", [{"text": "GIẤY XÁC NHẬN", "b": True}])
    assert [run.get("area") for run in second["runs"]] == [None, "So", None, "Ngay"]
    assert [block.get("label") for block in rest[:2]] == ["1.", "2."]
    grid, signing = rest[2], rest[3]
    assert [[(cell["x"], cell["span"], cell["rows"]) for cell in row] for row in grid["rows"]] == [
        [(0, 2, 1)],
        [(0, 1, 2), (1, 1, 1)],
        [(1, 1, 1)],
    ]
    assert grid["rows"][0][0]["border"]
    assert not signing["rows"][0][0]["border"]
    assert signing["rows"][0][1]["keep"]
    assert set(found.areas) == {"ChuKy", "So", "Ngay"}
    assert list(found.images) == ["image1"]
    assert "Bảng\ngộp\ncuối" in found.text
    assert found.notes == ()
    assert printed(found).startswith(b"%PDF")


def test_page_numbers_breaks_and_heads_are_printed() -> None:
    document = Document()
    document.add_paragraph("Trang một").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Trang hai").paragraph_format.page_break_before = True
    head = document.sections[0].header.paragraphs[0]
    head._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>9</w:t></w:r></w:fldSimple>'))
    found = read(document)
    (line,) = found.paper["header"]
    assert line["runs"] == [{"page": True}]
    assert [block["page_break"] for block in found.paper["body"]] == [True, True]
    assert printed(found).startswith(b"%PDF")  # breaks stand outside containers


def test_changes_not_accepted_and_fields_not_filled_are_refused() -> None:
    document = Document()
    document.add_paragraph("Kính gửi {{ nguoi_nop }}")
    with pytest.raises(DocumentRefused, match="chưa điền"):
        read(document)
    document = Document()
    document.add_paragraph()._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>thêm</w:t></w:r></w:ins>')
    )
    with pytest.raises(DocumentRefused, match="Track Changes"):
        read(document)
    with pytest.raises(DocumentRefused, match="không phải tài liệu Word"):
        read_document(b"%PDF-1.7")


def test_what_cannot_be_printed_is_named() -> None:
    document = Document()
    run = document.add_paragraph("Nội dung").add_run()
    run._r.append(parse_xml(f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>hộp</w:t></w:r></w:p></w:txbxContent>"))
    document.add_section()
    assert [note.split(":")[0] for note in read(document).notes] == ["Hộp chữ (text box)", "Nhiều phần (section)"]


def test_styles_speak_where_the_text_says_nothing() -> None:
    document = Document()
    document.styles["Normal"].font.size = Pt(14)
    document.styles["Normal"].paragraph_format.first_line_indent = Mm(10)
    plain, big = document.add_paragraph("chữ thường"), document.add_paragraph()
    run = big.add_run("chữ to")
    run.font.size = Pt(20)
    big._p.get_or_add_pPr().append(
        parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="4" w:space="1"/></w:pBdr>')
    )
    first, second = read(document).paper["body"]
    assert plain._p.find(qn("w:pPr")) is None
    assert (first["size"], round(first["first"], 1), first["runs"]) == (14, 28.4, [{"text": "chữ thường"}])
    assert (second["runs"][0]["size"], second["rule"]) == (20, -1.0)
