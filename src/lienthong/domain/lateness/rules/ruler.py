"""Moments as whole minutes of working time since acceptance (thước đo phút làm việc)."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime

from lienthong.foundation.workdays.services import Calendar, spot_of

MINUTE = 60_000_000


class Ruler:
    """`minute(moment)` is the working time from `begin` to `moment`, in whole minutes, 0 before `begin`.

    Each stretch is a difference of two readings, so stretches that meet add up exactly, whatever the hours of the calendar are.
    Days are walked once, up to the latest moment asked for.
    """

    def __init__(self, calendar: Calendar, begin: datetime) -> None:
        self._calendar = calendar
        self._first, self._at = spot_of(begin)
        self._sums = [0]
        """Working microseconds before the day `_first + n`, the first day counted from its midnight."""
        self._offset = self._within(self._first, self._at)

    def _within(self, day: int, at: int) -> int:
        return sum(max(0, min(close, at) - opening) for opening, close in self._calendar.intervals(day))

    def minute(self, moment: datetime) -> int:
        """Whole minutes of working time from the beginning."""
        day, at = spot_of(moment)
        if day < self._first:
            return 0
        place = day - self._first
        while len(self._sums) <= place:
            before = self._first + len(self._sums) - 1
            self._sums.append(self._sums[-1] + self._within(before, 1 << 62))
        return max(0, self._sums[place] + self._within(day, at) - self._offset) // MINUTE


class Countdown:
    """Minutes of working time as minutes that count: those of pauses left out. `spans`: disjoint, in order."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._spans: list[tuple[int, int]] = []
        self._before: list[int] = []
        total = 0
        for begin, end in spans:
            self._starts.append(begin)
            self._spans.append((begin, end))
            self._before.append(total)
            total += end - begin

    def counted(self, minute: int) -> int:
        """How many of the first `minute` minutes count."""
        place = bisect_right(self._starts, minute) - 1
        if place < 0:
            return minute
        begin, end = self._spans[place]
        return minute - self._before[place] - (min(minute, end) - begin)
