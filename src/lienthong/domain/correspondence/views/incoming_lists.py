"""Lists of incoming documents (danh sách văn bản đến): the register for the clerk, what lies with me for everybody.

Who opens it: a clerk who looks for a number on the telephone, a leader between two meetings, a specialist with the coffee.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Part, State
from lienthong.domain.correspondence.policies import DIRECT_AGENCY, REGISTER
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid

LISTS = {
    "moi": ("Chưa trình", State.REGISTERED),
    "da-trinh": ("Chờ chỉ đạo", State.SUBMITTED),
    "dang-lam": ("Đang giải quyết", State.IN_PROGRESS),
    "xong": ("Đã xong", State.COMPLETED),
    "khac": ("Trả lại", State.RETURNED),
    "huy": ("Đã hủy số", State.CANCELLED),
    "tat-ca": ("Tất cả", ""),
}
PARTS = {
    "": "Tất cả",
    Part.DECIDE: "Chờ cho ý kiến",
    Part.LEAD: "Chủ trì",
    Part.SUPPORT: "Phối hợp",
    Part.INFORM: "Để biết",
}
CEILING = queries.MOST_COUNTED
FIRST, ALL_AT_ONCE = 50, 500
"""Rows of the inbox: those with the least time left, and all that one looks through at once."""


def count_shown(count: int) -> str:
    """`99+` beyond the ceiling."""
    return f"{CEILING}+" if count > CEILING else str(count)


@require_safe
@officer(REGISTER, DIRECT_AGENCY)
def documents(request: ActorRequest) -> HttpResponse:
    """The register of arrivals, newest first; `q`: a notation or words, over all states."""
    asked = request.GET.get("q", "")[:200]
    chosen = request.GET.get("xem", "tat-ca" if asked else "dang-lam" if not request.actor.may(REGISTER) else "moi")
    chosen = chosen if chosen in LISTS else "tat-ca"
    counts = queries.state_counts(request.actor)
    waiting = queries.waiting_count(request.actor)
    tabs: list[dict[str, Any]] = []
    if request.actor.may(REGISTER):
        tabs.append(
            {
                "label": "Chờ vào sổ",
                "url": "?xem=cho",
                "count": count_shown(waiting),
                "current": request.GET.get("xem") == "cho",
            }
        )
    shows_waiting = bool(tabs) and request.GET.get("xem") == "cho"
    tabs += [
        {
            "label": label,
            "url": f"?xem={key}" + (f"&q={asked}" if asked else ""),
            "count": count_shown(counts[state]) if state in counts else None,
            "current": key == chosen and not shows_waiting,
        }
        for key, (label, state) in LISTS.items()
    ]
    context = {
        "tabs": tabs,
        "asked": asked,
        "chosen": chosen,
        "waiting": queries.waiting_arrivals(request.actor) if shows_waiting else [],
        "shows_waiting": shows_waiting,
        "silent": queries.mailboxes_in_trouble(request.actor) if shows_waiting else [],
        "page": None
        if shows_waiting
        else queries.documents_page(
            request.actor, text=asked, state=LISTS[chosen][1], cursor=request.GET.get("trang"), limit=40
        ),
        "can_register": request.actor.may(REGISTER),
        "now": clock.now(),
    }
    return render(request, "correspondence/incoming.html", context)


def _whole_list(asked: QueryDict) -> str:
    """The same list at its full length."""
    kept = asked.copy()
    kept["het"] = "1"
    return f"?{kept.urlencode()}"


@require_safe
@officer()
def mine(request: ActorRequest) -> HttpResponse:
    """What lies with my seat or, for its head, with my department: the least time left first."""
    chosen = request.GET.get("xem", "")
    shows_ended = chosen == "da-lam"
    part = chosen if chosen in PARTS else ""
    asked = request.GET.get("thay-mat", "")
    only = next((each for each in queries.stands(request.actor) if str(each.delegation_id) == asked), None)
    counts = queries.inbox_counts(request.actor)
    most = ALL_AT_ONCE if "het" in request.GET else FIRST
    rows = queries.lying_with(request.actor, part=part, limit=most + 1, only=only, ended=shows_ended)
    tabs = [
        {
            "label": label,
            "url": f"?xem={key}" if key else "?",
            "count": count_shown(counts.get(key, 0))
            if key
            else count_shown(sum(counts.get(each, 0) for each in Part.values)),
            "current": key == part and not shows_ended and only is None,
        }
        for key, label in PARTS.items()
    ]
    tabs += [
        {
            "label": f"Thay mặt {stand.holder}",
            "url": f"?thay-mat={stand.delegation_id}",
            "count": count_shown(count),
            "current": only is not None and only.delegation_id == stand.delegation_id,
        }
        for stand, count in queries.stand_counts(request.actor)
    ]
    tabs.append({"label": "Đã làm", "url": "?xem=da-lam", "count": None, "current": shows_ended and only is None})
    context = {
        "tabs": tabs,
        "rows": rows[:most],
        "more_url": _whole_list(request.GET) if len(rows) > most == FIRST else "",
        "only": only,
        "shows_ended": shows_ended,
        "counts": counts,
        "now": clock.now(),
    }
    return render(request, "correspondence/inbox.html", context)


@require_safe
@officer()
def of_the_day(request: ActorRequest) -> HttpResponse:
    """The part of the day's list: the five most urgent documents and where the rest is."""
    counts = queries.inbox_counts(request.actor)
    rows = queries.lying_with(request.actor, limit=5)
    total = sum(counts.get(part, 0) for part in Part.values)
    return render(
        request,
        "correspondence/_of_the_day.html",
        {"rows": rows, "total": total, "shown": count_shown(total), "now": clock.now()},
    )


@require_http_methods(["GET", "POST"])
@officer("documents.direct", DIRECT_AGENCY)
def phrases(request: ActorRequest) -> HttpResponse:
    """Instructions one often gives: kept for one's seat, taken away again."""
    problem = ""
    if request.method == "POST":
        try:
            if request.POST.get("bo"):
                services.forget_phrase(actor=request.actor, phrase_id=request.POST["bo"])
                messages.success(request, "Đã bỏ câu bút phê.")
            else:
                services.keep_phrase(actor=request.actor, text=request.POST.get("text", ""))
                messages.success(request, "Đã lưu câu bút phê.")
            return redirect("correspondence:phrases")
        except Invalid as refusal:
            problem = refusal.problems["text"]
    context = {
        "phrases": queries.phrases_of(request.actor, limit=20),
        "problem": problem,
        "typed": request.POST.get("text", ""),
    }
    return render(request, "correspondence/phrases.html", context, status=422 if problem else 200)
