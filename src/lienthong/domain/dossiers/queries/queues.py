"""Queues of the office (hàng chờ): what lies with a role, the least time left first.

Asked all day by everybody: plain SQL and light rows, for building the statement and whole models costs many times what running it does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.urls import reverse

from lienthong.domain.dossiers.choices import QUEUES, Decision, TimeLeft
from lienthong.domain.dossiers.models import DossierStep, Proposal
from lienthong.domain.dossiers.policies import kinds_of_rights
from lienthong.domain.dossiers.queries.filtering import EVERYTHING, Conditions, in_sql, soon_until
from lienthong.domain.dossiers.queries.handovers import handovers_waiting
from lienthong.domain.dossiers.queries.referring import referrals_waiting
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.workdays import queries as calendars
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import Actor, StandIn
from lienthong.kit.pagination import Page, keyset_rows

_QUEUE = """
SELECT step.id, step.key, step.name, step.kind, step.role, step.due_at, step.is_paused, dossier.code, dossier.applicant_name,
    dossier.state, dossier.work_begun, dossier.submitted_at, dossier.due_at, procedure.code, procedure.short_name,
    step.opened_at, step.assignee_id, dossier.priority
FROM dossiers_dossierstep step
JOIN dossiers_dossier dossier ON dossier.id = step.dossier_id
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
WHERE step.agency_id = %(agency)s AND step.role = %(role)s AND step.is_paused = %(paused)s AND step.finished_at IS NULL
  {whose} {only} {{beyond}}
ORDER BY {{order}} LIMIT %(limit)s
"""
_OWN = "AND (step.assignee_id IS NULL OR step.assignee_id = %(position)s)"
_BEHALF = "AND (step.assignee_id = %(giver)s {or_nobody}) AND step.kind = ANY(%(kinds)s) {of_procedures}"

_COUNTS = """
SELECT wanted.role, (SELECT count(*) FROM (
    SELECT FROM dossiers_dossierstep step
    WHERE step.agency_id = %(agency)s AND step.role = wanted.role AND NOT step.is_paused AND step.finished_at IS NULL
      AND (step.assignee_id IS NULL OR step.assignee_id = %(position)s)
    LIMIT %(ceiling)s) AS open_step)
FROM unnest(%(roles)s::varchar[]) AS wanted(role)
"""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An open step with what a list shows of its dossier. `due_at` is the step's; `promised_at` the dossier's, None before acceptance.

    `days_left` (working days, negative when past) and `time_left` are filled in by `with_time_left`, `handler` by lists that show whose it is.
    """

    id: int
    key: str
    name: str
    kind: str
    role: str
    due_at: datetime
    is_paused: bool
    code: str
    applicant_name: str
    state: str
    work_begun: bool
    submitted_at: datetime
    promised_at: datetime | None
    procedure_code: str
    procedure_name: str
    opened_at: datetime
    assignee_id: int | None
    priority: str
    days_left: int | None = None
    time_left: str = ""
    handler: str = ""

    @property
    def url(self) -> str:
        """The page on which the office works on the dossier."""
        return _work_url().replace("CODE", self.code)


@cache
def _work_url() -> str:
    return reverse("dossiers:work", args=["CODE"])


def queue_page(
    actor: Actor,
    role: str,
    *,
    paused: bool = False,
    cursor: str | None = None,
    limit: int = 20,
    only: Conditions = EVERYTHING,
    stand: StandIn | None = None,
    everyone: bool = False,
) -> Page[QueueRow]:
    """Open steps that lie with `role` in the actor's agency, the least time left first. One query, two when time is asked about.

    `stand`: what lies with that seat and may be done on its behalf; `everyone`: also what is given to colleagues, for those who assign.
    """
    whose, values = _whose(actor, role, stand, everyone=everyone)
    if not values:
        return Page([], None, None)
    now = clock.now()
    text, more = in_sql(only, now=now, soon_until=soon_until(values["agency"], now) if only.time else now)
    statement = _QUEUE.format(whose=whose, only=text)
    order = {"step.due_at": datetime, "step.id": int}
    return keyset_rows(
        statement, {**values, **more, "paused": paused}, make=QueueRow, order=order, cursor=cursor, limit=limit
    )


