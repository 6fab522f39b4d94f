"""Time limits of procedures (thời hạn giải quyết): same day, hours, working days, days, months."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal

from lienthong.foundation.workdays.errors import LimitOutOfRange
from lienthong.foundation.workdays.rules.calendar import Calendar
from lienthong.foundation.workdays.rules.due import HOUR, Counting, Due, Reckoned, day_in_words
from lienthong.foundation.workdays.rules.reckoning import (
    Pause,
    Spot,
    add_time,
    close_of,
    merged,
    moment_at,
    opening_from,
    shift,
    spot_of,
    working_day_after,
)

type Amount = int | float | Decimal

CUT_OFF = time(
    15, 0
)  # "nhận hồ sơ sau 15 giờ mà không giải quyết được ngay thì trả kết quả trong ngày làm việc tiếp theo"
HOURS_PER_DAY = 8  # Bộ luật Lao động 2019, article 105; internal processes count eight hours a day
MAX_DAYS = 3660


def add_hours(calendar: Calendar, start: datetime, hours: Amount, pauses: Iterable[Pause] = ()) -> Due:
    """`hours` of working time after `start` (whole or broken, at most 8 × 3660)."""
    _check(hours, MAX_DAYS * HOURS_PER_DAY, "giờ làm việc")
    length = round(Decimal(str(hours)) * HOUR)
    limit = f"Thời hạn {_number(hours)} giờ làm việc."
    return _reckon(
        calendar, start, lambda begin: add_time(calendar, moment_at(*begin), length), limit, "hours", None, pauses
    )


def add_days(calendar: Calendar, start: datetime, days: Amount, pauses: Iterable[Pause] = ()) -> Due:
    """Close of the `days`-th working day after the day of acceptance. A broken part is counted in hours, 8 a day, from there:
    half a day is four hours of working time. 0 is the close of the day of acceptance."""
    _check(days, MAX_DAYS, "ngày làm việc")
    whole = int(days)
    rest = round((Decimal(str(days)) - whole) * HOURS_PER_DAY * HOUR)

    def end(begin: Spot) -> datetime:
        if rest and not whole:
            return add_time(calendar, moment_at(*begin), rest)
        return add_time(calendar, close_of(calendar, working_day_after(calendar, begin[0], whole)), rest)

    limit = f"Thời hạn {_number(days)} ngày làm việc, đếm từ ngày làm việc liền sau ngày nhận."
    total = None if rest else whole
    return _reckon(calendar, start, end, limit, "working_days", total, pauses)


def same_day(calendar: Calendar, start: datetime, cut_off: time = CUT_OFF, pauses: Iterable[Pause] = ()) -> Due:
    """Close of the day of acceptance; of the next working day when accepted after `cut_off` (Vietnam's time)."""
    edge = ((cut_off.hour * 60 + cut_off.minute) * 60 + cut_off.second) * 1_000_000
    begin = opening_from(calendar, spot_of(start))
    is_late = begin[1] > edge
    limit = f"Giải quyết trong ngày; nhận sau {cut_off:%H:%M} thì trả trong ngày làm việc tiếp theo."
    if is_late:
        limit += f" Hồ sơ này nhận sau {cut_off:%H:%M}, nên trả trong {day_in_words(working_day_after(calendar, begin[0], 1))}."
    return _reckon(
        calendar,
        start,
        lambda begin: close_of(calendar, working_day_after(calendar, begin[0], int(is_late))),
        limit,
        "none",
        None,
        pauses,
    )


def add_calendar_days(calendar: Calendar, start: datetime, days: int, pauses: Iterable[Pause] = ()) -> Due:
    """Close of the `days`-th calendar day after the day of acceptance; when that is a day off, of the next working day."""
    _check(days, MAX_DAYS, "ngày")
    limit = f"Thời hạn {_number(days)} ngày, tính cả ngày nghỉ, đếm từ ngày liền sau ngày nhận; hạn vào ngày nghỉ thì lùi đến ngày làm việc tiếp theo."
    count = int(days)
    return _reckon(calendar, start, lambda begin: close_of(calendar, begin[0] + count), limit, "days", count, pauses)


def add_months(calendar: Calendar, start: datetime, months: int, pauses: Iterable[Pause] = ()) -> Due:
    """Close of the same day `months` later, or of the month's last day where it has none; on a day off, of the next working day."""
    _check(months, MAX_DAYS // 31, "tháng")
    limit = f"Thời hạn {_number(months)} tháng, đến hết ngày tương ứng của tháng cuối; hạn vào ngày nghỉ thì lùi đến ngày làm việc tiếp theo."

    def end(begin: Spot) -> datetime:
        first = date.fromordinal(begin[0])
        year, month = divmod(first.year * 12 + first.month - 1 + int(months), 12)
        last = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
        return close_of(calendar, last.toordinal())

    return _reckon(calendar, start, end, limit, "days", None, pauses)


def _reckon(
    calendar: Calendar,
    start: datetime,
    end: Callable[[Spot], datetime],
    limit: str,
    counting: Counting,
    total: int | None,
    pauses: Iterable[Pause],
) -> Due:
    received = spot_of(start)
    begin = opening_from(calendar, received)
    original = due = end(begin)
    kept = merged(pauses) if pauses else []
    if kept:
        due = shift(calendar, original, kept)
        kept = [pause for pause in kept if pause[0] < due]
    reckoned = Reckoned(received, begin, original, due, limit, counting, total, kept)
    return Due(due, original, calendar, reckoned)


def _check(value: Amount, highest: int, unit: str) -> None:
    if not 0 <= value <= highest:
        raise LimitOutOfRange(
            f"Thời hạn phải từ 0 đến {highest} {unit}; giá trị nhận được là {value}. Sửa thời hạn trong cấu hình thủ tục."
        )


def _number(value: Amount) -> str:
    return f"{float(value):g}".replace(".", ",")
