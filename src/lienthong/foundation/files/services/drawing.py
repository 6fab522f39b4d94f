"""Pages of a stored PDF as pictures (trang dạng ảnh): for browsers that show no PDF inside a page."""

import tempfile
from pathlib import Path

from lienthong.foundation.files.choices import PDF
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.files.services.storing import read_bytes
from lienthong.kit.pages import draw_page

MOST_UNCOUNTED = 50
"""Pages asked for of a file of our own making, whose pages were not counted."""
SIDE = 1400
"""Pixels of the longer side: small print stays readable, a page weighs about 150 KB."""


def page_picture(file: StoredFile, number: int) -> bytes | None:
    """JPEG of one page, counted from 1; None for what is no PDF, has no such page, or cannot be drawn in time. Raises FileDamaged."""
    if file.media_type != PDF or not 1 <= number <= (file.pages or MOST_UNCOUNTED):
        return None
    with tempfile.NamedTemporaryFile(suffix=".pdf") as held:
        held.write(read_bytes(file))
        held.flush()
        return draw_page(Path(held.name), number=number - 1, side=SIDE)
