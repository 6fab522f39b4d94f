"""Writing life events (soạn sự kiện đời sống).

Who keeps the catalogue opens them to put the steps of an event in order; people read the published page until the next is
published. What cannot be published is named field by field, and nothing typed is lost.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.life_events import queries, services
from lienthong.domain.life_events.errors import AddressTaken, EditedMeanwhile
from lienthong.domain.life_events.forms import ICONS, MOST_STEPS, Typed, read_typed, with_added
from lienthong.domain.life_events.outline import Outline, Step
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.policies import MANAGE
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean

SUGGESTED = 8
BLANK_STEPS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the editor shows besides the outline."""

    order: int
    edits: int
    problems: dict[str, str]
    typed_adds: dict[int, str]


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def drafts_page(request: ActorRequest) -> HttpResponse:
    """The list, and a field to begin another event."""
    problem, title = "", ""
    if request.method == "POST":
        title = clean(request.POST.get("title", "")[:240])[:120]
        try:
            slug = services.create_event(actor=request.actor, title=title)
        except (Invalid, AddressTaken) as refusal:
            problem = refusal.problems["title"] if isinstance(refusal, Invalid) else refusal.message
        else:
            return redirect("life_events:edit", slug=slug)
    context = {"rows": queries.drafts(request.actor), "title": title, "problem": problem}
    return render(request, "life_events/staff/drafts.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def edit_page(request: ActorRequest, slug: str) -> HttpResponse:
    """Steps, procedures, text of one event."""
    draft = queries.draft(request.actor, slug)
    if request.method == "GET":
        shown = Shown(order=draft.order, edits=draft.edits, problems={}, typed_adds={})
        return _editor(request, draft, draft.outline, shown)
    typed = read_typed(request.POST)
    found, problems = _looked_up(typed)
    outline = with_added(typed.outline, found)
    left = {number: words for number, words in typed.added if number not in found}
    try:
        edits = services.save_draft(
            actor=request.actor, slug=slug, edits=typed.edits, order=typed.order, outline=outline
        )
    except EditedMeanwhile as refusal:
        messages.error(request, refusal.message)
        shown = Shown(order=typed.order, edits=typed.edits, problems=problems, typed_adds=left)
        return _editor(request, draft, outline, shown, status=409)
    if problems:
        shown = Shown(order=typed.order, edits=edits, problems=problems, typed_adds=left)
        return _editor(request, queries.draft(request.actor, slug), outline, shown, status=422)
    if request.POST.get("publish"):
        return _publish(request, slug, edits)
    messages.success(request, "Đã lưu bản soạn. Người dân vẫn đọc bản đã công bố cho đến khi ông/bà công bố bản này.")
    return redirect("life_events:edit", slug=slug)


@require_safe
@officer(MANAGE)
def preview(request: ActorRequest, slug: str) -> HttpResponse:
    """The draft as people would read it."""
    draft = queries.draft(request.actor, slug)
    event = queries.view_of(slug, draft.outline)
    return render(request, "life_events/event.html", {"nav": "thu-tuc", "event": event, "is_preview": True})


@require_POST
@officer(MANAGE)
def withdraw(request: ActorRequest, slug: str) -> HttpResponse:
    """Take the page away. Publishing goes with saving, so that what is seen is what is shown."""
    services.withdraw_event(actor=request.actor, slug=slug)
    messages.success(request, "Đã ngừng hiện sự kiện này. Bản soạn vẫn còn.")
    return redirect("life_events:edit", slug=slug)


@require_safe
@officer(MANAGE)
def suggestions(request: ActorRequest) -> HttpResponse:
    """Options for the field that adds a procedure: code and name."""
    words = next((request.GET.get(name, "") for name in request.GET if name.endswith("-add")), "")
    rows = procedures.search_procedures(words, limit=SUGGESTED).rows if words.strip() else ()
    return render(request, "life_events/staff/options.html", {"rows": rows})


def _publish(request: ActorRequest, slug: str, edits: int) -> HttpResponse:
    try:
        services.publish_event(actor=request.actor, slug=slug, edits=edits)
    except Invalid as refusal:
        draft = queries.draft(request.actor, slug)
        shown = Shown(order=draft.order, edits=draft.edits, problems=refusal.problems, typed_adds={})
        return _editor(request, draft, draft.outline, shown, status=422)
    messages.success(request, "Đã công bố. Người dân đọc được bản mới ngay.")
    return redirect("life_events:edit", slug=slug)


def _looked_up(typed: Typed) -> tuple[dict[int, str], dict[str, str]]:
    """Codes of the procedures to be added, by step; what was not one procedure is a problem of its field."""
    found: dict[int, str] = {}
    problems: dict[str, str] = {}
    for number, words in typed.added:
        code = words.partition(" ")[0]
        rows = procedures.current_versions([code])
        hits = procedures.search_procedures(words, limit=2)
        if rows:
            found[number] = code
        elif len(hits.rows) == 1 and not hits.is_close:
            found[number] = hits.rows[0].code
        else:
            problems[f"b{number}-add"] = (
                f"Bước {number}: “{words}” chưa chỉ rõ một thủ tục. Chọn trong gợi ý, hoặc nhập mã như 1.001193."
            )
    return found, problems


def _editor(
    request: ActorRequest, draft: queries.Draft, outline: Outline, shown: Shown, status: int = 200
) -> HttpResponse:
    names = procedures.short_names(outline.codes)
    blanks = [Step(title="")] * min(BLANK_STEPS, MOST_STEPS - len(outline.steps))
    steps = [
        {
            "number": number,
            "step": step,
            "is_blank": step == Step(title=""),
            "typed_add": shown.typed_adds.get(number, ""),
            "procedures": [
                {"number": place, "mention": each, "name": names.get(each.code, "")}
                for place, each in enumerate(step.procedures, start=1)
            ],
            "combined_name": names.get(step.combined, ""),
            "problems": {
                key.partition("-")[2]: said
                for key, said in shown.problems.items()
                if key.partition("-")[0] == f"b{number}"
            },
        }
        for number, step in enumerate([*outline.steps, *blanks], start=1)
    ]
    context = {
        "draft": draft,
        "outline": outline,
        "steps": steps,
        "papers": "\n".join(outline.papers),
        "icons": ICONS,
        "order": shown.order,
        "edits": shown.edits,
        "problems": shown.problems,
        "faults": [{"label": "", "message": said, "id": key} for key, said in shown.problems.items()],
    }
    return render(request, "life_events/staff/edit.html", context, status=status)
