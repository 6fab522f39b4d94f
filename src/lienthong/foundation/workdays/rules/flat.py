"""A calendar as one flat table (lịch làm việc dạng bảng), for programs that reckon by themselves."""

from datetime import date, datetime
from typing import Any

from lienthong.foundation.workdays.rules.calendar import LAST_DAY, MICROSECONDS_PER_MINUTE, Calendar, Intervals
from lienthong.foundation.workdays.rules.reckoning import MAX_CLOSED_DAYS, spot_of


def calendar_as_json(calendar: Calendar, start: datetime, end: datetime) -> dict[str, Any]:
    """The calendar for the days from `start` to well after `end`.

    {"name", "weekdays": {"0": [["07:00", "11:30"], …], …, "6": []}, "closed": ["2026-11-24", …], "open": {"2026-08-22": [[…]]}}; `open` is
    stronger than `closed`, `closed` than `weekdays`. Days of a later version that differ from the week of the first stand in
    `open` or `closed`, so the table is exact for those days.
    """
    first, last = spot_of(start)[0], min(spot_of(end)[0] + MAX_CLOSED_DAYS, LAST_DAY)
    week = calendar.on(first).weekdays
    closed, opened = set(), {}
    for ordinal in range(first - 7, last + 1):
        hours = calendar.intervals(ordinal)
        if hours == week[(ordinal - 1) % 7] and not calendar.day_off(ordinal):
            continue
        text = date.fromordinal(ordinal).isoformat()
        if hours:
            opened[text] = _written(hours)
        else:
            closed.add(text)
    return {
        "name": calendar.name,
        "weekdays": {str(number): _written(hours) for number, hours in enumerate(week)},
        "closed": sorted(closed),
        "open": opened,
    }


def _written(hours: Intervals) -> list[list[str]]:
    return [[_clock(opening), _clock(closing)] for opening, closing in hours]


def _clock(microseconds: int) -> str:
    minutes = microseconds // MICROSECONDS_PER_MINUTE
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
