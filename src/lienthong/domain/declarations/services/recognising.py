"""A scan of our own form (nhận ra bản chụp tờ khai): nobody has to print, sign and photograph what the platform holds already."""

from lienthong.domain.declarations.marks import PATTERN, Mark, read_mark
from lienthong.kit.barcodes import read_codes


def recognise(*, content: bytes, media_type: str) -> Mark | None:
    """The mark of the declaration on this picture or PDF: by keywords and letters where it has some, else by its QR code."""
    found = read_codes(content=content, media_type=media_type, until=PATTERN)
    for text in (found.text, *found.codes):
        mark = read_mark(text)
        if mark is not None:
            return mark
    return None
