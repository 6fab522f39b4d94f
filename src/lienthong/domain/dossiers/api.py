"""Dossiers over the API (API hồ sơ): file, list, read, act. Each operation calls one query or service."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import File, Form, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import Channel, Verdict
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.services.intake import applicant_of
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.kit.access import ActorRequest, officer, signed_in
from lienthong.kit.errors import Invalid, NotAllowed

router = Router(tags=["dossiers"])
file_router = Router(tags=["files"])

Limit = Annotated[int, Query(ge=1, le=100)]


class PaperIn(Schema):
    """A file already uploaded by `POST /files`, for one requirement of the procedure."""

    requirement: str = Field(max_length=60)
    file: uuid.UUID


class ApplicantIn(Schema):
    """For whom an officer files at the counter. Citizens leave it out: they file for themselves."""

    full_name: str = Field(min_length=2, max_length=120)
    id_number: str = Field(pattern=r"^\d{12}$", description="Số định danh cá nhân, 12 chữ số")
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=254)


class DossierIn(Schema):
    """A complete application."""

    procedure: str = Field(description="National code, e.g. 1.001193", max_length=40)
    agency: int = Field(description="Id of the agency that handles it, see GET /agencies")
    answers: dict[str, Any] = Field(description="Question name -> value, see the form's JSON Schema")
    papers: list[PaperIn] = Field(default=[], max_length=200)
    applicant: ApplicantIn | None = None


class DossierRow(BaseModel):
    """A dossier in a list. Times are ISO 8601 with zone."""

    code: str
    procedure: str
    procedure_name: str
    applicant_name: str
    state: str
    national_status: int = Field(description="1 to 10, derived")
    submitted_at: datetime
    due_at: datetime | None

    @staticmethod
    def of(dossier: Dossier) -> "DossierRow":
        """From a row with its procedure."""
        return DossierRow(
            code=dossier.code,
            procedure=dossier.procedure.code,
            procedure_name=dossier.procedure.short_name,
            applicant_name=dossier.applicant_name,
            state=dossier.state,
            national_status=queries.national_status_of(dossier),
            submitted_at=dossier.submitted_at,
            due_at=dossier.due_at,
        )


class StepRow(BaseModel):
    """An open step: the entry of a queue."""

    id: int
    key: str
    name: str
    kind: str
    role: str
    due_at: datetime
    is_paused: bool
    dossier: DossierRow | None = None

    @staticmethod
    def of(step: DossierStep, *, with_dossier: bool = True) -> "StepRow":
        """From a row; the dossier of a queue comes with it."""
        return StepRow(
            id=step.id,
            key=step.key,
            name=step.name,
            kind=step.kind,
            role=step.role,
            due_at=step.due_at,
            is_paused=step.is_paused,
            dossier=DossierRow.of(step.dossier) if with_dossier else None,
        )


class PaperOut(BaseModel):
    """A paper of the dossier."""

    requirement: str
    name: str
    file: uuid.UUID | None
    source: str
    added_at: datetime


class DossierOut(DossierRow):
    """One dossier in full."""

    agency: int
    channel: str
    accepted_at: datetime | None
    original_due_at: datetime | None
    due_derivation: list[str] = Field(description="The due date explained, line by line")
    completed_at: datetime | None
    returned_at: datetime | None
    timeliness: str
    fee_amount: int = Field(description="VND")
    fee_paid_at: datetime | None
    answers: dict[str, Any]
    papers: list[PaperOut]
    steps: list[StepRow]
    result_number: str
    result_file: uuid.UUID | None


class DossierPage(BaseModel):
    """A page of dossiers; cursors or null."""

    items: list[DossierRow]
    next: str | None
    previous: str | None


class StepPage(BaseModel):
    """A page of a queue; cursors or null."""

    items: list[StepRow]
    next: str | None
    previous: str | None


class FileOut(BaseModel):
    """What arrived, so that the sender can compare."""

    id: uuid.UUID
    name: str
    media_type: str
    size: int = Field(description="bytes")
    sha256: str
    pages: int | None


class LineIn(Schema):
    """What was found of one requirement."""

    requirement: str = Field(max_length=60)
    verdict: Verdict
    reason: str = Field(default="", max_length=500)
    remedy: str = Field(default="", max_length=500)


class ActIn(Schema):
    """One act of the office. `lines` for request-supplement, `title` and `body` for draft, `step` where a step is meant."""

    act: Literal["accept", "reject", "request-supplement", "draft", "complete", "send-back", "sign", "return"]
    step: int | None = None
    note: str = Field(default="", max_length=4000)
    title: str = Field(default="", max_length=200)
    body: str = Field(default="", max_length=20000)
    lines: list[LineIn] = Field(default=[], max_length=200)


@router.post("/dossiers", response={201: DossierOut}, summary="File a dossier")
@signed_in.operation
def file_dossier(
    request: ActorRequest,
    payload: DossierIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=80)],
) -> Status[DossierOut]:
    """Check and file. A repeat with the same `Idempotency-Key` answers with the same dossier; a required paper missing, or a wrong
    answer, files nothing and says what. A fee not yet paid leaves it in `awaiting_payment`."""
    version = procedures.current_version(payload.procedure)
    if not procedures.agencies_for(version).filter(id=payload.agency).exists():
        raise Invalid(
            {
                "agency": f"Cơ quan {payload.agency} không giải quyết thủ tục {payload.procedure}. Lấy danh sách tại GET /agencies?procedure=…"
            }
        )
    actor = request.actor
    if actor.is_officer:
        if not actor.may("dossiers.file_for_others"):
            raise NotAllowed
        if payload.applicant is None:
            raise Invalid({"applicant": "Cán bộ nộp thay phải ghi người nộp (applicant)."})
        person = accounts.identify_person(
            actor=actor,
            id_number=payload.applicant.id_number,
            full_name=payload.applicant.full_name,
            phone=payload.applicant.phone,
            email=payload.applicant.email,
        )
        applicant = services.ApplicantData(
            name=person.full_name,
            id_number=person.id_number,
            phone=payload.applicant.phone,
            email=payload.applicant.email,
            person_id=person.id,
            verified=True,
        )
    else:
        applicant = applicant_of(actor)
    queries.require_own_files(actor, [paper.file for paper in payload.papers])
    dossier = services.submit_dossier(
        actor=actor,
        version=version,
        agency_id=payload.agency,
        answers=payload.answers,
        papers=[services.GivenPaper(requirement_key=paper.requirement, file_id=paper.file) for paper in payload.papers],
        applicant=applicant,
        channel=Channel.COUNTER if actor.is_officer else Channel.ONLINE,
        reception_agency_id=actor.agency_id,
        fee_amount=procedures.total(procedures.fees_for(version, payload.answers)),
        idempotency_key=idempotency_key,
    )
    return Status(201, _just_filed(dossier, version))


def _just_filed(dossier: Dossier, version: procedures.VersionSnapshot) -> DossierOut:
    """What was filed, from memory: nothing has to be read again."""
    return DossierOut(
        code=dossier.code,
        procedure=version.code,
        procedure_name=version.short_name,
        applicant_name=dossier.applicant_name,
        state=dossier.state,
        national_status=queries.national_status_of(dossier),
        submitted_at=dossier.submitted_at,
        due_at=dossier.due_at,
        **_own_fields(dossier),
        papers=[],
        steps=[],
    )


def _own_fields(dossier: Dossier) -> dict[str, Any]:
    return {
        "agency": dossier.agency_id,
        "channel": dossier.channel,
        "accepted_at": dossier.accepted_at,
        "original_due_at": dossier.original_due_at,
        "due_derivation": dossier.due_derivation.get("lines", []),
        "completed_at": dossier.completed_at,
        "returned_at": dossier.returned_at,
        "timeliness": dossier.timeliness,
        "fee_amount": dossier.fee_amount,
        "fee_paid_at": dossier.fee_paid_at,
        "answers": dossier.answers,
        "result_number": dossier.result_number,
        "result_file": dossier.result_file_id,
    }


@router.get("/dossiers", response=DossierPage, summary="List visible dossiers, newest first")
@signed_in.operation
def list_dossiers(
    request: ActorRequest, cursor: str = "", limit: Limit = 20, state: str = "", q: str = ""
) -> DossierPage:
    """One's own; an officer's those of the agency. `cursor` is empty, `last`, or what a page gave."""
    page = queries.dossiers_page(request.actor, cursor=cursor, limit=limit, state=state, text=q[:100])
    return DossierPage(items=[DossierRow.of(dossier) for dossier in page.items], next=page.next, previous=page.previous)


@router.get("/queue", response=StepPage, summary="An officer's queue, least time left first")
@officer().operation
def list_queue(
    request: ActorRequest, role: str = "", cursor: str = "", limit: Limit = 20, *, paused: bool = False
) -> StepPage:
    """Open steps that lie with a role of the position (the first one when `role` is empty)."""
    position = request.actor.position
    wanted = role or (sorted(position.roles)[0] if position and position.roles else "")
    page = queries.queue_page(request.actor, wanted, paused=paused, cursor=cursor, limit=limit)
    return StepPage(items=[StepRow.of(step) for step in page.items], next=page.next, previous=page.previous)


@router.get("/dossiers/{code}", response=DossierOut, summary="Read one dossier")
@signed_in.operation
def read_dossier(request: ActorRequest, code: str) -> DossierOut:
    """The dossier with papers and open steps. Others' dossiers answer 404."""
    dossier = queries.dossier_for(request.actor, code)
    if request.actor.is_officer and dossier.applicant_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=dossier.applicant_id,
            subject_type="dossier",
            subject_id=dossier.id,
            reason=f"API: đọc hồ sơ {dossier.code}",
        )
    return DossierOut(
        **DossierRow.of(dossier).model_dump(),
        **_own_fields(dossier),
        papers=[
            PaperOut(
                requirement=paper.requirement_key,
                name=paper.name,
                file=paper.file_id,
                source=paper.source,
                added_at=paper.added_at,
            )
            for paper in queries.papers_of(dossier)
        ],
        steps=[StepRow.of(step, with_dossier=False) for step in queries.open_steps(dossier)],
    )


