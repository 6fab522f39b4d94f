"""The leader's list (chờ tôi): everything that waits for a decision in one list, and what is late in the office, unit by unit."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.queries.waiting import TABS, UNITS
from lienthong.domain.dossiers.views import queues
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer


@require_safe
@officer("dossiers.approve", "dossiers.sign")
def approval(request: ActorRequest) -> HttpResponseBase:
    """Phone first: the least time left on top, whatever it is. With conditions in the address it is the narrowed queue of one role."""
    if set(request.GET) - {"tu", "loai"}:
        return queues.approval(request)
    tab = request.GET.get("loai", "")
    tab = tab if tab in dict(TABS) else ""
    counts = queries.waiting_counts(request.actor)
    page = queries.waiting_page(request.actor, tab=tab, cursor=request.GET.get("tu"))
    context = {
        "page": page,
        "rows": queries.with_days_left(page.items, request.actor.agency_id),
        "counts": counts,
        "late": queries.late_by_unit(request.actor),
        "may_sign": request.actor.may_enter("dossiers.sign"),
        "views": [
            {"label": "Tất cả", "url": "?", "count": counts.total, "current": not tab},
            *(
                {"label": label, "url": f"?loai={key}", "count": counts.by_tab.get(key, 0), "current": key == tab}
                for key, label in TABS
                if counts.by_tab.get(key) or key == tab
            ),
        ],
        "query": urlencode({"loai": tab} if tab else {}),
        "rail": queries.rail(request.actor, "approval"),
        "now": clock.now(),
    }
    return render(request, "dossiers/staff/leader.html", context)


@require_safe
@officer("dossiers.approve", "dossiers.sign")
def late(request: ActorRequest) -> HttpResponse:
    """Steps past their time at one unit of the office, each leading to its dossier."""
    units = queries.late_by_unit(request.actor)
    labels = {str(role): label for role, label in UNITS}
    role = request.GET.get("vai-tro", "")
    role = role if role in labels else (units[0]["role"] if units else str(UNITS[0][0]))
    page = queries.late_page(request.actor, role, cursor=request.GET.get("tu"))
    context = {
        "page": page,
        "rows": queries.with_days_left(page.items, request.actor.agency_id),
        "label": labels[role],
        "views": [
            {
                "label": each["label"],
                "url": f"?vai-tro={each['role']}",
                "count": each["count"],
                "current": each["role"] == role,
            }
            for each in units
        ],
        "query": urlencode({"vai-tro": role}),
        "rail": queries.rail(request.actor, "approval"),
        "now": clock.now(),
    }
    return render(request, "dossiers/staff/late.html", context)
