"""Queues of the office (hàng chờ): what lies with a role, the least time left first.

Asked all day by everybody: plain SQL and light rows, for building the statement and whole models costs many times what running it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import connection
from django.urls import reverse

from lienthong.domain.dossiers.choices import QUEUES, SOON_DAYS, Decision
from lienthong.domain.dossiers.models import DossierStep, Proposal
from lienthong.domain.dossiers.queries.handovers import handovers_waiting
from lienthong.domain.dossiers.queries.referring import referrals_waiting
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.pagination import Page, keyset_rows

_QUEUE = """
SELECT step.id, step.key, step.name, step.kind, step.role, step.due_at, step.is_paused, dossier.code, dossier.applicant_name,
    dossier.state, dossier.work_begun, dossier.submitted_at, dossier.due_at, procedure.code, procedure.short_name
FROM dossiers_dossierstep step
JOIN dossiers_dossier dossier ON dossier.id = step.dossier_id
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
WHERE step.agency_id = %(agency)s AND step.role = %(role)s AND step.is_paused = %(paused)s AND step.finished_at IS NULL
  AND (step.assignee_id IS NULL OR step.assignee_id = %(position)s) {beyond}
ORDER BY {order} LIMIT %(limit)s
"""

_COUNTS = """
SELECT wanted.role, (SELECT count(*) FROM (
    SELECT FROM dossiers_dossierstep step
    WHERE step.agency_id = %(agency)s AND step.role = wanted.role AND NOT step.is_paused AND step.finished_at IS NULL
    LIMIT %(ceiling)s) AS open_step)
FROM unnest(%(roles)s::varchar[]) AS wanted(role)
"""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An open step with what a list shows of its dossier. `due_at` is the step's; `promised_at` the dossier's, None before acceptance."""

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

    @property
    def url(self) -> str:
        """The page on which the office works on the dossier."""
        return _work_url().replace("CODE", self.code)


@cache
def _work_url() -> str:
    return reverse("dossiers:work", args=["CODE"])


def queue_page(
    actor: Actor, role: str, *, paused: bool = False, cursor: str | None = None, limit: int = 20
) -> Page[QueueRow]:
    """Open steps that lie with `role` in the actor's agency, the least time left first. One query."""
    if actor.position is None or role not in actor.position.roles:
        return Page([], None, None)
    values = {"agency": actor.position.agency_id, "role": role, "paused": paused, "position": actor.position.id}
    order = {"step.due_at": datetime, "step.id": int}
    return keyset_rows(_QUEUE, values, make=QueueRow, order=order, cursor=cursor, limit=limit)


def queue_counts(actor: Actor, roles: Sequence[str], *, ceiling: int = 100) -> dict[str, int]:
    """Open steps per role, counted to `ceiling` at most: a badge needs no exact million. One query."""
    mine = [str(role) for role in roles if actor.has_role(role)]
    if not mine:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"agency": actor.agency_id, "roles": mine, "ceiling": ceiling})
        return dict(cursor.fetchall())


def rail(actor: Actor, current: str) -> list[dict[str, object]]:
    """The left rail: the queues of one's roles with their counts, then the register."""
    roles = [role for _, _, _, of in QUEUES for role in of]
    counts = queue_counts(actor, roles)
    items: list[dict[str, object]] = [
        {"url": "/lam-viec/", "label": "Việc hôm nay", "icon": "home", "current": current == "home"}
    ]
    for name, label, icon, of in QUEUES:
        mine = [counts[role] for role in of if role in counts]
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
    if actor.may("dossiers.sign"):
        waiting = Proposal.objects.filter(agency_id=actor.agency_id or 0, state=Decision.PENDING)[:100].count()
        items.append(
            {
                "url": reverse("dossiers:proposals"),
                "label": "Đề xuất",
                "icon": "sign",
                "count": waiting,
                "current": current == "proposals",
            }
        )
    if actor.may("dossiers.view_agency") or actor.may("dossiers.view_all"):
        items.append(
            {"url": reverse("dossiers:register"), "label": "Hồ sơ", "icon": "files", "current": current == "register"}
        )
    return items


def groups_of(steps: list[QueueRow]) -> list[dict[str, object]]:
    """Quá hạn, đến hạn trong 2 ngày, còn thời gian: each with its steps, in list order."""
    now = clock.now()
    soon = now + timedelta(days=SOON_DAYS)
    named = [("Quá hạn", "late"), ("Đến hạn trong 2 ngày", "soon"), ("Còn thời gian", "ok")]
    found: dict[str, list[QueueRow]] = {key: [] for _, key in named}
    for step in steps:
        found["late" if step.due_at < now else "soon" if step.due_at < soon else "ok"].append(step)
    return [{"label": label, "key": key, "steps": found[key]} for label, key in named if found[key]]


def desk_figures(actor: Actor, *, ceiling: int = 100) -> list[dict[str, str]]:
    """What stands on top of an officer's home: waiting, late, paused, each counted to `ceiling`: {label, shown, state}."""
    if actor.position is None:
        return []
    mine = DossierStep.objects.filter(
        agency_id=actor.position.agency_id, role__in=actor.position.roles, finished_at__isnull=True
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
