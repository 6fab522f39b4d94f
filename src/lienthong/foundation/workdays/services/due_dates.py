"""The due date of a limit (tính hẹn trả)."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Literal

from lienthong.foundation.workdays.errors import LimitOutOfRange
from lienthong.foundation.workdays.queries import calendar_for, get_calendar
from lienthong.foundation.workdays.rules import (
    Due,
    Pause,
    add_calendar_days,
    add_days,
    add_hours,
    add_months,
    same_day,
    shift,
)
from lienthong.foundation.workdays.rules.calendar import Calendar
from lienthong.foundation.workdays.rules.limits import CUT_OFF, Amount

type LimitUnit = Literal["same_day", "hours", "working_days", "days", "months"]


def due_for(
    *,
    start: datetime,
    limit_value: Amount,
    limit_unit: LimitUnit,
    calendar_id: int | None = None,
    agency_id: int | None = None,
    pauses: Iterable[Pause] = (),
    cut_off: time = CUT_OFF,
) -> Due:
    """When a limit that begins at `start` (aware) ends, by the named calendar or by that of the agency as published at `start`.

    `limit_value` is ignored for `same_day`. `pauses` are (from, to), an open one with the present as its end. One query.
    """
    calendar = get_calendar(calendar_id) if calendar_id is not None else calendar_for(agency_id, start)
    return due_by(calendar, start=start, limit_value=limit_value, limit_unit=limit_unit, pauses=pauses, cut_off=cut_off)


def due_by(
    calendar: Calendar,
    *,
    start: datetime,
    limit_value: Amount,
    limit_unit: LimitUnit,
    pauses: Iterable[Pause] = (),
    cut_off: time = CUT_OFF,
) -> Due:
    """The same with a calendar at hand, for those who reckon many: no query. Raises LimitOutOfRange."""
    match limit_unit:
        case "same_day":
            return same_day(calendar, start, cut_off, pauses)
        case "hours":
            return add_hours(calendar, start, limit_value, pauses)
        case "working_days":
            return add_days(calendar, start, limit_value, pauses)
        case "days":
            return add_calendar_days(calendar, start, int(limit_value), pauses)
        case "months":
            return add_months(calendar, start, int(limit_value), pauses)
        case _:
            raise LimitOutOfRange(
                f"Đơn vị thời hạn phải là trong ngày, giờ, ngày làm việc, ngày hoặc tháng; giá trị nhận được là “{limit_unit}”. "
                "Sửa thời hạn trong cấu hình thủ tục."
            )


def shift_due(*, due: datetime, pauses: Iterable[Pause], known_at: datetime, agency_id: int | None = None) -> datetime:
    """`due` moved by exactly the working time paused, by the agency's calendar as published at `known_at`, when the limit began.
    One query."""
    return shift(calendar_for(agency_id, known_at), due, pauses)
