"""How much each colleague has to do (khối lượng công việc), and who may be given more."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from lienthong.domain.dossiers.models import DossierStep
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.workdays import queries as calendars
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import Actor

MOST_STEPS = 10_000
"""Open steps looked at for the workload of a whole department."""
MOST_COLLEAGUES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A seat that may be given steps, and what lies with it now. `hours`: working hours that its open steps were given in all."""

    seat_id: int
    account_id: int
    name: str
    title: str
    roles: frozenset[str]
    open: int = 0
    soon: int = 0
    late: int = 0
    hours: float = 0.0
    away: str = ""


@dataclass(frozen=True, slots=True)
class OpenStep:
    """What sharing out needs of an open step."""

    id: int
    role: str
    hours: float
    assignee_id: int | None


# By index queue_of_seat: only open steps with a name on them.
_LOAD = """
SELECT assignee_id, opened_at, due_at, is_paused FROM dossiers_dossierstep
WHERE assignee_id = ANY(%(seats)s) AND finished_at IS NULL ORDER BY assignee_id, due_at LIMIT %(most)s
"""
_STEPS = """
SELECT id, role, opened_at, due_at, assignee_id FROM dossiers_dossierstep
WHERE id = ANY(%(ids)s) AND agency_id = %(agency)s AND finished_at IS NULL ORDER BY due_at, id
"""


def assigners_agency(actor: Actor) -> int | None:
    """The agency in which the actor shares out work: the own one, or that of a seat that delegated it; None when in none."""
    if actor.may("dossiers.assign"):
        return actor.agency_id
    return next((stand.agency_id for stand in actor.stand_ins if "dossiers.assign" in stand.rights), None)


def colleagues(actor: Actor, roles: Iterable[str]) -> list[Colleague]:
    """Seats of the actor's agency with one of these roles, with their load: of the own department where the actor has one and does not
    lead the agency. The least loaded first, who is away last. Four queries, however many there are."""
    agency_id = assigners_agency(actor)
    if agency_id is None or actor.position is None:
        return []
    wanted = set(roles)
    within = actor.position.department_id if not actor.has_role(Role.AGENCY_LEADER) else None
    seats = [
        seat
        for seat in organizations.may_stand_in(agency_id, without_account=None)[: 4 * MOST_COLLEAGUES]
        if wanted & set(seat.roles) and (within is None or seat.department_id == within)
    ][:MOST_COLLEAGUES]
    ids = [seat.pk for seat in seats]
    load = _load(ids, agency_id)
    away = organizations.away(ids)
    found = [
        Colleague(
            seat_id=seat.pk,
            account_id=seat.account_id,
            name=seat.account.full_name,
            title=seat.title,
            roles=frozenset(seat.roles),
            away=away.get(seat.pk, ""),
            open=load[seat.pk][0],
            soon=load[seat.pk][1],
            late=load[seat.pk][2],
            hours=load[seat.pk][3],
        )
        for seat in seats
    ]
    return sorted(found, key=lambda each: (bool(each.away), each.hours, each.open, each.seat_id))


def _load(seat_ids: list[int], agency_id: int) -> dict[int, tuple[int, int, int, float]]:
    """Seat -> (open, soon, late, hours)."""
    now = clock.now()
    calendar = calendars.calendar_for(agency_id, now)
    soon = workdays.add_days(calendar, now, settings.SOON_WORKING_DAYS).due
    counted = dict.fromkeys(seat_ids, (0, 0, 0, 0.0))
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, {"seats": seat_ids, "most": MOST_STEPS})
        rows = cursor.fetchall()
    known: dict[tuple[datetime, datetime], float] = {}
    for seat_id, opened, due, paused in rows:
        number, near, late, hours = counted[seat_id]
        if (opened, due) not in known:
            known[opened, due] = _hours(calendar, opened, due)
        counted[seat_id] = (
            number + 1,
            near + (not paused and now <= due <= soon),
            late + (not paused and due < now),
            hours + known[opened, due],
        )
    return counted


def steps_to_share(agency_id: int, step_ids: Sequence[int]) -> list[OpenStep]:
    """The open ones of these steps of an agency, the least time left first."""
    calendar = calendars.calendar_for(agency_id, clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, {"ids": list(step_ids), "agency": agency_id})
        rows = cursor.fetchall()
    return [
        OpenStep(step_id, role, _hours(calendar, opened, due), assignee)
        for step_id, role, opened, due, assignee in rows
    ]


def codes_of_steps(step_ids: Sequence[int]) -> list[tuple[str, str, str]]:
    """(code, applicant, procedure) of the dossiers of these steps, in the order given, for a page that has shown them already."""
    rows = DossierStep.objects.filter(pk__in=list(step_ids)).values_list(
        "pk", "dossier__code", "dossier__applicant_name", "dossier__procedure__short_name"
    )
    found = {row[0]: row[1:] for row in rows}
    return [found[each] for each in step_ids if each in found]


def spread(steps: Sequence[OpenStep], among: Sequence[Colleague]) -> dict[int, int]:
    """Step id -> seat id, each step to whoever has the fewest hours then (chia đều theo khối lượng); who is away gets nothing.

    Steps are taken in the order given; a step whose role nobody present has is left out. The same input gives the same answer.
    """
    heaps: dict[str, list[tuple[float, int, int]]] = {}
    hours = {each.seat_id: each.hours for each in among}
    shares: dict[int, int] = {}
    for step in steps:
        if step.role not in heaps:
            able = [each for each in among if step.role in each.roles and not each.away]
            heaps[step.role] = [(hours[each.seat_id], each.open, each.seat_id) for each in able]
            heapq.heapify(heaps[step.role])
        heap = heaps[step.role]
        if not heap:
            continue
        had, number, seat_id = heapq.heappop(heap)
        had = max(had, hours[seat_id])  # a seat of two roles stands in two heaps
        # A step that lies with the seat already weighs nothing more.
        more = 0.0 if step.assignee_id == seat_id else step.hours
        hours[seat_id] = had + more
        shares[step.id] = seat_id
        heapq.heappush(heap, (hours[seat_id], number + 1, seat_id))
    return shares


def loads_after(
    steps: Sequence[OpenStep], shares: Mapping[int, int], among: Sequence[Colleague]
) -> dict[int, tuple[int, float]]:
    """Seat -> (open steps, hours) once the shares are carried out: what a preview shows."""
    after = {each.seat_id: [each.open, each.hours] for each in among}
    for step in steps:
        to = shares.get(step.id)
        if to is None or to == step.assignee_id:
            continue
        if step.assignee_id in after:
            after[step.assignee_id][0] -= 1
            after[step.assignee_id][1] -= step.hours
        if to in after:
            after[to][0] += 1
            after[to][1] += step.hours
    return {seat_id: (int(number), max(hours, 0.0)) for seat_id, (number, hours) in after.items()}


def _hours(calendar: workdays.Calendar, opened: datetime, due: datetime) -> float:
    return workdays.working_time_between(calendar, opened, due).total_seconds() / 3600
