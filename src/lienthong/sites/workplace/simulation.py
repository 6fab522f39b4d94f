"""A changed process, calendar or staffing played on the dossiers of the last year (mô phỏng quy trình).

Who opens it: an official who is about to publish a process, ask for a seat or open on Saturdays, to see how many dossiers would have been
late, by unit and step. With nothing chosen they see that the playing itself is exact. What cannot be read is said and left out.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.dossiers import queries as dossiers
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.workdays import queries as workdays
from lienthong.foundation.workflows import queries as workflows
from lienthong.foundation.workflows.policies import MANAGE
from lienthong.foundation.workflows.queries import HOUR, Case, Hours, Scenario, Tally, Visit
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer

YEAR = timedelta(days=365)
MARGIN = 150
EPOCH = datetime(1970, 1, 1, tzinfo=clock.VIETNAM)
SHOWN = 15
SATURDAY, MORNING = 5, (7 * HOUR, 11 * HOUR + HOUR // 2)


@require_safe
@officer(MANAGE)
def simulation(request: ActorRequest) -> HttpResponse:
    """`quy-trinh`: its draft against its version in force. `ban`, `dang-co`, `se-co`: people at a desk. `thu-bay`: an agency open on Saturday mornings."""
    until = clock.now()
    cases, steps = dossiers.recorded_steps(request.actor, since=until - YEAR, until=until)
    places = {each.id: at for at, each in enumerate(cases)}
    process_of = {each.id: each.process for each in cases}
    visits = [
        Visit(
            places[step.dossier],
            process_of[step.dossier],
            step.key,
            (step.agency_id, step.role),
            _micro(step.opened_at),
            _micro(step.finished_at),
            _micro(step.due_at),
            step.was_paused,
        )
        for step in steps
    ]
    played = [Case(each.agency_id, each.process, _micro(each.completed_at), _micro(each.due_at)) for each in cases]
    seats: dict[tuple[int, str], set[int | None]] = {}
    for step in steps:
        seats.setdefault((step.agency_id, step.role), set()).add(step.position_id)
    people = {desk: len(seen) for desk, seen in sorted(seats.items())}
    agencies = {visit.desk[0] for visit in visits} | {case.unit for case in played}
    first = min((step.opened_at for step in steps), default=until).date() - timedelta(days=MARGIN)
    days = range(first.toordinal(), until.date().toordinal() + MARGIN * 3)
    hours = _calendars(agencies, until, days)
    names = {each.pk: each.short_name for each in organizations.agencies_with_ids(agencies)}
    scenario, told, faults = _scenario(request, hours, people, names, until, days)
    outcome = workflows.simulate(played, visits, hours, scenario)
    processes = workflows.process_rows(request.actor)
    context = {
        "told": told,
        "faults": faults,
        "exact": not told,
        "matches": sum(case.completed == done for case, done in zip(played, outcome.completed, strict=True)),
        "total": _row("", outcome.total),
        "by_unit": _rows(outcome.by_unit, lambda unit: names.get(unit, "")),
        "by_step": _rows(outcome.by_step, _names_of_steps({row.code: row.name for row in processes})),
        "step_count": len(visits),
        "drafts": [(row.code, row.name) for row in processes if row.errors is not None],
        "desks": [(f"{unit}-{role}", f"{names.get(unit, '')}: {Role(role).label.lower()}") for unit, role in people],
        "agencies": sorted(names.items(), key=lambda each: each[1]),
        "asked_process": request.GET.get("quy-trinh", ""),
        "asked_desk": request.GET.get("ban", ""),
        "now_text": request.GET.get("dang-co", ""),
        "then_text": request.GET.get("se-co", ""),
        "asked_saturday": request.GET.get("thu-bay", ""),
    }
    return render(request, "workplace/simulation.html", context)


def _scenario(
    request: ActorRequest,
    hours: Mapping[int, Hours],
    people: Mapping[tuple[int, str], int],
    names: Mapping[int, str],
    until: datetime,
    days: range,
) -> tuple[Scenario, list[str], list[str]]:
    """What is asked for, in words, and what could not be read."""
    asked, told, faults = request.GET, [], []
    changed, staff, new_hours = Scenario(), {}, {}
    code = asked.get("quy-trinh", "")
    if code:
        newest, draft = workflows.latest_workflow(code), workflows.draft_steps(request.actor, code)
        if newest is None or not draft:
            faults.append(
                "Quy trình này chưa có bản đang soạn đọc được; mở bản soạn, sửa các chỗ được báo rồi mô phỏng lại."
            )
        else:
            changed = workflows.changes_between(code, workflows.steps_of(newest.pk), draft)
            told.append(f"Quy trình “{newest.name}” theo bản đang soạn")
    desk = next((each for each in people if f"{each[0]}-{each[1]}" == asked.get("ban")), None)
    if desk is not None:
        then, now = _people(asked, "dang-co", people[desk]), _people(asked, "se-co", 0)
        if then and now:
            staff[desk] = (then, now)
            told.append(f"{names.get(desk[0], '')}, {Role(desk[1]).label.lower()}: từ {then} thành {now} người")
        else:
            faults.append("Số người phải từ 1 đến 99 ở cả hai ô.")
    saturday = asked.get("thu-bay", "")
    if saturday.isdecimal() and int(saturday) in hours:
        new_hours[int(saturday)] = _hours(int(saturday), until, days, saturdays=True)
        told.append(f"{names.get(int(saturday), '')} làm việc cả sáng thứ Bảy")
    scenario = Scenario(
        removed=changed.removed, added=changed.added, limits=changed.limits, people=people, staff=staff, hours=new_hours
    )
    return scenario, told, faults


def _people(asked: QueryDict, name: str, recorded: int) -> int:
    text = asked.get(name, "").strip()
    if not text:
        return recorded
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:3]) < 100 else 0


def _calendars(agencies: Iterable[int], known_at: datetime, days: range) -> dict[int, Hours]:
    """Agencies without a calendar of their own share one axis; a query for each that has one."""
    own = {row.agency_id for row in workdays.calendars() if row.agency_id is not None}
    common = Hours(_intervals(workdays.calendar_for(None, known_at), days))
    return {each: _hours(each, known_at, days) if each in own else common for each in agencies}


def _hours(agency_id: int, known_at: datetime, days: range, *, saturdays: bool = False) -> Hours:
    calendar = workdays.calendar_for(agency_id, known_at)
    intervals = _intervals(calendar, days)
    if saturdays:
        closed = {
            day
            for day in days
            if date.fromordinal(day).weekday() == SATURDAY and not calendar.intervals(day) and not calendar.day_off(day)
        }
        intervals = sorted([*intervals, *((_day(day) + MORNING[0], _day(day) + MORNING[1]) for day in closed)])
    return Hours(intervals)


def _intervals(calendar: Any, days: range) -> list[tuple[int, int]]:
    return [(_day(day) + opening, _day(day) + closing) for day in days for opening, closing in calendar.intervals(day)]


def _day(ordinal: int) -> int:
    return (ordinal - EPOCH.toordinal()) * 24 * HOUR


def _micro(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _names_of_steps(processes: Mapping[str, str]) -> Callable[[tuple[str, str]], str]:
    names = {(code, step.key): step.name for code, _, _, steps in workflows.published_workflows() for step in steps}
    return lambda step: f"{names.get(step, step[1])} ({processes.get(step[0], step[0])})"


def _rows[Key](tallies: Mapping[Key, Tally], name: Callable[[Key], str]) -> list[dict[str, Any]]:
    """Where most changes, then where most is late."""
    order = sorted(
        tallies.items(),
        key=lambda each: (-abs(each[1].late_after - each[1].late_before), -each[1].late_before, name(each[0])),
    )
    return [_row(name(key), tally) for key, tally in order[:SHOWN]]


def _row(name: str, tally: Tally) -> dict[str, Any]:
    mean = tally.shift / tally.count / HOUR if tally.count else 0
    return {
        "name": name,
        "count": tally.count,
        "before": tally.late_before,
        "after": tally.late_after,
        "difference": tally.late_after - tally.late_before,
        "mean": abs(round(mean, 1)),
        "sooner": mean < -0.05,
        "later": mean > 0.05,
    }
