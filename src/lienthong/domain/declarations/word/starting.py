"""A template to begin with (mẫu Word khởi đầu): the official paper of a form with its fields in place, made from the form itself."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from lienthong.domain.eforms import services as eforms

_FONT = "Times New Roman"


def starting_template(form: Any) -> bytes:
    """A .docx that passes the check: thể thức of NĐ 30/2020/NĐ-CP, each question with its field, tables with their loop."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    style.paragraph_format.space_after = Pt(4)

    def line(text: str, *, bold: bool = False, centre: bool = False, italic: bool = False) -> None:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, centre=True)
    line("Độc lập - Tự do - Hạnh phúc", bold=True, centre=True)
    line("{{ ten_to_khai | upper }}", bold=True, centre=True)
    line("Kính gửi: {{ kinh_gui }}", centre=True)
    number = 0
    for part in eforms.printed(form=form, answers={}, blank=True):
        line(part.title.upper(), bold=True)
        for item in part.items:
            if item.shape == "heading":
                line(item.label, bold=True)
                continue
            number += 1
            if item.shape == "table":
                line(f"{number}. {item.label}:")
                _table(document, item)
            else:
                line(f"{number}. {item.label}: {{{{ {item.name} }}}}")
    line(
        "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về lời khai của mình."
    )
    line("{{ noi_lap }}, {{ ngay_lap }}", centre=True, italic=True)
    line("NGƯỜI KHAI", bold=True, centre=True)
    line("{{ nguoi_khai }}", bold=True, centre=True)
    line("{{ xac_thuc }}", centre=True, italic=True)
    line("{{ ma_qr }}")
    footer = section.footer.paragraphs[0]
    footer.text = "{{ ma_nhan_biet }}"
    footer.runs[0].font.size = Pt(9)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Any, item: eforms.PrintedItem) -> None:
    """A header, the loop, one row of fields."""
    table = document.add_table(rows=4, cols=len(item.columns))
    table.style = "Table Grid"
    for at, (key, label) in enumerate(zip(item.keys, item.columns, strict=True)):
        table.cell(0, at).paragraphs[0].add_run(label).bold = True
        table.cell(2, at).text = f"{{{{ dong.{key} }}}}"
    table.cell(1, 0).text = f"{{%tr for dong in {item.name} %}}"
    table.cell(3, 0).text = "{%tr endfor %}"