def _whose(actor: Actor, role: str, stand: StandIn | None, *, everyone: bool) -> tuple[str, Mapping[str, Any]]:
    """(condition, values) of what the actor may do of a role; no values when that is nothing."""
    seat = actor.position
    if seat is None:
        return "", {}
    values: dict[str, Any] = {"agency": seat.agency_id, "role": role, "position": seat.id}
    if stand is not None:
        kinds = kinds_of_rights(stand.rights)
        if role not in stand.roles or not kinds:
            return "", {}
        # Where the actor has the role too, what is given to nobody stands in the own list already.
        own = stand.agency_id == seat.agency_id and role in seat.roles
        text = _BEHALF.format(
            or_nobody="" if own else "OR step.assignee_id IS NULL",
            of_procedures="AND procedure.code = ANY(%(codes)s)" if stand.procedures else "",
        )
        more = {"agency": stand.agency_id, "giver": stand.seat_id, "kinds": kinds, "codes": sorted(stand.procedures)}
        return text, {**values, **more}
    if everyone:
        if actor.may("dossiers.assign"):
            return "", values
        lent = next((each for each in actor.stand_ins if "dossiers.assign" in each.rights), None)
        if lent is None:
            return "", {}
        text = "AND procedure.code = ANY(%(codes)s)" if lent.procedures else ""
        return text, {**values, "agency": lent.agency_id, "codes": sorted(lent.procedures)}
    return (_OWN, values) if role in seat.roles else ("", {})


def stand_counts(actor: Actor, roles: Sequence[str], *, ceiling: int = 100) -> dict[int, int]:
    """Delegation id -> open steps of these roles that wait for the actor on behalf of that seat, to `ceiling`. A query for each seat and role."""
    found = {}
    for stand in actor.stand_ins:
        count = 0
        for role in roles:
            whose, values = _whose(actor, role, stand, everyone=False)
            if not values:
                continue
            with connection.cursor() as cursor:
                cursor.execute(_counting(whose), {**values, "ceiling": ceiling})
                count += cursor.fetchone()[0]
        if count or (kinds_of_rights(stand.rights) and any(role in stand.roles for role in roles)):
            found[stand.delegation_id] = count
    return found


def _counting(whose: str) -> str:
    return f"""SELECT count(*) FROM (SELECT FROM dossiers_dossierstep step
        JOIN dossiers_dossier dossier ON dossier.id = step.dossier_id JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
        WHERE step.agency_id = %(agency)s AND step.role = %(role)s AND NOT step.is_paused AND step.finished_at IS NULL {whose}
        LIMIT %(ceiling)s) open_step"""  # noqa: S608  # conditions of our own


def queue_counts(actor: Actor, roles: Sequence[str], *, ceiling: int = 100) -> dict[str, int]:
    """Open steps per role, counted to `ceiling` at most: a badge needs no exact million. One query."""
    mine = [str(role) for role in roles if actor.has_role(role)]
    if not mine or actor.position is None:
        return {}
    values = {"agency": actor.agency_id, "roles": mine, "position": actor.position.id, "ceiling": ceiling}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        return dict(cursor.fetchall())


def with_time_left(rows: Sequence[QueueRow], agency_id: int | None) -> list[QueueRow]:
    """The rows with the working time they have left, by the calendar of the agency as it stands now. One query for all.

    Late when past; soon in the last SOON_WORKING_DAYS; half when no more than half of the step's working time is left.
    """
    if not rows:
        return []
    now = clock.now()
    calendar = calendars.calendar_for(agency_id, now)
    soon = workdays.add_days(calendar, now, settings.SOON_WORKING_DAYS).due
    counted = []
    for row in rows:
        left = workdays.working_days_left(calendar, now, row.due_at)
        if row.is_paused:
            how = TimeLeft.PAUSED
        elif row.due_at < now:
            how = TimeLeft.LATE
        elif row.due_at <= soon:
            how = TimeLeft.SOON
        else:
            whole = workdays.working_time_between(calendar, row.opened_at, row.due_at)
            rest = workdays.working_time_between(calendar, now, row.due_at)
            how = TimeLeft.OK if rest * 2 > whole else TimeLeft.HALF
        counted.append(replace(row, days_left=left, time_left=how))
    return counted


