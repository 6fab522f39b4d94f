"""The rules against a walker that knows no cleverness: it looks at every minute, or at every day, one after the other."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.foundation.workdays.rules import (
    add_days,
    add_hours,
    read_calendar,
    shift,
    working_days_left,
    working_time_between,
)
from lienthong.kit.clock import VIETNAM

MINUTE = timedelta(minutes=1)
FIRST = date(2026, 8, 1)

hours_of_day = st.lists(st.integers(0, 24 * 4 - 1), min_size=2, max_size=6, unique=True).map(
    lambda marks: [
        [f"{a // 4:02d}:{a % 4 * 15:02d}", f"{b // 4:02d}:{b % 4 * 15:02d}"]
        for a, b in zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False)
    ]
)
days = st.integers(0, 40).map(lambda number: (FIRST + timedelta(days=number)).isoformat())
weeks = st.fixed_dictionaries({str(number): st.one_of(st.just([]), hours_of_day) for number in range(5)}).map(
    lambda week: {**week, "2": week["2"] or [["07:00", "11:30"], ["13:30", "17:00"]]}
)
rows = st.fixed_dictionaries(
    {
        "weekdays": weeks,
        "closed": st.lists(days, max_size=6).map(lambda found: [{"date": day, "name": "nghỉ"} for day in found]),
        "open_days": st.dictionaries(days, hours_of_day, max_size=3),
    }
)
moments = st.integers(0, 20 * 24 * 60).map(lambda m: datetime(2026, 8, 1, tzinfo=VIETNAM) + timedelta(minutes=m))
many = settings(deadline=None)


class Walker:
    def __init__(self, row):
        self.row = row
        self.known = {}

    def hours(self, day: date):
        text = day.isoformat()
        if text in self.row["open_days"]:
            return self.row["open_days"][text]
        if any(closed["date"] == text for closed in self.row["closed"]):
            return []
        return self.row["weekdays"].get(str(day.weekday()), [])

    def minutes(self, day: date) -> set[int]:
        if day not in self.known:
            self.known[day] = {
                m for opening, closing in self.hours(day) for m in range(self._minutes(opening), self._minutes(closing))
            }
        return self.known[day]

    def works(self, moment: datetime) -> bool:
        return moment.hour * 60 + moment.minute in self.minutes(moment.date())

    def walk(self, start: datetime):
        """Every minute from `start` on, with whether it is worked."""
        day, minute = start.date(), start.hour * 60 + start.minute
        while True:
            worked = self.minutes(day)
            for number in range(minute, 24 * 60):
                yield day, number, number in worked
            day, minute = day + timedelta(days=1), 0

    @staticmethod
    def _minutes(text: str) -> int:
        return int(text[:2]) * 60 + int(text[3:])

    def end_after(self, start: datetime, minutes: int) -> datetime:
        for day, minute, works in self.walk(start):
            minutes -= works
            if not minutes:
                return datetime(day.year, day.month, day.day, tzinfo=VIETNAM) + (minute + 1) * MINUTE
        raise AssertionError

    def count(self, a: datetime, b: datetime) -> int:
        minutes = max(0, int((b - a) / MINUTE))
        return sum(works for _, (_, _, works) in zip(range(minutes), self.walk(a), strict=False))

    def close(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=VIETNAM) + timedelta(
            minutes=self._minutes(self.hours(day)[-1][1])
        )


def calendar(row):
    return read_calendar(name="Lịch thử", **row)


@many
@given(rows, moments, st.integers(1, 20 * 60))
def test_hours(row, start, minutes):
    assert add_hours(calendar(row), start, minutes / 60).due == Walker(row).end_after(start, minutes)


@many
@given(rows, moments, st.integers(0, 15))
def test_working_days(row, start, number):
    walker = Walker(row)
    begin = start
    while not walker.works(begin):
        begin += MINUTE
    day = begin.date()
    for _ in range(number):
        day += timedelta(days=1)
        while not walker.hours(day):
            day += timedelta(days=1)
    due = add_days(calendar(row), start, number)
    assert due.due == walker.close(day)
    assert [cell.state for cell in due.days].count("due") == 1
    if number:
        assert next(cell for cell in due.days if cell.state == "due").label == f"{number}/{number}"


@many
@given(rows, moments, moments)
def test_time_between(row, a, b):
    assert working_time_between(calendar(row), a, b) == timedelta(minutes=Walker(row).count(a, b))


@many
@given(rows, moments, moments)
def test_days_left(row, now, due):
    walker = Walker(row)
    first, last = sorted((now.date(), due.date()))
    between = sum(bool(walker.hours(first + timedelta(days=n))) for n in range(1, (last - first).days + 1))
    assert working_days_left(calendar(row), now, due) == (between if now.date() <= due.date() else -between)


@many
@given(rows, moments, st.integers(0, 12), st.lists(st.tuples(moments, moments), max_size=3))
def test_pauses(row, start, number, pauses):
    read = calendar(row)
    due = add_days(read, start, number).due
    moved = shift(read, due, pauses)
    walker = Walker(row)
    first = datetime(2026, 8, 1, tzinfo=VIETNAM)
    paused = 0
    if any(a < b for a, b in pauses):
        for number, (_, _, works) in zip(range(21 * 24 * 60), walker.walk(first), strict=False):
            paused += works and any(a <= first + number * MINUTE < b for a, b in pauses)
    if all(a < due for a, b in pauses if b > a):
        assert working_time_between(read, due, moved) == paused * MINUTE
    assert moved >= due
    assert shift(read, due, []) == due
