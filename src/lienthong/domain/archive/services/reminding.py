"""Files that should be closed or handed over are told of, first to whoever keeps them, then up the line (nhắc kết thúc, nộp lưu hồ sơ).

A unique row keeps every telling at once: the job may run twice, or miss a day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lienthong.domain.archive.choices import FileState, Occasion
from lienthong.domain.archive.events import FilingReminded
from lienthong.domain.archive.models import Reminder, WorkFile
from lienthong.domain.archive.policies import APPROVE, HEAD, KEEP
from lienthong.domain.archive.terms import terms
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import rights_of
from lienthong.kit import clock
from lienthong.kit.events import publish

AT_ONCE = 2_000


def remind() -> int:
    """Tell what is to be told today; returns how many rows. One message for one person, of one file or of many."""
    told = 0
    for occasion, files in _found(clock.today()):
        told += _tell(occasion, files)
    return told


def _found(today: date) -> Iterator[tuple[str, list[WorkFile]]]:
    facts = terms()
    month, day = (int(part) for part in str(facts["close_by"]).split("-"))
    last = today.year - 1 if today >= date(today.year, month, day) else today.year - 2
    not_closed = WorkFile.objects.filter(state=FileState.OPEN, year__lte=last).order_by("year", "id")
    yield Occasion.NOT_CLOSED, _untold(not_closed, Occasion.NOT_CLOSED)
    closed = WorkFile.objects.filter(state=FileState.CLOSED).order_by("hand_over_by", "id")
    soon = today + timedelta(days=int(facts["remind_days_before"]))
    yield Occasion.SOON, _untold(closed.filter(hand_over_by__lte=soon, hand_over_by__gte=today), Occasion.SOON)
    yield Occasion.LATE, _untold(closed.filter(hand_over_by__lt=today), Occasion.LATE)
    long_ago = today - timedelta(days=int(facts["tell_leader_after_days"]))
    yield Occasion.VERY_LATE, _untold(closed.filter(hand_over_by__lt=long_ago), Occasion.VERY_LATE)


def _untold(rows: QuerySet[WorkFile], occasion: str) -> list[WorkFile]:
    told = Reminder.objects.filter(file_id=OuterRef("pk"), occasion=occasion)
    return list(rows.exclude(Exists(told))[:AT_ONCE])


@transaction.atomic
def _tell(occasion: str, files: list[WorkFile]) -> int:
    """Whoever keeps the file hears everything; heads and the keeper of the archive hear of what is late; leaders of what is late for long."""
    seats: dict[int, list[tuple[int, int | None, frozenset[str]]]] = {}
    rows = []
    for file in files:
        if file.agency_id not in seats:
            seats[file.agency_id] = [
                (seat.pk, seat.department_id, rights_of(seat.roles))
                for seat in organizations.seats_held([file.agency_id])
            ]
        receivers = [
            seat
            for seat, room, rights in seats[file.agency_id]
            if (seat == file.position_id and occasion != Occasion.VERY_LATE)
            or (occasion in {Occasion.LATE, Occasion.NOT_CLOSED} and HEAD in rights and room == file.department_id)
            or (occasion == Occasion.LATE and KEEP in rights)
            or (occasion == Occasion.VERY_LATE and APPROVE in rights)
        ]
        rows += [Reminder(file=file, occasion=occasion, position_id=seat, told_at=clock.now()) for seat in receivers]
    # What another run has written in the meantime is told by that run.
    before = set(Reminder.objects.filter(file__in=files, occasion=occasion).values_list("file_id", "position_id"))
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    written = Reminder.objects.filter(file__in=files, occasion=occasion).select_related("position")
    by_account: dict[int, list[str]] = defaultdict(list)
    for row in written:
        if (row.file_id, row.position_id) not in before:
            by_account[row.position.account_id].append(str(row.pk))
    for account_id, ids in by_account.items():
        publish(FilingReminded(account_id=account_id, reminder_ids=tuple(ids)))
    return sum(len(ids) for ids in by_account.values())
