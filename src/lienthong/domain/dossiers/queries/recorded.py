"""The steps of finished dossiers as they were done (diễn biến đã ghi), for those who play a year again with a changed process."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

MOST = 60_000
RIGHT = "procedures.manage"


class RecordedStep(NamedTuple):
    """One step. `was_paused`: the dossier waited for somebody outside in the middle of it. `position_id`: who did it."""

    dossier: uuid.UUID
    key: str
    role: str
    agency_id: int
    opened_at: datetime
    finished_at: datetime
    due_at: datetime
    was_paused: bool
    position_id: int | None


@dataclass(frozen=True, slots=True)
class RecordedDossier:
    """A finished dossier. `process`: code of its internal process."""

    id: uuid.UUID
    agency_id: int
    process: str
    completed_at: datetime
    due_at: datetime


def recorded_steps(
    actor: Actor, *, since: datetime, until: datetime
) -> tuple[list[RecordedDossier], list[RecordedStep]]:
    """Dossiers whose result came in the period, the last 60,000, with their steps up to the result (2 queries). Raises NotAllowed."""
    if not actor.may(RIGHT):
        raise NotAllowed
    rows = Dossier.objects.filter(
        completed_at__gte=since,
        completed_at__lt=until,
        due_at__isnull=False,
        version__workflow__isnull=False,
        workflow_instance__isnull=False,  # those brought over from older software had no steps
    )
    rows = rows.order_by("-completed_at")
    wanted = rows.values_list("id", "agency_id", "version__workflow__code", "completed_at", "due_at", "pauses")[:MOST]
    dossiers: dict[uuid.UUID, RecordedDossier] = {}
    pauses: dict[uuid.UUID, list[tuple[datetime, datetime]]] = {}
    for key, agency_id, process, completed_at, due_at, paused in wanted:
        if completed_at is None or due_at is None:
            continue
        dossiers[key] = RecordedDossier(key, agency_id, str(process), completed_at, due_at)
        if paused:
            pauses[key] = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in paused]
    earliest = min((each.completed_at for each in dossiers.values()), default=until)
    steps = DossierStep.objects.filter(
        dossier__completed_at__gte=earliest, dossier__completed_at__lt=until, finished_at__isnull=False
    ).exclude(kind="return")
    found = []
    for row in steps.values_list(
        "dossier_id", "key", "role", "agency_id", "opened_at", "finished_at", "due_at", "finished_by_id"
    ).iterator():
        dossier = dossiers.get(row[0])
        if dossier is None or row[5] is None or row[5] > dossier.completed_at:
            continue
        found.append(RecordedStep(*row[:5], row[5], row[6], _overlaps(pauses.get(row[0], ()), row[4], row[5]), row[7]))
    return list(dossiers.values()), found


def _overlaps(pauses: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime) -> bool:
    return any(begun < end and ended > start for begun, ended in pauses)
