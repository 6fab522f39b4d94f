"""Limits that run (thời hạn đang chạy), for those who tell people in time: open steps and promised dates, without personal data.

Read every quarter of an hour: plain SQL in batches by id. What is paused stands still and is left out.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from lienthong.domain.dossiers.models import Dossier

BATCH = 5000


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an open step: the seat when it is assigned, else whoever has the role in the agency."""

    agency_id: int
    role: str
    assignee_id: int | None


@dataclass(frozen=True, slots=True)
class Watched:
    """One limit: of a step (`step_id`), or the date promised for the dossier.

    `occasion` changes when the same limit begins anew for those who were told: a reopening, an extension, another person in charge.
    """

    dossier_id: uuid.UUID
    code: str
    procedure: str
    agency_id: int
    step_id: int | None
    what: str
    begin: datetime
    due_at: datetime
    occasion: str
    holders: tuple[Holder, ...]


_ROUND = """dossier.reopened || '.' || (SELECT count(*) FROM dossiers_proposal granted
    WHERE granted.dossier_id = dossier.id AND granted.kind = 'extend' AND granted.state = 'approved')"""

_STEPS = f"""
SELECT step.id, dossier.id, dossier.code, procedure.short_name, step.agency_id, step.id, step.name, step.opened_at, step.due_at,
    {_ROUND} || '.' || coalesce(step.assignee_id, 0), ARRAY[ARRAY[step.agency_id::text, step.role, step.assignee_id::text]]
FROM dossiers_dossierstep step
JOIN dossiers_dossier dossier ON dossier.id = step.dossier_id
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
WHERE step.finished_at IS NULL AND NOT step.is_paused AND dossier.state = 'processing' {{narrow}} AND step.id > %(after)s
ORDER BY step.id LIMIT %(limit)s
"""  # noqa: S608  # our own statements

_DOSSIERS = f"""
SELECT dossier.id, dossier.id, dossier.code, procedure.short_name, dossier.agency_id, NULL::bigint, '', dossier.accepted_at, dossier.due_at,
    {_ROUND} || '.' || coalesce((SELECT string_agg(held.assignee_id::text, '-' ORDER BY held.id) FROM dossiers_dossierstep held
        WHERE held.dossier_id = dossier.id AND held.finished_at IS NULL AND held.assignee_id IS NOT NULL), '0'),
    ARRAY(SELECT ARRAY[held.agency_id::text, held.role, held.assignee_id::text] FROM dossiers_dossierstep held
        WHERE held.dossier_id = dossier.id AND held.finished_at IS NULL ORDER BY held.id)
FROM dossiers_dossier dossier
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
WHERE dossier.state = 'processing' AND dossier.due_at IS NOT NULL AND dossier.accepted_at IS NOT NULL {{narrow}} AND dossier.id > %(after)s
ORDER BY dossier.id LIMIT %(limit)s
"""  # noqa: S608

NOWHERE = uuid.UUID(int=0)


def watched_steps(*, until: datetime | None = None, agency_ids: Sequence[int] | None = None) -> Iterator[list[Watched]]:
    """Open steps due before `until` (all unless told), of these agencies (all unless told), in batches."""
    narrow = (" AND step.due_at < %(until)s" if until else "") + (
        " AND step.agency_id = ANY(%(agencies)s)" if agency_ids is not None else ""
    )
    yield from _batches(_STEPS.format(narrow=narrow), {"until": until, "agencies": list(agency_ids or ())}, 0)


def watched_dossiers(
    *, until: datetime | None = None, agency_ids: Sequence[int] | None = None
) -> Iterator[list[Watched]]:
    """The same for the dates promised for dossiers."""
    narrow = (" AND dossier.due_at < %(until)s" if until else "") + (
        " AND dossier.agency_id = ANY(%(agencies)s)" if agency_ids is not None else ""
    )
    yield from _batches(_DOSSIERS.format(narrow=narrow), {"until": until, "agencies": list(agency_ids or ())}, NOWHERE)


def watched_of(dossier_ids: Sequence[uuid.UUID]) -> list[Watched]:
    """Every limit that runs for these dossiers now. Two queries."""
    values: dict[str, Any] = {"ids": list(dossier_ids)}
    found = []
    for statement, after in ((_STEPS, 0), (_DOSSIERS, NOWHERE)):
        for batch in _batches(statement.format(narrow=" AND dossier.id = ANY(%(ids)s)"), values, after):
            found += batch
    return found


def _batches(statement: str, values: dict[str, Any], after: Any) -> Iterator[list[Watched]]:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, {**values, "after": after, "limit": BATCH})
            rows = cursor.fetchall()
        if rows:
            after = rows[-1][0]
            yield [_watched(row) for row in rows]
        if len(rows) < BATCH:
            return


def _watched(row: Any) -> Watched:
    holders = tuple(Holder(int(agency), role, int(seat) if seat else None) for agency, role, seat in row[10])
    _, dossier, code, procedure, agency, step, what, begin, due_at, occasion, _ = row
    return Watched(dossier, code, procedure, agency, step, what, begin, due_at, occasion, holders)


def standing_still(dossier_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Those of these dossiers whose clock stands still now. One query."""
    rows = Dossier.objects.filter(id__in=dossier_ids, paused_at__isnull=False)
    return list(rows.values_list("id", flat=True))
