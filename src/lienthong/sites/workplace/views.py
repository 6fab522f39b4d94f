"""The officer's home (việc hôm nay): what waits, what is late, who waits for us. One look, one key to the first thing to do."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.views.queues import rail
from lienthong.foundation.notifications import queries as notifications
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer


@require_http_methods(["GET"])
@officer()
def today(request: ActorRequest) -> HttpResponse:
    """Counts to a ceiling, then the ten most urgent steps of every role of this position."""
    position = request.actor.position
    roles = sorted(position.roles) if position else []
    steps = [step for role in roles for step in dossiers.queue_page(request.actor, role, limit=10).items]
    steps.sort(key=lambda step: step.due_at)
    context = {
        "steps": steps[:10],
        "figures": dossiers.desk_figures(request.actor),
        "news": list(notifications.inbox(request.actor)[:5]),
        "rail": rail(request.actor, "home"),
        "now": clock.now(),
    }
    return render(request, "workplace/today.html", context)
