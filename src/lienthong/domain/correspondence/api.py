"""Incoming documents over the API (API văn bản đến): the same services as the pages, ids and moments in ISO 8601."""

import uuid
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Source, Urgency
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.policies import DIRECT_AGENCY, REGISTER
from lienthong.domain.correspondence.services import Arrival, Charge
from lienthong.foundation.files import queries as files
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import StandIn
from lienthong.kit.errors import Invalid

router = Router(tags=["documents"])
LARGEST_PAGE = 100


class DocumentOut(Schema):
    """One document in the register of arrivals."""

    id: uuid.UUID
    number: int | None
    year: int | None
    state: str = Field(description="registered, submitted, in_progress, completed, returned or cancelled")
    issuer: str
    notation: str
    issued_on: date | None
    kind: str = Field(
        description="Abbreviation of the type (Phụ lục III, Nghị định 30/2020/NĐ-CP); empty for other types"
    )
    abstract: str
    urgency: str
    source: str
    arrived_at: datetime
    submit_by: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    outcome: str


class TaskOut(Schema):
    """One hand-over of a document; `parent` makes the tree."""

    id: int
    document: uuid.UUID
    parent: int | None
    part: str = Field(description="decide, lead, support or inform")
    state: str = Field(description="open, done, returned or recalled")
    receiver: str
    on_behalf_of: str = Field(
        description="In the inbox: whose seat it lies with, where the position only stands in for them; else empty"
    )
    instruction: str
    given_by: str
    given_at: datetime
    due_at: datetime | None
    seen_at: datetime | None
    ended_at: datetime | None
    result: str


class DocumentDetail(DocumentOut):
    """With everybody it was given to and its files."""

    tasks: list[TaskOut]
    files: list[str] = Field(description="Names of its files, the document itself first")


class DocumentPage(Schema):
    """Newest first; `next` is the cursor of the following page."""

    items: list[DocumentOut]
    next: str | None


class ArrivalIn(Schema):
    """What stands on the document. `key` names the sending: sent again, the same document comes back."""

    key: str = Field(min_length=1, max_length=50)
    issuer: str
    abstract: str
    notation: str = ""
    issued_on: date | None = None
    kind: str = ""
    urgency: str = Urgency.NORMAL
    signer: str = ""
    pages: int | None = Field(None, ge=1, le=99_999)
    answer_by: date | None = None
    source: str = Source.UPLOAD
    has_paper: bool = False
    register_id: int | None = None
    duplicate_reason: str = ""
    files: list[uuid.UUID] = Field(
        default_factory=list, description="Ids of files this account uploaded to /files, the document first"
    )


class SubmitIn(Schema):
    """Before whom it is laid: the id of a seat."""

    position: int
    note: str = ""


class ChargeIn(Schema):
    """A seat or a department, its part, and until when."""

    part: str = Field(description="lead, support or inform")
    position: int | None = None
    department: int | None = None
    instruction: str = ""
    due_at: datetime | None = None


class DirectIn(Schema):
    """The leader's words and who gets the document. `task`: the one by which it was laid before them."""

    instruction: str = ""
    charges: list[ChargeIn] = Field(min_length=1, max_length=60)
    task: int | None = None


class ReasonIn(Schema):
    """Why."""

    reason: str


class ResultIn(Schema):
    """What came of it, in words or as the id of the document that answers."""

    result: str = ""
    answer: uuid.UUID | None = None


class OpinionIn(Schema):
    """What one says of it; the same `key` twice is one opinion."""

    text: str
    key: str = Field(min_length=1, max_length=64)


@router.get("/documents", response=DocumentPage)
@officer().operation
def list_documents(
    request: ActorRequest,
    q: str = "",
    state: str = "",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
) -> dict[str, object]:
    """Arrivals this token may see, newest first. `q`: a notation or words, accents aside."""
    page = queries.documents_page(request.actor, text=q, state=state, cursor=cursor or None, limit=limit)
    return {"items": [_document(each) for each in page.items], "next": page.next}


@router.get("/documents/inbox", response=list[TaskOut])
@officer().operation
def inbox_of_documents(request: ActorRequest) -> list[dict[str, object]]:
    """Open tasks of the seat behind the token and of the seats it stands in for, the least time left first, at most a hundred."""
    return [_task(each.task, each.behalf) for each in queries.lying_with(request.actor, limit=LARGEST_PAGE)]


@router.post("/documents", response={201: DocumentOut})
@officer(REGISTER).operation
def register_document(request: ActorRequest, body: ArrivalIn) -> Status[dict[str, object]]:
    """Enter a document into the register of arrivals; its number comes back. Its files are read as at every door: one that bears a stamp of
    secrecy is refused (`state-secret`) and destroyed; found on a later page, the document is locked away and the clerks are told."""
    if body.files and not files.all_uploaded_by(account_id=request.actor.account_id, file_ids=set(body.files)):
        raise Invalid({"files": "Có tệp không do tài khoản này tải lên. Tải tệp lên trước rồi gửi mã tệp."})
    common: dict[str, Any] = {
        "actor": request.actor,
        "register_id": body.register_id,
        "duplicate_reason": body.duplicate_reason,
        "arrival": Arrival(
            issuer_name=body.issuer,
            abstract=body.abstract,
            source=body.source,
            notation=body.notation,
            issued_on=body.issued_on,
            kind=body.kind,
            urgency=body.urgency,
            signer=body.signer,
            pages=body.pages,
            answer_by=body.answer_by,
            has_paper=body.has_paper,
        ),
    }
    if body.files:
        document = services.register_stored(key=body.key, file_ids=body.files, **common)
    else:
        document = services.register_document(key=f"api:{body.key}", **common)
    return Status(201, _document(document))


