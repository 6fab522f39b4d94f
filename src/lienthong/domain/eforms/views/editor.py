"""The editor (soạn biểu mẫu): a table of questions, a panel for one of them, and a phone that shows it.

Who opens it: an official who keeps forms, to build or change one without a programmer. A change that cannot be kept comes back with
its sentence and everything typed; what a colleague changed meanwhile is told with name and hour.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.eforms import queries, services
from lienthong.domain.eforms.choices import KindCode
from lienthong.domain.eforms.drafting.entries import by_id, sections
from lienthong.domain.eforms.errors import EditedMeanwhile, QuestionGone
from lienthong.domain.eforms.forms import read_number, read_panel
from lienthong.domain.eforms.policies import MANAGE
from lienthong.domain.eforms.views.panels import Desk, panel, tabs
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Refused

type Json = Any

KINDS = frozenset(str(kind) for kind in KindCode.values)
ACTS = ("add", "duplicate", "up", "down", "remove", "undo", "undo-edit", "page")


def is_htmx(request: ActorRequest) -> bool:
    """Whether a part of the page is asked for."""
    return request.headers.get("HX-Request") == "true"


@require_http_methods(["GET"])
@officer(MANAGE)
def edit(request: ActorRequest, code: str) -> HttpResponse:
    """The whole editor; with `HX-Request` table, panel and keys alone. `cau` is the question, `trang` a page, in the panel."""
    if not queries.has_draft(code):
        queries.versions_of(code)  # 404 for a form that never was
        return redirect("eforms:form", code=code)
    desk = Desk.of(queries.draft_for(request.actor, code))
    template = "eforms/builder/_desk.html" if is_htmx(request) else "eforms/builder/edit.html"
    return render(
        request, template, editor_context(desk, request.GET.get("cau", ""), page=request.GET.get("trang", ""))
    )


def editor_context(desk: Desk, entry_id: str = "", *, page: str = "", **more: Json) -> dict[str, Json]:
    """The context of editor and its parts."""
    draft = desk.draft
    entries = draft.questions
    found = by_id(entries, entry_id) or ((0, entries[0]) if entries and not page else None)
    titles = sections(entries)
    at = read_number(page)
    chosen_page = titles[at - 1] if page and 0 < at <= len(titles) else ""
    shown_id = found[1]["id"] if found and not chosen_page else ""
    first = next((each["id"] for each in entries if str(each.get("section") or "") == chosen_page), "")
    slug = desk.page_of(shown_id or first)
    return {
        "draft": draft,
        "desk": desk,
        "pages": desk.pages(),
        "current": shown_id,
        "panel": panel(found[1], entries, desk, **more) if found and not chosen_page else None,
        "chosen_page": chosen_page,
        "chosen_number": at,
        "musts": desk.musts,
        "tabs": tabs(draft.code, "edit", problems=desk.musts),
        "review_url": reverse("eforms:review", args=[draft.code]),
        "preview_url": frame_url(draft.code, slug) if slug else "",
        "preview_name": desk.trial.names.get(shown_id, ""),
        "preview_title": f"Trang người dân thấy: {chosen_page or (panel_title(found[1]) if found else draft.title)}",
    }


def panel_title(entry: Json) -> str:
    """The wording, or that there is none yet."""
    return str(entry.get("label") or "câu chưa có lời hỏi")


def frame_url(code: str, slug: str) -> str:
    """The page of the form as the citizen sees it, every question of it."""
    return f"{reverse('eforms:frame', args=[code])}?{urlencode({'trang': slug, 'tat-ca': 1})}"


@require_POST
@officer(MANAGE)
def save(request: ActorRequest, code: str, entry_id: str) -> HttpResponse:
    """One question as its panel stands. With htmx the parts that changed come back, the panel only when its boxes change."""
    draft = queries.draft_for(request.actor, code)
    found = by_id(draft.questions, entry_id)
    if found is None:
        raise QuestionGone
    old = found[1]
    read = read_panel(request.POST, old, draft.questions, KINDS)
    conflict: Refused | None = None
    try:
        draft = services.change_question(
            actor=request.actor,
            code=code,
            entry_id=entry_id,
            seen=read_number(request.POST.get("seen", "")),
            values=read.values,
            insist="insist" in request.POST,
        )
    except EditedMeanwhile as refusal:
        conflict = refusal
    except Refused as refusal:
        read.problems[refusal.field or "label"] = refusal.message
    desk = Desk.of(queries.draft_for(request.actor, code))
    typed = read.values if conflict or read.problems else None
    now = by_id(desk.draft.questions, entry_id)
    if not is_htmx(request) and not conflict and not read.problems:
        return redirect(f"{reverse('eforms:edit', args=[code])}?{urlencode({'cau': entry_id})}")
    context = editor_context(desk, entry_id, values=typed, problems=read.problems, conflict=conflict)
    if not is_htmx(request):
        return render(request, "eforms/builder/edit.html", context, status=conflict.status if conflict else 422)
    context["with_panel"] = bool(conflict or read.problems or "insist" in request.POST) or (
        now is not None and _boxes(now[1]) != _boxes(old)
    )
    context["others"] = [
        each
        for each in queries.edits_since(desk.draft, read_number(request.POST.get("seen", "")))
        if each.account_id != request.actor.account_id
    ]
    response = render(request, "eforms/builder/_saved.html", context)
    response["HX-Trigger-After-Settle"] = "lt:draft-saved"
    return response


def _boxes(entry: Json) -> tuple[Json, ...]:
    """What decides which boxes the panel has."""
    when, formula = entry.get("when"), entry.get("formula")
    return (
        entry["kind"],
        (when.get("question"), "in" in when) if isinstance(when, dict) else None,
        sorted(formula) if isinstance(formula, dict) else None,
        [each["name"] for each in entry.get("questions") or ()],
    )


@require_POST
@officer(MANAGE)
def act(request: ActorRequest, code: str) -> HttpResponse:
    """Add, copy, move, take out, undo: what the keys do. Then the editor again, at the question that is at hand now."""
    what, entry_id = request.POST.get("act", ""), request.POST.get("cau", "")
    if what not in ACTS:
        return redirect("eforms:edit", code=code)
    try:
        entry_id = _perform(request, code, what, entry_id)
    except Refused as refusal:
        messages.error(request, refusal.message)
    address = f"{reverse('eforms:edit', args=[code])}?{urlencode({'cau': entry_id})}"
    if not is_htmx(request):
        return redirect(address)
    desk = Desk.of(queries.draft_for(request.actor, code))
    context = editor_context(desk, entry_id) | {
        "focus": "label" if what in {"add", "duplicate"} else "row",
        "is_part": True,
    }
    response = render(request, "eforms/builder/_desk.html", context)
    response["HX-Push-Url"] = address
    return response


def _perform(request: ActorRequest, code: str, what: str, entry_id: str) -> str:
    actor, draft = request.actor, queries.draft_for(request.actor, code)
    if what == "add":
        return services.add_question(actor=actor, code=code, after=entry_id, section=request.POST.get("section", ""))[1]
    if what == "duplicate":
        return services.add_question(actor=actor, code=code, like=entry_id)[1]
    if what in {"up", "down"}:
        services.move_question(actor=actor, code=code, entry_id=entry_id, step=-1 if what == "up" else 1)
    elif what == "remove":
        ids = [entry["id"] for entry in draft.questions]
        at = ids.index(entry_id) if entry_id in ids else 0
        services.remove_question(actor=actor, code=code, entry_id=entry_id)
        rest = [each for each in ids if each != entry_id]
        return rest[min(at, len(rest) - 1)] if rest else ""
    elif what == "page":
        title = request.POST.get("title", "")
        services.rename_page(actor=actor, code=code, page=request.POST.get("page", ""), title=title)
    else:
        number = read_number(request.POST.get("number", "")) if what == "undo-edit" else None
        services.undo_edit(actor=actor, code=code, number=number)
    return entry_id


@require_POST
@officer(MANAGE)
def rename(request: ActorRequest, code: str) -> HttpResponse:
    """The title of the form."""
    try:
        services.rename_form_draft(actor=request.actor, code=code, title=request.POST.get("title", ""))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("eforms:edit", code=code)


@require_POST
@officer(MANAGE)
def discard(request: ActorRequest, code: str) -> HttpResponse:
    """Throw the draft away, after the page has asked."""
    services.discard_form_draft(actor=request.actor, code=code)
    messages.info(request, "Đã bỏ bản soạn. Các phiên bản đã công bố giữ nguyên.")
    return redirect("/lam-viec/bieu-mau/")
