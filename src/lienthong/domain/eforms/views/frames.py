"""The form as the citizen sees it (xem như người dân), inside a frame of the builder: the same renderer, the same judge.

Who opens it: an official, through the frames of editor and tries. What is typed stays in the session, nothing is filed.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lienthong.domain.eforms import queries, services
from lienthong.domain.eforms.policies import MANAGE
from lienthong.domain.eforms.services.trying import Trial, Tried
from lienthong.kit.access import ActorRequest, officer

type Json = Any
type Typed = dict[str, dict[str, list[str]]]

TRIED = "forms_tried"


def typed_in(request: ActorRequest, code: str) -> Typed:
    """What the official has typed into the frames of this form."""
    kept = request.session.get(TRIED, {})
    return dict(kept["typed"]) if kept.get("code") == code else {}


def keep_typed(request: ActorRequest, code: str, typed: Typed) -> None:
    """One form at a time: the session stays small."""
    request.session[TRIED] = {"code": code, "typed": typed}


def trial_for(request: ActorRequest, code: str) -> Trial:
    """The draft, or the version in force where nobody prepares the next one."""
    if queries.has_draft(code):
        return services.trial_of(queries.draft_for(request.actor, code))
    return services.trial_of_form(queries.current_form(code))


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def frame(request: ActorRequest, code: str) -> HttpResponse:
    """A page (`trang`), or with `xong` what would be sent. Pages that the answers do not ask for are skipped, as they are for citizens."""
    trial = trial_for(request, code)
    typed = typed_in(request, code)
    if trial.form is None:
        return render(request, "eforms/builder/frame_empty.html", {})
    slug = request.GET.get("trang", "")
    if request.method == "POST":
        typed |= services.typed_of(trial, request.POST)
        typed |= _unticked(trial, slug, typed, request)
        keep_typed(request, code, typed)
    tried = services.try_answers(trial, typed)
    pages = queries.pages(trial.form, tried.answers)
    slugs = [each.slug for each in pages]
    if request.GET.get("xong") or not slugs:
        return render(request, "eforms/builder/frame_end.html", _end(trial, tried, code, slugs))
    asked = slug in slugs
    if not asked and not _page_questions(trial, slug):
        slug, asked = slugs[0], True
    problems: dict[str, str] = {}
    if request.method == "POST" and "_more" not in request.POST:
        problems = _problems_of_page(trial, slug, tried)
        if not problems:
            return redirect(_next(code, slug, slugs))
    # A page that is asked only under another answer is shown all the same, or nobody could see it.
    whole = not asked or "tat-ca" in request.GET
    view = queries.page_view(trial.form, slug, tried.answers, raw=tried.raw, problems=problems, whole=whole)
    at = slugs.index(slug) if asked else -1
    context = {
        "page": view,
        "form": trial.form,
        "number": at + 1,
        "count": len(slugs),
        "asked": asked,
        "back_url": _address(code, slugs[at - 1]) if at > 0 else "",
    }
    return render(request, "eforms/builder/frame.html", context, status=422 if problems else 200)


def _address(code: str, slug: str) -> str:
    return f"{reverse('eforms:frame', args=[code])}?{urlencode({'trang': slug})}"


def _next(code: str, slug: str, slugs: list[str]) -> str:
    after = slugs[slugs.index(slug) + 1 :] if slug in slugs else []
    return _address(code, after[0]) if after else f"{reverse('eforms:frame', args=[code])}?xong=1"


def _page_questions(trial: Trial, slug: str) -> list[Any]:
    assert trial.form is not None
    pages = queries.structure_of(trial.form).pages
    return [question for page in pages if page.slug == slug for question in page.questions]


def _problems_of_page(trial: Trial, slug: str, tried: Tried) -> dict[str, str]:
    names = {question.name for question in _page_questions(trial, slug)}
    return {path: sentence for path, sentence in tried.problems.items() if path.split(".", 1)[0] in names}


def _unticked(trial: Trial, slug: str, typed: Typed, request: ActorRequest) -> Typed:
    """A box that is not ticked sends nothing; on the page that was sent it counts as emptied."""
    sent = services.typed_of(trial, request.POST)
    ids = [trial.ids[question.name] for question in _page_questions(trial, slug)]
    return {entry_id: {} for entry_id in ids if entry_id in typed and entry_id not in sent}


def _end(trial: Trial, tried: Tried, code: str, slugs: list[str]) -> dict[str, Json]:
    assert trial.form is not None
    structure = queries.structure_of(trial.form)
    where = {question.name: page.slug for page in structure.pages for question in page.questions}
    problems = []
    for path, sentence in tried.problems.items():
        name = path.split(".", 1)[0]
        known = name in structure.questions
        label = structure.questions[name].label if known else ""
        problems.append({"label": label, "message": sentence, "url": _address(code, where[name]) if known else ""})
    return {
        "form": trial.form,
        "problems": problems,
        "sections": queries.summary(trial.form, tried.answers),
        "first_url": _address(code, slugs[0]) if slugs else "",
    }
