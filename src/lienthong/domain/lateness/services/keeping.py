"""The account of a finished dossier is written once (lưu kết quả quy trách nhiệm)."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.choices import State
from lienthong.domain.lateness.choices import Ending, Kind
from lienthong.domain.lateness.models import LatenessAccount, LatenessShare
from lienthong.domain.lateness.queries.living import history_of
from lienthong.domain.lateness.rules import Account, Broken, account_of
from lienthong.foundation.workdays import queries as workdays
from lienthong.foundation.workdays.services import Calendar
from lienthong.kit import clock

BATCH = 1000
CATCH_UP = timedelta(days=7)
_ENDINGS = {State.WITHDRAWN: Ending.WITHDRAWN, State.STOPPED: Ending.STOPPED}

type Calendars = Callable[[int | None, datetime], Calendar]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many accounts were written, how many of them without figures because the history cannot be read."""

    written: int = 0
    broken: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.written + other.written, self.broken + other.broken)


@transaction.atomic
def keep_account(*, dossier_id: uuid.UUID) -> Kept:
    """Write the account when the dossier has ended; nothing for one that runs, nothing a second time."""
    return _keep(dossiers.ended_among([dossier_id]), workdays.calendar_for)


def keep_accounts(*, after: uuid.UUID | None = None, batch: int = BATCH) -> Iterator[tuple[uuid.UUID, Kept]]:
    """Write what is missing, in batches of one transaction each, in the order of ids: (last id, what was written).

    It may be stopped and begun again anywhere; what is there stays as it is.
    """
    calendars = workdays.calendars_known()
    while True:
        ids = dossiers.ended_ids(after=after, limit=batch)
        if not ids:
            return
        after = ids[-1]
        with transaction.atomic():
            kept = _keep(ids, calendars)
        yield after, kept


def catch_up(*, now: datetime | None = None) -> Kept:
    """Accounts of the last week that no event has written: a safeguard of every night."""
    ids = dossiers.completed_since((now or clock.now()) - CATCH_UP)
    kept, calendars = Kept(), workdays.calendars_known()
    for place in range(0, len(ids), BATCH):
        with transaction.atomic():
            kept += _keep(ids[place : place + BATCH], calendars)
    return kept


def _keep(ids: Sequence[uuid.UUID], calendars: Calendars) -> Kept:
    if not ids:
        return Kept()  # told after every step: most dossiers go on
    there = set(LatenessAccount.objects.filter(dossier_id__in=ids).values_list("dossier_id", "round"))
    heads: list[LatenessAccount] = []
    shares: dict[uuid.UUID, list[LatenessShare]] = {}
    for life in dossiers.lives_of(ids):
        if not life.has_ended or (life.id, life.round) in there:
            continue
        head, account = _head(life, calendars)
        heads.append(head)
        if account is not None:
            shares[head.id] = list(_shares(head, account))
    if not heads:
        return Kept()
    LatenessAccount.objects.bulk_create(heads, ignore_conflicts=True)
    # Somebody else may have been faster with one of them.
    mine = set(LatenessAccount.objects.filter(id__in=[head.id for head in heads]).values_list("id", flat=True))
    LatenessShare.objects.bulk_create(
        (share for head in heads if head.id in mine for share in shares.get(head.id, ())), batch_size=5000
    )
    return Kept(len(mine), sum(bool(head.fault) for head in heads if head.id in mine))


def _head(life: dossiers.Life, calendars: Calendars) -> tuple[LatenessAccount, Account | None]:
    head = LatenessAccount(
        dossier_id=life.id,
        round=life.round,
        agency_id=life.agency_id,
        procedure_id=life.procedure_id,
        ending=_ENDINGS.get(State(life.state), Ending.COMPLETED),
        began_at=life.begin,
        due_at=life.due_at,
        ended_at=life.ended_at,
        ended_on=(life.ended_at or life.begin or clock.now()).astimezone(clock.VIETNAM).date(),
        extended_days=life.extended_days,
    )
    try:
        history = history_of(life)
        account = account_of(history, calendars(life.agency_id, history.begin))
    except Broken as broken:
        head.fault = broken.fault
        return head, None
    head.total, head.paused, head.limit = account.total, account.paused, account.limit
    head.overrun, head.covered, head.late = account.overrun, account.covered, account.late
    return head, account


def _shares(head: LatenessAccount, account: Account) -> Iterator[LatenessShare]:
    place = 0
    for place, each in enumerate(account.stretches, 1):
        yield LatenessShare(
            account_id=head.id,
            place=place,
            kind=each.kind,
            agency_id=each.unit.agency_id,
            department_id=each.unit.department_id,
            position_id=each.unit.position_id,
            person=each.unit.person[:160],
            step_key=each.step_key,
            step_name=each.step_name,
            cause=each.cause,
            begin=each.begin,
            minutes=each.minutes,
            allowed=each.allowed,
            over=each.over,
            late=each.late,
            ended_on=head.ended_on,
            procedure_id=head.procedure_id,
        )
    if account.process:
        yield LatenessShare(
            account_id=head.id,
            place=place + 1,
            kind=Kind.PROCESS,
            agency_id=head.agency_id,
            begin=account.total,
            minutes=0,
            late=account.process,
            ended_on=head.ended_on,
            procedure_id=head.procedure_id,
        )
