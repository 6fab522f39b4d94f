"""Queues of the office (hàng chờ): what lies with my role, the least time left first, grouped by how much is left."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.choices import State
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer


def _views(mine: list[str], role: str, *, paused: bool) -> list[dict[str, object]]:
    """The tabs of a queue: what runs, for each role of the position, and what waits for the applicant."""
    tabs: list[dict[str, object]] = []
    for each in mine:
        of = f" · {Role(each).label}" if len(mine) > 1 else ""
        which = {"vai-tro": str(each)} if len(mine) > 1 else {}
        for label, more in (("Đang chờ", {}), ("Tạm dừng", {"loc": "tam-dung"})):
            tabs.append(
                {
                    "label": label + of,
                    "url": "?" + urlencode({**which, **more}),
                    "current": each == role and bool(more) == paused,
                }
            )
    return tabs


def _queue(request: ActorRequest, name: str, title: str, roles: tuple[str, ...]) -> HttpResponse:
    mine = [role for role in roles if request.actor.has_role(role)]
    role = request.GET.get("vai-tro", "")
    role = role if role in mine else (mine[0] if mine else "")
    paused = request.GET.get("loc") == "tam-dung"
    page = queries.queue_page(request.actor, role, paused=paused, cursor=request.GET.get("tu"))
    context = {
        "title": title,
        "name": name,
        "page": page,
        "groups": [{"label": "Tạm dừng, chờ bổ sung hoặc nộp phí", "key": "paused", "steps": page.items}]
        if paused and page.items
        else queries.groups_of(page.items),
        "paused": paused,
        "views": _views(mine, role, paused=paused),
        "rail": queries.rail(request.actor, name),
        "now": clock.now(),
    }
    context["query"] = urlencode(
        {
            key: value
            for key, value in (("vai-tro", role if len(mine) > 1 else ""), ("loc", "tam-dung" if paused else ""))
            if value
        }
    )
    template = "dossiers/staff/leader.html" if name == "approval" else "dossiers/staff/queue.html"
    return render(request, template, context)


@require_http_methods(["GET"])
@officer("dossiers.receive")
def reception(request: ActorRequest) -> HttpResponse:
    """The one-stop officer: new dossiers, and results to hand over."""
    return _queue(request, "reception", "Tiếp nhận và trả kết quả", (Role.ONE_STOP_OFFICER,))


@require_http_methods(["GET"])
@officer("dossiers.handle")
def processing(request: ActorRequest) -> HttpResponse:
    """The specialist: what to examine."""
    return _queue(request, "processing", "Xử lý", (Role.SPECIALIST,))


@require_http_methods(["GET"])
@officer("dossiers.approve", "dossiers.sign")
def approval(request: ActorRequest) -> HttpResponse:
    """The leader, phone first: what waits for approval or signature."""
    return _queue(request, "approval", "Chờ tôi", (Role.AGENCY_LEADER, Role.DEPARTMENT_HEAD))


@require_http_methods(["GET"])
@officer("dossiers.stamp")
def stamping(request: ActorRequest) -> HttpResponse:
    """The clerk: what to number, stamp and send to the one-stop."""
    return _queue(request, "stamping", "Đóng dấu, chuyển một cửa", (Role.CLERK,))


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
