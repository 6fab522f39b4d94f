"""What people read (trang cho người dân).

Anybody to whom something happens: a birth, a death, a shop to open. They see what to do first, by when, what may be done at once;
an unknown address answers 404 with the way to the list.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.life_events import queries
from lienthong.foundation.decisions import queries as decisions
from lienthong.foundation.decisions.choices import Purpose
from lienthong.kit.access import public


@public
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """Every event."""
    context = {"nav": "thu-tuc", "events": queries.published_events()}
    return render(request, "life_events/list.html", context)


@public
@require_safe
def event_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: steps in order."""
    context = {
        "nav": "thu-tuc",
        "event": queries.published_event(slug),
        "checks": decisions.subjects_with(Purpose.ELIGIBILITY),
    }
    return render(request, "life_events/event.html", context)
