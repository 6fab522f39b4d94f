"""Work is shared out (phân công): many dossiers at once, with everybody's load in sight before and after, and the way back.

Who opens it: the head of a department on Monday morning. One page shows whom everything would go to; one button does it. What somebody
else took meanwhile is named, dossier by dossier.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.queries import workload
from lienthong.domain.dossiers.views.queues import LISTS
from lienthong.foundation.organizations.choices import Role
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, Refused

MOST = services.MOST_ASSIGNED
SPREAD = "deu"
NAMED = 12
"""Dossiers named on the page; of the rest only the number is said."""


@require_POST
@officer("dossiers.assign")
def share(request: ActorRequest) -> HttpResponse:
    """First the load of everybody and where the chosen dossiers would go; with `to`, do it."""
    seen = _chosen(request)
    if not seen:
        messages.error(request, "Chưa chọn hồ sơ nào. Đánh dấu hồ sơ trong danh sách rồi bấm Phân công.")
        return redirect(_back(request))
    to = request.POST.get("to", "")
    if not to:
        return _page(request, seen)
    if to == SPREAD:
        shares: dict[int, int | None] = dict(services.spread_plan(actor=request.actor, step_ids=list(seen))[0])
    else:
        shares = dict.fromkeys(seen, int(to) if to.isdecimal() and len(to) < 19 else None)
    try:
        done = services.assign_steps(actor=request.actor, shares=shares, seen=seen)
    except Refused as refused:
        return _page(request, seen, refused)
    left = len(seen) - len(shares)
    return _done(request, done, f"{left} hồ sơ chưa giao được vì không ai có mặt giữ vai trò của bước." if left else "")


@require_POST
@officer()
def take(request: ActorRequest) -> HttpResponse:
    """Take what nobody has, or put back one's own."""
    seen = _chosen(request)
    mine = request.actor.position.id if request.actor.position else 0
    to = mine if request.POST.get("act") != "back" else None
    if not seen:
        messages.error(request, "Chưa chọn hồ sơ nào.")
        return redirect(_back(request))
    try:
        done = services.assign_steps(actor=request.actor, shares=dict.fromkeys(seen, to), seen=seen)
    except Refused as refused:
        said = " ".join(refused.problems.values()) if isinstance(refused, Invalid) else refused.message
        messages.error(request, said)
        return redirect(_back(request))
    return _done(request, done)


@require_POST
@officer()
def undo(request: ActorRequest, assignment_id: int) -> HttpResponse:
    """Put it back as it was."""
    try:
        done = services.undo_assignment(actor=request.actor, assignment_id=assignment_id)
    except Refused as refused:
        if refused.status == 404:
            raise
        messages.error(request, refused.message)
        return redirect(_back(request))
    return _done(request, done, undone=True)


def _page(request: ActorRequest, seen: dict[int, int | None], refusal: Refused | None = None) -> HttpResponse:
    actor = request.actor
    even, steps, among = services.spread_plan(actor=actor, step_ids=list(seen))
    after = workload.loads_after(steps, even, among)
    here = {step.id for step in steps}
    people = []
    for each in among:
        able = [step for step in steps if step.role in each.roles]
        alone = workload.loads_after(steps, {step.id: each.seat_id for step in able}, among)[each.seat_id]
        people.append(
            {
                "who": each,
                "share": sum(1 for seat in even.values() if seat == each.seat_id),
                "even": after[each.seat_id],
                "alone": alone,
                "able": len(able) == len(steps),
            }
        )
    top = max([each.hours for each in among] + [row["alone"][1] for row in people] + [1.0])  # type: ignore[index]
    context: dict[str, Any] = {
        "seen": ",".join(f"{step}:{seat or ''}" for step, seat in seen.items() if step in here),
        "number": len(steps),
        "gone": len(seen) - len(steps),
        "people": people,
        "top": top,
        "even_left": len(steps) - len(even),
        "roles": [str(Role(role).label) for role in sorted({step.role for step in steps})],
        "names": workload.codes_of_steps([step.id for step in steps[:NAMED]]),
        "more": max(0, len(steps) - NAMED),
        "back": _back(request),
        "refusal": refusal,
        "rail": queries.rail(actor, "assigning"),
        "most": MOST,
    }
    return render(request, "dossiers/staff/share.html", context, status=refusal.status if refusal else 200)


def _done(request: ActorRequest, done: services.Assigned, more: str = "", *, undone: bool = False) -> HttpResponse:
    context = {
        "done": done,
        "shares": sorted(done.shares.items(), key=lambda each: -each[1]),
        "more": more,
        "undone": undone,
        "back": _back(request),
        "rail": queries.rail(request.actor, "assigning"),
    }
    return render(request, "dossiers/staff/shared.html", context)


def _chosen(request: ActorRequest) -> dict[int, int | None]:
    """Step -> with whom it lay when it was looked at: ticked rows (`12:34`), or everything the conditions find, to MOST."""
    marks = [*request.POST.getlist("step"), *request.POST.get("seen", "").split(",")]
    seen = dict(pair for mark in marks if (pair := _pair(mark)) is not None)
    if request.POST.get("all") == "1":
        given = dict(parse_qsl(request.POST.get("params", "")[:1000]))
        role = given.get("vai-tro") or str(LISTS["assigning"][1][0])
        rows = queries.queue_page(
            request.actor, role, only=queries.conditions_of(given), everyone=True, limit=MOST
        ).items
        seen = {row.id: row.assignee_id for row in rows}
    return dict(list(seen.items())[:MOST])


def _pair(mark: str) -> tuple[int, int | None] | None:
    step, _, seat = mark.partition(":")
    if not (step.isdecimal() and len(step) < 19 and (not seat or (seat.isdecimal() and len(seat) < 19))):
        return None
    return int(step), int(seat) if seat else None


def _back(request: ActorRequest) -> str:
    """The list the officer came from, with its conditions."""
    name = request.POST.get("list", "")
    name = name if name in LISTS else "assigning" if request.actor.may_enter("dossiers.assign") else "processing"
    given = dict(parse_qsl(request.POST.get("params", "")[:1000]))
    kept = {
        key: value for key, value in given.items() if key in {*queries.NAMES.values(), "vai-tro", "loc", "thay-mat"}
    }
    return f"{reverse(f'dossiers:{name}')}?{urlencode(kept) or 'tat-ca=1'}"
