"""A finished text is laid before who signs it (trình ký văn bản đi); Điều 10 to 13 Nghị định 30/2020/NĐ-CP."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from lienthong.domain.correspondence import policies, queries
from lienthong.domain.correspondence.choices import UNABBREVIATED, Direction, How, Kind, Source, State, Urgency
from lienthong.domain.correspondence.errors import DocumentNotFound, NumberTaken
from lienthong.domain.correspondence.events import SigningAsked, SigningRefused
from lienthong.domain.correspondence.models import (
    Document,
    DocumentFile,
    DocumentLink,
    KeptNumber,
    Outgoing,
    Recipient,
    Register,
)
from lienthong.domain.correspondence.notation import read_notation, symbol_of
from lienthong.domain.correspondence.services.moving import lock_document, move, recorded
from lienthong.domain.correspondence.services.numbers import agency_sign, office_sign, register_for, register_of_body
from lienthong.domain.correspondence.services.papers import ready_paper
from lienthong.domain.correspondence.services.registering import searched
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing.queries import SigningSeat
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """To whom a document goes: an agency of ours by its id, or a name outside with a mail or postal address."""

    name: str = ""
    agency_id: int | None = None
    how: str = How.EXCHANGE
    address: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFacts:
    """What is known of a document before it is signed. `for_position_id`: the head for whom the signer signs by delegation (KT., TUQ.). `origin`: what it was made of (`draft:<id>`); `based_on`: documents it rests on;
    `symbol`: the notation without its number where a draft has settled it."""

    kind: str
    abstract: str
    signer_position_id: int
    for_position_id: int | None = None
    urgency: str = Urgency.NORMAL
    department_id: int | None = None
    writer_position_id: int | None = None
    recipients: Sequence[Addressee] = ()
    answers_id: uuid.UUID | None = None
    replaces_id: uuid.UUID | None = None
    based_on: Sequence[uuid.UUID] = ()
    symbol: str = ""
    register_id: int | None = None
    kept_number_id: int | None = None
    copies: int = 0
    note: str = ""
    origin: str = ""


@transaction.atomic
def prepare_outgoing(*, actor: Actor, facts: OutgoingFacts, file_ids: Sequence[uuid.UUID], key: str) -> Document:
    """Lay a document before its signer; sent again with the same `key` it is the same document. `file_ids`: the document itself first,
    PDF or Word, then its appendices.

    Raises NotAllowed, Invalid, NotAPaper, StateSecret, DocumentRefused, DocumentNotFound, NumberTaken.
    """
    known = Document.objects.filter(key=key, direction=Direction.OUTGOING).first()
    if known is not None:
        if not actor.is_system and known.agency_id != actor.agency_id:
            raise DocumentNotFound
        return known
    seat = organizations.get_position(facts.for_position_id or facts.signer_position_id)
    if not actor.is_system and actor.agency_id != seat.agency_id:
        raise NotAllowed("Người ký thuộc cơ quan khác. Chọn người ký của cơ quan mình.")
    signer = _judged(facts, seat.agency_id, file_ids)
    agency = organizations.agency(seat.agency_id)
    body = _register_of(facts, agency.pk)
    related = _related(actor, facts, seat.agency_id)
    paper_id, seen = ready_paper(
        actor=actor,
        file_id=file_ids[0],
        lines=_lines(signer, body),
        signer=signer.holder,
        agency=body.issuer_name if body is not None and body.sign else agency.name,
        title=clean(facts.abstract)[:200],
    )
    writer_id = facts.writer_position_id or (actor.position.id if actor.position else None)
    writer = organizations.get_position(writer_id) if writer_id else None
    department_id = facts.department_id or (writer.department_id if writer else None)
    body = body or _printed_body(facts, agency.pk, facts.symbol or seen.written_symbol)
    lines = _lines(signer, body)
    symbol = _symbol(facts, body, agency.pk, department_id, seen.written_symbol)
    issuer_name = (body.issuer_name if body is not None else "") or agency.name
    now = clock.now()
    document = Document(
        agency_id=agency.pk,
        direction=Direction.OUTGOING,
        state=State.TO_SIGN,
        issuer_name=issuer_name,
        issuer_id=agency.pk,
        issuer_key=" ".join(words(issuer_name))[:200],
        kind=facts.kind,
        abstract=clean(facts.abstract, lines=True),
        urgency=facts.urgency,
        signer=signer.holder,
        source=Source.UPLOAD,
        key=key,
        arrived_at=now,
        registered_at=now,
        registered_by_id=actor.position.id if actor.position else writer_id,
        registered_by_name=actor.name,
    )
    document.search_text = searched(document)
    document.save(force_insert=True)
    Outgoing.objects.create(
        document=document,
        department_id=department_id,
        writer_id=writer_id,
        writer_name=writer.account.full_name if writer else actor.name,
        signer_id=signer.position_id,
        for_position_id=signer.for_position_id,
        lines=lines,
        waits_since=now,
        symbol=symbol,
        register_wanted_id=body.pk if body is not None else None,
        origin=facts.origin,
        answers_id=facts.answers_id,
        replaces_id=facts.replaces_id,
        copies=facts.copies,
        note=clean(facts.note)[:300],
    )
    appendices = [file_id for file_id in dict.fromkeys(file_ids[1:]) if file_id != paper_id]
    DocumentFile.objects.bulk_create(
        DocumentFile(
            document=document, file_id=file_id, is_main=place == 0, place=place, read_text="" if place else seen.text
        )
        for place, file_id in enumerate([paper_id, *appendices])
    )
    address(document, facts.recipients)
    DocumentLink.objects.bulk_create(
        DocumentLink(document=document, other_id=other, relation="based_on", made_by_name=actor.name)
        for other in related
    )
    _keep_number(document, facts, seat.agency_id)
    more = {"for": signer.behalf} if signer.behalf else {}
    recorded(actor, document, "prepare_outgoing", signer=signer.holder, lines=lines, **more)
    publish(SigningAsked(document_id=document.id, agency_id=agency.pk, position_id=signer.position_id))
    return document


@transaction.atomic
def return_to_drafter(*, actor: Actor, document_id: uuid.UUID, reason: str) -> Document:
    """The signer does not sign it: back to who wrote it, with the reason. Raises SignerOnly, WrongDocumentState, Invalid."""
    if len(clean(reason)) < 5:
        raise Invalid({"reason": "Ghi điểm cần sửa để người soạn làm lại đúng."})
    document = lock_document(actor, document_id)
    actor = policies.giving_back(actor, document) or actor
    move(actor, document, "give_back")
    give_back(actor, document, clean(reason, lines=True), "return_to_drafter")
    return document


@transaction.atomic
def withdraw_outgoing(*, actor: Actor, document_id: uuid.UUID, reason: str) -> Document:
    """Who laid it before the signer takes it back while it is unsigned. Raises NotAllowed, Invalid."""
    if not reason.strip():
        raise Invalid({"reason": "Ghi lý do rút lại, ví dụ: đính nhầm tệp."})
    document = lock_document(actor, document_id)
    if not policies.may_withdraw(actor, document):
        raise NotAllowed(
            "Chỉ người trình hoặc văn thư rút lại được, và chỉ khi văn bản chưa ký. Tải lại trang để xem hiện trạng."
        )
    give_back(actor, document, clean(reason, lines=True), "withdraw_outgoing")
    return document


@transaction.atomic
def set_recipients(*, actor: Actor, document_id: uuid.UUID, recipients: Sequence[Addressee]) -> Document:
    """Put the list of receivers right before the document is issued: the writer, the signer, the clerk. Raises NotAllowed, Invalid."""
    document = lock_document(actor, document_id)
    if document.state not in {State.TO_SIGN, State.SIGNED, State.SEALED} or not policies.may_address(actor, document):
        raise NotAllowed("Nơi nhận chỉ sửa được trước khi phát hành, bởi người soạn, người ký hoặc văn thư.")
    if problems := problems_of(recipients):
        raise Invalid(problems)
    document.recipients.all().delete()
    address(document, recipients)
    recorded(actor, document, "set_recipients", to=[row.name for row in document.recipients.all()])
    return document


def address(document: Document, recipients: Sequence[Addressee], *, place: int = 0) -> list[Recipient]:
    """Write receivers down; an agency named twice is one."""
    names = organizations.names_of([each.agency_id for each in recipients if each.agency_id])
    rows: dict[object, Recipient] = {}
    for each in recipients:
        name = clean(each.name) or names.get(each.agency_id or 0, "")
        rows.setdefault(
            each.agency_id or (name, each.address),
            Recipient(
                document=document,
                place=place + len(rows),
                agency_id=each.agency_id,
                name=name[:240],
                how=each.how,
                address=clean(each.address)[:254],
                copies=max(each.copies, 1),
            ),
        )
    return Recipient.objects.bulk_create(rows.values())


def give_back(actor: Actor, document: Document, reason: str, verb: str) -> None:
    """An unsigned document goes back to who wrote it; the document is locked."""
    document.state = State.GIVEN_BACK
    row = document.outgoing
    row.waits_since, row.ended_at, row.ended_by_name, row.reason = None, clock.now(), actor.name, reason
    row.save(update_fields=["waits_since", "ended_at", "ended_by_name", "reason"])
    document.save(update_fields=["state"])
    KeptNumber.objects.filter(used_by=document).update(used_by=None)
    recorded(actor, document, verb, reason=reason)
    publish(SigningRefused(document_id=document.id, agency_id=document.agency_id, reason=reason, origin=row.origin))


def _judged(facts: OutgoingFacts, agency_id: int, file_ids: Sequence[uuid.UUID]) -> SigningSeat:
    problems = problems_of(facts.recipients)
    if facts.kind not in Kind.values or not facts.kind:
        problems["kind"] = "Chọn loại văn bản theo Phụ lục III Nghị định 30/2020/NĐ-CP."
    if len(clean(facts.abstract)) < 5:
        problems["abstract"] = "Ghi trích yếu nội dung, như in dưới tên loại văn bản."
    if facts.urgency not in Urgency.values:
        problems["urgency"] = "Chọn độ khẩn: thường, khẩn, thượng khẩn, hỏa tốc."
    if not file_ids:
        problems["files"] = "Chưa có tệp văn bản. Chọn tệp PDF hoặc Word."
    of_agency = certificates.delegated_seats if facts.for_position_id else certificates.signing_seats
    seats = {(seat.position_id, seat.for_position_id): seat for seat in of_agency(SYSTEM, agency_id)}
    signer = seats.get((facts.signer_position_id, facts.for_position_id))
    if signer is None and facts.for_position_id:
        problems["signer"] = "Ủy quyền ký văn bản không còn hiệu lực hoặc không gồm việc ký. Chọn lại người ký."
    elif signer is None:
        problems["signer"] = "Chọn người ký là lãnh đạo cơ quan hoặc trưởng phòng đang giữ chức vụ."
    if problems or signer is None:
        raise Invalid(problems)
    return signer


def problems_of(recipients: Sequence[Addressee]) -> dict[str, str]:
    for each in recipients:
        name = each.name or "nơi nhận"
        if each.agency_id is None and not each.name.strip():
            return {"recipients": "Có nơi nhận chưa ghi tên. Chọn cơ quan trong danh sách hoặc ghi tên."}
        if each.how not in How.values:
            return {"recipients": f"Chọn cách gửi cho {name}: trục liên thông, thư điện tử hoặc bản giấy."}
        if each.how == How.EXCHANGE and each.agency_id is None:
            return {
                "recipients": f"{name} không có trên trục liên thông. Chọn gửi thư điện tử hoặc bản giấy cho nơi này."
            }
        if each.how == How.MAIL and not notifications.is_address(each.address.strip()):
            said = f"“{each.address}” không phải địa chỉ thư. " if each.address.strip() else ""
            return {"recipients": f"{said}Ghi địa chỉ thư điện tử của {name}, ví dụ vanthu@donvi.vn."}
    return {}


def _register_of(facts: OutgoingFacts, agency_id: int) -> Register | None:
    """The register that was chosen. Raises NotFound."""
    if facts.register_id is None:
        return None
    return register_for(agency_id, facts.kind, facts.register_id)


def _printed_body(facts: OutgoingFacts, agency_id: int, printed: str) -> Register | None:
    """Where the paper bears the sign of another body the office serves (`NQ-HĐND`), its register."""
    parts = printed.split("-")
    found = (register_of_body(agency_id, facts.kind, part) for part in parts if part)
    return next((each for each in found if each is not None), None)


def _lines(signer: SigningSeat, register: Register | None) -> list[str]:
    """TM., KT. as they are printed: of another body in its name (`TM. HỘI ĐỒNG NHÂN DÂN`)."""
    lines = list(signer.authority.lines)
    if register is None or not register.sign or not lines or not lines[0].startswith("TM."):
        return lines
    council = "HỘI ĐỒNG NHÂN DÂN"
    name = register.issuer_name.upper()
    return [f"TM. {council if name.startswith(council) else name}", *lines[1:]]


def _symbol(
    facts: OutgoingFacts, register: Register | None, agency_id: int, department_id: int | None, printed: str
) -> str:
    """The notation without its number: as the draft has it, as the paper has printed it, else as it is built. Raises Invalid where the paper
    is of another type than was said."""
    sign = (register.sign if register is not None else "") or agency_sign(agency_id)
    built = symbol_of(kind=facts.kind, agency=sign, office=office_sign(department_id))
    if facts.symbol or not printed:
        return (facts.symbol or built)[:60]
    bears = read_notation(f"1/{printed}").kind
    if bears is not None and bears != facts.kind and facts.kind not in UNABBREVIATED:
        raise Invalid(
            {
                "kind": f"Tệp in ký hiệu {printed} ({bears.label}) mà loại đang chọn là {Kind(facts.kind).label}. Sửa lại cho khớp."
            }
        )
    return printed[:60]


def _related(actor: Actor, facts: OutgoingFacts, agency_id: int) -> list[uuid.UUID]:
    """Documents it rests on, each of the same agency; so are the answered and the replaced one."""
    own = Document.objects.filter(agency_id=agency_id)
    wanted = {each for each in (facts.answers_id, facts.replaces_id, *facts.based_on) if each is not None}
    if set(own.filter(pk__in=wanted).values_list("pk", flat=True)) != wanted:
        raise DocumentNotFound(
            "Văn bản được trả lời, thay thế hoặc làm căn cứ không có trong sổ của cơ quan. Chọn lại."
        )
    for other in own.filter(pk__in=wanted):
        if not queries.sees(actor, other):
            raise DocumentNotFound
    if facts.answers_id and not own.filter(pk=facts.answers_id, direction=Direction.INCOMING).exists():
        raise Invalid({"answers": "Chỉ trả lời được văn bản đến. Chọn văn bản đến trong sổ."})
    if facts.replaces_id and not own.filter(pk=facts.replaces_id, state=State.ISSUED).exists():
        raise Invalid({"replaces": "Chỉ thay thế được văn bản đi đã phát hành và còn hiệu lực."})
    return list(dict.fromkeys(facts.based_on))


def _keep_number(document: Document, facts: OutgoingFacts, agency_id: int) -> None:
    if facts.kept_number_id is None:
        return
    kept = KeptNumber.objects.select_for_update().filter(
        pk=facts.kept_number_id, register__agency_id=agency_id, used_by=None, voided_at=None
    )
    if not kept.update(used_by=document):
        raise NumberTaken(
            "Số giữ lại này đã dùng cho văn bản khác hoặc đã hủy. Chọn số khác, hoặc để hệ thống cấp số kế tiếp."
        )
