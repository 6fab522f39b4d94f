"""What the fields of a template stand for, and how large a document may be (trường, giới hạn)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_UNPACKED: Final = 20 * 1024 * 1024
MAX_ENTRIES: Final = 300
MAX_MARKED_XML: Final = 600_000
"""Of a part that holds fields: it may be printed once for every row of a list."""
MAX_NESTING: Final = 2
QR: Final = "ma_qr"
"""The field that is drawn as a picture."""
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a name stands for: a text, a list of `item`, or an object with `fields`; `example` is a value it might have.

    `section` is the heading it stands under, where labels repeat ("Bên nữ", "Bên nam").
    """

    label: str = ""
    section: str = ""
    example: str = ""
    item: "Shape | None" = None
    fields: Mapping[str, "Shape"] = field(default_factory=dict)


TEXT = Shape()
