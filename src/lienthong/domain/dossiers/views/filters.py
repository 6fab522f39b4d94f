"""Filters of a list are saved, counted, made the one it opens with, and dropped (bộ lọc đã lưu)."""

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.views.queues import LISTS, saved_in_words
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound, Refused


def _list_url(name: str) -> str:
    if name not in LISTS:
        raise NotFound
    return reverse(f"dossiers:{name}")


@require_http_methods(["GET"])
@officer()
def counts(request: ActorRequest, name: str) -> HttpResponse:
    """Fragment: the saved filters of a list with how many each finds now."""
    _list_url(name)
    only = queries.conditions_of(request.GET)
    everyone = name == "assigning"
    if everyone and not request.actor.may_enter("dossiers.assign"):
        raise NotFound
    roles = [str(role) for role in LISTS[name][1] if everyone or request.actor.has_role(role)]
    asked = request.GET.get("vai-tro", "")
    saved = saved_in_words(request.actor, name, only, asked if asked in roles else "")
    role = [asked] if asked in roles else roles[:1]
    found = queries.filter_counts(request.actor, [row["found"] for row in saved], role, everyone=everyone)
    for row in saved:
        row["count"] = found.get(row["found"].pk)
    return render(request, "dossiers/staff/_saved_filters.html", {"saved": saved, "name": name, "counted": True})


@require_POST
@officer()
def save(request: ActorRequest, name: str) -> HttpResponse:
    """Keep the conditions on the page under a name."""
    address, typed = _list_url(name), dict(parse_qsl(request.POST.get("params", "")[:1000]))
    back = redirect(f"{address}?{urlencode(typed)}")
    try:
        saved = services.save_filter(
            actor=request.actor,
            queue=name,
            name=request.POST.get("name", ""),
            params=typed,
            is_shared=request.POST.get("shared") == "on",
            is_default=request.POST.get("default") == "on",
        )
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems.values()))
        return back
    except Refused as refused:
        messages.error(request, refused.message)
        return back
    messages.success(request, f"Đã lưu bộ lọc “{saved.name}”.")
    return back


@require_POST
@officer()
def change(request: ActorRequest, name: str, filter_id: int) -> HttpResponse:
    """Drop one of one's own filters, or let the list open with it."""
    address = _list_url(name)
    act = request.POST.get("act", "")
    if act == "drop":
        services.drop_filter(actor=request.actor, filter_id=filter_id)
        messages.success(request, "Đã bỏ bộ lọc.")
    else:
        found = services.open_with_filter(actor=request.actor, filter_id=filter_id, is_default=act == "default")
        said = f"Danh sách mở bằng bộ lọc “{found.name}”." if found.is_default else "Danh sách mở với mọi hồ sơ."
        messages.success(request, said)
    return redirect(f"{address}?tat-ca=1")