def rail(actor: Actor, current: str) -> list[dict[str, object]]:
    """The left rail: the queues of one's roles with their counts, then the register."""
    roles = [role for _, _, _, of in QUEUES for role in of]
    counts = queue_counts(actor, roles)
    items: list[dict[str, object]] = [
        {"url": "/lam-viec/", "label": "Việc hôm nay", "icon": "home", "current": current == "home"}
    ]
    for name, label, icon, of in QUEUES:
        mine = [counts[role] for role in of if role in counts]
        if actor.stand_ins:
            mine += stand_counts(actor, of).values()
        if name == "approval" and actor.may("dossiers.sign"):
            # What only the head decides stands in the same list.
            pending = Proposal.objects.filter(agency_id=actor.agency_id or 0, state=Decision.PENDING)
            mine.append(pending[:100].count())
        if mine:
            items.append(
                {
                    "url": reverse(f"dossiers:{name}"),
                    "label": label,
                    "icon": icon,
                    "count": sum(mine),
                    "current": current == name,
                }
            )
    if actor.may_enter("dossiers.assign"):
        items.append(
            {
                "url": reverse("dossiers:assigning"),
                "label": "Phân công",
                "icon": "users",
                "current": current == "assigning",
            }
        )
    if actor.may("dossiers.handle") or actor.may("dossiers.approve"):
        items.append(
            {
                "url": reverse("dossiers:referrals"),
                "label": "Liên thông",
                "icon": "handoff",
                "count": referrals_waiting(actor),
                "current": current == "referrals",
            }
        )
    if actor.may("dossiers.return_result"):
        items.append(
            {
                "url": reverse("dossiers:returning"),
                "label": "Trả kết quả",
                "icon": "return",
                "current": current == "returning",
            }
        )
    if any(actor.may(right) for right in ("dossiers.receive", "dossiers.handle", "dossiers.stamp")):
        items.append(
            {
                "url": reverse("dossiers:handovers"),
                "label": "Bàn giao",
                "icon": "handoff",
                "count": handovers_waiting(actor),
                "current": current == "handovers",
            }
        )
    if actor.may("dossiers.view_agency") or actor.may("dossiers.view_all"):
        items.append(
            {"url": reverse("dossiers:register"), "label": "Hồ sơ", "icon": "files", "current": current == "register"}
        )
    return items


def with_handlers(rows: Sequence[QueueRow]) -> list[QueueRow]:
    """The rows with the name of whoever they are given to; empty where it is nobody. One query."""
    seats = organizations.seats_with_ids({row.assignee_id for row in rows if row.assignee_id})
    names = {seat.pk: seat.account.full_name for seat in seats}
    return [replace(row, handler=names.get(row.assignee_id or 0, "")) for row in rows]


def groups_of(steps: Sequence[QueueRow]) -> list[dict[str, object]]:
    """Quá hạn, sắp đến hạn, còn thời gian, tạm dừng: each with its steps, in list order. Rows without their time are judged by the clock."""
    named: list[tuple[str, str, set[str]]] = [
        ("Quá hạn", "late", {TimeLeft.LATE}),
        (f"Đến hạn trong {settings.SOON_WORKING_DAYS} ngày làm việc", "soon", {TimeLeft.SOON}),
        ("Còn thời gian", "ok", {TimeLeft.HALF, TimeLeft.OK, ""}),
        ("Tạm dừng, chờ bổ sung hoặc nộp phí", "paused", {TimeLeft.PAUSED}),
    ]
    groups: list[dict[str, object]] = []
    for label, key, which in named:
        found = [step for step in steps if step.time_left in which]
        if found:
            groups.append({"label": label, "key": key, "steps": found})
    return groups


def desk_figures(actor: Actor, *, ceiling: int = 100) -> list[dict[str, str]]:
    """What stands on top of an officer's home: waiting, late, paused, each counted to `ceiling`: {label, shown, state}."""
    if actor.position is None:
        return []
    mine = DossierStep.objects.filter(
        Q(assignee__isnull=True) | Q(assignee_id=actor.position.id),
        agency_id=actor.position.agency_id,
        role__in=actor.position.roles,
        finished_at__isnull=True,
    )
    running = mine.filter(is_paused=False)
    now = clock.now()
    counted = [
        ("Đang chờ xử lý", running, ""),
        ("Quá hạn bước", running.filter(due_at__lt=now), "late"),
        ("Đến hạn trong hôm nay", running.filter(due_at__gte=now, due_at__lt=now + timedelta(hours=10)), ""),
        ("Tạm dừng", mine.filter(is_paused=True), ""),
    ]
    figures = []
    for label, rows, state in counted:
        count = rows[:ceiling].count()
        figures.append(
            {
                "label": label,
                "shown": f"{ceiling - 1}+" if count >= ceiling else str(count),
                "state": state if count else "",
            }
        )
    return figures
