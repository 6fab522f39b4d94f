"""Following a dossier (theo dõi hồ sơ): the few columns that the story of a dossier is told from.

People look every day whether something has moved, so it is plain SQL and light rows.
"""

import hmac
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from lienthong.domain.dossiers.choices import State
from lienthong.kit.errors import NotFound

_FOLLOWED = """
SELECT dossier.id, dossier.code, dossier.state, dossier.channel, dossier.work_begun, dossier.submitted_at, dossier.due_at,
    dossier.paused_at, dossier.completed_at, dossier.reason, dossier.workflow_instance, dossier.result_file_id,
    procedure.short_name, reception.name, dossier.due_derivation, dossier.applicant_id_last4
FROM dossiers_dossier dossier
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
JOIN organizations_agency reception ON reception.id = dossier.reception_agency_id
WHERE dossier.code = %(code)s
"""

_STAGES = """
SELECT step.key, step.name, step.role, coalesce(
    (SELECT former.name FROM organizations_formername former
     WHERE former.agency_id = agency.id AND former.until >= (step.finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
     ORDER BY former.until LIMIT 1), agency.name), step.opened_at, step.due_at, step.is_paused, step.finished_at, step.outcome
FROM dossiers_dossierstep step JOIN organizations_agency agency ON agency.id = step.agency_id
WHERE step.dossier_id = %(dossier)s ORDER BY step.id
"""


@dataclass(frozen=True, slots=True)
class Followed:
    """What somebody without an account may know of a dossier: fields of `Dossier`, and names of procedure and reception agency."""

    id: uuid.UUID
    code: str
    state: str
    channel: str
    work_begun: bool
    submitted_at: datetime
    due_at: datetime | None
    paused_at: datetime | None
    completed_at: datetime | None
    reason: str
    workflow_instance: uuid.UUID | None
    result_file_id: uuid.UUID | None
    procedure_name: str
    reception_agency_name: str
    due_derivation: dict[str, Any]

    @property
    def get_state_display(self) -> str:
        """The state in words, by the name that templates know from `Dossier`."""
        return str(State(self.state).label)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the story: fields of `DossierStep`, with the name of its agency: of a finished step the one it bore on that day."""

    key: str
    name: str
    role: str
    agency_name: str
    opened_at: datetime
    due_at: datetime
    is_paused: bool
    finished_at: datetime | None
    outcome: str


def progress_by_code(code: str, last_four: str) -> Followed:
    """The dossier for a person without an account: code and last four digits of the identity number. One query.

    Raises NotFound with the same sentence whichever of the two is wrong, so that codes cannot be probed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWED, {"code": code.strip().upper()})
        found = cursor.fetchone()
    expected = found[-1] if found else "----"
    if found is None or not expected or not hmac.compare_digest(expected.encode(), last_four.strip().encode()):
        raise NotFound(
            "Không tìm thấy hồ sơ có mã và 4 số cuối này. Mã in ở đầu giấy tiếp nhận, dạng H21.88-261110-0147; "
            "4 số cuối là của căn cước người nộp."
        )
    *fields, derivation, _ = found
    fields.append(json.loads(derivation))
    return Followed(*fields)


def stages_of(dossier_id: uuid.UUID) -> list[Stage]:
    """Every step of a dossier the caller may see, in order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGES, {"dossier": dossier_id})
        return [Stage(*row) for row in cursor.fetchall()]
