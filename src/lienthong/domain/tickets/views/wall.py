"""The screen of the waiting room (màn hình chờ). Who opens it: a television on the wall, read from the last row. Numbers only, no names."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.domain.tickets import queries
from lienthong.domain.tickets.views.office import office_of
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, public


@require_http_methods(["GET"])
@public
def wall(request: ActorRequest, identifier: str) -> HttpResponse:
    """The board; asks for itself again every few seconds. When the line is cut the last board stays, with its time."""
    office = office_of(identifier)
    context = {"office": office, "board": queries.board(office.pk), "now": clock.now()}
    return render(request, "tickets/_wall.html" if request.headers.get("HX-Request") else "tickets/wall.html", context)
