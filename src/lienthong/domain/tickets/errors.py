"""What the queue refuses (lỗi của hàng chờ): the rule, what was found, the way out."""

from datetime import datetime

from lienthong.kit.clock import VIETNAM
from lienthong.kit.errors import NotFound, Refused


class TicketNotFound(NotFound):
    """No such number, or one of another office."""

    message = "Không có phiếu này, hoặc phiếu của ngày khác. Lấy số mới tại màn hình ở Bộ phận Một cửa."


class OutOfHours(Refused):
    """The office is closed."""

    code = "office-closed"

    def __init__(self, opens: datetime) -> None:
        super().__init__(
            f"Ngoài giờ làm việc nên chưa lấy được số. Bộ phận Một cửa mở lại lúc {opens.astimezone(VIETNAM):%H:%M, %d/%m/%Y}; "
            "có thể đặt lịch hẹn để không phải chờ."
        )


class TicketTaken(Refused):
    """Another counter has called it, or it is over."""

    code = "ticket-taken"


class PointBusy(Refused):
    """A counter serves one person at a time."""

    code = "point-busy"


class SlotFull(Refused):
    """Nobody can be booked into this quarter of an hour."""

    code = "slot-full"


class AppointmentRefused(Refused):
    """What was asked for cannot be booked."""

    code = "appointment-refused"
    status = 422
