"""Read QR codes (đọc mã QR) from what people send: photographs here, PDF in a process of its own that may be stopped."""

import io
import json
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

SIDE = 2000
"""Pixels of the longer side at most: a code of 25 mm on a photographed A4 page still has nearly 4 of them for each module, and a JPEG of
12 megapixels is decoded at half its size."""
MAX_PIXELS = 50_000_000
PDF_SECONDS = 5.0
_READER = Path(__file__).with_name("pdf_reader.py")
_FORMATS = {"image/jpeg": ["JPEG"], "image/png": ["PNG"], "image/heic": ["HEIF"], "image/*": ["JPEG", "PNG", "HEIF"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesFound:
    """`codes`: the texts of the QR codes; `text`: what a PDF says in letters and in its keywords (at most 20,000 characters)."""

    codes: tuple[str, ...] = ()
    text: str = ""


def read_codes(*, content: bytes, media_type: str, until: str = "") -> CodesFound:
    """The codes of a picture, or of the first two pages and the last page of a PDF.

    `media_type` may be `image/*`: what kind of picture it is is then read from its first bytes.
    `until` is a regular expression: a PDF is read no further once a code or its text matches. What cannot be read holds no
    codes; nothing is raised, for a code is only ever a convenience.
    """
    if media_type == "application/pdf":
        return _read_pdf(content, until)
    return CodesFound(codes=_read_picture(content, media_type))


def _read_picture(content: bytes, media_type: str) -> tuple[str, ...]:
    import pillow_heif
    import zxingcpp
    from PIL import Image

    if media_type not in _FORMATS:
        return ()
    pillow_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture: Image.Image = Image.open(io.BytesIO(content), formats=_FORMATS[media_type])
            if picture.width * picture.height > MAX_PIXELS:
                return ()
            if picture.format == "JPEG":
                picture.draft("L", (SIDE, SIDE))
            picture = picture.convert("L")
            picture.thumbnail((SIDE, SIDE), Image.Resampling.BILINEAR)
    except (OSError, SyntaxError, ValueError, RuntimeError, EOFError, Image.DecompressionBombError):
        return ()
    found = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_invert=False
    )
    return tuple(each.text for each in found)


def _read_pdf(content: bytes, until: str) -> CodesFound:
    # A page can be made to draw for hours: the drawing runs apart, with a limit on time and memory.
    command = [sys.executable, "-I", str(_READER), until]
    try:
        done = subprocess.run(  # noqa: S603  # our own reader, the file goes in by standard input
            command, input=content, capture_output=True, timeout=PDF_SECONDS, check=False
        )
        told = json.loads(done.stdout or b"{}")
    except (subprocess.TimeoutExpired, json.JSONDecodeError, UnicodeDecodeError, OSError):
        return CodesFound()
    return CodesFound(codes=tuple(told.get("codes", ())), text=str(told.get("text", "")))
