"""The editor of a decision table (soạn bảng quyết định).

Who opens it: an official without an IT department. They see a grid, what is wrong with it in their own words while they type, and which
rule fires for a try. Each change is saved; when a colleague saved in between, both contents are kept and the official chooses.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.foundation.decisions import queries, services
from lienthong.foundation.decisions.choices import Purpose
from lienthong.foundation.decisions.errors import DraftChanged, NotReady, TableInvalid
from lienthong.foundation.decisions.forms import Typed, perform, read_typed
from lienthong.foundation.decisions.models import DecisionDraft
from lienthong.foundation.decisions.policies import MANAGE
from lienthong.foundation.decisions.views import showing
from lienthong.kit.access import ActorRequest, officer


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def edit_page(request: ActorRequest, code: str) -> HttpResponse:
    """The grid. Each button of it saves what was typed and then does its act."""
    draft = queries.draft_of(request.actor, code)
    if draft is None:
        queries.table_by_code(request.actor, code)
        return redirect("decisions:table", code=code)
    if request.method == "GET":
        return _editor(request, draft, draft.content, {}, edits=draft.edits)
    typed = read_typed(request.POST)
    if typed.act == "discard":
        services.discard_draft(actor=request.actor, code=code)
        messages.info(request, "Đã bỏ bản đang soạn. Bảng đang áp dụng không đổi.")
        return redirect("decisions:list")
    try:
        content = _after_act(draft, typed)
        saved = services.save_draft(
            actor=request.actor, code=code, edits=typed.edits, content=content, overwrite=typed.act == "overwrite"
        )
    except DraftChanged as refusal:
        context = {"conflict": refusal, "edits": typed.edits}
        return _editor(request, draft, typed.content, typed.tries, status=409, **context)
    except TableInvalid as refusal:
        faults = [{"label": "", "message": message, "id": "luoi"} for message in refusal.problems.values()]
        return _editor(request, draft, draft.content, typed.tries, status=422, faults=faults, edits=draft.edits)
    if typed.act == "publish":
        return _publish(request, code, saved.edits, typed.note) or _editor(
            request, saved, saved.content, typed.tries, status=409, edits=saved.edits
        )
    if typed.act == "try":
        return _editor(request, saved, saved.content, typed.tries, edits=saved.edits)
    place = (
        "ca-kiem-thu"
        if "test" in typed.act or "try" in typed.act
        else "cot"
        if "-in" in typed.act or "-out" in typed.act
        else "luoi"
    )
    return redirect(f"{reverse('decisions:edit', args=[code])}#{place}")


def _after_act(draft: DecisionDraft, typed: Typed) -> dict[str, Any]:
    found: dict[str, str] = {}
    if typed.act == "keep-try":
        tried = showing.tried(services.readiness(draft.table.purpose, typed.content), typed.tries)
        found = tried.get("expect", {}) if tried else {}
    return perform(typed.content, typed.act, typed.tries, found)


@require_POST
@officer(MANAGE)
def lint_part(request: ActorRequest, code: str) -> HttpResponse:
    """While somebody types: save, lint, run the tests and the try; the strip that says so."""
    typed = read_typed(request.POST)
    context: dict[str, Any]
    draft = queries.draft_of(request.actor, code)
    if draft is None:
        gone = "Bản đang soạn không còn: vừa được ban hành hoặc bỏ. Mở lại bảng để xem; những gì vừa gõ còn trên trang này."
        context = {"table": queries.table_by_code(request.actor, code), "edits": typed.edits, "faults": [gone]}
        return render(request, "decisions/_strip.html", context)
    context = {"table": draft.table, "edits": typed.edits}
    try:
        saved = services.save_draft(actor=request.actor, code=code, edits=typed.edits, content=typed.content)
        ready = services.readiness(draft.table.purpose, typed.content)
        context |= {"edits": saved.edits, "saved_at": saved.edited_at}
    except DraftChanged as refusal:
        ready = services.readiness(draft.table.purpose, typed.content)
        context["conflict"] = refusal
    except TableInvalid as refusal:
        context["faults"] = list(refusal.problems.values())
        return render(request, "decisions/_strip.html", context)
    context |= {
        "judged": showing.judged(ready),
        "words": showing.words(ready),
        "tried": showing.tried(ready, typed.tries),
        "is_fragment": True,
    }
    return render(request, "decisions/_strip.html", context)


@require_POST
@officer(MANAGE)
def publish(request: ActorRequest, code: str) -> HttpResponse:
    """Put what was saved last in force; back to the editor with what is missing otherwise."""
    edits = request.POST.get("edits", "")
    done = _publish(request, code, int(edits) if edits.isdecimal() else 0, request.POST.get("note", ""))
    return done or redirect("decisions:edit", code=code)


def _publish(request: ActorRequest, code: str, edits: int, note: str) -> HttpResponse | None:
    try:
        version = services.publish_draft(actor=request.actor, code=code, edits=edits, note=note)
    except (NotReady, DraftChanged) as refusal:
        messages.error(request, refusal.message)
        return None
    messages.success(request, f"Đã ban hành phiên bản {version.number}. Bảng áp dụng từ bây giờ.")
    return redirect("decisions:table", code=code)


@require_POST
@officer(MANAGE)
def restore(request: ActorRequest, code: str) -> HttpResponse:
    """Bring back what a colleague had saved before it was overwritten."""
    services.restore_replaced(actor=request.actor, code=code)
    messages.info(request, "Đã lấy lại bản trước. Bản vừa bị thay được giữ lại ở chỗ của nó.")
    return redirect("decisions:edit", code=code)


def _editor(
    request: ActorRequest,
    draft: DecisionDraft,
    content: dict[str, Any],
    tries: dict[str, str],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    ready = services.readiness(draft.table.purpose, content)
    judged = showing.judged(ready)
    grid = showing.grid(content, judged["bad"])
    context = {
        "table": draft.table,
        "draft": draft,
        "purpose": Purpose(draft.table.purpose).label,
        "grid": grid,
        "judged": judged,
        "words": showing.words(ready),
        "tries": [
            {"name": f"try-{row['at']}", "column": row, "text": tries.get(row["name"], "")} for row in grid["inputs"]
        ],
        "tried": showing.tried(ready, tries),
        "saved_at": draft.edited_at,
        "published": queries.versions_of(request.actor, draft.table.code).first(),
        **more,
    }
    return render(request, "decisions/edit.html", context, status=status)
