"""What a file is and what words stand in it, before it is kept (xem và đọc tệp trước khi lưu)."""

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.foundation.files import errors
from lienthong.foundation.files.adapters import content_store
from lienthong.foundation.files.choices import IMAGES, PDF, RENDITION_SIDES, USUAL, Allowance
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.files.services.storing import read_bytes
from lienthong.kit.pages import PageText, read_pages

if TYPE_CHECKING:
    from lienthong.foundation.files.services.inspection import Inspection


def inspect_bytes(*, name: str, content: bytes, allowance: Allowance = USUAL) -> "Inspection":
    """Facts of accepted content. Raises the refusals of `files.errors`."""
    from lienthong.foundation.files.services.inspection import inspect

    return inspect(name=name, content=content, allowance=allowance)


def read_words(*, name: str, media_type: str, content: bytes, first: int = 0, last: int = 1) -> list[PageText]:
    """Words of pages `first` to `last` (left out) of a PDF or a picture, of the text layer or recognised; empty for anything else."""
    if media_type in IMAGES:
        content = _picture_as_pdf(name, media_type, content)
    elif media_type != PDF:
        return []
    with tempfile.NamedTemporaryFile(suffix=".pdf", prefix="lienthong-read-") as held:
        held.write(content)
        held.flush()
        return read_pages(Path(held.name), first=first, last=last)


def read_stored_words(file: StoredFile, *, first: int, last: int) -> list[PageText]:
    """As `read_words`, of a file that is kept; a PDF of sixty megabytes is not taken into memory for it. Raises FileDamaged."""
    if file.media_type != PDF:
        return read_words(name=file.name, media_type=file.media_type, content=read_bytes(file), first=first, last=last)
    try:
        with content_store.on_disk(file.path) as path:
            return read_pages(path, first=first, last=last)
    except FileNotFoundError:
        raise errors.FileDamaged(file_id=str(file.id)) from None


def _picture_as_pdf(name: str, media_type: str, content: bytes) -> bytes:
    from lienthong.foundation.files.services.inspection import open_picture

    out = io.BytesIO()
    picture = open_picture(name, media_type, content, sides=RENDITION_SIDES)
    picture.save(out, "PDF", resolution=max(picture.size) / 11.69)
    return out.getvalue()
