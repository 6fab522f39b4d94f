"""Reminders and their rules (việc được báo, tuyến báo, quy tắc), and a preview of the rest of a day."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from lienthong.domain.dossiers import queries as dossier_queries
from lienthong.domain.dossiers.choices import State
from lienthong.domain.lateness.choices import Receiver, Telling
from lienthong.domain.lateness.models import Reminder, ReminderRule
from lienthong.domain.lateness.queries.watching import Seats, falling_due, horizon_of, rules_by_agency
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

LIST_LIMIT = 100
MOST_NAMED = 5


def reminders(ids: Iterable[str]) -> list[Reminder]:
    """These reminders with their dossiers, the earliest due first. For the flows. One query."""
    rows = Reminder.objects.filter(id__in=list(ids)).select_related("dossier", "dossier__procedure", "rule")
    return list(rows.order_by("due_at", "id"))


def reminders_to_answer(actor: Actor) -> list[Reminder]:
    """What this seat was told and has not answered, of dossiers that are still handled; the most overdue first. One query."""
    if actor.position is None:
        return []
    rows = Reminder.objects.filter(
        position_id=actor.position.id,
        state=Telling.TOLD,
        answered_at__isnull=True,
        dossier__state=State.PROCESSING,
    )
    latest: dict[uuid.UUID, Reminder] = {}
    for each in rows.select_related("dossier", "dossier__procedure", "dossier__agency", "rule").order_by("id")[
        : LIST_LIMIT * 4
    ]:
        latest[each.dossier_id] = each  # a dossier stands once, by what was told last
    return sorted(latest.values(), key=lambda each: each.due_at)[:LIST_LIMIT]


def reminders_answered(actor: Actor) -> list[Reminder]:
    """What this seat has answered, the latest first, at most twenty. One query."""
    if actor.position is None:
        return []
    rows = Reminder.objects.filter(position_id=actor.position.id, answered_at__isnull=False)
    return list(rows.select_related("dossier", "dossier__procedure").order_by("-answered_at")[:20])


def waiting_count(actor: Actor, *, ceiling: int = 100) -> int:
    """How many dossiers wait for this seat's answer, counted to `ceiling`. One query."""
    if actor.position is None:
        return 0
    rows = Reminder.objects.filter(
        position_id=actor.position.id, state=Telling.TOLD, answered_at__isnull=True, dossier__state=State.PROCESSING
    )
    return rows.values("dossier_id").distinct()[:ceiling].count()


def reminder_for(actor: Actor, reminder_id: uuid.UUID) -> Reminder:
    """One of this seat's own, with its dossier. Raises NotFound."""
    rows = Reminder.objects.select_related("dossier", "dossier__procedure", "dossier__agency", "rule")
    found = rows.filter(pk=reminder_id, position_id=actor.position.id if actor.position else 0).first()
    if found is None:
        raise NotFound
    return found


def reminder_of(reminder_id: str) -> Reminder:
    """One with its dossier. For the flows. Raises NotFound."""
    found = Reminder.objects.select_related("dossier", "dossier__procedure").filter(pk=reminder_id).first()
    if found is None:
        raise NotFound
    return found


def chain_of(dossier_id: uuid.UUID) -> list[Reminder]:
    """Everybody who was told of a dossier, or will be at 07:00, in order of time. The caller decides who may see. One query."""
    rows = Reminder.objects.filter(dossier_id=dossier_id).exclude(state=Telling.DROPPED).select_related("rule")
    return list(rows.order_by("made_at", "id")[:LIST_LIMIT])


def own_reminder(actor: Actor, dossier_id: uuid.UUID) -> Reminder | None:
    """The last unanswered one of this seat on a dossier. One query."""
    if actor.position is None:
        return None
    rows = Reminder.objects.filter(
        dossier_id=dossier_id, position_id=actor.position.id, state=Telling.TOLD, answered_at__isnull=True
    )
    return rows.order_by("-id").first()


def holders_of(dossier_id: uuid.UUID) -> list[int]:
    """Accounts of those who hold the dossier now. For the flows. A few queries."""
    watched = dossier_queries.watched_of([dossier_id])
    seats = Seats()
    seats.read({holder.agency_id for each in watched for holder in each.holders} | {each.agency_id for each in watched})
    return list({seat.account_id: None for each in watched for seat in seats.receivers(Receiver.HANDLER, each)})


def own_rules(agency_id: int | None) -> Q:
    """Rules of the agency itself; of None the common ones."""
    return Q(agency_id=agency_id) if agency_id is not None else Q(agency_id__isnull=True)


def rules_of(agency_id: int | None) -> list[ReminderRule]:
    """The rules of an agency itself (None: the common ones), in their order. One query."""
    return list(ReminderRule.objects.filter(own_rules(agency_id), is_retired=False).order_by("place", "id"))


@dataclass(slots=True)
class Expected:
    """Somebody who would be told: of how many dossiers, and the first of them."""

    name: str
    title: str
    agency_id: int
    count: int = 0
    first: list[tuple[str, str]] = field(default_factory=list)


def preview(rules: Sequence[ReminderRule], *, agency_ids: Sequence[int] | None, until: datetime) -> list[Expected]:
    """Whom these rules would tell from now until `until`, the most dossiers first, at most LIST_LIMIT. Nothing is written.

    `agency_ids`: the agencies the rules would hold for, None for all.
    """
    active = [each for each in rules if each.is_active]
    if not active:
        return []
    found: dict[int, Expected] = {}
    dossiers: dict[int, set[uuid.UUID]] = defaultdict(set)
    held = rules_by_agency(active)
    for batch in falling_due(until, held, agency_ids=agency_ids, horizon=horizon_of(active), since=clock.now()):
        for each in batch:
            seat = found.setdefault(each.seat.id, Expected(each.seat.name, each.seat.title, each.seat.agency_id))
            if each.watched.dossier_id in dossiers[each.seat.id]:
                continue
            dossiers[each.seat.id].add(each.watched.dossier_id)
            seat.count += 1
            if len(seat.first) < MOST_NAMED:
                seat.first.append((each.watched.code, each.said))
    return sorted(found.values(), key=lambda each: (-each.count, each.name))[:LIST_LIMIT]
