"""Outgoing documents over the API (API văn bản đi): laid before the signer, looked at, signed, issued, recalled, copied. Moments in ISO 8601."""

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema, Status

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import State
from lienthong.domain.correspondence.models import Document, DocumentCopy, Recipient
from lienthong.domain.correspondence.services import Addressee, OutgoingFacts
from lienthong.foundation.files import queries as files
from lienthong.foundation.files import services as file_services
from lienthong.foundation.signing import services as signing
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound

router = Router(tags=["outgoing-documents"])
LARGEST_PAGE = 100
PDF_ANSWER: dict[str, Any] = {"responses": {200: {"description": "OK", "content": {"application/pdf": {}}}}}
DeliveryState = Literal["waiting", "sent", "registered", "settled", "refused", "failed", "taken_back"]
type OutState = Literal["to_sign", "signed", "sealed", "issued", "recalled", "replaced", "given_back", "cancelled"]


class RecipientIn(Schema):
    """An agency of the province by its id, or a name outside with an address."""

    agency: int | None = None
    name: str = Field(default="", max_length=240)
    how: Literal["exchange", "mail", "paper"] = "exchange"
    address: str = Field(default="", max_length=254)
    copies: int = Field(default=1, ge=1, le=9999)


class OutgoingIn(Schema):
    """A document to be laid before its signer. `key` names the sending: sent again it is the same document."""

    key: str = Field(min_length=8, max_length=64)
    kind: str = Field(max_length=4, description="Abbreviation of the type (Phụ lục III, Nghị định 30/2020/NĐ-CP)")
    abstract: str = Field(max_length=2000)
    urgency: Literal["normal", "urgent", "very_urgent", "express"] = "normal"
    signer: int = Field(description="The seat that signs")
    signer_for: int | None = Field(
        None, description="The seat of the head for whom they sign by a delegation in force (KT., TUQ.)"
    )
    department: int | None = None
    files: list[uuid.UUID] = Field(
        min_length=1, max_length=21, description="Uploaded by POST /files; the document itself first"
    )
    recipients: list[RecipientIn] = Field(default=[], max_length=400)
    answers: uuid.UUID | None = None
    replaces: uuid.UUID | None = None
    kept_number: int | None = None
    register_id: int | None = Field(
        default=None, description="The register that numbers it, where not by its type: of the council (HĐND)"
    )
    note: str = Field(default="", max_length=300)


class RecipientOut(Schema):
    """One receiver and what is known of it."""

    id: int
    name: str
    agency: int | None
    how: str
    state: str = Field(description="waiting, sent, registered, settled, refused, failed or taken_back")
    sent_at: datetime | None
    answered_at: datetime | None
    said: str


class OutgoingOut(Schema):
    """One outgoing document."""

    id: uuid.UUID
    state: str
    kind: str
    number: int | None
    year: int | None
    notation: str
    issued_on: date | None
    abstract: str
    urgency: str
    signer: str
    signer_position: int
    signer_for: int | None = Field(description="The seat for which it is signed by delegation")
    signed_at: datetime | None
    sealed_at: datetime | None
    issued_at: datetime | None
    reason: str = Field(description="Why it was given back, voided, recalled or replaced")


class OutgoingWhole(OutgoingOut):
    """With its receivers and files."""

    recipients: list[RecipientOut]
    files: list[str]


class OutgoingPage(Schema):
    """The last signed or laid before a signer first."""

    items: list[OutgoingOut]
    next: str | None


class OutgoingActIn(Schema):
    """One act. `seen` of `sign` is the digest that `look` answered, `holder` of `sign` and `seal` what the key asks for (409 says what); `reason` of return, withdraw, void and recall; `recipients` of address and
    send-also; `recipient` of mark-sent (on paper) and send-again (what failed, by mail to `location` where that is another address); `by_hand` of
    seal where the agency has no certificate."""

    act: Literal[
        "sign",
        "return",
        "withdraw",
        "seal",
        "issue",
        "void",
        "recall",
        "address",
        "send-also",
        "mark-sent",
        "send-again",
    ]
    seen: str = Field(default="", max_length=64)
    holder: signing.HolderIn = Field(default_factory=signing.HolderIn)
    reason: str = Field(default="", max_length=2000)
    recipients: list[RecipientIn] = Field(default=[], max_length=400)
    recipient: int | None = None
    location: str = Field(default="", max_length=254)
    by_hand: bool = False


