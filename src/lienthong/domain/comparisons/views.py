"""Comparing the catalogue (đối soát danh mục).

Who keeps the catalogue opens it each morning: what differs from the national database and from what the portal shows, who may mend it, and
one act for each. While the other side is down the page says so in a sentence and keeps showing what was found last.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.comparisons import queries, services
from lienthong.domain.comparisons.choices import RunState, State
from lienthong.domain.comparisons.errors import CannotTake, ReasonMissing
from lienthong.domain.comparisons.policies import MANAGE
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.text_vi import clean

NAMES = {"state": "trang-thai", "part": "phan", "against": "voi", "mender": "ai-sua"}
TONES = {"open": "soon", "kept": "line", "drafted": "now", "gone": "done"}
ACTS = {"take": "Đã đưa {} khác biệt vào dự thảo; bản đang áp dụng giữ nguyên tới khi công bố.", "keep": "Đã ghi giữ bản của tỉnh cho {} khác biệt.", "reopen": "Đã mở lại {} khác biệt."}  # fmt: skip


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def list_page(request: ActorRequest) -> HttpResponse:
    """The list with its filters; a POST settles the chosen ones."""
    problem = ""
    if request.method == "POST":
        try:
            told = _settle(request)
        except (CannotTake, ReasonMissing) as refusal:
            problem = refusal.message
        else:
            messages.success(request, told) if told else messages.info(request, "Chưa chọn khác biệt nào.")
            return redirect(f"{reverse('comparisons:list')}?{request.GET.urlencode()}")
    asked = _asked(request)
    found = queries.finding_page(request.actor, asked)
    counts = queries.state_counts(request.actor)
    query = {name: request.GET[name] for name in (*NAMES.values(), "q") if request.GET.get(name)}
    runs = queries.history(request.actor)
    latest = queries.latest_run(request.actor)
    context = {
        "asked": asked,
        "found": found,
        "rows": [{"finding": row, "tone": TONES[row.state]} for row in found.rows],
        "tabs": [
            {
                "label": State(state).label,
                "url": f"?{urlencode({'trang-thai': state})}",
                "count": counts[state],
                "current": asked.state == state,
            }
            for state in State.values
        ],
        "filters": [
            {
                "name": NAMES[name],
                "label": label,
                "choices": queries.FILTERS[name].choices,
                "value": getattr(asked, name),
            }
            for name, label in (("part", "Phần"), ("against", "So với"), ("mender", "Ai sửa"))
        ],
        "pages": {
            "prev_url": f"?{urlencode(query | {'trang': asked.page - 1})}" if asked.page > 1 else "",
            "next_url": f"?{urlencode(query | {'trang': asked.page + 1})}" if found.has_more else "",
        },
        "latest": latest,
        "last_good": runs[0] if runs else None,
        "bars": [
            {"label": f"{run.finished_at:%d/%m}", "value": run.differing}
            for run in reversed(runs[:14])
            if run.finished_at
        ],
        "problem": problem,
        "faults": [{"label": "Khác biệt", "message": problem, "id": "reason"}] if problem else [],
        "typed_reason": request.POST.get("reason", "")[:1000],
        "chosen": set(request.POST.getlist("ids")),
        "is_filtered": bool(query),
    }
    return render(request, "comparisons/list.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def procedure_page(request: ActorRequest, code: str) -> HttpResponse:
    """One procedure, ours, theirs and the portal's side by side."""
    problem = ""
    if request.method == "POST":
        try:
            told = _settle(request)
        except (CannotTake, ReasonMissing) as refusal:
            problem = refusal.message
        else:
            messages.success(request, told or "Chưa chọn khác biệt nào.")
            return redirect("comparisons:procedure", code=code)
    rows = queries.of_procedure(request.actor, code)
    context = {
        "code": code,
        "name": rows[0].name,
        "rows": [{"finding": row, "tone": TONES[row.state]} for row in rows],
        "problem": problem,
        "faults": [{"label": "Khác biệt", "message": problem, "id": "reason"}] if problem else [],
        "typed_reason": request.POST.get("reason", "")[:1000],
    }
    return render(request, "comparisons/procedure.html", context, status=422 if problem else 200)


@require_POST
@officer(MANAGE)
def ask(request: ActorRequest) -> HttpResponse:
    """Begin a comparison now."""
    services.request_run(actor=request.actor)
    return redirect("comparisons:list")


@require_safe
@officer(MANAGE)
def progress(request: ActorRequest) -> HttpResponse:
    """How far the run has come; the page is loaded anew when it has ended."""
    latest = queries.latest_run(request.actor)
    response = render(request, "comparisons/_progress.html", {"latest": latest})
    if latest is None or latest.state not in {RunState.WAITING, RunState.RUNNING}:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@officer(MANAGE)
def history_page(request: ActorRequest) -> HttpResponse:
    """The runs and their counts."""
    runs = queries.history(request.actor)
    return render(request, "comparisons/history.html", {"runs": runs, "indicator": queries.indicator(request.actor)})


def _settle(request: ActorRequest) -> str:
    """Do what was chosen; what to say of it, empty when nothing was chosen."""
    ids = [int(each) for each in request.POST.getlist("ids") if each.isascii() and each.isdigit() and len(each) < 12]
    act = request.POST.get("act", "")
    if not ids or act not in ACTS:
        return ""
    if act == "take":
        count = services.take_theirs(actor=request.actor, finding_ids=ids)
    elif act == "keep":
        count = services.keep_ours(
            actor=request.actor, finding_ids=ids, reason=clean(request.POST.get("reason", "")[:1000])
        )
    else:
        count = services.reopen(actor=request.actor, finding_ids=ids)
    return ACTS[act].format(count)


def _asked(request: ActorRequest) -> queries.Asked:
    given = {name: request.GET.get(shown, "") for name, shown in NAMES.items()}
    known = {name: value if value in queries.FILTERS[name].values else "" for name, value in given.items()}
    if not known["state"] and not request.GET.get("q"):
        known["state"] = State.OPEN
    page = request.GET.get("trang", "")
    return queries.Asked(
        **known,
        q=clean(request.GET.get("q", "")[:100]),
        page=min(int(page), 500) if page.isascii() and page.isdigit() and len(page) < 5 and int(page) else 1,
    )
