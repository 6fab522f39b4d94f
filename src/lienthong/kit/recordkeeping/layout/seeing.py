"""What is seen of a document, what is expected of it, what is found (bản đọc, điều mong đợi, lỗi tìm thấy). Millimetres and points."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a PDF, or one paragraph of a .docx. `left` to `right` and `top` are known of a PDF alone."""

    text: str
    size: float
    bold: bool = False
    italic: bool = False
    page: int = 1
    left: float | None = None
    right: float | None = None
    top: float | None = None
    gap_above: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A document as read. `margins`: top, bottom, left, right, of a PDF what its text leaves free; `surely`: how wide they are at least, as
    far as the file shows it. `fonts`, `colours`: letters of each.

    `pages` is None of a .docx; `page_numbers` says from which page they stand (0: nowhere, None: cannot be told). `signature_place`:
    whether room is kept for the signature.
    """

    source: str
    width: float
    height: float
    margins: Mapping[str, float]
    surely: Mapping[str, float] = field(default_factory=dict)
    lines: tuple[Line, ...]
    fonts: Mapping[str, int] = field(default_factory=dict)
    colours: Mapping[str, int] = field(default_factory=dict)
    pages: int | None = None
    page_numbers: int | None = None
    fields: frozenset[str] = frozenset()
    signature_place: bool | None = None
    is_scan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the facts beside the file say; empty where nothing is known."""

    kind: str = ""
    abstract: str = ""
    symbol: str = ""
    signer: str = ""
    urgency: str = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that is broken: where the decree says it, what was found, the way out. `severity`: error or warn."""

    rule: str
    severity: str
    label: str
    clause: str
    found: str
    way: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)
