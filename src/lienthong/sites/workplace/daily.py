"""The list of today on a phone (việc hôm nay): one column, read without a script, on a poor line.

Who opens it: a specialist on the way to the office, a commune officer with three jobs, a leader between two meetings. Each line opens
what is to be done; the act stands at the foot of that page: two taps.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.tickets import policies as tickets
from lienthong.foundation.notifications import queries as notifications
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.sites.workplace import rail

NEWS = 3


@require_http_methods(["GET"])
@officer()
def day(request: ActorRequest) -> HttpResponse:
    """Late, sent back, due today, new; then what waits in other lists."""
    actor = request.actor
    assert actor.position is not None
    found = dossiers.day_of(actor)
    context = {
        "day": found,
        "digest": dossiers.digest(found),
        "parts": [
            (label, key, items)
            for label, key, items in (
                ("Quá hạn", "late", found.late),
                ("Bị trả lại", "returned", found.returned),
                ("Phải xong hôm nay", "today", found.today),
                ("Mới đến", "new", found.new),
            )
            if items
        ],
        "serves": any(actor.may(right) for right in tickets.SERVE),
        "has_documents": any(actor.may(right) for right in rail.WORKS_ON_DOCUMENTS),
        "away": organizations.away([actor.position.id]).get(actor.position.id, ""),
        "news": list(notifications.inbox(actor)[:NEWS]),
        "rail": dossiers.rail(actor, "home"),
        "now": clock.now(),
    }
    return render(request, "workplace/day.html", context)
