"""Taking a number (lấy số thứ tự).

Who opens it: somebody who comes in, at the screen by the door or on a phone after scanning the poster there; who is far away is led to
booking. A press on a closed office, a used appointment, a doubled press are answered in a sentence, with the way on.
"""

import secrets

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.tickets import queries, services
from lienthong.domain.tickets.choices import TicketState
from lienthong.domain.tickets.views.office import office_of
from lienthong.kit.access import ActorRequest, public
from lienthong.kit.errors import Refused
from lienthong.kit.pdf import qr_svg

POLL_SECONDS = 10


@require_http_methods(["GET", "POST"])
@public
def kiosk(request: ActorRequest, identifier: str) -> HttpResponse:
    """Big buttons, one for each line. POST gives a number; the hidden key makes a doubled press one number."""
    office = office_of(identifier)
    code = request.GET.get("ma", "")
    is_here = queries.is_day_code(office.pk, code)
    refusal: Refused | None = None
    if request.method == "POST" and is_here:
        line, key = request.POST.get("line", ""), request.POST.get("key", "")[:64]
        try:
            ticket = services.take_ticket(
                agency_id=office.pk,
                line_id=int(line) if line.isdecimal() and len(line) < 10 else 0,
                key=key or secrets.token_urlsafe(16),
                is_priority=request.POST.get("priority") == "on",
                appointment_token=request.POST.get("appointment", "")[:40],
            )
        except Refused as refused:
            refusal = refused
        else:
            back = f"?tu={code}" if request.GET.get("may") else ""
            return redirect(f"/phieu/{ticket.token}/{back}")
    board = queries.board(office.pk)
    context = {
        "office": office,
        "is_here": is_here,
        "lines": [
            (line, {letter: n for letter, _, n in board.lines}.get(line.letter, 0)) for line in queries.lines(office.pk)
        ],
        "waiting": board.waiting,
        "key": secrets.token_urlsafe(16),
        "refusal": refusal,
        "appointment": request.GET.get("hen", "")[:40],
        "is_machine": bool(request.GET.get("may")),
    }
    return render(request, "tickets/kiosk.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET"])
@public
def ticket(request: ActorRequest, token: str) -> HttpResponse:
    """One's number, how many stand before it and about how long that takes. Refreshes itself; a plain reload does the same."""
    found = queries.ticket_by_token(token)
    back = request.GET.get("tu", "")
    context = {
        "ticket": found,
        "standing": queries.standing(found),
        "is_waiting": found.state == TicketState.WAITING,
        "is_called": found.state == TicketState.CALLED,
        "poll": POLL_SECONDS if found.state in {TicketState.WAITING, TicketState.CALLED} else 0,
        "again": f"/lay-so/{found.agency.identifier}/?ma={back}&may=1"
        if queries.is_day_code(found.agency_id, back)
        else "",
        "qr": qr_svg(request.build_absolute_uri(f"/phieu/{found.token}/"), "Mã QR để xem số này trên điện thoại"),
    }
    return render(
        request, "tickets/_ticket.html" if request.headers.get("HX-Request") else "tickets/ticket.html", context
    )


@require_POST
@public
def leave(request: ActorRequest, token: str) -> HttpResponse:
    """The holder of the number goes home."""
    try:
        services.leave(token=token[:40])
    except Refused as refused:
        found = queries.ticket_by_token(token)
        context = {
            "ticket": found,
            "standing": queries.standing(found),
            "is_called": True,
            "poll": 0,
            "refusal": refused,
        }
        return render(request, "tickets/ticket.html", context, status=refused.status)
    return redirect("tickets:ticket", token=token)
