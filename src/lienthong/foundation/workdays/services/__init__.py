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
    next_opening,
    same_day,
    shift,
    working_days_left,
    working_time_between,
)
from lienthong.foundation.workdays.services.due_dates import LimitUnit, due_for
from lienthong.foundation.workdays.services.loading import load_default_calendar

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
    "due_for",
    "load_default_calendar",
    "next_opening",
    "same_day",
    "shift",
    "working_days_left",
    "working_time_between",
]
