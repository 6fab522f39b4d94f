"""Working time as pure functions (quy tắc tính ngày làm việc): no database, no clock.

They stand in `rules` and not in `services`, because `queries` of this app returns a `Calendar` and must not import a service
above it; in the order of files `rules` stands where `states` does. Other apps find them on the shelf, `workdays.services`.

Words: a *moment* is an aware datetime; a limit *begins* at the moment of acceptance, or at the next opening when that is
outside working hours. Sources: Bộ luật Dân sự 2015, articles 147 and 148 (first day not counted; a limit in days that ends on
a day off ends with the next working day); NĐ 61/2018/NĐ-CP for the one-stop shop.
"""

from lienthong.foundation.workdays.rules.calendar import Calendar, read_calendar
from lienthong.foundation.workdays.rules.due import DayState, Due, weeks_of
from lienthong.foundation.workdays.rules.flat import calendar_as_json
from lienthong.foundation.workdays.rules.limits import add_calendar_days, add_days, add_hours, add_months, same_day
from lienthong.foundation.workdays.rules.reckoning import (
    Pause,
    next_opening,
    read_pauses,
    shift,
    spot_of,
    working_days_left,
    working_time_between,
)

__all__ = [
    "Calendar",
    "DayState",
    "Due",
    "Pause",
    "add_calendar_days",
    "add_days",
    "add_hours",
    "add_months",
    "calendar_as_json",
    "next_opening",
    "read_calendar",
    "read_pauses",
    "same_day",
    "shift",
    "spot_of",
    "weeks_of",
    "working_days_left",
    "working_time_between",
]
