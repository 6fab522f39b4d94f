"""A person books a quarter of an hour (đặt lịch hẹn)."""

import re
from datetime import datetime

from django.db import transaction

from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.errors import ProcedureNotFound
from lienthong.domain.tickets import queries
from lienthong.domain.tickets.choices import AppointmentState
from lienthong.domain.tickets.errors import SlotFull
from lienthong.domain.tickets.events import AppointmentBooked
from lienthong.domain.tickets.models import Appointment, QueueLine, SlotPlan
from lienthong.kit import clock
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

_PHONE = re.compile(r"0\d{9}")


@transaction.atomic
def book(
    *, agency_id: int, line_id: int, starts_at: datetime, name: str, phone: str, key: str, procedure_code: str = ""
) -> Appointment:
    """Book a slot. The same `key` gives the same appointment again. Raises Invalid by field, SlotFull, NotFound."""
    known = Appointment.objects.select_related("line", "agency").filter(key=key).first()
    if known is not None:
        return known
    line = QueueLine.objects.filter(pk=line_id, agency_id=agency_id, is_open=True).first()
    if line is None:
        raise NotFound("Việc này không nhận đặt lịch. Chọn việc khác trong danh sách.")
    problems: dict[str, str] = {}
    name, number = clean(name), re.sub(r"[\s.\-]", "", phone)
    number = f"0{number[3:]}" if number.startswith("+84") else number
    if not 2 <= len(name) <= 120:
        problems["name"] = "Chưa ghi họ tên người đến. Ghi như trên căn cước."
    if not _PHONE.fullmatch(number):
        problems["phone"] = (
            f"Số điện thoại “{clean(phone)[:20]}” chưa đúng. Ghi 10 chữ số, bắt đầu bằng 0, ví dụ 0912345678."
        )
    if problems:
        raise Invalid(problems)
    # One row per office says who books now, so that two people do not take the last place.
    SlotPlan.objects.get_or_create(agency_id=agency_id)
    SlotPlan.objects.select_for_update().get(agency_id=agency_id)
    day = starts_at.astimezone(clock.VIETNAM).date()
    slot = next((each for each in queries.slots(agency_id, day) if each.starts_at == starts_at), None)
    if slot is None:
        raise SlotFull("Khung giờ này không còn đặt được: đã qua, hoặc ngoài giờ làm việc. Chọn khung giờ khác.")
    if slot.left == 0:
        raise SlotFull(
            f"Khung {starts_at.astimezone(clock.VIETNAM):%H:%M, %d/%m} vừa đủ người. Chọn khung giờ khác; thông tin đã ghi còn nguyên."
        )
    appointment = Appointment.objects.create(
        agency_id=agency_id,
        line=line,
        key=key,
        starts_at=starts_at,
        name=name,
        phone=number,
        procedure_code=procedure_code if _procedure_name(procedure_code) else "",
        procedure_name=_procedure_name(procedure_code),
        booked_at=clock.now(),
    )
    publish(AppointmentBooked(appointment_id=appointment.pk, agency_id=agency_id, starts_at=starts_at))
    return appointment


def _procedure_name(code: str) -> str:
    if not code:
        return ""
    try:
        return procedures.current_version(code).short_name
    except ProcedureNotFound:
        return ""


@transaction.atomic
def cancel_appointment(*, token: str) -> Appointment:
    """Give the place back. Cancelling twice changes nothing."""
    found = (
        Appointment.objects.select_for_update(of=("self",)).select_related("line", "agency").filter(token=token).first()
    )
    if found is None:
        raise NotFound
    if found.state == AppointmentState.BOOKED:
        found.state = AppointmentState.CANCELLED
        found.save(update_fields=["state"])
    return found
