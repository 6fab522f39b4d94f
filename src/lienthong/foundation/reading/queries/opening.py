"""A file opened for reading (mở tệp để đọc): its pages with their sizes, or the sentence why there are none."""

import uuid
from dataclasses import dataclass

from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import IMAGES, TIFF, XML
from lienthong.foundation.reading import xml_text
from lienthong.foundation.reading.sources import Leaf, Readable, source
from lienthong.kit.actor import Actor

TROUBLES = {
    "locked": "Tệp PDF này khóa bằng mật khẩu nên không vẽ được trang. Tải tệp gốc về, mở bằng mật khẩu người gửi đã cho; "
    "cần xem tại đây thì đề nghị bên gửi gửi lại bản không khóa.",
    "broken": "Tệp này hỏng hoặc bị cắt nên không vẽ được trang. Tải tệp gốc về thử mở bằng phần mềm khác; không mở được thì đề nghị "
    "bên gửi gửi lại.",
    "unknown": "Loại tệp này không xem được trên trang. Tải tệp gốc về để mở.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page: its number from 1, its size in CSS pixels at 100 %."""

    number: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """`sheets` or `text` (lines of an XML file), or neither and `trouble`, a sentence."""

    sheets: tuple[Sheet, ...] = ()
    text: tuple[xml_text.TextLine, ...] = ()
    trouble: str = ""


def readable(actor: Actor, key: str, subject: str, file_id: uuid.UUID) -> Readable:
    """The file as its owner shows it to this actor. Raises NotFound for others' as for none at all."""
    return source(key).open(actor, subject, file_id)


def leaves(actor: Actor, key: str, subject: str) -> tuple[Leaf, ...]:
    """The files read together with one that was opened."""
    return source(key).leaves(actor, subject)


def opened(shown: Readable) -> Opened:
    """The pages of what was opened. Raises FileDamaged."""
    file = shown.file
    if file.media_type in XML:
        lines = xml_text.read_xml(files.read_bytes(file))
        return Opened(text=lines) if lines else Opened(trouble=TROUBLES["broken"])
    found = files.outline(file)
    if found.trouble:
        return Opened(trouble=TROUBLES[found.trouble])
    # A PDF is measured in points of 1/72 inch, a picture in its own pixels.
    unit = 1.0 if file.media_type in IMAGES or file.media_type == TIFF else 96 / 72
    return Opened(
        sheets=tuple(
            Sheet(number=number, width=max(1, round(width * unit)), height=max(1, round(height * unit)))
            for number, (width, height) in enumerate(found.sizes, 1)
        )
    )
