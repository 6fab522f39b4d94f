"""A person takes a number (lấy số)."""

from datetime import timedelta

from django.db import transaction

from lienthong.domain.tickets.choices import AppointmentState, TicketState
from lienthong.domain.tickets.errors import AppointmentRefused, OutOfHours, TicketNotFound, TicketTaken
from lienthong.domain.tickets.models import Appointment, QueueLine, Ticket
from lienthong.domain.tickets.states import MOVES
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.workdays import queries as workdays
from lienthong.foundation.workdays.services import next_opening
from lienthong.kit import clock
from lienthong.kit.errors import NotFound

BEFORE_OPENING = timedelta(minutes=30)
"""People who come early stand at the door: they get numbers."""
EARLY = timedelta(minutes=30)
LATE = timedelta(minutes=30)


@transaction.atomic
def take_ticket(
    *, agency_id: int, line_id: int, key: str, is_priority: bool = False, appointment_token: str = ""
) -> Ticket:
    """A number of today. The same `key` (one press of one button) gives the same number again.

    With an appointment one stands in the line from the booked moment on, however late the press. Raises OutOfHours, NotFound for a
    closed line, AppointmentRefused for one of another day or long past.
    """
    now = clock.now()
    known = Ticket.objects.select_related("line").filter(key=key).first()
    if known is not None:
        return known
    appointment = _appointment(agency_id, appointment_token) if appointment_token else None
    line = (
        appointment.line
        if appointment
        else QueueLine.objects.filter(pk=line_id, agency_id=agency_id, is_open=True).first()
    )
    if line is None:
        raise NotFound("Hàng chờ này không nhận thêm. Chọn việc khác, hoặc hỏi cán bộ hướng dẫn.")
    opens = next_opening(workdays.calendar_for(agency_id, now), now)
    if opens - now > BEFORE_OPENING:
        raise OutOfHours(opens)
    ticket, fresh = Ticket.objects.get_or_create(
        key=key,
        defaults={
            "agency_id": agency_id,
            "line": line,
            "day": clock.today(),
            "number": numbering.next_number(scope="ticket", key=f"{line.pk}/{clock.today():%Y%m%d}"),
            "is_priority": is_priority,
            "appointment": appointment,
            "stands_at": min(now, appointment.starts_at) if appointment else now,
            "taken_at": now,
        },
    )
    if appointment is not None and fresh:
        appointment.state = AppointmentState.ARRIVED
        appointment.save(update_fields=["state"])
    return ticket


def _appointment(agency_id: int, token: str) -> Appointment:
    found = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("line")
        .filter(token=token, agency_id=agency_id)
        .first()
    )
    if found is None:
        raise AppointmentRefused("Lịch hẹn này không phải của cơ quan đang đến. Xem lại tên cơ quan trên lịch hẹn.")
    at = found.starts_at.astimezone(clock.VIETNAM)
    if found.state != AppointmentState.BOOKED:
        raise AppointmentRefused(
            "Lịch hẹn đã hủy. Lấy số thường, hoặc đặt lịch khác."
            if found.state == AppointmentState.CANCELLED
            else "Lịch hẹn này đã lấy số rồi. Xem số trên phiếu đã nhận."
        )
    if not found.starts_at - EARLY <= clock.now() <= found.starts_at + LATE:
        raise AppointmentRefused(
            f"Lịch hẹn lúc {at:%H:%M, %d/%m/%Y}; chỉ lấy số trước hoặc sau giờ hẹn 30 phút. Lấy số thường nếu muốn vào ngay."
        )
    return found


@transaction.atomic
def leave(*, token: str) -> Ticket:
    """The person goes home: the number is not called. Leaving twice changes nothing. Raises TicketTaken when it was called already."""
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("line").filter(token=token).first()
    if ticket is None:
        raise TicketNotFound
    if ticket.state == TicketState.LEFT:
        return ticket
    sources, target = MOVES["leave"]
    if ticket.state not in sources:
        raise TicketTaken(f"Số {ticket.label} đã được gọi, không hủy được nữa. Nếu không làm nữa, báo cán bộ tại quầy.")
    ticket.state, ticket.ended_at = target, clock.now()
    ticket.save(update_fields=["state", "ended_at"])
    return ticket
