"""A document arrives and is given its number (tiếp nhận, đăng ký văn bản đến); Điều 20 đến 22 Nghị định 30/2020/NĐ-CP."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lienthong.domain.correspondence.choices import Direction, Kind, Source, Urgency
from lienthong.domain.correspondence.errors import DuplicateDocument
from lienthong.domain.correspondence.events import ArrivalReturned, DocumentRegistered
from lienthong.domain.correspondence.models import Document, DocumentFile, Register, WaitingArrival
from lienthong.domain.correspondence.notation import Notation, read_notation
from lienthong.domain.correspondence.policies import require_registering
from lienthong.domain.correspondence.queries import ruling, twins
from lienthong.domain.correspondence.services.moving import lock_document, move, recorded
from lienthong.domain.correspondence.services.secrecy import refuse_secrets
from lienthong.foundation.numbering import services as numbering
from lienthong.kit import clock, word_search
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.events import publish
from lienthong.kit.rows import insert, one
from lienthong.kit.text_vi import clean, words

LATEST_ISSUE_DAYS = 1
"""A document from another time zone may bear tomorrow's date; none bears a later one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What the clerk reads off a document. `files`: (id of a stored file, text read in it), the document itself first."""

    issuer_name: str
    abstract: str
    source: str
    notation: str = ""
    issued_on: date | None = None
    kind: str = ""
    urgency: str = Urgency.NORMAL
    signer: str = ""
    pages: int | None = None
    answer_by: date | None = None
    has_paper: bool = False
    issuer_id: int | None = None
    external_id: str = ""
    arrived_at: datetime | None = None
    files: Sequence[tuple[uuid.UUID, str]] = ()


def open_register(*, actor: Actor, name: str, direction: str = Direction.INCOMING, is_main: bool = False) -> Register:
    """A register of the actor's agency; asked for twice it is the same one."""
    agency_id = require_registering(actor)
    register, _ = Register.objects.get_or_create(
        agency_id=agency_id, direction=direction, name=clean(name), defaults={"is_main": is_main}
    )
    return register


@transaction.atomic
def register_document(
    *, actor: Actor, arrival: Arrival, key: str, register_id: int | None = None, duplicate_reason: str = ""
) -> Document:
    """Enter it with the next number of the register, one sequence a year over paper and electronic (Điều 22 khoản 2).

    `key` names one sending: sent again, the same document comes back. A document that stands in the register already (same notation and
    date by the same issuer) needs `duplicate_reason`. Raises NotAllowed, Invalid, StateSecret, DuplicateDocument.
    """
    agency_id = require_registering(actor)
    known = one(Document, key=key)
    if known is not None and known.agency_id == agency_id:
        return known
    refuse_secrets(arrival.abstract, *(text for _, text in arrival.files))
    read = _judged(arrival)
    now = clock.now()
    register = _register(agency_id, register_id)
    # Two clerks with the same paper meet at the lock of the register: the second is told of the first.
    one(Register, id=register.pk, lock=True)
    if (
        twin := twins.twin_of(
            agency_id,
            issuer=(arrival.issuer_id, arrival.issuer_name),
            key=read.key,
            issued_on=arrival.issued_on,
            abstract=arrival.abstract,
        )
    ) is not None and not duplicate_reason.strip():
        raise DuplicateDocument(
            f"Văn bản {twin.notation} ngày {twin.issued_on:%d/%m/%Y} của {twin.issuer_name} đã vào sổ với số đến {twin.number} "
            f"năm {twin.year}, do {twin.registered_by_name} đăng ký. Mở văn bản đó, hoặc ghi lý do để vào sổ lần nữa.",
            document=str(twin.id),
        )
    year = now.astimezone(clock.VIETNAM).year
    document = Document(
        agency_id=agency_id,
        register=register,
        year=year,
        issuer_name=clean(arrival.issuer_name),
        issuer_id=arrival.issuer_id,
        issuer_key=" ".join(words(arrival.issuer_name))[:200],
        notation=read.text,
        notation_key=read.key[:80],
        issued_on=arrival.issued_on,
        kind=arrival.kind or (read.kind or ""),
        abstract=clean(arrival.abstract, lines=True),
        urgency=arrival.urgency,
        signer=clean(arrival.signer),
        pages=arrival.pages,
        answer_by=arrival.answer_by,
        source=arrival.source,
        has_paper=arrival.has_paper or arrival.source in {Source.PAPER, Source.SCAN},
        external_id=arrival.external_id,
        key=key,
        duplicate_reason=clean(duplicate_reason),
        arrived_at=arrival.arrived_at or now,
        registered_at=now,
        registered_by_id=actor.position.id if actor.position else None,
        registered_by_name=actor.name,
        number=numbering.next_number(scope="document-in", key=f"{register.pk}-{year}"),
    )
    document.submit_by = ruling.submit_by(agency_id, now, document.urgency)
    document.search_text = searched(document)
    insert(document)
    insert(
        *(
            DocumentFile(document=document, file_id=file_id, is_main=place == 0, place=place, read_text=text)
            for place, (file_id, text) in enumerate(arrival.files)
        )
    )
    recorded(actor, document, "register_document", number=document.number, year=year)
    publish(DocumentRegistered(document_id=document.id, agency_id=agency_id))
    return document


