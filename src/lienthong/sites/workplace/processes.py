"""The list of internal processes (quy trình nội bộ) with the procedures that are handled by them.

Who opens it: an official who keeps processes, to find one, go on with a draft or begin a new one. A search that finds nothing says how to
search again. It is a page of the workplace because processes know nothing of procedures.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms.errors import FormNotFound
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.workflows import queries as workflows
from lienthong.foundation.workflows.policies import MANAGE
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.text_vi import fold

SHOWN_USES = 2


@require_safe
@officer(MANAGE)
def processes(request: ActorRequest) -> HttpResponse:
    """Drafts first, then by name; `q` without accents finds names and codes."""
    text = request.GET.get("q", "")[:80]
    rows = [row for row in workflows.process_rows(request.actor) if fold(text) in fold(f"{row.name} {row.code}")]
    uses = procedures.uses_of_workflows([row.code for row in rows])
    shown = [
        {
            "process": row,
            "uses": uses.get(row.code, [])[:SHOWN_USES],
            "more_uses": max(0, len(uses.get(row.code, [])) - SHOWN_USES),
        }
        for row in rows
    ]
    return render(request, "workplace/processes.html", {"rows": shown, "text": text})


@require_safe
@officer(MANAGE)
def uses(request: ActorRequest, code: str) -> HttpResponse:
    """A part for the pages of a process: procedures handled by it, and the questions a condition may ask."""
    found = procedures.uses_of_workflows([code]).get(code, [])
    questions: dict[str, str] = {}
    for form_code in {use.form_code for use in found if use.form_code}:
        try:
            structure = eforms.structure_of(eforms.current_form(form_code))
        except FormNotFound:
            continue
        questions |= {name: question.label for name, question in structure.questions.items()}
    context = {"uses": found, "questions": sorted(questions.items()), "for_editor": "soan" in request.GET}
    return render(request, "workplace/_process_uses.html", context)
