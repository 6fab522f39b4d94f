"""One's own notifications (thông báo), for citizens and officers alike."""

import uuid
from typing import cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lienthong.foundation.notifications import queries, services
from lienthong.kit.access import ActorRequest, signed_in
from lienthong.kit.pagination import BadCursor, keyset_page


@never_cache
@require_GET
@signed_in
def notification_list(request: HttpRequest) -> HttpResponse:
    """`/thong-bao/`: newest first, 20 a page."""
    actor = cast("ActorRequest", request).actor
    try:
        page = keyset_page(queries.inbox(actor), order=["-id"], cursor=request.GET.get("trang"))
    except ValidationError as error:  # a cursor whose id is no UUID
        raise BadCursor from error
    context = {
        "layout": "ui/staff.html" if actor.is_officer else "ui/citizen.html",
        "page": page,
        "pages": {"prev_url": _to(page.previous), "next_url": _to(page.next)},
        "has_unread": any(line.read_at is None for line in page.items),
    }
    return render(request, "notifications/list.html", context)


@never_cache
@require_GET
@signed_in
def open_notification(request: HttpRequest, notification_id: uuid.UUID) -> HttpResponse:
    """Mark as read and go where it points."""
    line = services.mark_read(actor=cast("ActorRequest", request).actor, notification_id=notification_id)
    return redirect(line.url or "notifications:list")


@require_POST
@signed_in
def mark_read(request: HttpRequest, notification_id: uuid.UUID) -> HttpResponse:
    """Mark one as read."""
    services.mark_read(actor=cast("ActorRequest", request).actor, notification_id=notification_id)
    return redirect("notifications:list")


@require_POST
@signed_in
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    services.mark_all_read(actor=cast("ActorRequest", request).actor)
    return redirect("notifications:list")


def _to(cursor: str | None) -> str:
    return f"?trang={cursor}" if cursor else ""
