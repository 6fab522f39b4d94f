"""Before and after publishing (kiểm tra, công bố): problems, comparison, history of a draft, versions of a form.

Who opens it: the official who publishes, to see what is still wrong and what will change for people. Publishing that is refused says
the first fault and the way to it.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lienthong.domain.eforms import queries, services
from lienthong.domain.eforms.drafting.comparing import compare
from lienthong.domain.eforms.drafting.entries import Entry, entries_of
from lienthong.domain.eforms.forms import read_number
from lienthong.domain.eforms.policies import MANAGE
from lienthong.domain.eforms.views.panels import Desk, tabs
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import NotFound, Refused

type Json = Any

DRAFT = "nhap"


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def review(request: ActorRequest, code: str) -> HttpResponse:
    """What must be mended, what should be, the kept tries; by POST the draft becomes a version."""
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            form = services.publish_form_draft(
                actor=request.actor, code=code, seen=read_number(request.POST.get("seen", ""))
            )
        except NotFound:
            raise
        except Refused as refused:
            refusal = refused
        else:
            messages.success(
                request, f"Đã công bố phiên bản {form.version}. Hồ sơ đã nộp vẫn giữ phiên bản cũ của mình."
            )
            return redirect("eforms:form", code=code)
    draft = queries.draft_for(request.actor, code)
    desk = Desk.of(draft)
    results = services.run_cases(desk.trial, queries.cases_of(code), desk.labels)
    before = _published(code)
    changes = compare(entries_of(before), draft.questions) if before else []
    counts = {sort: sum(each.sort == sort for each in changes) for sort in ("added", "removed", "changed", "moved")}
    failing = [each for each in results if not each.passed]
    edit_url = reverse("eforms:edit", args=[code])
    context = {
        "draft": draft,
        "refusal": refusal,
        "must": [_linked(each, edit_url) for each in desk.problems if each.must],
        "should": [_linked(each, edit_url) for each in desk.problems if not each.must],
        "results": results,
        "failing": failing,
        "before": before,
        "counts": counts,
        "changed": any(counts.values()) or (before is not None and before.title != draft.title),
        "publish_label": f"Công bố phiên bản {before.version + 1 if before else 1}",
        "ready": not desk.musts and not failing,
        "tabs": tabs(code, "review", problems=desk.musts, cases=len(results) or None),
    }
    return render(request, "eforms/builder/review.html", context, status=refusal.status if refusal else 200)


def _linked(problem: Any, edit_url: str) -> dict[str, Json]:
    anchor = f"#q-{problem.field}" if problem.field else ""
    url = f"{edit_url}?{urlencode({'cau': problem.entry_id})}{anchor}" if problem.entry_id else edit_url
    return {"label": problem.label, "text": problem.text, "url": url}


def _published(code: str) -> Any:
    try:
        return queries.current_form(code)
    except NotFound:
        return None


@require_http_methods(["GET"])
@officer(MANAGE)
def comparison(request: ActorRequest, code: str) -> HttpResponse:
    """Two versions (`tu`, `den`), or a version and the draft; without a choice the newest two."""
    has_draft = queries.has_draft(code)
    versions = [] if has_draft and _published(code) is None else queries.versions_of(code)
    offered = [(DRAFT, "Bản đang soạn")] * has_draft + [
        (str(each.version), f"Phiên bản {each.version}") for each in versions
    ]
    keys = [key for key, _ in offered]
    to = request.GET.get("den", "")
    to = to if to in keys else keys[0]
    start = request.GET.get("tu", "")
    start = start if start in keys else keys[min(keys.index(to) + 1, len(keys) - 1)]
    before, after = _entries(request, code, start), _entries(request, code, to)
    changes = compare(before, after) if start != to else []
    context = {
        "code": code,
        "title": "" if has_draft else versions[0].title,
        "offered": offered,
        "to": to,
        "start": start,
        "names": dict(offered),
        "changes": changes,
        "groups": [
            {"label": label, "changes": [each for each in changes if each.sort == sort], "sort": sort}
            for sort, label in (
                ("added", "Thêm"),
                ("changed", "Sửa"),
                ("removed", "Bỏ"),
                ("moved", "Đổi chỗ"),
            )
        ],
        "same": len(after) - sum(each.sort in {"added", "changed", "moved"} for each in changes),
        "draft": queries.draft_for(request.actor, code) if has_draft else None,
        "tabs": tabs(code, "compare") if has_draft else [],
    }
    return render(request, "eforms/builder/compare.html", context)


def _entries(request: ActorRequest, code: str, key: str) -> list[Entry]:
    if key == DRAFT:
        return list(queries.draft_for(request.actor, code).questions)
    return entries_of(queries.form_version(code, read_number(key)))


@require_http_methods(["GET"])
@officer(MANAGE)
def history(request: ActorRequest, code: str) -> HttpResponse:
    """Who changed what, newest first; each can be taken back."""
    draft = queries.draft_for(request.actor, code)
    context = {"draft": draft, "edits": queries.history_of(draft), "tabs": tabs(code, "history")}
    return render(request, "eforms/builder/history.html", context)


@require_http_methods(["GET"])
@officer(MANAGE)
def form(request: ActorRequest, code: str) -> HttpResponse:
    """A published form: its versions, how it looks, what uses it."""
    versions = queries.versions_of(code)
    current = queries.current_form(code)
    context = {
        "form": current,
        "versions": versions,
        "questions": len(queries.structure_of(current).questions),
        "has_draft": queries.has_draft(code),
        "edit_url": reverse("eforms:edit", args=[code]),
        "copy_url": f"{reverse('eforms:start')}?{urlencode({'chep': code})}",
        "frame_url": reverse("eforms:frame", args=[code]),
    }
    return render(request, "eforms/builder/form.html", context)
