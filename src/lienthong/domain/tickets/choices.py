"""Words of the queue at a one-stop office (các trạng thái của phiếu, lịch hẹn)."""

from django.db import models


class TicketState(models.TextChoices):
    """The life of a number: `states.py` says who moves it."""

    WAITING = "waiting", "Đang chờ"
    CALLED = "called", "Đang phục vụ"
    DONE = "done", "Đã phục vụ"
    MISSED = "missed", "Vắng mặt khi gọi"
    LEFT = "left", "Đã hủy"


class AppointmentState(models.TextChoices):
    """The life of an appointment."""

    BOOKED = "booked", "Đã đặt"
    ARRIVED = "arrived", "Đã đến"
    CANCELLED = "cancelled", "Đã hủy"


# What an office begins with: (letter, name). Data of the agency afterwards.
FIRST_LINES = (
    ("A", "Nộp hồ sơ"),
    ("B", "Nhận kết quả"),
    ("C", "Chứng thực"),
    ("D", "Hỏi, hướng dẫn"),
)
FIRST_POINTS = ("Quầy 1", "Quầy 2")
