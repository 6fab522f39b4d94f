"""What goes over the API of dossiers (dữ liệu vào, ra của API hồ sơ)."""

import uuid
from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import BaseModel, Field

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.choices import PaperShape, Verdict
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.states import national_status
from lienthong.foundation.signing.services import HolderIn


def binary(*media_types: str) -> dict[str, Any]:
    """How OpenAPI says that an answer is a file."""
    return {"responses": {200: {"description": "OK", "content": {each: {} for each in media_types}}}}


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


class CheckIn(Schema):
    """What the officer found of one paper on the counter."""

    requirement: str = Field(max_length=60)
    verdict: Verdict
    shape: PaperShape | None = None
    count: int = Field(default=1, ge=1, le=99)
    reason: str = Field(default="", max_length=500)


class DossierIn(Schema):
    """A complete application."""

    procedure: str = Field(description="National code, e.g. 1.001193", max_length=40)
    agency: int = Field(description="Id of the agency that handles it, see GET /procedures/{code}/agencies")
    answers: dict[str, Any] = Field(description="Question name -> value, see the form's JSON Schema")
    papers: list[PaperIn] = Field(default=[], max_length=200)
    applicant: ApplicantIn | None = None
    checks: list[CheckIn] = Field(default=[], max_length=200, description="At the counter: each paper as it lay there")


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
    def of(step: DossierStep | queries.QueueRow, dossier: DossierRow | None = None) -> "StepRow":
        """From a step, alone or with its dossier."""
        return StepRow(
            id=step.id,
            key=step.key,
            name=step.name,
            kind=step.kind,
            role=step.role,
            due_at=step.due_at,
            is_paused=step.is_paused,
            dossier=dossier,
        )

    @staticmethod
    def of_queue(row: queries.QueueRow) -> "StepRow":
        """From a row of a queue: the step with its dossier."""
        dossier = DossierRow(
            code=row.code,
            procedure=row.procedure_code,
            procedure_name=row.procedure_name,
            applicant_name=row.applicant_name,
            state=row.state,
            national_status=int(national_status(row.state, work_begun=row.work_begun)),
            submitted_at=row.submitted_at,
            due_at=row.promised_at,
        )
        return StepRow.of(row, dossier)


class PaperOut(BaseModel):
    """A paper of the dossier."""

    requirement: str
    name: str
    file: uuid.UUID | None
    source: str
    added_at: datetime


class DossierFacts(DossierRow):
    """One dossier with what it says of itself."""

    agency: int = Field(description="Who decides")
    reception_agency: int = Field(description="Who received it and returns the result")
    helped_agency: int | None = Field(
        description="At whose counter the applicant was helped; null when filed by oneself"
    )
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
    result_number: str
    result_file: uuid.UUID | None


class DossierOut(DossierFacts):
    """One dossier in full."""

    papers: list[PaperOut]
    steps: list[StepRow] = Field(description="Open steps: where the dossier is now")


class AgencyRow(Schema):
    """An agency that handles a procedure."""

    id: int = Field(description="What `agency` of a new dossier names")
    identifier: str
    name: str


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
    """One act of the office. `lines` for request-supplement, `title` and `body` for draft, `step` where a step is meant,
    `ground` and `until` for pause, `days` for extend, `title` and `amount` (VND) for ask-duty; `note` is the reason. `seen` is the digest
    of the paper that was looked at (POST …/look) when something is approved, signed or stamped: what changed since is refused with 409.
    `holder` of sign, and of complete where it stamps, is what the key asks for: 409 says what."""

    act: Literal[
        "accept",
        "reject",
        "request-supplement",
        "draft",
        "complete",
        "send-back",
        "sign",
        "return",
        "pause",
        "end-pause",
        "ask-duty",
        "cancel-duty",
        "extend",
        "stop",
        "reopen",
        "close",
    ]
    ground: str = Field(default="", max_length=20)
    until: date | None = None
    days: int = Field(default=0, ge=0, le=365)
    amount: int = Field(default=0, ge=0, le=10**12)
    step: int | None = None
    seen: str | None = Field(default=None, max_length=64)
    note: str = Field(default="", max_length=4000)
    title: str = Field(default="", max_length=200)
    body: str = Field(default="", max_length=20000)
    lines: list[LineIn] = Field(default=[], max_length=200)
    holder: HolderIn = Field(default_factory=HolderIn)