class CopyIn(Schema):
    """A certified copy; `pages` of an extract: "1-2, 5"."""

    key: str = Field(min_length=8, max_length=64)
    kind: Literal["SY", "TrS", "SL"]
    signer: int
    pages: str = Field(default="", max_length=80)
    receivers: str = Field(default="", max_length=2000)
    copies: int = Field(default=1, ge=1, le=9999)


class CopyOut(Schema):
    """A certified copy with its number."""

    id: uuid.UUID
    kind: str
    notation: str
    pages: str
    made_at: datetime


@router.get("/outgoing-documents", response=OutgoingPage, summary="Outgoing documents")
@officer().operation
def list_outgoing(
    request: ActorRequest,
    state: Annotated[list[OutState] | None, Query()] = None,
    delivery: Annotated[list[DeliveryState] | None, Query()] = None,
    text: Annotated[str, Query(max_length=200)] = "",
    cursor: Annotated[str, Query(max_length=400)] = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
) -> OutgoingPage:
    """Those the position may see; all that are out unless states are named. `delivery`: those with a receiver in one of these states."""
    states = list(state) if state else [State.ISSUED, State.RECALLED, State.REPLACED]
    page = queries.outgoing_page(
        request.actor, states=states, deliveries=delivery or (), text=text, cursor=cursor or None, limit=limit
    )
    return OutgoingPage(items=[_out(each) for each in page.items], next=page.next)


@router.post("/outgoing-documents", response={201: OutgoingWhole}, summary="Lay a document before its signer")
@officer().operation
def prepare_outgoing(request: ActorRequest, payload: OutgoingIn) -> Status[OutgoingWhole]:
    """The files are those one has uploaded."""
    actor = request.actor
    if not files.all_uploaded_by(account_id=actor.account_id, file_ids=set(payload.files)):
        raise Invalid({"files": "Có tệp không do tài khoản này tải lên. Tải tệp bằng POST /files rồi gửi lại mã tệp."})
    made = services.prepare_outgoing(
        actor=actor,
        facts=OutgoingFacts(
            kind=payload.kind,
            abstract=payload.abstract,
            urgency=payload.urgency,
            signer_position_id=payload.signer,
            for_position_id=payload.signer_for,
            department_id=payload.department,
            recipients=_addressees(payload.recipients),
            answers_id=payload.answers,
            replaces_id=payload.replaces,
            kept_number_id=payload.kept_number,
            register_id=payload.register_id,
            note=payload.note,
        ),
        file_ids=payload.files,
        key=payload.key,
    )
    return Status(201, _whole(queries.outgoing_for(actor, made.pk)))


@router.get("/outgoing-documents/{document_id}", response=OutgoingWhole, summary="One outgoing document")
@officer().operation
def read_outgoing(request: ActorRequest, document_id: uuid.UUID) -> OutgoingWhole:
    """With its receivers."""
    return _whole(queries.outgoing_for(request.actor, document_id))


@router.get(
    "/outgoing-documents/{document_id}/paper.pdf", summary="The document as it stands", openapi_extra=PDF_ANSWER
)
@officer().operation
def read_outgoing_paper(request: ActorRequest, document_id: uuid.UUID) -> HttpResponse:
    """The main file: with its signatures once it is signed."""
    return HttpResponse(_main(queries.outgoing_for(request.actor, document_id)), content_type="application/pdf")


@router.post("/outgoing-documents/{document_id}/look", summary="Look at what is signed", openapi_extra=PDF_ANSWER)
@officer("documents.direct", "documents.direct_agency").operation
def look_at_outgoing(request: ActorRequest, document_id: uuid.UUID) -> HttpResponse:
    """The main file for its signer, recorded as looked at; the digest over all files stands in the header `X-Seen`, to be sent with `sign`."""
    document = queries.outgoing_for(request.actor, document_id)
    look = services.look_at_document(actor=request.actor, document_id=document_id)
    return HttpResponse(_main(document), content_type="application/pdf", headers={"X-Seen": look.sha256})


