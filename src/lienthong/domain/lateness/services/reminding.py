"""Soon due and overdue are told up the line, each once (nhắc việc, báo quá hạn theo tuyến).

The job may run twice, or not for a day: a unique row is what tells that somebody was told, and it is written with the telling. What is
found in time and in working hours is told at once; what is found late, or out of hours, waits for the digest of 07:00.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.lateness.choices import Telling
from lienthong.domain.lateness.events import RemindersTold
from lienthong.domain.lateness.models import Reminder, ReminderRule
from lienthong.domain.lateness.queries.watching import Due, falling_due, horizon_of, rules_by_agency, still_due
from lienthong.kit import clock
from lienthong.kit.events import publish

IN_TIME = 2 * 60
"""What fell due at most this many minutes of working time ago is told at once."""
DIGEST_FROM = time(7, 0)
MOST_AT_ONCE = 2000
SAID_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many reminders were told at once, how many wait for the digest, how many were told in a digest, how many needed no telling."""

    told: int = 0
    waiting: int = 0
    in_digest: int = 0
    dropped: int = 0

    def __add__(self, other: "Reminded") -> "Reminded":
        return Reminded(
            self.told + other.told,
            self.waiting + other.waiting,
            self.in_digest + other.in_digest,
            self.dropped + other.dropped,
        )


def remind(*, now: datetime | None = None) -> Reminded:
    """Tell what is to be told now. Each batch is a transaction of its own; whatever breaks off is told by the next run."""
    at = now or clock.now()
    active = list(ReminderRule.objects.filter(is_active=True))
    rules = rules_by_agency()
    done = Reminded()
    if active:
        for batch in falling_due(at, rules, horizon=horizon_of(active)):
            for place in range(0, len(batch), MOST_AT_ONCE):
                done += _tell(batch[place : place + MOST_AT_ONCE], at)
    return done + _send_digests(at, rules)


@transaction.atomic
def _tell(batch: Sequence[Due], now: datetime) -> Reminded:
    rows = [
        Reminder(
            rule=each.rule,
            dossier_id=each.watched.dossier_id,
            step_id=each.watched.step_id,
            occasion=each.watched.occasion[:40],
            receiver=each.receiver,
            position_id=each.seat.id,
            receiver_name=f"{each.seat.name}, {each.seat.title}"[:160],
            said=each.said[:SAID_LENGTH],
            due_at=each.watched.due_at,
            late_by=each.late_by,
            made_at=now,
            state=Telling.TOLD if each.is_open and each.late_by <= IN_TIME else Telling.WAITING,
            told_at=now if each.is_open and each.late_by <= IN_TIME else None,
        )
        for each in batch
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    # What another run has written in the meantime is told by that run.
    mine = set(Reminder.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
    told: dict[int, list[uuid.UUID]] = defaultdict(list)
    waiting = 0
    for row, each in zip(rows, batch, strict=True):
        if row.id in mine and row.state == Telling.TOLD:
            told[each.seat.account_id].append(row.id)
        waiting += row.id in mine and row.state == Telling.WAITING
    for account_id, ids in told.items():
        publish(RemindersTold(account_id=account_id, reminder_ids=_texts(ids), is_digest=False))
    return Reminded(told=sum(len(ids) for ids in told.values()), waiting=waiting)


def _send_digests(now: datetime, rules: Callable[[int], Sequence[ReminderRule]]) -> Reminded:
    """From 07:00 on what waited since before 07:00 goes out, one message for each person."""
    local = now.astimezone(clock.VIETNAM)
    morning = datetime.combine(local.date(), DIGEST_FROM, clock.VIETNAM)
    if local < morning or local.weekday() > 4:
        return Reminded()
    done = Reminded()
    waiting = Reminder.objects.filter(state=Telling.WAITING, made_at__lt=morning)
    for position_id in list(waiting.values_list("position_id", flat=True).distinct()):
        done += _send_digest(position_id, morning, now, rules)
    return done


@transaction.atomic
def _send_digest(
    position_id: int, morning: datetime, now: datetime, rules: Callable[[int], Sequence[ReminderRule]]
) -> Reminded:
    rows = list(
        Reminder.objects.select_for_update(of=("self",))
        .filter(state=Telling.WAITING, made_at__lt=morning, position_id=position_id)
        .select_related("position")
        .order_by("id")[:MOST_AT_ONCE]
    )
    if not rows:
        return Reminded()  # another run was faster
    running = dossiers.watched_of([row.dossier_id for row in rows])
    wanted = still_due(running, rules, now)
    paused = set(dossiers.standing_still([row.dossier_id for row in rows]))
    ids = [row.id for row in rows if (row.dossier_id, row.step_id, row.occasion, row.rule_id) in wanted]
    over = [row.id for row in rows if row.id not in set(ids) and row.dossier_id not in paused]
    Reminder.objects.filter(id__in=ids).update(state=Telling.TOLD, told_at=now)
    Reminder.objects.filter(id__in=over).update(state=Telling.DROPPED)
    if ids:
        publish(RemindersTold(account_id=rows[0].position.account_id, reminder_ids=_texts(ids), is_digest=True))
    return Reminded(in_digest=len(ids), dropped=len(over))


def _texts(ids: Iterable[uuid.UUID]) -> tuple[str, ...]:
    return tuple(str(each) for each in ids)
