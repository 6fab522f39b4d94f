"""The day of one officer in one list (việc hôm nay): what is late, due before the day ends, come back, new; own work and on behalf of others."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from django.db import connection

from lienthong.domain.dossiers.choices import QUEUES, Decision, Outcome
from lienthong.domain.dossiers.models import Proposal
from lienthong.domain.dossiers.queries.queues import QueueRow, queue_page, with_time_left
from lienthong.domain.dossiers.queries.referring import referrals_waiting
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor

MOST_OF_ROLE = 30
MOST_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DayItem:
    """One thing to do: the step with its dossier; `behalf` names the seat one stands in for, `why` what was said when it was sent back."""

    row: QueueRow
    behalf: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Work that lies in a list of its own."""

    label: str
    count: int
    url: str


@dataclass(slots=True, kw_only=True)
class Day:
    """What a day holds. A step stands in one part only: late, sent back, due today, new."""

    late: list[DayItem] = field(default_factory=list)
    returned: list[DayItem] = field(default_factory=list)
    today: list[DayItem] = field(default_factory=list)
    new: list[DayItem] = field(default_factory=list)
    later: int = 0
    elsewhere: list[Elsewhere] = field(default_factory=list)
    is_cut: bool = False

    @property
    def number(self) -> int:
        """Things on the list."""
        return len(self.late) + len(self.returned) + len(self.today) + len(self.new)


# The step before this one was sent back to here: it ended in the moment in which this one began.
_SENT_BACK = """
SELECT step.id, before.note, before.finished_by_name FROM dossiers_dossierstep step
JOIN dossiers_dossierstep before ON before.dossier_id = step.dossier_id AND before.outcome = %(sent_back)s
    AND before.finished_at BETWEEN step.opened_at - interval '5 seconds' AND step.opened_at + interval '5 seconds'
WHERE step.id = ANY(%(ids)s)
"""


def day_of(actor: Actor) -> Day:
    """The list of today. A bounded number of queries: one for each role and seat stood in for, five more."""
    items = _gathered(actor)
    now = clock.now()
    midnight = datetime.combine(clock.today() + timedelta(days=1), time(), tzinfo=clock.VIETNAM)
    begun = midnight - timedelta(days=1)
    back = _sent_back([item.row.id for item in items])
    day = Day(elsewhere=_elsewhere(actor))
    for item in sorted(items, key=lambda each: (each.row.due_at, each.row.id)):
        if day.number >= MOST_SHOWN:
            day.is_cut = True
            break
        if item.row.due_at < now:
            day.late.append(replace(item, why=back.get(item.row.id, "")))
        elif item.row.id in back:
            day.returned.append(replace(item, why=back[item.row.id]))
        elif item.row.due_at < midnight:
            day.today.append(item)
        elif item.row.opened_at >= begun:
            day.new.append(item)
        else:
            day.later += 1
    return day


def _gathered(actor: Actor) -> list[DayItem]:
    found: dict[int, DayItem] = {}
    for role in (str(role) for _, _, _, of in QUEUES for role in of):
        if actor.has_role(role):
            rows = queue_page(actor, role, limit=MOST_OF_ROLE).items
            found |= {row.id: DayItem(row=row) for row in with_time_left(rows, actor.agency_id)}
        for stand in actor.stand_ins:
            if role in stand.roles:
                rows = queue_page(actor, role, stand=stand, limit=MOST_OF_ROLE).items
                for row in with_time_left(rows, stand.agency_id):
                    found.setdefault(row.id, DayItem(row=row, behalf=stand.holder))
    return list(found.values())


def _sent_back(ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SENT_BACK, {"ids": list(ids), "sent_back": Outcome.SENT_BACK})
        return {step: f"{name}: {note}" for step, note, name in cursor.fetchall()}


def _elsewhere(actor: Actor) -> list[Elsewhere]:
    """Lists of their own with something in them."""
    found = []
    if actor.may("dossiers.sign"):
        waiting = Proposal.objects.filter(agency_id=actor.agency_id or 0, state=Decision.PENDING)[:100].count()
        found.append(Elsewhere(label="Đề xuất chờ quyết định", count=waiting, url="/lam-viec/de-xuat/"))
    if actor.may("dossiers.handle") or actor.may("dossiers.approve"):
        found.append(
            Elsewhere(label="Cơ quan khác hỏi ý kiến", count=referrals_waiting(actor), url="/lam-viec/lien-thong/")
        )
    if actor.is_officer:
        found.append(
            Elsewhere(
                label="Ủy quyền chờ nhận", count=organizations.waiting_delegations(actor), url="/lam-viec/uy-quyen/"
            )
        )
    return [each for each in found if each.count]


def digest(day: Day) -> str:
    """The day in one sentence."""
    parts = [
        f"{len(items)} việc {words}"
        for items, words in (
            (day.late, "quá hạn"),
            (day.returned, "bị trả lại"),
            (day.today, "phải xong trong hôm nay"),
            (day.new, "mới đến"),
        )
        if items
    ]
    if not parts:
        return "Không có việc nào phải làm trong hôm nay."
    return f"{', '.join(parts)}{'; còn nhiều hơn nữa trong hàng đợi' if day.is_cut else ''}."
