"""Ten thousand limits with pauses and calendars that change under way, against somebody who has only the flat table and counts minutes."""

import random
from bisect import bisect_left
from datetime import date, datetime, timedelta

from lienthong.foundation.workdays.rules import add_days, add_hours, calendar_as_json, read_calendar
from lienthong.kit.clock import VIETNAM

FIRST = date(2026, 6, 1)
SPAN = 500
MINUTE = timedelta(minutes=1)
ZERO = datetime(2026, 6, 1, tzinfo=VIETNAM)


def some_hours(dice: random.Random) -> list[list[str]]:
    marks = sorted(dice.sample(range(24 * 12), 2 * dice.randint(1, 3)))
    return [[clock(a * 5), clock(b * 5)] for a, b in zip(marks[::2], marks[1::2], strict=True)]


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def some_version(dice: random.Random):
    def days(most):
        return {(FIRST + timedelta(days=dice.randrange(SPAN))).isoformat() for _ in range(dice.randint(0, most))}

    week = {str(number): some_hours(dice) if dice.random() < 0.7 else [] for number in range(7)}
    week[str(dice.randrange(7))] = some_hours(dice)  # somebody works some day
    return read_calendar(
        name="thử",
        weekdays=week,
        closed=[{"date": day, "name": "nghỉ"} for day in days(30)],
        open_days={day: some_hours(dice) for day in days(8)},
    )


def some_calendar(dice: random.Random):
    calendar = some_version(dice)
    for first in sorted(dice.sample(range(40, 120), dice.randint(0, 2))):
        calendar = calendar.followed_by(some_version(dice), FIRST.toordinal() + first)
    return calendar


class Counter:
    """Every working minute of the table, in a row."""

    def __init__(self, table):
        self.minutes: list[int] = []
        self.closings: list[int] = []
        for number in range(SPAN):
            day = FIRST + timedelta(days=number)
            text = day.isoformat()
            hours = table["weekdays"][str(day.weekday())]
            if text in table["closed"]:
                hours = []
            hours = table["open"].get(text, hours)
            for opening, closing in hours:
                (a, b), (c, d) = map(int, opening.split(":")), map(int, closing.split(":"))
                self.minutes += range(number * 1440 + a * 60 + b, number * 1440 + c * 60 + d)
            if hours:
                self.closings.append(self.minutes[-1] + 1)

    def after(self, start: int, count: int, pauses) -> int:
        """The end of the `count`-th minute from `start` on that is worked and in no pause."""
        place = bisect_left(self.minutes, start)
        for begin, end in sorted(pauses):
            free = bisect_left(self.minutes, begin) - place
            if count <= free:
                break
            count -= max(free, 0)
            place = max(place, bisect_left(self.minutes, end))
        return self.minutes[place + count - 1] + 1

    def until_close(self, start: int, days: int) -> int:
        """Working minutes from `start` to the close of the `days`-th working day after the one it falls on."""
        place = bisect_left(self.minutes, start)
        begins = self.minutes[place]
        own = next(number for number, closing in enumerate(self.closings) if closing > begins)
        return bisect_left(self.minutes, self.closings[own + days]) - place


def test_ten_thousand_timelines():
    dice = random.Random(20260731)  # noqa: S311  # the same timelines on every run
    for _ in range(250):
        calendar = some_calendar(dice)
        counter = Counter(calendar_as_json(calendar, ZERO, ZERO + timedelta(days=99)))
        for _ in range(40):
            start = dice.randrange(30 * 1440)
            pauses = [
                (begin, begin + dice.randrange(6 * 1440))
                for begin in (start + dice.randrange(20 * 1440) for _ in range(dice.choice((0, 0, 1, 1, 2, 3))))
            ]
            stretches = [(ZERO + a * MINUTE, ZERO + b * MINUTE) for a, b in pauses]
            minutes, days = dice.randint(1, 60 * 60), dice.randint(0, 15)
            told = f"{calendar}, {start=}, {pauses=}"
            found = add_hours(calendar, ZERO + start * MINUTE, minutes / 60, stretches).due
            assert found == ZERO + counter.after(start, minutes, pauses) * MINUTE, f"{minutes=} {told}"
            found = add_days(calendar, ZERO + start * MINUTE, days, stretches).due
            wanted = counter.after(start, counter.until_close(start, days), pauses)
            assert found == ZERO + wanted * MINUTE, f"{days=} {told}"
