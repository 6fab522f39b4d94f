"""Choosing the seat one acts from (chuyển chức vụ)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lienthong.foundation.accounts import queries
from lienthong.foundation.accounts.errors import PositionNotHeld
from lienthong.kit.access import ActorRequest, signed_in


@signed_in
@require_POST
def switch_position(request: ActorRequest) -> HttpResponse:
    """POST position_id [, next]: act from another seat held today; any other seat changes nothing and is said."""
    wanted = request.POST.get("position_id", "")
    seat = next(
        (each for each in queries.positions_of(queries.own_account(request.actor)) if str(each.id) == wanted), None
    )
    if seat is None:
        messages.error(request, PositionNotHeld.message)
    else:
        request.session[queries.SESSION_POSITION] = seat.id
        messages.success(request, f"Đang làm việc với chức vụ {seat.title}, {seat.agency_name}.")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "/lam-viec/")
