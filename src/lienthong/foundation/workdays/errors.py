"""What the calendar refuses."""

from lienthong.kit.errors import NotFound, Refused


class CalendarHasNoWorkingTime(Refused):
    """The calendar opens too rarely to find the moment asked for."""

    code = "calendar-has-no-working-time"


class CalendarNotFound(NotFound):
    """No such calendar."""

    message = "Không tìm thấy lịch làm việc này. Chọn lịch khác trong danh mục lịch làm việc."


class CalendarUnreadable(Refused):
    """The row's JSON does not say when the agency works."""

    code = "calendar-unreadable"
    status = 422


class LimitOutOfRange(Refused):
    """A time limit below zero or beyond what any procedure has."""

    code = "limit-out-of-range"
    status = 422
