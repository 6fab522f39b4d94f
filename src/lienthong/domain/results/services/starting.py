"""A template to begin with (mẫu khởi đầu): thể thức of NĐ 30/2020/NĐ-CP, the fields of the procedure in place, ready to be edited in Word."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

_FONT = "Times New Roman"
_ALIGN = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
}


def build_docx(
    *,
    title: str,
    about: str = "",
    grounds: Sequence[str] = (),
    paragraphs: Sequence[str] = (),
    rows: Sequence[tuple[str, str]] = (),
    closing: Sequence[str] = (),
    recipients: Sequence[str] = (),
) -> bytes:
    """A .docx with head, title, grounds, text, a list of lines (label, what stands there), recipients and the place of the signature.

    Every text may hold fields.
    """
    document = _page()
    head = document.add_table(rows=2, cols=2)
    _shares(head, (43, 57))
    _cell(
        head.cell(0, 0), [("{{ co_quan_cap_tren | upper }}", {}), ("{{ co_quan | upper }}", {"bold": True, "rule": 30})]
    )
    _cell(
        head.cell(0, 1),
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {"bold": True, "size": 12}),
            ("Độc lập - Tự do - Hạnh phúc", {"bold": True, "rule": 55}),
        ],
    )
    _cell(head.cell(1, 0), [("Số: {{ so_ky_hieu }}", {"before": 6})])
    _cell(head.cell(1, 1), [("{{ dia_danh }}, {{ ngay_ky }}", {"italic": True, "before": 6})])
    _line(document, title, bold=True, align="center", size=14, before=18)
    if about:
        _line(document, about, bold=True, align="center", rule=25)
    for line in grounds:
        _line(document, line, italic=True, align="justify", indent=True)
    for line in paragraphs:
        _line(document, line, align="justify", indent=True)
    for label, value in rows:
        _line(document, f"{label}: {value}", align="justify", indent=True)
    for line in closing:
        _line(document, line, align="justify", indent=True)
    foot = document.add_table(rows=1, cols=2)
    _shares(foot, (46, 54))
    named = [("Nơi nhận:", {"bold": True, "italic": True, "size": 12, "align": "left", "before": 12})]
    named += [(f"- {line}", {"size": 11, "align": "left"}) for line in recipients or ("Như trên;", "Lưu: VT.")]
    _cell(foot.cell(0, 0), named)
    _cell(
        foot.cell(0, 1),
        [
            ("{{ tham_quyen_ky }}", {"bold": True, "before": 12}),
            ("{{ chu_ky }}", {}),
            ("{{ ho_ten_nguoi_ky }}", {"bold": True}),
        ],
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page() -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    return document


def _shares(table: Any, shares: tuple[int, int]) -> None:
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        for cell in column.cells:
            cell.width = Mm(165 * share / 100)
        column.width = Mm(165 * share / 100)


def _cell(cell: Any, lines: Sequence[tuple[str, dict[str, Any]]]) -> None:
    for number, (text, look) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        rule = look.pop("rule", 0)
        _write(paragraph, text, **{"align": "center", **look})
        if rule:
            _rule(cell.add_paragraph(), cell.width.mm * (100 - rule) / 200)


def _line(document: Any, text: str, **look: Any) -> None:
    rule = look.pop("rule", 0)
    _write(document.add_paragraph(), text, **{"after": 4, **look})
    if rule:
        _rule(document.add_paragraph(), 165 * (100 - rule) / 200)


def _rule(paragraph: Any, margin: float) -> None:
    """A short line under a heading: the border of an empty paragraph, `margin` mm from either side."""
    _write(paragraph, "", align="center", size=3, after=4)
    paragraph.add_run().font.size = Pt(3)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(margin)
    border = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert(0, parse_xml(border))


def _write(
    paragraph: Any,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    align: str = "left",
    size: float = 13,
    before: float = 0,
    after: float = 0,
    indent: bool = False,
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.size = Pt(size)
    paragraph.alignment = _ALIGN[align]
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    if indent:
        shape.first_line_indent = Mm(10)
