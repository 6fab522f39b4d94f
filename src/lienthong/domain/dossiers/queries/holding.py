"""What lies with an actor as plain SQL (việc thuộc về ai): conditions over `step` for the lists that mix roles and stand-ins.

One condition for the actor and one for each seat on whose behalf they may act, the same rule as `policies.acting_on` says of one step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from lienthong.domain.dossiers.policies import kinds_of_rights
from lienthong.foundation.workdays import queries as calendars
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import Actor

_OWN = """step.agency_id = %(agency{n})s AND step.role = ANY(%(roles{n})s) AND NOT step.is_paused AND step.finished_at IS NULL
    AND (step.assignee_id IS NULL OR step.assignee_id = %(seat{n})s)"""
_BEHALF = """step.agency_id = %(agency{n})s AND step.role = ANY(%(roles{n})s) AND NOT step.is_paused AND step.finished_at IS NULL
    AND step.kind = ANY(%(kinds{n})s) AND (step.assignee_id = %(seat{n})s OR step.assignee_id IS NULL AND NOT step.role = ANY(%(own{n})s))"""
_OF_PROCEDURES = """ AND step.dossier_id IN (SELECT given.id FROM dossiers_dossier given
    JOIN procedures_procedure lent ON lent.id = given.procedure_id WHERE lent.code = ANY(%(codes{n})s))"""


@dataclass(frozen=True, slots=True)
class Held:
    """Open steps that lie with somebody: a condition over `step`, its values, and who acts on them."""

    condition: str
    values: dict[str, Any]
    who: Actor


def held_by(actor: Actor, roles: tuple[str, ...]) -> list[Held]:
    """The actor as themself first, then on behalf of each seat; only of these roles. No step is in two of them."""
    seat = actor.position
    if seat is None:
        return []
    mine = sorted({str(role) for role in roles} & seat.roles)
    held = []
    if mine:
        values = {"agency0": seat.agency_id, "roles0": mine, "seat0": seat.id}
        held.append(Held(_OWN.format(n=0), values, actor))
    for n, stand in enumerate(actor.stand_ins, start=1):
        theirs = sorted({str(role) for role in roles} & stand.roles)
        kinds = kinds_of_rights(stand.rights)
        if not theirs or not kinds:  # no kinds: stands in for documents only
            continue
        values = {
            f"agency{n}": stand.agency_id,
            f"roles{n}": theirs,
            f"seat{n}": stand.seat_id,
            f"kinds{n}": kinds,
            # What is given to nobody stands among one's own already, where the role is one's own too.
            f"own{n}": mine if stand.agency_id == seat.agency_id else [],
            f"codes{n}": sorted(stand.procedures),
        }
        text = _BEHALF + (_OF_PROCEDURES if stand.procedures else "")
        held.append(Held(text.format(n=n), values, actor.acting_for(stand)))
    return held


class Due(Protocol):
    """A row with a time until which it is to be done."""

    @property
    def due_at(self) -> datetime:
        """Aware."""


def with_days_left[R: Due](rows: Sequence[R], agency_id: int | None) -> list[R]:
    """The rows with `days_left`: working days until they are due, negative when past, by the calendar of the agency. One query for all."""
    if not rows:
        return []
    now = clock.now()
    calendar = calendars.calendar_for(agency_id, now)
    return [
        replace(row, days_left=workdays.working_days_left(calendar, now, row.due_at))  # type: ignore[type-var]  # rows are dataclasses
        for row in rows
    ]
