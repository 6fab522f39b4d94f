"""Looking at a process (xem quy trình nội bộ).

Who opens it: an official who keeps processes, to see what is in force, what changed, where dossiers stand. A process that is not there is 404.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.foundation.workflows import queries, services
from lienthong.foundation.workflows.choices import StepKind
from lienthong.foundation.workflows.errors import WorkflowNotFound
from lienthong.foundation.workflows.policies import MANAGE
from lienthong.foundation.workflows.queries.comparing import condition_words
from lienthong.foundation.workflows.rules.drafts import check, hours_of
from lienthong.foundation.workflows.rules.steps import Steps, number_text
from lienthong.kit.access import ActorRequest, officer


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def process_page(request: ActorRequest, code: str) -> HttpResponse:
    """What is in force, drawn and as a table, with its versions; POST begins the next version. `phien-ban`: an older one."""
    if request.method == "POST":
        services.start_draft(actor=request.actor, code=code)
        return redirect("workflows:edit", code=code)
    versions = queries.versions_of(request.actor, code)
    draft = queries.draft_of(request.actor, code)
    if not versions and draft is None:
        raise WorkflowNotFound
    if not versions:
        return redirect("workflows:edit", code=code)
    wanted = request.GET.get("phien-ban", "")
    shown = next((each for each in versions if str(each.version) == wanted), versions[0])
    steps = queries.steps_of(shown.pk)
    context = {
        "code": code,
        "versions": versions,
        "shown": shown,
        "is_newest": shown is versions[0],
        "draft": draft,
        "rows": [
            {
                "step": step,
                "kind": StepKind(step.kind).label,
                "hours": number_text(step.hours) if step.hours else "",
                "when": condition_words(step.when) if step.when else "",
            }
            for step in steps
        ],
        "hours_text": number_text(hours_of(steps)),
        "legal_text": number_text(shown.legal_hours) if shown.legal_hours else "",
        "running": {each.version: each.running for each in queries.runs_by_version(request.actor, code)},
        "behind": sum(each.running for each in queries.runs_by_version(request.actor, code)[1:]),
    }
    return render(request, "workflows/process.html", context)


@require_safe
@officer(MANAGE)
def compare_page(request: ActorRequest, code: str) -> HttpResponse:
    """Two tables in words: versions by number, `soan` for the draft. Without a choice the two newest."""
    contents: dict[str, tuple[str, Steps]] = {}
    draft = queries.draft_of(request.actor, code)
    if draft is not None and (steps := check(draft.content).steps):
        contents["soan"] = ("Bản đang soạn", steps)
    for each in queries.versions_of(request.actor, code):
        contents[str(each.version)] = (f"Phiên bản {each.version}", queries.steps_of(each.pk))
    if not contents:
        raise WorkflowNotFound
    keys = list(contents)
    new = request.GET.get("den") if request.GET.get("den") in contents else keys[0]
    old = request.GET.get("tu") if request.GET.get("tu") in contents else keys[min(1, len(keys) - 1)]
    context = {
        "code": code,
        "options": [(key, label) for key, (label, _) in contents.items()],
        "old": old,
        "new": new,
        "changes": queries.compare(contents[str(old)][1], contents[str(new)][1]),
    }
    return render(request, "workflows/compare.html", context)
