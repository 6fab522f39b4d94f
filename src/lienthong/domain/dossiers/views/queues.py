"""Queues of the office (hàng chờ): what lies with my role or with whom I stand in for, the least time left first, narrowed by filters that are saved."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.choices import Priority, State
from lienthong.domain.dossiers.queries import Conditions, workload
from lienthong.domain.dossiers.views.kept_list import KeptList, keep_list, stand_of
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor, StandIn
from lienthong.kit.errors import NotFound

LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "reception": ("Tiếp nhận và trả kết quả", (Role.ONE_STOP_OFFICER,)),
    "processing": ("Xử lý", (Role.SPECIALIST,)),
    "approval": ("Chờ tôi", (Role.AGENCY_LEADER, Role.DEPARTMENT_HEAD)),
    "stamping": ("Đóng dấu, chuyển một cửa", (Role.CLERK,)),
    "assigning": ("Phân công", (Role.SPECIALIST, Role.ONE_STOP_OFFICER, Role.CLERK, Role.DEPARTMENT_HEAD)),
}
"""Name of a list -> its title and the roles whose steps it holds."""
PAGE = {"assigning": 50}
ALWAYS_SHOWN = {"text", "time", "handler"}
"""Conditions that have their place in the bar; the others stand behind “Điều kiện khác”."""


def _tabs(
    request: ActorRequest, name: str, role: str, roles: Sequence[str], stand: StandIn | None, *, paused: bool
) -> list[dict[str, object]]:
    """The tabs of a list: what runs, for each role of the position, what waits for the applicant, and whom one stands in for."""
    tabs: list[dict[str, object]] = []
    for each in roles:
        of = f" · {Role(each).label}" if len(roles) > 1 else ""
        which = {"vai-tro": str(each)} if len(roles) > 1 else {}
        for label, more in (("Đang chờ", {}), ("Tạm dừng", {"loc": "tam-dung"})):
            if more and name == "assigning":
                continue
            current = stand is None and each == role and bool(more) == paused
            tabs.append(
                {"label": label + of, "url": "?" + urlencode({**which, **more} or {"tat-ca": "1"}), "current": current}
            )
    counts = queries.stand_counts(request.actor, LISTS[name][1]) if request.actor.stand_ins else {}
    tabs += [
        {
            "label": f"Thay mặt {each.holder}",
            "count": counts[each.delegation_id],
            "url": "?" + urlencode({"thay-mat": each.delegation_id}),
            "current": stand is not None and stand.delegation_id == each.delegation_id,
        }
        for each in request.actor.stand_ins
        if each.delegation_id in counts and name != "assigning"
    ]
    return tabs


def _roles(actor: Actor, name: str) -> list[str]:
    return [str(role) for role in LISTS[name][1] if name == "assigning" or actor.has_role(role)]


def _conditions(request: ActorRequest, name: str) -> tuple[Conditions, queries.SavedFilterRow | None]:
    """What the address asks for; an address that asks for nothing opens with the default filter of the seat."""
    only = queries.conditions_of(request.GET)
    if only or set(request.GET) - {"tu"}:
        return only, None
    found = queries.default_filter(request.actor, name)
    return (queries.conditions_of(found.params), found) if found else (only, None)


def _queue(request: ActorRequest, name: str) -> HttpResponse:
    title, all_roles = LISTS[name]
    actor, everyone = request.actor, name == "assigning"
    stand = stand_of(request, request.GET.get("thay-mat", "")) if not everyone else None
    roles = _roles(actor, name)
    if stand is None and not roles and actor.stand_ins:
        stands = (each for each in actor.stand_ins if "dossiers.view_agency" in each.rights)
        stand = next((each for each in stands if set(all_roles) & each.roles), None)
    asked = request.GET.get("vai-tro", "")
    role = asked if asked in roles else (roles[0] if roles else "")
    if stand is not None:
        role = next((str(each) for each in all_roles if each in stand.roles), "")
    paused = request.GET.get("loc") == "tam-dung"
    only, default = _conditions(request, name)
    page = queries.queue_page(
        actor,
        role,
        paused=paused,
        cursor=request.GET.get("tu"),
        limit=PAGE.get(name, 20),
        only=only,
        stand=stand,
        everyone=everyone,
    )
    agency_id = stand.agency_id if stand else actor.agency_id
    steps = queries.with_time_left(page.items, agency_id)
    if everyone:
        steps = queries.with_handlers(steps)
    own = {
        "vai-tro": role if len(roles) > 1 and stand is None else "",
        "thay-mat": stand.delegation_id if stand else "",
    }
    query = {
        key: value for key, value in {**own, "loc": "tam-dung" if paused else "", **only.params()}.items() if value
    }
    behind = any(getattr(only, each) for each in queries.NAMES if each not in ALWAYS_SHOWN)
    saved = saved_in_words(actor, name, only, str(own["vai-tro"]))
    context = {
        "title": title,
        "name": name,
        "page": page,
        "groups": queries.groups_of(steps),
        "steps": steps,
        "paused": paused,
        "everyone": everyone,
        "on_behalf_of": f"{stand.holder}, {stand.title}" if stand else "",
        "views": _tabs(request, name, role, roles, stand, paused=paused),
        "only": only,
        "default": default,
        "saved": saved,
        "is_saved": any(row["current"] and row["own"] for row in saved),
        "kept_params": [(key, value) for key, value in query.items() if key not in queries.NAMES.values()],
        "choices": _choices(actor, name, role, agency_id, only) if behind or "dieu-kien" in request.GET else None,
        "choices_url": f"{reverse('dossiers:filter-choices', args=[name])}?{urlencode(query)}",
        "without_choices_url": "?" + urlencode({**query, "dieu-kien": "1"}),
        "bulk": bool(page.items) and not paused and name != "approval" and stand is None,
        "may_assign": actor.may_enter("dossiers.assign"),
        "rail": queries.rail(actor, name),
        "query": urlencode(query) or "tat-ca=1",
        "now": clock.now(),
    }
    template = "dossiers/staff/approval_queue.html" if name == "approval" else "dossiers/staff/queue.html"
    response = render(request, template, context)
    return keep_list(request, response, KeptList(role, only, stand.delegation_id if stand else 0))


def saved_in_words(actor: Actor, name: str, only: Conditions, role: str = "") -> list[dict[str, Any]]:
    """The saved filters of a list as the page shows them: {found, url, current, own}; `role` where the list has several."""
    of_role = {"vai-tro": role} if role else {}
    mine = actor.position.id if actor.position else 0
    return [
        {
            "found": each,
            "url": f"{reverse(f'dossiers:{name}')}?{urlencode({**of_role, **queries.conditions_of(each.params).params()})}",
            "current": queries.conditions_of(each.params) == only,
            "own": each.position_id == mine,
        }
        for each in queries.saved_filters(actor, name)
    ]


def _choices(actor: Actor, name: str, role: str, agency_id: int | None, only: Conditions) -> dict[str, object]:
    """What the conditions behind “Điều kiện khác” may be, with what is chosen."""
    found = queries.filter_choices(agency_id, role)
    handlers: list[tuple[str, str]] = []
    if name == "assigning":
        handlers = [(str(each.seat_id), each.name) for each in workload.colleagues(actor, [role])]
    return {
        "procedures": found.procedures,
        "fields": found.fields,
        "steps": found.steps,
        "states": [(value, label) for value, label in State.choices if value in found.states],
        "communes": organizations.commune_choices(),
        "priorities": [("co", "Có ưu tiên"), *Priority.choices],
        "handlers": handlers,
        "only": only,
    }


@require_http_methods(["GET"])
@officer("dossiers.receive")
def reception(request: ActorRequest) -> HttpResponse:
    """The one-stop officer: new dossiers, and results to hand over."""
    return _queue(request, "reception")


@require_http_methods(["GET"])
@officer("dossiers.handle")
def processing(request: ActorRequest) -> HttpResponse:
    """The specialist: what to examine."""
    return _queue(request, "processing")


@require_http_methods(["GET"])
@officer("dossiers.approve", "dossiers.sign")
def approval(request: ActorRequest) -> HttpResponse:
    """The leader, phone first: what waits for approval or signature."""
    return _queue(request, "approval")


@require_http_methods(["GET"])
@officer("dossiers.stamp")
def stamping(request: ActorRequest) -> HttpResponse:
    """The clerk: what to number, stamp and send to the one-stop."""
    return _queue(request, "stamping")


@require_http_methods(["GET"])
@officer("dossiers.assign")
def assigning(request: ActorRequest) -> HttpResponse:
    """Whoever shares out work: the steps of everybody, with whom they lie."""
    return _queue(request, "assigning")


@require_http_methods(["GET"])
@officer()
def filter_choices(request: ActorRequest, name: str) -> HttpResponse:
    """Fragment: the conditions behind “Điều kiện khác”, loaded when they are opened."""
    if name not in LISTS or (name == "assigning" and not request.actor.may_enter("dossiers.assign")):
        raise NotFound
    stand = stand_of(request, request.GET.get("thay-mat", ""))
    roles = _roles(request.actor, name)
    asked = request.GET.get("vai-tro", "")
    role = asked if asked in roles else (roles[0] if roles else "")
    if stand is not None:
        role = next((str(each) for each in LISTS[name][1] if each in stand.roles), "")
    agency_id = stand.agency_id if stand else request.actor.agency_id
    only = queries.conditions_of(request.GET)
    context = {"choices": _choices(request.actor, name, role, agency_id, only)}
    return render(request, "dossiers/staff/_filter_more.html", context)


@require_http_methods(["GET"])
@officer("dossiers.view_agency", "dossiers.view_all")
def register(request: ActorRequest) -> HttpResponse:
    """Every dossier of the agency, newest first, with a filter bar."""
    state = request.GET.get("trang-thai", "")
    text = request.GET.get("q", "")[:100]
    page = queries.dossiers_page(
        request.actor, cursor=request.GET.get("tu"), state=state if state in State.values else "", text=text
    )
    context = {
        "may_print_book": request.actor.may("dossiers.view_agency"),
        "page": page,
        "state": state,
        "text": text,
        "states": [{"value": value, "label": label, "current": value == state} for value, label in State.choices],
        "rail": queries.rail(request.actor, "register"),
        "query": urlencode({key: value for key, value in (("q", text), ("trang-thai", state)) if value}),
        "now": clock.now(),
    }
    return render(request, "dossiers/staff/register.html", context)


@require_http_methods(["GET"])
@officer("dossiers.view_agency", "dossiers.view_all")
def find(request: ActorRequest) -> HttpResponseBase:
    """The search box of the top bar: a whole code opens the dossier, anything else lists."""
    text = request.GET.get("q", "").strip()[:100]
    code = text.upper()
    if code and queries.visible_dossiers(request.actor).filter(code=code).exists():
        return redirect("dossiers:work", code=code)
    return register(request)
