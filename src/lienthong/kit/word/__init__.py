"""Word documents (tệp Word): templates with fields are checked, filled in a sandbox, and what officials edit is read back to be printed.

Checking, filling and reading load Word's libraries: they are imported where a document is made.

    check_template(content, shape, ...) -> list[str]      the fields a template uses; raises DocumentRefused with everything wrong
    check_document(content) -> None                       the same suspicion for a document without fields
    fill_template(content, context, qr=) -> bytes         the template with its fields filled
    read_document(content, areas=) -> Reading             paragraphs, tables and pictures, for `kit.pdf.word` and for comparing
"""

from lienthong.kit.word.errors import DocumentRefused
from lienthong.kit.word.shapes import DOCX, MAX_BYTES, QR, TEXT, Shape

__all__ = ["DOCX", "MAX_BYTES", "QR", "TEXT", "DocumentRefused", "Shape"]
