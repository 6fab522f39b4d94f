"""Queues of the office (hàng chờ): what lies with my role, the least time left first, grouped by how much is left."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.models import DossierStep
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.actor import Actor

SOON_DAYS = 2

QUEUES = (
    # name, label, icon, roles
    ("reception", "Tiếp nhận", "inbox", (Role.ONE_STOP_OFFICER,)),
    ("processing", "Xử lý", "file", (Role.SPECIALIST,)),
    ("approval", "Chờ tôi", "sign", (Role.AGENCY_LEADER, Role.DEPARTMENT_HEAD)),
    ("stamping", "Đóng dấu", "stamp", (Role.CLERK,)),
)


def rail(actor: Actor, current: str) -> list[dict[str, object]]:
    """The left rail: the queues of one's roles with their counts, then the register."""
    roles = [role for _, _, _, of in QUEUES for role in of]
    counts = queries.queue_counts(actor, roles)
    items: list[dict[str, object]] = [
        {"url": "/lam-viec/", "label": "Việc hôm nay", "icon": "home", "current": current == "home"}
    ]
    for name, label, icon, of in QUEUES:
        mine = [counts[role] for role in of if role in counts]
        if mine:
            items.append(
                {
                    "url": reverse(f"dossiers:{name}"),
                    "label": label,
                    "icon": icon,
                    "count": sum(mine),
                    "current": current == name,
                }
            )
    if actor.may("dossiers.view_agency") or actor.may("dossiers.view_all"):
        items.append(
            {"url": reverse("dossiers:register"), "label": "Hồ sơ", "icon": "files", "current": current == "register"}
        )
    return items


def groups_of(steps: list[DossierStep]) -> list[dict[str, object]]:
    """Quá hạn, đến hạn trong 2 ngày, còn thời gian: each with its steps, in list order."""
    now = clock.now()
    soon = now + timedelta(days=SOON_DAYS)
    named = [("Quá hạn", "late"), ("Đến hạn trong 2 ngày", "soon"), ("Còn thời gian", "ok")]
    found: dict[str, list[DossierStep]] = {key: [] for _, key in named}
    for step in steps:
        found["late" if step.due_at < now else "soon" if step.due_at < soon else "ok"].append(step)
    return [{"label": label, "key": key, "steps": found[key]} for label, key in named if found[key]]


def _views(mine: list[Role], role: str, *, paused: bool) -> list[dict[str, object]]:
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
        else groups_of(page.items),
        "paused": paused,
        "views": _views(mine, role, paused=paused),
        "rail": rail(request.actor, name),
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
        "page": page,
        "state": state,
        "text": text,
        "states": [{"value": value, "label": label, "current": value == state} for value, label in State.choices],
        "rail": rail(request.actor, "register"),
        "query": urlencode({key: value for key, value in (("q", text), ("trang-thai", state)) if value}),
        "now": clock.now(),
    }
    return render(request, "dossiers/staff/register.html", context)


@require_http_methods(["GET"])
@officer("dossiers.view_agency", "dossiers.view_all")
def find(request: ActorRequest) -> HttpResponse:
    """The search box of the top bar: a whole code opens the dossier, anything else lists."""
    text = request.GET.get("q", "").strip()[:100]
    code = text.upper()
    if code and queries.visible_dossiers(request.actor).filter(code=code).exists():
        return redirect("dossiers:work", code=code)
    return register(request)
