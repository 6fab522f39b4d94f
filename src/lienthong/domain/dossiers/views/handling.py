"""The office works on one dossier (giải quyết hồ sơ): papers beside the panel, the next act one key away.

Who opens it: the officer whose step it is. When somebody else was faster, the page says who and when, and shows where the
dossier is now; what was typed stays in the form.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import policies, queries, services
from lienthong.domain.dossiers.choices import ReturnGround, Verdict
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.views.desk import QUEUE_OF_KIND, desk_page
from lienthong.domain.dossiers.views.kept_list import kept_list, stand_of
from lienthong.domain.procedures import queries as procedures
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Refused


@require_http_methods(["GET"])
@officer("dossiers.view_agency", "dossiers.view_all")
def work(request: ActorRequest, code: str) -> HttpResponse:
    """One dossier."""
    return desk_page(request, queries.dossier_for(request.actor, code), panel=request.GET.get("the", "xu-ly"))


def _act(request: ActorRequest, code: str, panel: str, verb: Callable[[Dossier], str]) -> HttpResponse:
    """Do one verb, then open what to do next; on refusal show the page again with the sentence and everything typed."""
    dossier = queries.dossier_for(request.actor, code)
    mine = next((step for step in queries.open_steps(dossier) if policies.holds(request.actor, step)), None)
    try:
        said = verb(dossier)
    except Refused as refusal:
        return desk_page(request, queries.dossier_for(request.actor, code), refusal, panel)
    messages.success(request, said)
    return redirect(_next_url(request, dossier, mine.role if mine else "", mine.kind if mine else ""))


def _next_url(request: ActorRequest, dossier: Dossier, role: str, kind: str) -> str:
    """The same dossier while it still lies with this officer, else the most urgent of the queue, else the empty queue."""
    if not role:
        return reverse("dossiers:register")
    if any(policies.holds(request.actor, step) and not step.is_paused for step in queries.open_steps(dossier)):
        return reverse("dossiers:work", args=[dossier.code])
    kept = kept_list(request, role)
    stand = stand_of(request, kept.delegation)
    waiting = queries.queue_page(request.actor, role, only=kept.only, stand=stand, limit=1).items
    if waiting:
        return reverse("dossiers:work", args=[waiting[0].code])
    return reverse(f"dossiers:{QUEUE_OF_KIND.get(kind, 'processing')}") + (f"?{kept.query}" if kept.query else "")


def _step_id(request: ActorRequest) -> int:
    value = request.POST.get("step", "")
    return int(value) if value.isdecimal() and len(value) < 19 else 0  # a bigint


@require_POST
@officer("dossiers.receive")
def accept(request: ActorRequest, code: str) -> HttpResponse:
    """Accept and promise the date."""

    def verb(dossier: Dossier) -> str:
        accepted = services.accept_dossier(actor=request.actor, dossier_id=dossier.id)
        due = accepted.due_at.astimezone(clock.VIETNAM) if accepted.due_at else None
        return (
            f"Đã tiếp nhận hồ sơ {dossier.code}, hẹn trả {due:%H:%M, %d/%m/%Y}."
            if due
            else f"Đã tiếp nhận hồ sơ {dossier.code}."
        )

    return _act(request, code, "xu-ly", verb)


@require_POST
@officer("dossiers.receive")
def reject(request: ActorRequest, code: str) -> HttpResponse:
    """Refuse with the ground."""

    def verb(dossier: Dossier) -> str:
        services.reject_dossier(actor=request.actor, dossier_id=dossier.id, reason=request.POST.get("reason", ""))
        return f"Đã từ chối tiếp nhận hồ sơ {dossier.code}; người nộp được báo lý do."

    return _act(request, code, "tu-choi", verb)


@require_POST
@officer("dossiers.receive", "dossiers.request_supplement")
def request_supplement(request: ActorRequest, code: str) -> HttpResponse:
    """Return with one complete list."""

    def verb(dossier: Dossier) -> str:
        version = procedures.version(dossier.version_id)
        lines = [
            services.JudgedLine(
                requirement_key=need.key,
                verdict=Verdict(request.POST.get(f"verdict-{need.key}", Verdict.OK)),
                reason=request.POST.get(f"reason-{need.key}", ""),
                remedy=request.POST.get(f"remedy-{need.key}", ""),
            )
            for need in version.requirements
            if request.POST.get(f"verdict-{need.key}") in Verdict.values
        ]
        if (beyond := request.POST.get("beyond", "")).strip():
            services.propose_supplement(
                actor=request.actor,
                dossier_id=dossier.id,
                lines=lines,
                reason=beyond,
                note=request.POST.get("note", ""),
            )
            return f"Đã trình lãnh đạo phiếu yêu cầu bổ sung lần sau, hồ sơ {dossier.code}. Đồng hồ vẫn chạy đến khi phiếu được gửi."
        made = services.request_supplement(
            actor=request.actor, dossier_id=dossier.id, lines=lines, note=request.POST.get("note", "")
        )
        count = sum(line.verdict != Verdict.OK for line in lines)
        return f"Đã gửi phiếu yêu cầu bổ sung lần {made.number}, {count} mục, hồ sơ {dossier.code}. Đồng hồ giải quyết tạm dừng."

    return _act(request, code, "bo-sung", verb)


@require_POST
@officer("dossiers.handle", "dossiers.approve", "dossiers.stamp")
def complete(request: ActorRequest, code: str) -> HttpResponse:
    """Finish the step and hand on. What is approved or stamped is looked at first, on a page of its own."""

    def verb(dossier: Dossier) -> str:
        step_id = _step_id(request)
        kinds = {step.pk: step.kind for step in queries.open_steps(dossier)}
        decided = kinds.get(step_id) in services.LOOKED_AT_KINDS and dossier.draft_file_id is not None
        services.complete_step(
            actor=request.actor,
            dossier_id=dossier.id,
            step_id=step_id,
            note=request.POST.get("note", ""),
            seen=request.POST.get("seen", "") if decided else None,
        )
        return f"Đã chuyển hồ sơ {dossier.code} sang bước tiếp theo."

    return _act(request, code, "xu-ly", verb)


@require_POST
@officer("dossiers.approve", "dossiers.sign", "dossiers.stamp")
def send_back(request: ActorRequest, code: str) -> HttpResponse:
    """Back to the specialist with the reason."""

    def verb(dossier: Dossier) -> str:
        services.send_back_step(
            actor=request.actor,
            dossier_id=dossier.id,
            step_id=_step_id(request),
            reason=request.POST.get("note", ""),
            ground=request.POST.get("ground", ReturnGround.OTHER),
            to_key=request.POST.get("to", ""),
        )
        return f"Đã trả hồ sơ {dossier.code} lại chuyên viên."

    return _act(request, code, "tra-lai", verb)


@require_POST
@officer("dossiers.return_result")
def return_result(request: ActorRequest, code: str) -> HttpResponse:
    """Hand the result over."""

    def verb(dossier: Dossier) -> str:
        services.return_result(actor=request.actor, dossier_id=dossier.id, note=request.POST.get("note", ""))
        return f"Đã trả kết quả hồ sơ {dossier.code}."

    return _act(request, code, "xu-ly", verb)


@require_POST
@officer("dossiers.receive", "dossiers.handle", "dossiers.approve")
def prioritize(request: ActorRequest, code: str) -> HttpResponse:
    """Let a dossier go before others, with its ground, or as any other."""
    dossier = queries.dossier_for(request.actor, code)
    try:
        services.set_priority(actor=request.actor, dossier_id=dossier.id, priority=request.POST.get("priority", ""))
    except Refused as refusal:
        return desk_page(request, dossier, refusal)
    messages.success(request, "Đã ghi mức ưu tiên của hồ sơ.")
    return redirect("dossiers:work", code=dossier.code)
