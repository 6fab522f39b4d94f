"""Set a paper in Word (dàn trang Word) as Phụ lục I of Nghị định 30/2020/NĐ-CP asks: the page, lines, columns, short rules. Loads python-docx."""

import io
from collections.abc import Sequence
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

FONT: Final = "Times New Roman"
ROOM: Final = 165
"""Millimetres between the margins."""
_ALIGN = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
}


def new_page(*, numbered: bool = False) -> Any:
    """An empty A4 document; `numbered` counts its pages in the upper margin from the second on."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:cs"), FONT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    if numbered:
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        head._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))
    return document


def saved(document: Any) -> bytes:
    """The .docx."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def shares(table: Any, parts: tuple[int, int]) -> None:
    """Two columns of these hundredths of the room."""
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, share in zip(table.columns, parts, strict=True):
        for each in column.cells:
            each.width = Mm(ROOM * share / 100)
        column.width = Mm(ROOM * share / 100)


def cell(place: Any, lines: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Lines of one cell: (text, how `write` writes it; `rule` draws a line below, of that many hundredths)."""
    for number, (text, look) in enumerate(lines):
        paragraph = place.paragraphs[0] if number == 0 else place.add_paragraph()
        length = look.get("rule", 0)
        write(paragraph, text, **{"align": "center", **{key: said for key, said in look.items() if key != "rule"}})
        if length:
            rule(place.add_paragraph(), place.width.mm * (100 - length) / 200)


def line(document: Any, text: str, **look: Any) -> None:
    """A paragraph of the text, with a `rule` below where told."""
    length = look.pop("rule", 0)
    write(document.add_paragraph(), text, **{"after": 4, **look})
    if length:
        rule(document.add_paragraph(), ROOM * (100 - length) / 200)


def rule(paragraph: Any, margin: float) -> None:
    """A short line under a heading: the border of an empty paragraph, `margin` mm from either side."""
    write(paragraph, "", align="center", size=3, after=4)
    paragraph.add_run().font.size = Pt(3)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(margin)
    border = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert(0, parse_xml(border))


def write(
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
    keep: bool = False,
    lead: str = "",
) -> None:
    """A text in one look; sizes and spaces are points. `keep`: on one page with what follows. `lead`: how it begins, in bold."""
    pieces = [(lead, True), (text.removeprefix(lead), bold)] if lead else [(text, bold)]
    for piece, heavy in pieces:
        run = paragraph.add_run(piece)
        run.bold, run.italic = heavy, italic
        run.font.size = Pt(size)
    paragraph.alignment = _ALIGN[align]
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    if indent:
        shape.first_line_indent = Mm(10)
    if keep:
        shape.keep_with_next = True
