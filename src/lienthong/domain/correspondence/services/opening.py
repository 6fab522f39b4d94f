"""Files are opened on the way in, whichever door they come by: judged by content, their first page read, a stamp of secrecy refused (mở tệp).

A screen, the API, mail and the exchange all pass here before an arrival waits. Few pages are read at once, the rest by a job.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from lienthong.domain.correspondence.errors import FileNotOpened, StateSecret
from lienthong.domain.correspondence.services.secrecy import refuse_secrets
from lienthong.foundation.files import queries as file_queries
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import IMAGES, Allowance
from lienthong.foundation.files.errors import FileActiveContent, FileCut, FileEncrypted, FileRefused
from lienthong.kit.errors import Refused
from lienthong.kit.legacy_text import to_unicode
from lienthong.kit.word import DOCX, DocumentRefused

PAGE_BREAK: Final = "\n\f\n"
AS_IT_CAME: Final = "application/octet-stream"
AT_ONCE: Final = 3
"""Pages read while the clerk waits, of a text layer; of a scan only the first."""
LARGEST: Final = Allowance(max_bytes=60 * 1024 * 1024, max_pages=1000)
_OLD_OFFICE = (".doc", ".xls", ".ppt", ".xlsx", ".pptx", ".odt", ".ods", ".zip", ".rar", ".7z", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One file as somebody gave it."""

    name: str
    content: bytes


@dataclass(slots=True, kw_only=True)
class Opened:
    """What a file was found to be. `pages` None where it has none or cannot be opened: then `problem` says why. `stored_id`: it is kept
    already."""

    name: str
    media_type: str
    content: bytes
    pages: int | None = None
    text: str = ""
    last_text: str = ""
    pages_read: int = 0
    problem: str = ""
    is_converted: bool = False
    is_scan: bool = False
    stored_id: uuid.UUID | None = None


def open_files(given: Iterable[Given]) -> tuple[list[Opened], list[str]]:
    """Every file looked at, and the sentences of those that are not kept. Raises StateSecret."""
    opened: list[Opened] = []
    refused: list[str] = []
    for place, each in enumerate(given):
        try:
            found = _open(each, reads=place == 0)
        except Refused as refusal:
            if isinstance(refusal, StateSecret):
                raise
            refused.append(refusal.message)
            continue
        if all(found.content != other.content for other in opened):
            opened.append(found)
    return opened, refused


def open_stored(file_ids: Sequence[uuid.UUID]) -> list[Opened]:
    """Files that lie in the store already (uploaded over the API, sent by another agency), looked at as those that are handed in are.

    Raises StateSecret, NotFound, the refusal of a file that is not taken.
    """
    found = []
    for place, file_id in enumerate(dict.fromkeys(file_ids)):
        stored = file_queries.get_file(file_id)
        opened = _open(Given(name=stored.name, content=files.read_bytes(stored)), reads=place == 0)
        opened.stored_id = stored.id
        found.append(opened)
    return found


def _open(given: Given, *, reads: bool) -> Opened:
    name = files.clean_name(given.name)
    if given.content.startswith(b"PK") and PurePosixPath(name).suffix.lower() in {".docx", ".docm"}:
        return _open_word(name, given.content)
    try:
        facts = files.inspect_bytes(name=name, content=given.content, allowance=LARGEST)
    except (FileEncrypted, FileCut, FileActiveContent) as refusal:
        # What an agency has sent counts as arrived even if it cannot be opened: the original stays, and is only handed out whole.
        return Opened(name=name, media_type=AS_IT_CAME, content=given.content, problem=_said(name, refusal))
    except FileRefused:
        if PurePosixPath(name).suffix.lower() in _OLD_OFFICE:
            return Opened(
                name=name,
                media_type=AS_IT_CAME,
                content=given.content,
                problem=f"Tệp “{name}” không xem được trên trang này. Tải về để mở; bản gốc được giữ nguyên.",
            )
        raise
    found = Opened(name=facts.name, media_type=facts.media_type, content=given.content, pages=facts.pages)
    if reads:
        _read(found)
    return found


def _said(name: str, refusal: FileRefused) -> str:
    if isinstance(refusal, FileEncrypted):
        return (
            f"Tệp “{name}” khóa bằng mật khẩu nên không đọc được chữ. Bản gốc được giữ nguyên; nhập thông tin từ văn bản và đề nghị nơi gửi "
            "gửi bản không khóa, hoặc trả lại nơi gửi."
        )
    if isinstance(refusal, FileActiveContent):
        return f"Tệp “{name}” có {refusal.details.get('found')} nên không mở trên trang này. Bản gốc được giữ nguyên; đề nghị nơi gửi gửi lại."
    return f"Tệp “{name}” hỏng hoặc bị cắt nên không mở được. Bản gốc được giữ nguyên; đề nghị nơi gửi gửi lại, hoặc trả lại nơi gửi."


def _open_word(name: str, content: bytes) -> Opened:
    import io

    from docx import Document as WordDocument

    from lienthong.kit.word.checking import check_document

    try:
        check_document(content)
        paragraphs = WordDocument(io.BytesIO(content))
    except DocumentRefused as refusal:
        raise FileNotOpened(
            f"Tệp Word “{name}” không được nhận: {refusal.message} Đề nghị nơi gửi gửi bản PDF.", field="files"
        ) from None
    except (ValueError, KeyError, OSError) as broken:
        raise FileNotOpened(
            f"Tệp Word “{name}” hỏng nên không mở được. Đề nghị nơi gửi gửi lại.", field="files"
        ) from broken
    lines = [
        each.text
        for table in paragraphs.tables[:1]
        for row in table.rows
        for cell in row.cells
        for each in cell.paragraphs
    ]
    lines += [each.text for each in paragraphs.paragraphs]
    lines += [
        each.text
        for table in paragraphs.tables[1:]
        for row in table.rows
        for cell in row.cells
        for each in cell.paragraphs
    ]
    text, encoding = to_unicode("\n".join(lines))
    refuse_secrets(text)
    return Opened(
        name=name,
        media_type=DOCX,
        content=content,
        text=text,
        last_text=text,
        is_converted=encoding != "unicode",
    )


def _read(opened: Opened) -> None:
    """The first page; of a text layer the next ones too, and the last for who signed."""
    read = _reader(opened)
    total = 1 if opened.media_type in IMAGES else opened.pages or 0
    pages = read(0, 1)
    if pages and not pages[0].is_recognised and pages[0].is_read and total > 1:
        pages += read(1, min(AT_ONCE, total))
    opened.pages_read = len(pages)
    opened.is_scan = any(page.is_recognised for page in pages)
    opened.text, encoding = to_unicode(PAGE_BREAK.join(page.text for page in pages))
    opened.is_converted = encoding != "unicode"
    opened.last_text = to_unicode(pages[-1].text)[0] if len(pages) == total and pages else ""
    refuse_secrets(opened.text)


def _reader(opened: Opened) -> Callable[[int, int], list[Any]]:
    def read(first: int, last: int) -> list[Any]:
        return files.read_words(
            name=opened.name, media_type=opened.media_type, content=opened.content, first=first, last=last
        )

    return read
