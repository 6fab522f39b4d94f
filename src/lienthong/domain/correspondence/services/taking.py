"""Files and letters become arrivals that wait (nhận tệp, nhận thư): what they are is judged by content, their first page is read.

Few pages are read at once, the rest by a job. What cannot be opened (a password, a torn file) is kept as it came, with a sentence beside
it; programs and Word documents with macros are not kept. A stamp of secrecy is looked for before anything is stored.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from django.db import transaction

from lienthong.domain.correspondence import mail
from lienthong.domain.correspondence.choices import Kind, Source
from lienthong.domain.correspondence.errors import FileNotOpened, StateSecret
from lienthong.domain.correspondence.heading import read_answer_by, read_heading, read_signer
from lienthong.domain.correspondence.models import ArrivalAddress, WaitingArrival, WaitingFile
from lienthong.domain.correspondence.policies import require_registering
from lienthong.domain.correspondence.services.arriving import arrived, as_facts, read_later, refuse_arrival
from lienthong.domain.correspondence.services.reading import PAGE_BREAK
from lienthong.domain.correspondence.services.registering import SECRET, Arrival
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import IMAGES, Allowance
from lienthong.foundation.files.errors import FileActiveContent, FileCut, FileEncrypted, FileRefused
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.legacy_text import to_unicode
from lienthong.kit.text_vi import clean
from lienthong.kit.word import DOCX, DocumentRefused

PURPOSE: Final = "document"
AS_IT_CAME: Final = "application/octet-stream"
LETTER: Final = "message/rfc822"
AT_ONCE: Final = 3
"""Pages read while the clerk waits, of a text layer; of a scan only the first."""
MOST_FILES: Final = 30
LARGEST: Final = Allowance(max_bytes=60 * 1024 * 1024, max_pages=1000)
_OLD_OFFICE = (".doc", ".xls", ".ppt", ".xlsx", ".pptx", ".odt", ".ods", ".zip", ".rar", ".7z", ".txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One file as somebody gave it."""

    name: str
    content: bytes


@dataclass(slots=True, kw_only=True)
class Opened:
    """What a file was found to be. `pages` None where it has none or cannot be opened: then `problem` says why."""

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


def take_files(*, actor: Actor, given: Sequence[Given], key: str) -> tuple[WaitingArrival, list[str]]:
    """Files a clerk has picked or dropped: one document with its appendices, the first file first; a letter (.eml) brings its own.

    Returns the arrival and what was not kept, a sentence a file. `key` names the sending: sent again it is the same arrival.
    Raises NotAllowed, Invalid, StateSecret, and the refusal of the file where there is only one.
    """
    agency_id = require_registering(actor)
    known = WaitingArrival.objects.filter(key=f"upload:{agency_id}:{key}").first()
    if known is not None:
        return known, []
    if not given:
        raise Invalid({"files": "Chọn tệp của văn bản, hoặc nhập tay từ bản giấy ở bên dưới."})
    if len(given) > MOST_FILES:
        raise Invalid({"files": f"Mỗi văn bản tối đa {MOST_FILES} tệp; đang chọn {len(given)} tệp."})
    if len(given) == 1 and mail.is_letter(given[0].name, given[0].content):
        return take_letter(raw=given[0].content, agency_id=agency_id, actor=actor), []
    opened, refused = _opened(given)
    if not opened:
        raise FileNotOpened(" ".join(refused), field="files")
    source = Source.SCAN if opened[0].is_scan else Source.UPLOAD
    row = _keep(
        actor,
        opened,
        agency_id=agency_id,
        key=f"upload:{agency_id}:{key}",
        source=source,
        title=PurePosixPath(opened[0].name).stem,
        put_in_by_name=actor.name,
    )
    return row, refused


def take_letter(*, raw: bytes, agency_id: int, actor: Actor = SYSTEM) -> WaitingArrival:
    """A letter as the mail system or a clerk hands it over: once for each Message-ID and agency. The whole of it is kept as it came.

    Its attachments are its files; one without attachments is the document itself. Raises Invalid for what is no letter.
    """
    letter = mail.read_letter(raw)
    key = f"mail:{agency_id}:{hashlib.sha256(letter.message_id.encode() or raw).hexdigest()}"
    known = WaitingArrival.objects.filter(key=key).first()
    if known is not None:
        return known
    about: dict[str, Any] = {
        "agency_id": agency_id,
        "key": key,
        "source": Source.MAIL,
        "external_id": letter.message_id[:120],
        "sender_name": letter.sender_name[:240],
        "sender_address": letter.sender_address[:254],
    }
    try:
        _refuse_secret(letter.subject, letter.text)
        opened, refused = _opened([Given(name=name, content=content) for name, content in letter.attachments])
    except StateSecret as refusal:
        return _keep_refused(actor, refusal, about)
    note = "\n".join(refused)
    return _keep(
        actor,
        opened,
        **about,
        title=letter.subject,
        letter=clean(letter.text, lines=True)[:20_000] + (f"\n\n{note}" if note else ""),
        raw=raw,
    )


