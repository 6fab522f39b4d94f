"""What happened to a draft (sự kiện của dự thảo)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class DraftSubmitted(Event):
    """It lies with the signer. `submission` counts: a draft returned and submitted again is another one."""

    draft_id: uuid.UUID
    agency_id: int
    signer_position_id: int
    submission: int


@dataclass(frozen=True, kw_only=True)
class DraftApprovalAsked(Event):
    """Its content waits for whoever approves the drafts of the department."""

    draft_id: uuid.UUID
    agency_id: int
    department_id: int | None
    asked: int


@dataclass(frozen=True, kw_only=True)
class DraftReturned(Event):
    """It came back to its writer, with a reason."""

    draft_id: uuid.UUID
    agency_id: int
    writer_position_id: int


@dataclass(frozen=True, kw_only=True)
class OpinionAsked(Event):
    """Somebody's turn to say what they think of it."""

    opinion_id: int
    draft_id: uuid.UUID
    position_id: int | None
    department_id: int | None


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(Event):
    """Somebody has said it."""

    opinion_id: int
    draft_id: uuid.UUID
    writer_position_id: int


@dataclass(frozen=True, kw_only=True)
class DraftFinished(Event):
    """It has become a document with a number."""

    draft_id: uuid.UUID
    document_id: uuid.UUID
