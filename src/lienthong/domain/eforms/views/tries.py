"""Try a form (thử trả lời): two frames as a phone and a desk show it, what came of the answers, and the tries that are kept.

Who opens it: the official who builds the form, to see what a citizen sees and to keep right and wrong answers as guards. A try that
is judged otherwise than it must be is told with the question and the sentence.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.eforms import queries, services
from lienthong.domain.eforms.forms import read_number
from lienthong.domain.eforms.policies import MANAGE
from lienthong.domain.eforms.views.editor import is_htmx
from lienthong.domain.eforms.views.frames import keep_typed, typed_in
from lienthong.domain.eforms.views.panels import Desk, tabs
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Refused

type Json = Any


@require_http_methods(["GET"])
@officer(MANAGE)
def tries(request: ActorRequest, code: str) -> HttpResponse:
    """Frames and results; with `HX-Request` the results alone, after a frame has sent something."""
    desk = Desk.of(queries.draft_for(request.actor, code))
    template = "eforms/builder/_results.html" if is_htmx(request) else "eforms/builder/try.html"
    return render(request, template, tries_context(request, desk))


def tries_context(request: ActorRequest, desk: Desk) -> dict[str, Json]:
    """What came of the answers typed so far, and all kept tries, run now."""
    code = desk.draft.code
    typed = typed_in(request, code)
    tried = services.try_answers(desk.trial, typed) if typed else None
    results = services.run_cases(desk.trial, queries.cases_of(code), desk.labels)
    wrong: list[dict[str, str]] = []
    later = 0
    if tried is not None:
        for path, sentence in tried.problems.items():
            entry_id = services.id_at(desk.trial, path)
            if entry_id in desk.labels and entry_id not in typed:
                later += 1  # on a page that was not sent yet
            else:
                wrong.append({"id": entry_id, "label": desk.labels.get(entry_id, ""), "message": sentence})
    return {
        "draft": desk.draft,
        "tried": tried,
        "wrong": wrong,
        "later": later,
        "wrong_ids": list({each["id"]: each for each in wrong if each["label"]}.values()),
        "results": [
            {
                "case": each.case,
                "said": each.said,
                "passed": each.passed,
                "expects": [desk.labels.get(entry_id, "câu hỏi đã bỏ") for entry_id in each.case.wrong_at],
            }
            for each in results
        ],
        "failing": sum(not each.passed for each in results),
        "frame_url": reverse("eforms:frame", args=[code]),
        "tabs": tabs(code, "try", problems=desk.musts, cases=len(results) or None),
        "musts": desk.musts,
    }


@require_POST
@officer(MANAGE)
def keep(request: ActorRequest, code: str) -> HttpResponse:
    """Keep what is typed now. It must be taken, or be refused at the questions that are ticked."""
    typed = typed_in(request, code)
    wrong_at = request.POST.getlist("wrong_at") if request.POST.get("expects") == "wrong" else []
    try:
        case = services.keep_case(
            actor=request.actor, code=code, name=request.POST.get("name", ""), typed=typed, wrong_at=wrong_at
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã giữ tình huống “{case.name}”. Mỗi lần sửa biểu mẫu, tình huống được chạy lại.")
    return redirect("eforms:try", code=code)


@require_POST
@officer(MANAGE)
def drop(request: ActorRequest, code: str) -> HttpResponse:
    """Forget a kept try, or show it in the frames again."""
    case_id = read_number(request.POST.get("case", ""))
    if "show" in request.POST:
        found = next((each for each in queries.cases_of(code) if each.pk == case_id), None)
        if found is not None:
            keep_typed(request, code, found.typed)
    else:
        services.drop_case(actor=request.actor, code=code, case_id=case_id)
    return redirect("eforms:try", code=code)


@require_POST
@officer(MANAGE)
def restart(request: ActorRequest, code: str) -> HttpResponse:
    """Empty the frames."""
    keep_typed(request, code, {})
    return redirect("eforms:try", code=code)
