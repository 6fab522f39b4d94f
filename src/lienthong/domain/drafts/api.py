"""Drafts over the API (dự thảo): read, begin, save, comment, pass on. Files come and go by their ids."""

import uuid
from datetime import datetime

from ninja import Field, File, Router, Schema, Status, UploadedFile

from lienthong.domain.drafts import queries, services
from lienthong.domain.drafts.models import Draft
from lienthong.domain.drafts.queries import RecipientLine
from lienthong.kit.access import ActorRequest, officer

router = Router(tags=["drafts"])
any_officer = officer()


class RecipientIn(Schema):
    """For whom it is."""

    name: str = Field("", max_length=240)
    role: str = Field("copy", description="to (Kính gửi) or copy (Nơi nhận)")
    agency_id: int | None = None
    department_id: int | None = None
    purpose: str = Field("", max_length=60)


class FindingOut(Schema):
    """A rule of the decree's layout that is broken."""

    rule: str
    severity: str = Field(description="error or warn")
    label: str
    clause: str
    found: str
    way: str


class VersionOut(Schema):
    """A saving; the bytes of its files never change."""

    number: int
    manner: str = Field(description="web, word or pdf")
    file_id: uuid.UUID
    pdf_id: uuid.UUID
    written_by: str
    written_at: datetime
    remark: str
    findings: list[FindingOut]


class DraftOut(Schema):
    """A draft as it stands."""

    id: uuid.UUID
    state: str
    kind: str = Field(description="abbreviation of the type, CV for an official letter")
    abstract: str
    urgency: str
    symbol: str
    writer: str
    signer: str
    signer_position_id: int | None
    answers_id: uuid.UUID | None
    latest: int = Field(description="number of the newest version")
    changed_at: datetime
    reason: str = Field(description="why it was returned or given up")
    notation: str = Field(description="number and notation once issued")


class DraftDetail(DraftOut):
    """With its newest version and for whom it is."""

    version: VersionOut | None
    recipients: list[RecipientIn]


class DraftPage(Schema):
    """Last changed first; `next` is the cursor of the next page."""

    items: list[DraftOut]
    next: str | None


class DraftIn(Schema):
    """What a draft is begun with. The same `key` twice is one draft."""

    key: str = Field(min_length=8, max_length=64)
    kind: str
    abstract: str = Field(max_length=600)
    urgency: str = "normal"
    template_id: int | None = None
    recipients: list[RecipientIn] = []


class TextIn(Schema):
    """Text for the newest version; `seen` is the number it was read at."""

    seen: int
    grounds: str = ""
    body: str
    remark: str = Field("", max_length=300)


class ReasonIn(Schema):
    """Why, where a reason is asked."""

    reason: str = Field("", max_length=2000)


def _out(draft: Draft) -> dict[str, object]:
    return {
        "id": draft.pk,
        "state": draft.state,
        "kind": draft.kind,
        "abstract": draft.abstract,
        "urgency": draft.urgency,
        "symbol": draft.symbol,
        "writer": draft.writer_name,
        "signer": draft.signer_name,
        "signer_position_id": draft.signer_id,
        "answers_id": draft.answers_id,
        "latest": draft.latest,
        "changed_at": draft.changed_at,
        "reason": draft.reason,
        "notation": draft.notation,
    }


def _detail(draft: Draft) -> dict[str, object]:
    version = queries.version_of(draft)
    return {
        **_out(draft),
        "recipients": [
            {
                "name": each.name,
                "role": each.role,
                "agency_id": each.agency_id,
                "department_id": each.department_id,
                "purpose": each.purpose,
            }
            for each in queries.recipients_of(draft)
        ],
        "version": None
        if version is None
        else {
            "number": version.number,
            "manner": version.manner,
            "file_id": version.file_id,
            "pdf_id": version.pdf_id,
            "written_by": version.written_by_name,
            "written_at": version.written_at,
            "remark": version.remark,
            "findings": version.findings,
        },
    }


@router.get("/drafts", response=DraftPage, operation_id="list_drafts")
@any_officer.operation
def list_drafts(request: ActorRequest, state: str = "", cursor: str = "") -> dict[str, object]:
    """Drafts the position may read."""
    found = queries.drafts_page(request.actor, state=state, cursor=cursor or None)
    return {"items": [_out(each) for each in found.items], "next": found.next}


@router.post("/drafts", response={201: DraftDetail}, operation_id="start_draft")
@any_officer.operation
def start_draft(request: ActorRequest, data: DraftIn) -> Status[dict[str, object]]:
    """Begin one in the layout of its type, or from a template of the agency."""
    draft = services.start_draft(
        actor=request.actor,
        key=data.key,
        kind=data.kind,
        abstract=data.abstract,
        urgency=data.urgency,
        template_id=data.template_id,
        recipients=[RecipientLine(**each.dict()) for each in data.recipients],
    )
    return Status(201, _detail(draft))


@router.get("/drafts/{draft_id}", response=DraftDetail, operation_id="read_draft")
@any_officer.operation
def read_draft(request: ActorRequest, draft_id: uuid.UUID) -> dict[str, object]:
    """One with its newest version."""
    return _detail(queries.draft_for(request.actor, draft_id))


@router.put("/drafts/{draft_id}/text", response=DraftDetail, operation_id="save_draft_text")
@any_officer.operation
def save_draft_text(request: ActorRequest, draft_id: uuid.UUID, data: TextIn) -> dict[str, object]:
    """A new version from text, set in the decree's layout."""
    services.save_text(
        actor=request.actor,
        draft_id=draft_id,
        seen=data.seen,
        grounds=data.grounds,
        body=data.body,
        remark=data.remark,
    )
    return _detail(queries.draft_for(request.actor, draft_id))


@router.post("/drafts/{draft_id}/versions", response={201: DraftDetail}, operation_id="upload_draft_version")
@any_officer.operation
def upload_draft_version(
    request: ActorRequest, draft_id: uuid.UUID, seen: int, document: File[UploadedFile]
) -> Status[dict[str, object]]:
    """A new version from a .docx or a PDF; its layout is checked."""
    services.upload_version(
        actor=request.actor,
        draft_id=draft_id,
        seen=seen,
        upload=services.Upload(document.name or "du-thao.docx", document.read()),
    )
    return Status(201, _detail(queries.draft_for(request.actor, draft_id)))


@router.post("/drafts/{draft_id}/approval", response=DraftDetail, operation_id="ask_draft_approval")
@any_officer.operation
def ask_draft_approval(request: ActorRequest, draft_id: uuid.UUID) -> dict[str, object]:
    """Lay the content before the head of the department."""
    services.ask_approval(actor=request.actor, draft_id=draft_id)
    return _detail(queries.draft_for(request.actor, draft_id))


@router.post("/drafts/{draft_id}/return", response=DraftDetail, operation_id="return_draft")
@any_officer.operation
def return_draft(request: ActorRequest, draft_id: uuid.UUID, data: ReasonIn) -> dict[str, object]:
    """Back to its writer."""
    services.return_draft(actor=request.actor, draft_id=draft_id, reason=data.reason)
    return _detail(queries.draft_for(request.actor, draft_id))


@router.post("/drafts/{draft_id}/submission", response=DraftDetail, operation_id="submit_draft")
@any_officer.operation
def submit_draft(request: ActorRequest, draft_id: uuid.UUID, data: ReasonIn) -> dict[str, object]:
    """Lay it before its signer; `reason` where the layout still breaks rules."""
    services.submit_draft(actor=request.actor, draft_id=draft_id, layout_reason=data.reason)
    return _detail(queries.draft_for(request.actor, draft_id))
