"""Queue lines, counters, numbers and appointments of a one-stop office (hàng chờ, quầy, phiếu số thứ tự, lịch hẹn)."""

import secrets

from django.db import models
from django.db.models import Q

from lienthong.domain.tickets.choices import AppointmentState, TicketState
from lienthong.kit import clock


def new_token() -> str:
    """What stands in the address of a number or an appointment: not to be guessed, short enough for a QR code."""
    return secrets.token_urlsafe(12)


class QueueLine(models.Model):
    """People who wait for the same thing (hàng chờ): `A` Nộp hồ sơ."""

    agency = models.ForeignKey("organizations.Agency", on_delete=models.CASCADE, related_name="+")
    letter = models.CharField("ký hiệu", max_length=1)
    name = models.CharField("tên", max_length=80)
    is_open = models.BooleanField("đang nhận", default=True)

    class Meta:
        ordering = ["letter"]
        verbose_name = "hàng chờ"
        constraints = [models.UniqueConstraint(fields=["agency", "letter"], name="line_letter_once_per_agency")]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"


class ServicePoint(models.Model):
    """A counter (quầy) and the lines it serves; no line named: all of them."""

    agency = models.ForeignKey("organizations.Agency", on_delete=models.CASCADE, related_name="+")
    name = models.CharField("tên", max_length=40)
    lines = models.ManyToManyField(QueueLine, blank=True, related_name="points")
    is_open = models.BooleanField("đang mở", default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "quầy"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="point_name_once_per_agency")]

    def __str__(self) -> str:
        return self.name


class SlotPlan(models.Model):
    """How an office books appointments (khung giờ hẹn). Its hours are those of the working calendar."""

    agency = models.OneToOneField("organizations.Agency", on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField("độ dài một khung (phút)", default=15)
    capacity = models.PositiveSmallIntegerField("số người một khung", default=2)
    days_ahead = models.PositiveSmallIntegerField("đặt trước tối đa (ngày)", default=14)

    class Meta:
        verbose_name = "khung giờ hẹn"
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=120), name="slot_minutes_are_sensible"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=50), name="slot_capacity_is_sensible"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} phút, {self.capacity} người"


class Appointment(models.Model):
    """A booked quarter of an hour (lịch hẹn). The name and number of the person are seen by the office alone."""

    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(QueueLine, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=24, unique=True, default=new_token)
    key = models.CharField(max_length=64, unique=True, help_text="một lần gửi, một lịch hẹn")
    starts_at = models.DateTimeField("bắt đầu")
    name = models.CharField("họ tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=20)
    procedure_code = models.CharField("mã thủ tục", max_length=40, blank=True)
    procedure_name = models.CharField("thủ tục", max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=AppointmentState.choices, default=AppointmentState.BOOKED)
    booked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["starts_at"]
        verbose_name = "lịch hẹn"
        indexes = [
            models.Index(fields=["agency", "starts_at"], condition=~Q(state="cancelled"), name="appointment_by_slot")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%d/%m %H:%M}"


class Ticket(models.Model):
    """A number of one day (phiếu số thứ tự). Nothing personal stands on it."""

    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(QueueLine, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("ngày")
    number = models.PositiveIntegerField("số")
    token = models.CharField(max_length=24, unique=True, default=new_token)
    key = models.CharField(max_length=64, unique=True, help_text="một lần bấm, một số")
    state = models.CharField(max_length=10, choices=TicketState.choices, default=TicketState.WAITING)
    is_priority = models.BooleanField("ưu tiên", default=False)
    appointment = models.OneToOneField(Appointment, null=True, on_delete=models.PROTECT, related_name="ticket")
    stands_at = models.DateTimeField("đứng vào hàng lúc", help_text="giờ lấy số; người có hẹn: giờ hẹn nếu đến sớm hơn")
    taken_at = models.DateTimeField("lấy số lúc", default=clock.now)
    called_at = models.DateTimeField("gọi lúc", null=True)
    calls = models.PositiveSmallIntegerField("số lần gọi", default=0)
    point = models.ForeignKey(ServicePoint, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    called_by_name = models.CharField("người gọi", max_length=160, blank=True)
    ended_at = models.DateTimeField("xong lúc", null=True)
    dossier_code = models.CharField("mã hồ sơ đã nhận", max_length=40, blank=True)

    class Meta:
        verbose_name = "phiếu số thứ tự"
        constraints = [
            models.UniqueConstraint(fields=["line", "day", "number"], name="ticket_number_once_a_day"),
            models.UniqueConstraint(fields=["point"], condition=Q(state="called"), name="one_person_at_a_counter"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "line", "-is_priority", "stands_at", "id"],
                condition=Q(state="waiting"),
                name="ticket_waiting",
            ),
            models.Index(fields=["agency", "day", "state"], name="ticket_of_day"),
            models.Index(fields=["line", "-ended_at"], condition=Q(state="done"), name="ticket_served"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """`A012`, as called out and shown on the wall."""
        return f"{self.line.letter}{self.number:03d}"
