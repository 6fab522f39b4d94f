"""One working calendar, read once and kept (lịch làm việc đã đọc)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import pairwise
from typing import Any

from lienthong.foundation.workdays.errors import CalendarUnreadable

MICROSECONDS_PER_MINUTE = 60_000_000
LAST_DAY = date.max.toordinal()

# Opening and closing in microseconds since midnight, in order. Whole numbers keep sums exact.
type Intervals = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hours of the week, days off and make-up days. Days are ordinals (`date.toordinal`), for cheap arithmetic.

    From the day `then_from` on, `then` holds: the next version of the same calendar.
    """

    name: str
    weekdays: tuple[Intervals, ...]
    closed: Mapping[int, str]
    open_days: Mapping[int, Intervals]
    known_until_year: int | None = None
    then_from: int = LAST_DAY
    then: "Calendar | None" = None

    def on(self, ordinal: int) -> "Calendar":
        """The version that holds on a day."""
        found = self
        while found.then is not None and ordinal >= found.then_from:
            found = found.then
        return found

    def followed_by(self, later: "Calendar", first: int) -> "Calendar":
        """This calendar, and `later` from the day `first` on. `first` is not before what follows already; on the same day it replaces it."""
        if self.then is not None and self.then_from < first:
            return replace(self, then=self.then.followed_by(later, first))
        return replace(self, then=later, then_from=first)

    def intervals(self, ordinal: int) -> Intervals:
        """Working intervals of a day; empty when nobody works."""
        if ordinal >= self.then_from:
            return self.on(ordinal).intervals(ordinal)
        opened = self.open_days.get(ordinal)
        if opened is not None:
            return opened
        if ordinal in self.closed:
            return ()
        return self.weekdays[(ordinal - 1) % 7]

    def is_make_up(self, ordinal: int) -> bool:
        """Open although the week says closed."""
        here = self.on(ordinal)
        return ordinal in here.open_days and not here.weekdays[(ordinal - 1) % 7]

    def day_off(self, ordinal: int) -> str:
        """Name of the day off, whatever day of the week it is; empty when it has none or people work."""
        here = self.on(ordinal)
        return "" if ordinal in here.open_days else here.closed.get(ordinal, "")

    def holiday(self, ordinal: int) -> str:
        """Name of the day off that falls on an ordinary working day, else empty."""
        return self.day_off(ordinal) if self.on(ordinal).weekdays[(ordinal - 1) % 7] else ""


def read_calendar(
    *, name: str, weekdays: dict[str, Any], closed: list[dict[str, str]], open_days: dict[str, Any]
) -> Calendar:
    """Parse the JSON of a `CalendarVersion` row (shapes: see the model). Raises CalendarUnreadable, in Vietnamese."""
    try:
        days_off = {date.fromisoformat(day["date"]).toordinal(): str(day["name"]) for day in closed}
        return Calendar(
            name=name,
            weekdays=tuple(_read_intervals(weekdays.get(str(number), [])) for number in range(7)),
            closed=days_off,
            open_days={date.fromisoformat(day).toordinal(): _read_intervals(hours) for day, hours in open_days.items()},
            known_until_year=date.fromordinal(max(days_off)).year if days_off else None,
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CalendarUnreadable(
            f"Lịch làm việc “{name}” ghi chưa đúng: {error}. Ngày ghi dạng 2026-11-24, giờ ghi dạng [“07:00”, “11:30”], "
            "giờ mở trước giờ đóng và các khoảng không chồng nhau."
        ) from error


def _read_intervals(pairs: list[list[str]]) -> Intervals:
    read = tuple((_microseconds(opening), _microseconds(closing)) for opening, closing in pairs)
    edges = [edge for interval in read for edge in interval]
    if any(later < earlier for earlier, later in pairwise(edges)) or any(start == end for start, end in read):
        raise ValueError(f"khoảng giờ {pairs}")
    return read


def _microseconds(clock: str) -> int:
    if clock == "24:00":
        return 24 * 60 * MICROSECONDS_PER_MINUTE
    read = time.fromisoformat(clock)
    return (read.hour * 60 + read.minute) * MICROSECONDS_PER_MINUTE