@router.post("/dossiers/{code}/acts", response=DossierRow, summary="Act on a dossier")
@officer().operation
def act(request: ActorRequest, code: str, payload: ActIn) -> DossierRow:
    """Do one act of the office. 403 without the right, 409 when somebody else was faster, 422 when something is missing."""
    actor = request.actor
    dossier_id = queries.dossier_for(actor, code).id
    step = payload.step or 0
    match payload.act:
        case "accept":
            services.accept_dossier(actor=actor, dossier_id=dossier_id, note=payload.note)
        case "reject":
            services.reject_dossier(actor=actor, dossier_id=dossier_id, reason=payload.note)
        case "request-supplement":
            lines = [
                services.JudgedLine(
                    requirement_key=one.requirement, verdict=one.verdict, reason=one.reason, remedy=one.remedy
                )
                for one in payload.lines
            ]
            services.request_supplement(actor=actor, dossier_id=dossier_id, lines=lines, note=payload.note)
        case "draft":
            services.draft_result(
                actor=actor, dossier_id=dossier_id, step_id=step, title=payload.title, body=payload.body
            )
        case "complete":
            services.complete_step(actor=actor, dossier_id=dossier_id, step_id=step, note=payload.note)
        case "send-back":
            services.send_back_step(actor=actor, dossier_id=dossier_id, step_id=step, reason=payload.note)
        case "sign":
            services.sign_result(actor=actor, dossier_id=dossier_id, step_id=step, note=payload.note)
        case "return":
            services.return_result(actor=actor, dossier_id=dossier_id, note=payload.note)
    return DossierRow.of(queries.dossier_for(actor, code))


@router.get("/dossiers/{code}/receipt.pdf", summary="The receipt as PDF", response={200: None})
@signed_in.operation
def receipt(request: ActorRequest, code: str) -> HttpResponse:
    """Form 01, printed when first asked for."""
    dossier = queries.dossier_for(request.actor, code)
    if dossier.receipt_file is None:
        dossier = services.make_receipt(dossier_id=dossier.id)
    assert dossier.receipt_file is not None
    return HttpResponse(files.read_bytes(dossier.receipt_file), content_type="application/pdf")


@file_router.post("/files", response={201: FileOut}, summary="Upload a paper")
@signed_in.operation
def upload_file(
    request: ActorRequest, file: Annotated[UploadedFile, File()], purpose: Annotated[Literal["paper"], Form()] = "paper"
) -> Status[FileOut]:
    """PDF, JPEG, PNG or HEIC, up to 20 MB, looked into before it is kept. Compare `sha256` with your own."""
    stored = files.store_upload(actor=request.actor, upload=file, purpose=purpose)
    return Status(
        201,
        FileOut(
            id=stored.id,
            name=stored.name,
            media_type=stored.media_type,
            size=stored.size,
            sha256=stored.sha256,
            pages=stored.pages,
        ),
    )