@router.get("/documents/{document_id}", response=DocumentDetail)
@officer().operation
def get_document(request: ActorRequest, document_id: uuid.UUID) -> dict[str, object]:
    """One document with the tree of those it was given to."""
    return _detail(queries.document_for(request.actor, document_id))


@router.post("/documents/{document_id}/submit", response=TaskOut)
@officer(REGISTER).operation
def submit_document(request: ActorRequest, document_id: uuid.UUID, body: SubmitIn) -> dict[str, object]:
    """Lay it before who decides."""
    return _task(
        services.submit_document(
            actor=request.actor, document_id=document_id, position_id=body.position, note=body.note
        )
    )


@router.post("/documents/{document_id}/direct", response=list[TaskOut])
@officer("documents.direct", DIRECT_AGENCY).operation
def direct_document(request: ActorRequest, document_id: uuid.UUID, body: DirectIn) -> list[dict[str, object]]:
    """The leader's instruction: who leads, supports, is informed."""
    given = services.direct_document(
        actor=request.actor,
        document_id=document_id,
        instruction=body.instruction,
        charges=_charges(body),
        task_id=body.task,
    )
    return [_task(each) for each in given]


@router.post("/documents/{document_id}/opinions", response={201: None})
@officer().operation
def give_opinion(request: ActorRequest, document_id: uuid.UUID, body: OpinionIn) -> Status[None]:
    """Say something of it."""
    services.give_opinion(actor=request.actor, document_id=document_id, text=body.text, key=body.key)
    return Status(201, None)


@router.post("/documents/{document_id}/complete", response=DocumentOut)
@officer(DIRECT_AGENCY).operation
def complete_document(request: ActorRequest, document_id: uuid.UUID, body: ResultIn) -> dict[str, object]:
    """Close it; what is still open is recalled."""
    return _document(services.complete_document(actor=request.actor, document_id=document_id, result=body.result))


@router.post("/documents/{document_id}/return", response=DocumentOut)
@officer(REGISTER).operation
def return_document(request: ActorRequest, document_id: uuid.UUID, body: ReasonIn) -> dict[str, object]:
    """Back to who sent it; the number stays taken."""
    return _document(services.return_to_sender(actor=request.actor, document_id=document_id, reason=body.reason))


@router.post("/document-tasks/{task_id}/give-on", response=list[TaskOut])
@officer().operation
def give_on_task(request: ActorRequest, task_id: int, body: DirectIn) -> list[dict[str, object]]:
    """Give parts of what one holds to others of the agency."""
    given = services.give_on(actor=request.actor, task_id=task_id, instruction=body.instruction, charges=_charges(body))
    return [_task(each) for each in given]


@router.post("/document-tasks/{task_id}/complete", response=TaskOut)
@officer().operation
def complete_task(request: ActorRequest, task_id: int, body: ResultIn) -> dict[str, object]:
    """One's part is done; when the one who leads is done, the document is."""
    return _task(
        services.complete_task(actor=request.actor, task_id=task_id, result=body.result, answer_id=body.answer)
    )


@router.post("/document-tasks/{task_id}/return", response=TaskOut)
@officer().operation
def return_task(request: ActorRequest, task_id: int, body: ReasonIn) -> dict[str, object]:
    """Not ours to do: back to who gave it."""
    return _task(services.return_task(actor=request.actor, task_id=task_id, reason=body.reason))


@router.post("/document-tasks/{task_id}/recall", response=TaskOut)
@officer().operation
def recall_task(request: ActorRequest, task_id: int, body: ReasonIn) -> dict[str, object]:
    """Take back what one has given."""
    return _task(services.recall_task(actor=request.actor, task_id=task_id, reason=body.reason))


def _charges(body: DirectIn) -> list[Charge]:
    wrong = sorted({each.part for each in body.charges} - {"lead", "support", "inform"})
    if wrong:
        raise Invalid({"charges": f"Phần việc là lead, support hoặc inform; đang ghi {', '.join(wrong)[:60]}."})
    if any((each.position is None) == (each.department is None) for each in body.charges):
        raise Invalid({"charges": "Mỗi nơi nhận là một chức vụ hoặc một phòng."})
    return [
        Charge(
            part=each.part,
            position_id=each.position,
            department_id=each.department,
            instruction=each.instruction,
            due_at=each.due_at,
        )
        for each in body.charges
    ]


def _document(row: Document) -> dict[str, object]:
    names = ("id", "number", "year", "state", "notation", "issued_on", "kind", "abstract", "urgency", "source")
    more = ("arrived_at", "submit_by", "due_at", "completed_at", "outcome")
    return {"issuer": row.issuer_name, **{name: getattr(row, name) for name in names + more}}


def _detail(row: Document) -> dict[str, object]:
    return {
        **_document(row),
        "tasks": [_task(each) for each in row.tasks.all()],
        "files": [each.file.name for each in queries.files_of(row)],
    }


def _task(row: DocumentTask, behalf: StandIn | None = None) -> dict[str, object]:
    names = ("id", "part", "state", "instruction", "given_at", "due_at", "seen_at", "ended_at", "result")
    return {
        "document": row.document_id,
        "parent": row.parent_id,
        "receiver": row.receiver_name,
        "on_behalf_of": behalf.holder if behalf else "",
        "given_by": row.given_by_name,
        **{name: getattr(row, name) for name in names},
    }
