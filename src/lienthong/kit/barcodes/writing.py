"""Bar codes as pictures (mã vạch): Code 128, as the post's scanners read it."""

import re

import zxingcpp
from django.utils.safestring import SafeString, mark_safe


def code128_svg(text: str) -> SafeString:
    """A Code 128 symbol as a stand-alone SVG that scales. Raises ValueError for what the symbol cannot hold (ASCII, 1 to 60)."""
    if not (text.isascii() and text.isprintable() and 0 < len(text) <= 60):
        raise ValueError(f"Code 128 takes 1 to 60 printable ASCII characters, found {text!r}")
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_svg(add_hrt=False)
    drawn = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<desc>.*?</desc>", "", drawn, flags=re.DOTALL)
    return mark_safe(drawn.strip())  # noqa: S308  # drawn by a library from checked ASCII; the text itself does not stand in it
