"""Due dates for the apps above, and the pure rules they may use with a `Calendar` at hand."""

from lienthong.foundation.workdays.rules import (
    Calendar,
    DayState,
    Due,
    Pause,
    add_calendar_days,
    add_days,
    add_hours,
    add_months,
    calendar_as_json,
    next_opening,
    read_pauses,
    same_day,
    shift,
    spot_of,
    weeks_of,
    working_days_left,
    working_time_between,
)
from lienthong.foundation.workdays.services.due_dates import LimitUnit, due_by, due_for, shift_due
from lienthong.foundation.workdays.services.loading import load_default_calendar
from lienthong.foundation.workdays.services.publishing import close_day, own_calendar, publish_version

__all__ = [
    "Calendar",
    "DayState",
    "Due",
    "LimitUnit",
    "Pause",
    "add_calendar_days",
    "add_days",
    "add_hours",
    "add_months",
    "calendar_as_json",
    "close_day",
    "due_by",
    "due_for",
    "load_default_calendar",
    "next_opening",
    "own_calendar",
    "publish_version",
    "read_pauses",
    "same_day",
    "shift",
    "shift_due",
    "spot_of",
    "weeks_of",
    "working_days_left",
    "working_time_between",
]
