"""Booking a time (đặt lịch hẹn).

Who opens it: a citizen who does not want to wait, on a phone. A slot that has just filled up is said with the others at hand, and what was typed stays.
"""

import secrets
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.errors import ProcedureNotFound
from lienthong.domain.tickets import queries, services
from lienthong.domain.tickets.choices import AppointmentState
from lienthong.domain.tickets.views.office import office_of
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, public
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.pdf import qr_svg
from lienthong.kit.text_vi import fold

MOST_OFFICES = 40


@require_http_methods(["GET"])
@public
def offices(request: ActorRequest) -> HttpResponse:
    """Offices that book, found by name without accents."""
    text = request.GET.get("q", "")[:80]
    found = [each for each in queries.offices() if fold(text) in fold(each.name)]
    context = {"text": text, "offices": found[:MOST_OFFICES], "more": len(found) > MOST_OFFICES, "nav": ""}
    return render(request, "tickets/offices.html", context)


@require_http_methods(["GET", "POST"])
@public
def booking(request: ActorRequest, identifier: str) -> HttpResponse:
    """A day, a time, who comes. Everything on one page, works without a script."""
    office = office_of(identifier)
    days = queries.bookable_days(office.pk)
    day = _day(request.GET.get("ngay", ""), days)
    code = request.GET.get("thu-tuc", "")[:40]
    problems: dict[str, str] = {}
    refusal: Refused | None = None
    typed = {name: request.POST.get(name, "")[:120] for name in ("line", "slot", "name", "phone")}
    if request.method == "POST":
        slot = _slot(typed["slot"])
        if slot is None:
            problems["slot"] = "Chưa chọn giờ đến. Chọn một khung giờ còn chỗ."
        else:
            day = _day(slot.astimezone(clock.VIETNAM).date().isoformat(), days)
            try:
                found = services.book(
                    agency_id=office.pk,
                    line_id=int(typed["line"]) if typed["line"].isdecimal() and len(typed["line"]) < 10 else 0,
                    starts_at=slot,
                    name=typed["name"],
                    phone=typed["phone"],
                    key=request.POST.get("key", "")[:64] or secrets.token_urlsafe(16),
                    procedure_code=code,
                )
            except Invalid as invalid:
                problems = invalid.problems
            except Refused as refused:
                refusal = refused
            else:
                return redirect("tickets:appointment", token=found.token)
    context = {
        "office": office,
        "days": days,
        "day": day,
        "slots": queries.slots(office.pk, day) if day else [],
        "lines": queries.lines(office.pk),
        "typed": typed,
        "problems": problems,
        "summary": [{"id": f"f-{name}", "label": "", "message": message} for name, message in problems.items()],
        "refusal": refusal,
        "key": request.POST.get("key", "")[:64] or secrets.token_urlsafe(16),
        "procedure": _procedure(code),
        "code": code,
    }
    wrong = bool(problems or refusal)
    return render(
        request, "tickets/booking.html", context, status=(refusal.status if refusal else 422) if wrong else 200
    )


@require_http_methods(["GET"])
@public
def appointment(request: ActorRequest, token: str) -> HttpResponse:
    """When, where, what to bring; a file for one's calendar; giving the place back."""
    found = queries.appointment_by_token(token)
    plan = queries.plan_of(found.agency_id)
    context = {
        "appointment": found,
        "ends_at": found.starts_at + timedelta(minutes=plan.minutes),
        "is_booked": found.state == AppointmentState.BOOKED,
        "qr": qr_svg(request.build_absolute_uri(f"/lich-hen/{found.token}/"), "Mã QR của lịch hẹn"),
        "procedure": _procedure(found.procedure_code),
    }
    return render(request, "tickets/appointment.html", context)


@require_http_methods(["GET"])
@public
def calendar_file(request: ActorRequest, token: str) -> HttpResponse:
    """The appointment for the calendar of a phone (RFC 5545)."""
    from icalendar import Calendar, Event  # loaded when somebody asks for the file

    found = queries.appointment_by_token(token)
    plan = queries.plan_of(found.agency_id)
    calendar = Calendar()
    calendar.add("prodid", "-//Lien Thong//Dat lich hen//VI")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"{found.token}@lienthong")
    event.add("dtstamp", found.booked_at)
    event.add("dtstart", found.starts_at)
    event.add("dtend", found.starts_at + timedelta(minutes=plan.minutes))
    event.add("summary", f"{found.procedure_name or found.line.name}, {found.agency.short_name}")
    event.add("location", found.agency.address or found.agency.name)
    event.add("url", request.build_absolute_uri(f"/lich-hen/{found.token}/"))
    event.add("status", "CANCELLED" if found.state == AppointmentState.CANCELLED else "CONFIRMED")
    calendar.add_component(event)
    return HttpResponse(
        calendar.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lich-hen.ics"'},
    )


@require_POST
@public
def cancel(request: ActorRequest, token: str) -> HttpResponse:
    """Give the place back to others."""
    services.cancel_appointment(token=token[:40])
    return redirect("tickets:appointment", token=token)


def _procedure(code: str) -> procedures.VersionSnapshot | None:
    try:
        return procedures.current_version(code) if code else None
    except ProcedureNotFound:
        return None


def _day(text: str, days: list[date]) -> date | None:
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        wanted = None
    return wanted if wanted in days else (days[0] if days else None)


def _slot(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
