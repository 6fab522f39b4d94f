"""A Word document typed for an old font (TCVN3, VNI), in Unicode and Times New Roman (chuyển bảng mã)."""

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from lienthong.kit.legacy_text import Encoding, encoding_of, from_tcvn3, from_vni
from lienthong.kit.recordkeeping.typesetting import FONT

_OLD = (".vn", "vni")


def convert_fonts(content: bytes, encoding: Encoding) -> bytes:
    """The .docx with the text of its old fonts in Unicode; capital fonts (.VnTimeH) give capitals. What stands in other fonts stays."""
    document = Document(io.BytesIO(content))
    convert = from_vni if encoding == "vni" else from_tcvn3
    roots = [document.element, document.styles.element]
    for section in document.sections:
        roots += [section.header._element, section.footer._element]
    for root in roots:
        for run in root.iter(qn("w:r")):
            name = _font(run)
            for text in run.iter(qn("w:t")):
                said = text.text or ""
                if name.startswith(_OLD) or (not name and encoding_of(said) == encoding):
                    text.text = (
                        convert(said).upper() if name.startswith(".vn") and name.endswith("h") else convert(said)
                    )
        for fonts in root.iter(qn("w:rFonts")):
            if any(str(value).casefold().startswith(_OLD) for value in fonts.attrib.values()):
                for side in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                    fonts.set(qn(side), FONT)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _font(run: Any) -> str:
    found = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    return str(found.get(qn("w:ascii"), "")).casefold() if found is not None else ""
