"""What the calendar refuses."""

from datetime import datetime

from lienthong.kit.clock import VIETNAM
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


class CalendarChanged(Refused):
    """Somebody published a version while this one was written; what was typed stays on the page."""

    code = "calendar-changed"
    status = 409

    def __init__(self, number: int, by: str, at: datetime) -> None:
        super().__init__(
            f"Lịch vừa có phiên bản {number}, {by or 'hệ thống'} ban hành lúc {at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}. "
            "Xem phiên bản đó rồi ban hành lại; nội dung đang soạn còn nguyên trên trang."
        )
