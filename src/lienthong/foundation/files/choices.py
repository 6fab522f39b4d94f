"""What kinds of file there are (loại tệp) and how far we go with them (giới hạn)."""

from dataclasses import dataclass
from typing import Final

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
HEIC: Final = "image/heic"
TIFF: Final = "image/tiff"

# Media type -> extensions; the first is the one we write when a name has none of them.
ACCEPTED: Final[dict[str, tuple[str, ...]]] = {
    PDF: (".pdf",),
    JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    PNG: (".png",),
    HEIC: (".heic", ".heif", ".hif"),
}
ACCEPT_ATTRIBUTE: Final = ",".join([*ACCEPTED, *(ext for exts in ACCEPTED.values() for ext in exts)])
IMAGES: Final = frozenset({JPEG, PNG, HEIC})
XML: Final = frozenset({"application/xml", "text/xml"})
TIFF_EXTENSIONS: Final = (".tif", ".tiff")

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_PAGES: Final = 300
MAX_PIXELS: Final = 50_000_000
MAX_PDF_OBJECTS: Final = 200_000
MAX_PDF_STREAM: Final = 64 * 1024 * 1024
MAX_NAME: Final = 120
THUMBNAIL_SIDE: Final = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How far we go with a file: what a person sends, unless an office scans a whole stack. `tiff`: pages of a scanner as TIFF too."""

    max_bytes: int = MAX_BYTES
    max_pages: int = MAX_PAGES
    tiff: bool = False


USUAL: Final = Allowance()
# A4 at 300 dots per inch: what a rendition of a photograph needs, and no more.
RENDITION_SIDES: Final = (2480, 3508)

PURPOSE_THUMBNAIL: Final = "thumbnail"
PURPOSE_RENDITION: Final = "rendition"

THUMBNAIL_WIDTH: Final = 160
SHEET_WIDTHS: Final = (THUMBNAIL_WIDTH, 1100, 2000)
"""Pixels: in the strip of pages, beside the work and on a telephone, enlarged."""
