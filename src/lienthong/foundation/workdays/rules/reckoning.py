"""Moments and stretches of working time (tính giờ làm việc)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from lienthong.foundation.workdays.errors import CalendarHasNoWorkingTime
from lienthong.foundation.workdays.rules.calendar import Calendar
from lienthong.kit.clock import VIETNAM

# From, to. An open pause is passed with the present as its end.
type Pause = tuple[datetime, datetime]

# (ordinal of the day, microseconds since midnight in Vietnam)
type Spot = tuple[int, int]

# The longest holiday is nine days; a calendar that stays closed longer than a year is a mistake in its row.
MAX_CLOSED_DAYS = 400


def spot_of(moment: datetime) -> Spot:
    """Day and time of day in Vietnam. Raises ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("working time needs aware datetimes")
    local = moment.astimezone(VIETNAM)
    return local.toordinal(), ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 + local.microsecond


def moment_at(ordinal: int, microseconds: int) -> datetime:
    """The aware moment, in Vietnam's time."""
    day = date.fromordinal(ordinal)
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM) + timedelta(microseconds=microseconds)


def opening_from(calendar: Calendar, spot: Spot) -> Spot:
    """The first working moment at or after `spot`; a closing time is no working moment."""
    ordinal, at = spot
    for _ in range(MAX_CLOSED_DAYS):
        for start, end in calendar.intervals(ordinal):
            if at < end:
                return ordinal, max(at, start)
        ordinal, at = ordinal + 1, 0
    raise _no_working_time(calendar, spot[0])


def next_opening(calendar: Calendar, moment: datetime) -> datetime:
    """`moment` when it is working time, else the next opening."""
    return moment_at(*opening_from(calendar, spot_of(moment)))


def working_day_after(calendar: Calendar, ordinal: int, count: int) -> int:
    """The `count`-th working day after the day `ordinal`; 0 gives the day itself."""
    closed = 0
    while count:
        ordinal += 1
        if calendar.intervals(ordinal):
            count -= 1
            closed = 0
        else:
            closed += 1
            if closed >= MAX_CLOSED_DAYS:
                raise _no_working_time(calendar, ordinal - closed)
    return ordinal


def close_of(calendar: Calendar, ordinal: int) -> datetime:
    """Closing time of a working day; of a day off, that of the next working day."""
    intervals = calendar.intervals(ordinal)
    if not intervals:
        ordinal = working_day_after(calendar, ordinal, 1)
        intervals = calendar.intervals(ordinal)
    return moment_at(ordinal, intervals[-1][1])


def add_time(calendar: Calendar, moment: datetime, microseconds: int) -> datetime:
    """The moment when `microseconds` of working time have passed. Ends at a closing time rather than at the next opening."""
    if microseconds <= 0:
        return moment
    ordinal, at = opening_from(calendar, spot_of(moment))
    left, closed = microseconds, 0
    while True:
        intervals = calendar.intervals(ordinal)
        for start, end in intervals:
            begin = max(at, start)
            if begin >= end:
                continue
            if left <= end - begin:
                return moment_at(ordinal, begin + left)
            left -= end - begin
        closed = 0 if intervals else closed + 1
        if closed >= MAX_CLOSED_DAYS:
            raise _no_working_time(calendar, ordinal - closed)
        ordinal, at = ordinal + 1, 0


def microseconds_between(calendar: Calendar, start: Spot, end: Spot) -> int:
    """Working time from `start` to `end`; 0 when `end` is not later."""
    (first, first_at), (last, last_at) = start, end
    total = 0
    for ordinal in range(first, last + 1):
        low = first_at if ordinal == first else 0
        high = last_at if ordinal == last else 1 << 62
        for opening, closing in calendar.intervals(ordinal):
            length = min(closing, high) - max(opening, low)
            if length > 0:
                total += length
    return total


def working_time_between(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """Working time from `a` to `b`; zero when `b` is not later than `a`."""
    return timedelta(microseconds=microseconds_between(calendar, spot_of(a), spot_of(b)))


def working_days_left(calendar: Calendar, now: datetime, due: datetime) -> int:
    """Working days after today up to the day of `due`: 0 means due today; negative counts the working days since.

    Whether the moment itself has passed is `due < now`: on the due day after closing the answer is still 0.
    """
    today, last = spot_of(now)[0], spot_of(due)[0]
    if today <= last:
        return sum(1 for ordinal in range(today + 1, last + 1) if calendar.intervals(ordinal))
    return -sum(1 for ordinal in range(last + 1, today + 1) if calendar.intervals(ordinal))


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses in order, overlapping ones made one, empty ones left out."""
    result: list[Pause] = []
    for start, end in sorted(pauses):
        if end <= start:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def shift(calendar: Calendar, due: datetime, pauses: Iterable[Pause]) -> datetime:
    """`due` moved by exactly the working time paused. A pause that begins at or after the due date of its time moves nothing:
    a dossier that is late stays late."""
    for start, end in merged(pauses):
        if start < due:
            due = add_time(calendar, due, microseconds_between(calendar, spot_of(start), spot_of(end)))
    return due


def read_pauses(pairs: Iterable[Sequence[str]]) -> list[Pause]:
    """Pauses kept as JSON, [[from, to], …] in ISO 8601 with an offset."""
    return [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in pairs]


def _no_working_time(calendar: Calendar, ordinal: int) -> CalendarHasNoWorkingTime:
    return CalendarHasNoWorkingTime(
        f"Lịch làm việc “{calendar.name}” không có giờ làm việc nào trong {MAX_CLOSED_DAYS} ngày kể từ "
        f"{date.fromordinal(max(ordinal, 1)):%d/%m/%Y}, nên không tính được hạn. Bổ sung giờ làm việc trong danh mục lịch làm việc."
    )