@transaction.atomic
def correct_document(*, actor: Actor, document_id: uuid.UUID, reason: str, **fields: object) -> Document:
    """Correct what was read wrongly off a document; its number stays. What stood there before is in the record. Raises Invalid, NotAllowed."""
    require_registering(actor)
    document = lock_document(actor, document_id)
    allowed = {"issuer_name", "notation", "issued_on", "kind", "abstract", "urgency", "signer", "pages", "answer_by"}
    if unknown := set(fields) - allowed:
        raise TypeError(f"not to be corrected: {sorted(unknown)}")
    if not reason.strip():
        raise Invalid({"reason": "Ghi lý do sửa, ví dụ: nhập nhầm ngày văn bản."})
    before = {name: str(getattr(document, name) or "") for name in fields}
    for name, value in fields.items():
        setattr(document, name, value)
    read = read_notation(document.notation)
    document.notation, document.notation_key = read.text, read.key[:80]
    document.issuer_key = " ".join(words(document.issuer_name))[:200]
    document.search_text = searched(document)
    if "urgency" in fields:
        document.submit_by = ruling.submit_by(document.agency_id, document.registered_at, document.urgency)
    changed = {*fields, "notation", "notation_key", "issuer_key", "search_text", "submit_by"}
    document.save(update_fields=sorted(changed))
    recorded(actor, document, "correct_document", before=before, reason=clean(reason))
    return document


@transaction.atomic
def return_to_sender(*, actor: Actor, document_id: uuid.UUID, reason: str) -> Document:
    """Wrongly addressed or not in order: it goes back, its number stays taken (Điều 21). Raises WrongDocumentState, Invalid."""
    if not reason.strip():
        raise Invalid({"reason": "Ghi lý do trả lại để nơi gửi biết phải làm gì."})
    document = lock_document(actor, document_id)
    move(actor, document, "return")
    document.outcome, document.returned_at = clean(reason, lines=True), clock.now()
    document.save(update_fields=["state", "outcome", "returned_at"])
    recorded(actor, document, "return_to_sender", reason=document.outcome)
    came = WaitingArrival.objects.filter(document=document).first()
    if came is not None:
        publish(
            ArrivalReturned(
                arrival_id=came.pk,
                agency_id=came.agency_id,
                key=came.key,
                reason=document.outcome,
                document_id=document.id,
            )
        )
    return document


@transaction.atomic
def cancel_number(*, actor: Actor, document_id: uuid.UUID, reason: str) -> Document:
    """Entered by mistake. The number is not given again: the register shows it as cancelled with the reason."""
    if not reason.strip():
        raise Invalid({"reason": "Ghi lý do hủy số, ví dụ: vào sổ nhầm văn bản của cơ quan khác."})
    document = lock_document(actor, document_id)
    move(actor, document, "cancel")
    document.outcome = clean(reason, lines=True)
    document.save(update_fields=["state", "outcome"])
    recorded(actor, document, "cancel_number", reason=document.outcome)
    return document


def searched(document: Document) -> str:
    """The words by which a document is found."""
    found = [
        document.notation_key,
        document.issuer_name,
        document.abstract,
        document.signer,
        str(document.number or ""),
    ]
    return word_search.kept(*found)


def _judged(arrival: Arrival) -> Notation:
    problems = {}
    if not arrival.issuer_name.strip():
        problems["issuer_name"] = "Ghi tên cơ quan ban hành, đúng như trên văn bản."
    if not arrival.abstract.strip():
        problems["abstract"] = "Ghi trích yếu nội dung văn bản."
    if arrival.source not in Source.values:
        problems["source"] = "Chọn cách văn bản đến."
    if arrival.kind not in Kind.values:
        problems["kind"] = (
            f"Không có loại văn bản “{arrival.kind}”. Chọn một trong các loại của Nghị định 30/2020/NĐ-CP."
        )
    if arrival.urgency not in Urgency.values:
        problems["urgency"] = "Chọn độ khẩn: thường, khẩn, thượng khẩn, hỏa tốc."
    today = clock.today()
    if arrival.issued_on is not None and (arrival.issued_on - today).days > LATEST_ISSUE_DAYS:
        problems["issued_on"] = (
            f"Ngày văn bản {arrival.issued_on:%d/%m/%Y} ở sau hôm nay {today:%d/%m/%Y}. Xem lại ngày ghi trên văn bản."
        )
    if problems:
        raise Invalid(problems)
    return read_notation(arrival.notation)


def _register(agency_id: int, register_id: int | None) -> Register:
    rows = Register.objects.filter(agency_id=agency_id, direction=Direction.INCOMING)
    if register_id is None:
        register, _ = rows.get_or_create(
            is_main=True,
            defaults={"agency_id": agency_id, "direction": Direction.INCOMING, "name": "Sổ đăng ký văn bản đến"},
        )
        return register
    found = rows.filter(pk=register_id).first()
    if found is None:
        raise NotFound
    if not found.is_open:
        raise Refused(f"Sổ “{found.name}” đã khóa. Chọn sổ đang dùng.", field="register")
    return found
