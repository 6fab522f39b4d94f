"""Limits of Word templates (giới hạn của mẫu Word)."""

from typing import Final

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_UNPACKED: Final = 20 * 1024 * 1024
MAX_ENTRIES: Final = 300
MAX_MARKED_XML: Final = 600_000
"""Of a part that holds fields: it may be printed once for every row of a list."""
MAX_NESTING: Final = 2
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
