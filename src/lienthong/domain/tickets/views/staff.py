"""Serving the queue at a counter (quầy tiếp nhận).

Who opens it: the officer of the one-stop office, all day, with the keyboard: F2 calls the next person. Two counters that press at once get two
people; what another counter has taken is said with its name and minute.
"""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.tickets import policies, queries, services
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.pdf import qr_svg

SERVE = officer(*policies.SERVE)
VERBS: Mapping[str, Callable[..., object]] = {
    "goi-lai": services.call_again,
    "xong": services.finish_ticket,
    "vang": services.miss_ticket,
    "tra-lai": services.return_ticket,
}


@require_http_methods(["GET", "POST"])
@SERVE
def points(request: ActorRequest) -> HttpResponse:
    """Which counter one sits at today. POST opens the queue of an office that has none yet."""
    agency_id = request.actor.agency_id or 0
    if request.method == "POST":
        services.open_office(actor=request.actor, agency_id=agency_id)
        return redirect("tickets:points")
    agency = organizations.agency(agency_id)
    address = request.build_absolute_uri(f"/lay-so/{agency.identifier}/?ma={queries.day_code(agency_id)}")
    context = {
        "agency": agency,
        "qr": qr_svg(address, "Mã QR lấy số hôm nay"),
        "points": [(each, queries.at_point(each.pk)) for each in queries.points(agency_id)],
        "board": queries.board(agency_id),
        "code": queries.day_code(agency_id),
    }
    return render(request, "tickets/staff/points.html", context)


@require_http_methods(["GET"])
@SERVE
def point(request: ActorRequest, point_id: int) -> HttpResponse:
    """One counter: whom it serves, who waits, who was called in vain."""
    found = queries.point_for(request.actor, point_id)
    context = {
        "point": found,
        "now_serving": queries.at_point(found.pk),
        "waiting": queries.waiting_for(found),
        "missed": queries.missed_today(found.agency_id),
    }
    template = "tickets/staff/_point.html" if request.headers.get("HX-Request") else "tickets/staff/point.html"
    return render(request, template, context)


@require_POST
@SERVE
def call(request: ActorRequest, point_id: int) -> HttpResponse:
    """The next person, or the one the officer points at."""
    wanted = request.POST.get("ticket", "")
    try:
        ticket = services.call_next(
            actor=request.actor,
            point_id=queries.point_for(request.actor, point_id).pk,
            ticket_id=int(wanted) if wanted.isdecimal() and len(wanted) < 12 else None,
        )
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        if ticket is None:
            messages.info(request, "Không còn ai chờ ở các hàng quầy này phục vụ.")
    return redirect("tickets:point", point_id=point_id)


@require_POST
@SERVE
def act(request: ActorRequest, point_id: int, verb: str) -> HttpResponse:
    """Call again, finish, missed, put back."""
    if verb not in VERBS:
        raise Http404
    ticket = request.POST.get("ticket", "")
    try:
        VERBS[verb](actor=request.actor, ticket_id=int(ticket) if ticket.isdecimal() and len(ticket) < 12 else 0)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("tickets:point", point_id=point_id)


@require_http_methods(["GET"])
@SERVE
def expected(request: ActorRequest) -> HttpResponse:
    """Who has an appointment today."""
    context = {"appointments": queries.appointments_on(request.actor, clock.today()), "today": clock.today()}
    return render(request, "tickets/staff/expected.html", context)


@require_http_methods(["GET"])
@SERVE
def of_the_day(request: ActorRequest) -> HttpResponse:
    """Fragment for the list of today: who waits, who is expected next."""
    soon = [
        each for each in queries.appointments_on(request.actor, clock.today())[:200] if each.starts_at >= clock.now()
    ]
    board = queries.board(request.actor.agency_id or 0)
    context = {"waiting": board.waiting, "expected": soon[:5], "more": max(0, len(soon) - 5)}
    return render(request, "tickets/staff/_of_the_day.html", context)


@require_http_methods(["GET", "POST"])
@SERVE
def arrange(request: ActorRequest) -> HttpResponse:
    """Lines, counters, slots of the office."""
    agency_id = request.actor.agency_id or 0
    problems: dict[str, str] = {}
    if request.method == "POST":
        post = request.POST
        try:
            if "point" in post:
                number = post.get("point_id", "")
                services.save_point(
                    actor=request.actor,
                    point_id=int(number) if number.isdecimal() and len(number) < 10 else None,
                    name=post.get("point", "")[:80],
                    line_ids=[int(each) for each in post.getlist("lines") if each.isdecimal() and len(each) < 10],
                    is_open=post.get("is_open") == "on",
                )
            else:
                services.arrange_office(
                    actor=request.actor,
                    lines={
                        line.pk: (post.get(f"line-{line.pk}", line.name)[:120], post.get(f"open-{line.pk}") == "on")
                        for line in queries.lines(agency_id, all_of_them=True)
                    },
                    minutes=_number(post.get("minutes", "")),
                    capacity=_number(post.get("capacity", "")),
                    days_ahead=_number(post.get("days_ahead", "")),
                )
        except Invalid as invalid:
            problems = invalid.problems
        else:
            messages.success(request, "Đã lưu bố trí.")
            return redirect("tickets:arrange")
    context = {
        "lines": queries.lines(agency_id, all_of_them=True),
        "points": [(each, {line.pk for line in each.lines.all()}) for each in queries.points(agency_id)],
        "plan": queries.plan_of(agency_id),
        "problems": [{"id": f"f-{name}", "label": "", "message": text} for name, text in problems.items()],
    }
    return render(request, "tickets/staff/arrange.html", context, status=422 if problems else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
