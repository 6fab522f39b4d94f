"""The decree's layout checked (soát thể thức): a .docx or a PDF against Phụ lục I of Nghị định 30/2020/NĐ-CP. Pure: bytes in, findings out.

read_docx(content), read_pdf(content) -> Seen     lines with their look, page, margins, fonts
check(seen, expected) -> tuple[Finding, ...]      what breaks a rule; values of the rules stand in rules.toml
"""

from lienthong.kit.recordkeeping.layout.checking import check
from lienthong.kit.recordkeeping.layout.docx_reading import read_docx
from lienthong.kit.recordkeeping.layout.pdf_reading import read_pdf
from lienthong.kit.recordkeeping.layout.seeing import Expected, Finding, Line, Seen

__all__ = ["Expected", "Finding", "Line", "Seen", "check", "read_docx", "read_pdf"]