def take_letter_for(*, raw: bytes, address: str) -> WaitingArrival | None:
    """A letter to one address of ours; None where no agency receives documents at it."""
    found = ArrivalAddress.objects.filter(address__iexact=address.strip()).values_list("agency_id", flat=True).first()
    return take_letter(raw=raw, agency_id=found) if found is not None else None


def receive_at(*, agency_id: int, address: str) -> ArrivalAddress:
    """Letters to `address` are documents that arrive at this agency. Raises Invalid where they are another's."""
    found, _ = ArrivalAddress.objects.get_or_create(address=address.strip().lower(), defaults={"agency_id": agency_id})
    if found.agency_id != agency_id:
        raise Invalid({"address": f"Địa chỉ {found.address} đang nhận văn bản cho cơ quan khác."})
    return found


def _opened(given: Iterable[Given]) -> tuple[list[Opened], list[str]]:
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
    _refuse_secret(text)
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
    _refuse_secret(opened.text)


def _reader(opened: Opened) -> Callable[[int, int], list[Any]]:
    def read(first: int, last: int) -> list[Any]:
        return files.read_words(
            name=opened.name, media_type=opened.media_type, content=opened.content, first=first, last=last
        )

    return read


def _refuse_secret(*texts: str) -> None:
    for text in texts:
        if (found := SECRET.search(text)) is not None:
            raise StateSecret(found[1])


def read_facts(opened: Sequence[Opened], *, subject: str = "") -> Arrival:
    """What the first file says of itself; the subject of a letter is its abstract where nothing better was read."""
    text = opened[0].text if opened else ""
    heading = read_heading(text)
    issuer = organizations.agency_known_as(heading.issuer)
    abstract = heading.abstract
    if abstract and heading.kind == Kind.LETTER and not abstract.lower().startswith("về "):
        abstract = f"Về việc {abstract}"  # “V/v …” below the number of an official letter
    return Arrival(
        issuer_name=issuer.name if issuer is not None else heading.issuer,
        issuer_id=issuer.pk if issuer is not None else None,
        abstract=abstract or clean(subject),
        source="",
        notation=heading.notation,
        issued_on=heading.issued_on,
        kind=heading.kind,
        urgency=heading.urgency,
        signer=read_signer(opened[0].last_text) if opened else "",
        pages=sum(each.pages or 0 for each in opened) or None,
        answer_by=read_answer_by(text, heading.issued_on),
    )


@transaction.atomic
def _keep(actor: Actor, opened: Sequence[Opened], *, raw: bytes | None = None, **about: Any) -> WaitingArrival:
    title = clean(about.pop("title", ""))
    facts = as_facts(read_facts(opened, subject=title if about["source"] == Source.MAIL else ""))
    row, made = WaitingArrival.objects.get_or_create(
        key=about.pop("key"),
        defaults={
            **about,
            "title": title[:300],
            "facts": facts,
            "read": sorted(facts),
            "is_converted": any(each.is_converted for each in opened),
        },
    )
    if not made:
        return row
    if raw is not None:
        row.original = files.store_bytes(
            name="thu-goc.eml", media_type=LETTER, content=raw, purpose=PURPOSE, actor=actor
        )
        row.save(update_fields=["original"])
    for place, each in enumerate(opened):
        stored = files.store_bytes(
            name=each.name,
            media_type=each.media_type,
            content=each.content,
            purpose=PURPOSE,
            actor=actor,
            pages=each.pages,
        )
        WaitingFile.objects.create(
            arrival=row,
            file=stored,
            place=place,
            read_text=each.text,
            pages_read=each.pages_read,
            problem=each.problem,
        )
    arrived(actor, row)
    if any(not each.problem and each.pages_read < (each.pages or 0) for each in opened):
        read_later(row)
    return row


@transaction.atomic
def _keep_refused(actor: Actor, refusal: StateSecret, about: dict[str, Any]) -> WaitingArrival:
    row, made = WaitingArrival.objects.get_or_create(key=about.pop("key"), defaults=about)
    if made:
        refuse_arrival(row, refusal)
    return row