@router.post("/outgoing-documents/{document_id}/act", response=OutgoingWhole, summary="Do one act")
@officer().operation
def act_on_outgoing(request: ActorRequest, document_id: uuid.UUID, payload: OutgoingActIn) -> OutgoingWhole:
    """Each act belongs to its seat: sign and return to the signer, seal, issue and void to the clerk."""
    common: dict[str, Any] = {"actor": request.actor, "document_id": document_id}
    match payload.act:
        case "sign":
            signing.done_by_holder(
                actor=request.actor,
                typed=payload.holder.typed(),
                act=lambda: services.sign_document(**common, seen=payload.seen),
            )
        case "return":
            services.return_to_drafter(**common, reason=payload.reason)
        case "withdraw":
            services.withdraw_outgoing(**common, reason=payload.reason)
        case "seal":
            signing.done_by_holder(
                actor=request.actor,
                typed=payload.holder.typed(),
                act=lambda: services.seal_document(**common, by_hand=payload.by_hand),
            )
        case "issue":
            services.issue_document(**common)
        case "void":
            services.void_number(**common, reason=payload.reason)
        case "recall":
            services.recall_document(**common, reason=payload.reason)
        case "address":
            services.set_recipients(**common, recipients=_addressees(payload.recipients))
        case "send-also":
            services.send_also(**common, recipients=_addressees(payload.recipients))
        case "mark-sent":
            services.mark_sent(
                actor=request.actor, recipient_id=_recipient(request, document_id, payload), note=payload.reason
            )
        case "send-again":
            services.send_again(
                actor=request.actor,
                recipient_id=_recipient(request, document_id, payload),
                location=payload.location,
            )
    return _whole(queries.outgoing_for(request.actor, document_id))


@router.post("/outgoing-documents/{document_id}/copies", response={201: CopyOut}, summary="Make a certified copy")
@officer("documents.register").operation
def copy_outgoing(request: ActorRequest, document_id: uuid.UUID, payload: CopyIn) -> Status[CopyOut]:
    """Sao y, trích sao, sao lục, also of an incoming document."""
    made = services.make_copy(
        actor=request.actor,
        document_id=document_id,
        kind=payload.kind,
        signer_position_id=payload.signer,
        pages=payload.pages,
        receivers=payload.receivers,
        copies=payload.copies,
        key=payload.key,
    )
    return Status(201, _copy(made))


def _recipient(request: ActorRequest, document_id: uuid.UUID, payload: OutgoingActIn) -> int:
    """The receiver meant, one of this visible document. Raises NotFound."""
    queries.outgoing_for(request.actor, document_id)
    rows = Recipient.objects.filter(pk=payload.recipient or 0, document_id=document_id)
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


def _addressees(rows: list[RecipientIn]) -> list[Addressee]:
    return [
        Addressee(name=each.name, agency_id=each.agency, how=each.how, address=each.address, copies=each.copies)
        for each in rows
    ]


def _main(document: Document) -> bytes:
    part = document.files.select_related("file").filter(is_main=True).first()
    if part is None:
        raise NotFound
    return file_services.read_bytes(part.file)


def _facts(document: Document) -> dict[str, Any]:
    row = document.outgoing
    return {
        "id": document.pk,
        "state": document.state,
        "kind": document.kind,
        "number": document.number,
        "year": document.year,
        "notation": document.notation,
        "issued_on": document.issued_on,
        "abstract": document.abstract,
        "urgency": document.urgency,
        "signer": document.signer,
        "signer_position": row.signer_id,
        "signer_for": row.for_position_id,
        "signed_at": row.signed_at,
        "sealed_at": row.sealed_at,
        "issued_at": row.issued_at,
        "reason": row.reason,
    }


def _out(document: Document) -> OutgoingOut:
    return OutgoingOut(**_facts(document))


def _whole(document: Document) -> OutgoingWhole:
    return OutgoingWhole(
        **_facts(document),
        recipients=[
            RecipientOut(
                id=each.pk,
                name=each.name,
                agency=each.agency_id,
                how=each.how,
                state=each.state,
                sent_at=each.sent_at,
                answered_at=each.answered_at,
                said=each.said,
            )
            for each in queries.recipients_of(document)
        ],
        files=[each.file.name for each in document.files.select_related("file").defer("read_text")],
    )


def _copy(made: DocumentCopy) -> CopyOut:
    return CopyOut(id=made.pk, kind=made.kind, notation=made.notation, pages=made.pages, made_at=made.made_at)
