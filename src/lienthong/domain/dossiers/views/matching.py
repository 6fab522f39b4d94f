"""Comparing on the page of a dossier (đối chiếu): the paper beside the answers, registers asked, each item ticked."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import MatchedKind
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.queries import matching as matching_queries
from lienthong.domain.dossiers.views.comparing import matching_context
from lienthong.domain.dossiers.views.desk import desk_page
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, Refused

PANEL = "doi-chieu"


@require_POST
@officer("dossiers.handle", "dossiers.approve", "dossiers.receive")
def match(request: ActorRequest, code: str) -> HttpResponse:
    """One tick. With htmx the row alone comes back."""
    dossier = queries.dossier_for(request.actor, code)
    kind, key = request.POST.get("kind", ""), request.POST.get("key", "")
    problem = ""
    try:
        services.match(
            actor=request.actor,
            dossier_id=dossier.id,
            kind=kind,
            key=key,
            name=_name_of(dossier, kind, key),
            verdict=request.POST.get("verdict", ""),
            note=request.POST.get("note", ""),
        )
    except Invalid as invalid:
        problem = " ".join(invalid.problems.values())
    except Refused as refused:
        return desk_page(request, dossier, refused, PANEL)
    if _is_htmx(request):
        return _row(request, dossier, kind, key, problem)
    if problem:
        messages.error(request, problem)
    return redirect(f"{reverse('dossiers:work', args=[dossier.code])}?the={PANEL}#muc-{kind}-{key}")


@require_POST
@officer("registers.look_up")
def ask(request: ActorRequest, code: str) -> HttpResponse:
    """One question to a register. What was typed stays when it is refused; the way on by paper is said when nobody answers."""
    dossier = queries.dossier_for(request.actor, code)
    version = procedures.version(dossier.version_id)
    chosen = request.POST.get("what", "")
    known = next((each for each in matching_queries.suggestions(dossier, version) if each.token == chosen), None)
    register = known.register if known else chosen.removeprefix("khac-")
    asked = known.asked if known else _asked(request, register)
    try:
        lookup = services.ask_register(
            actor=request.actor,
            dossier_id=dossier.id,
            register=register,
            asked=asked,
            about=known.about if known else " / ".join(value for value in asked.values() if value),
            basis=request.POST.get("basis", ""),
            reason=request.POST.get("reason", ""),
            key=_uuid(request.POST.get("key", "")),
        )
    except Refused as refused:
        return desk_page(request, dossier, refused, PANEL)
    answer = getattr(lookup, "answer", None)
    if answer is None:
        messages.info(request, "Lượt tra cứu này đang chờ trả lời; mở lại thẻ Đối chiếu sau ít giây.")
    elif answer.record:
        messages.success(request, "Đã có trả lời. So từng mục ở bảng dưới đây.")
    else:
        messages.info(
            request, "Cơ sở dữ liệu không có thông tin theo nội dung hỏi. Kiểm tra lại số, hoặc đối chiếu bản giấy."
        )
    return redirect(f"{reverse('dossiers:work', args=[dossier.code])}?the={PANEL}")


def _row(request: ActorRequest, dossier: Dossier, kind: str, key: str, problem: str) -> HttpResponse:
    context = matching_context(dossier, procedures.version(dossier.version_id), step=None)
    rows = (
        [row for _, rows in context["match_sections"] for row in rows]
        if kind == MatchedKind.ANSWER
        else context["paper_rows"]
    )
    row = next((each for each in rows if (each.name if kind == MatchedKind.ANSWER else each["key"]) == key), None)
    template = f"dossiers/staff/_match_{kind}.html" if row is not None else "dossiers/staff/_match_gone.html"
    shown = {
        "row": row,
        "dossier": dossier,
        "problem": problem,
        "may_match": True,
        "swapped": True,
        "work_url": reverse("dossiers:work", args=[dossier.code]),
        "typed_note": request.POST.get("note", ""),
    }
    return render(request, template, shown, status=200)


def _name_of(dossier: Dossier, kind: str, key: str) -> str:
    """The words of a question or paper of this dossier; empty for a key that is none."""
    version = procedures.version(dossier.version_id)
    if kind == MatchedKind.PAPER:
        return next((need.name for need in version.requirements if need.key == key), "")
    rows = [row for section in eforms.summary(version.form, dossier.answers, blanks=False) for row in section.rows]
    return next((row.label for row in rows if row.name == key), "")


def _asked(request: ActorRequest, register: str) -> dict[str, str]:
    """What was typed for a register by hand: boxes are named `asked-<register>-<name>`."""
    start = f"asked-{register}-"
    return {name.removeprefix(start): str(value) for name, value in request.POST.items() if name.startswith(start)}


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
