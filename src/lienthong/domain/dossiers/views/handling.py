"""The office works on one dossier (giải quyết hồ sơ): papers beside the panel, the next act one key away.

Who opens it: the officer whose step it is. When somebody else was faster, the page says who and when, and shows where the
dossier is now; what was typed stays in the form.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import policies, queries, services
from lienthong.domain.dossiers.choices import State, Verdict
from lienthong.domain.dossiers.models import Dossier, DossierPaper, DossierStep
from lienthong.domain.dossiers.progress import progress_of
from lienthong.domain.dossiers.states import TRANSITIONS
from lienthong.domain.dossiers.views.queues import rail
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit import queries as audit_queries
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Refused

QUEUE_OF_KIND = {
    "receive": "reception",
    "return": "reception",
    "approve": "approval",
    "sign": "approval",
    "stamp": "stamping",
}


@require_http_methods(["GET"])
@officer("dossiers.view_agency", "dossiers.view_all")
def work(request: ActorRequest, code: str) -> HttpResponse:
    """One dossier."""
    dossier = queries.dossier_for(request.actor, code)
    return _page(request, dossier)


PANELS = {
    "xu-ly": ("Xử lý", "dossiers/staff/_panel_step.html"),
    "bo-sung": ("Bổ sung", "dossiers/staff/_panel_supplement.html"),
    "tu-choi": ("Từ chối", "dossiers/staff/_panel_reject.html"),
    "tra-lai": ("Trả lại", "dossiers/staff/_panel_send_back.html"),
    "du-thao": ("Dự thảo kết quả", "dossiers/staff/_panel_draft.html"),
    "quy-trinh": ("Quy trình", "dossiers/staff/_panel_process.html"),
    "lich-su": ("Lịch sử", "dossiers/staff/_panel_history.html"),
}


def _page(request: ActorRequest, dossier: Dossier, refusal: Refused | None = None, panel: str = "") -> HttpResponse:
    version = procedures.version(dossier.version_id)
    if dossier.applicant_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=dossier.applicant_id,
            subject_type="dossier",
            subject_id=dossier.id,
            reason=f"Giải quyết hồ sơ {dossier.code}",
        )
    steps = queries.open_steps(dossier)
    mine = next((step for step in steps if policies.holds(request.actor, step)), None)
    can = {verb: _may(request, verb, dossier) for verb in ("accept", "reject", "request_supplement", "return_result")}
    papers = queries.papers_of(dossier)
    history = [_told(entry) for entry in audit_queries.entries_of("dossier", dossier.id)]
    allowed = _tabs(mine, dossier, can)
    panel = panel or request.GET.get("the", "")
    panel = panel if panel in allowed else "xu-ly"
    sections = eforms.summary(version.form, dossier.answers, blanks=False)
    context = {
        "dossier": dossier,
        "version": version,
        "step": mine,
        "papers": papers,
        "checklist": _checklist(request.POST, version, papers),
        "sections": sections,
        "progress": progress_of(dossier),
        "requests": queries.supplement_requests(dossier),
        "history": history,
        "neighbours": queries.queue_page(request.actor, mine.role).items if mine else [],
        "can": can,
        "can_draft": mine is not None and mine.kind in services.DRAFTING_KINDS and dossier.state == State.PROCESSING,
        "refusal": refusal,
        "panel": panel,
        "panel_template": PANELS[panel][1],
        "tabs": [
            {"key": key, "label": PANELS[key][0], "count": len(history) if key == "lich-su" else 0} for key in allowed
        ],
        "typed": request.POST,
        "draft_title": request.POST.get("title") or dossier.result_fields.get("title") or version.result_name,
        "draft_body": request.POST.get("body") or dossier.result_fields.get("body") or draft_text(dossier, sections),
        "process_url": reverse("workflows:bpmn", args=[version.workflow_id])
        if panel == "quy-trinh" and version.workflow_id
        else "",
        "process_label": f"Sơ đồ quy trình {version.short_name}",
        "rail": rail(request.actor, QUEUE_OF_KIND.get(mine.kind, "processing") if mine else "register"),
        "now": clock.now(),
        **_preview(request, dossier, papers),
    }
    return render(request, "dossiers/staff/work.html", context, status=refusal.status if refusal else 200)


def _tabs(mine: DossierStep | None, dossier: Dossier, can: dict[str, bool]) -> list[str]:
    """The panels that make sense now; the acts come and go, reading stays."""
    keys = ["xu-ly"]
    if can["request_supplement"]:
        keys.append("bo-sung")
    if can["reject"]:
        keys.append("tu-choi")
    if mine is not None and mine.kind in {"approve", "sign", "stamp"}:
        keys.append("tra-lai")
    if dossier.accepted_at is not None:
        keys.append("du-thao")
    return [*keys, "quy-trinh", "lich-su"]


def _preview(request: ActorRequest, dossier: Dossier, papers: list[DossierPaper]) -> dict[str, object]:
    """What the viewer shows: the paper asked for; a leader sees the draft first."""
    wanted = request.GET.get("giay-to", "")
    with_file = [paper for paper in papers if paper.file is not None]
    shown = next((paper for paper in with_file if str(paper.file_id) == wanted), None)
    if shown is None and dossier.draft_file_id and not request.actor.may("dossiers.receive"):
        file_id = dossier.result_file_id or dossier.draft_file_id
        name = "kết quả đã ký" if dossier.result_file_id else "dự thảo kết quả"
        return {
            "shown": None,
            "preview_url": reverse("dossiers:file", args=[file_id]),
            "preview_name": name,
            "preview_is_image": False,
        }
    shown = shown or (with_file[0] if with_file else None)
    if shown is None or shown.file is None:
        return {"shown": None, "preview_url": ""}
    return {
        "shown": shown,
        "preview_url": reverse("dossiers:file", args=[shown.file_id]),
        "preview_name": shown.name,
        "preview_is_image": shown.file.media_type in {"image/jpeg", "image/png"},
    }


def draft_text(dossier: Dossier, sections: list[eforms.SummarySection]) -> str:
    """A first wording of the result from the declaration, for the specialist to mend."""
    lines = [
        f"Căn cứ hồ sơ mã số {dossier.code} của ông/bà {dossier.applicant_name} nộp ngày {dossier.submitted_at.astimezone(clock.VIETNAM):%d/%m/%Y}."
    ]
    lines += [
        f"{section.title}: " + "; ".join(f"{row.label.lower()}: {row.value}" for row in section.rows) + "."
        for section in sections
    ]
    return "\n\n".join(lines)


TOLD = {
    "submit_dossier": "Nộp hồ sơ",
    "mark_fee_paid": "Ghi nhận phí, lệ phí đã nộp",
    "accept_dossier": "Tiếp nhận hồ sơ, hẹn trả kết quả",
    "reject_dossier": "Từ chối tiếp nhận",
    "request_supplement": "Yêu cầu bổ sung",
    "send_supplement": "Người nộp gửi bổ sung",
    "complete_step": "Hoàn thành bước",
    "send_back_step": "Trả lại chuyên viên",
    "draft_result": "Lập dự thảo kết quả",
    "sign_result": "Ký số kết quả",
    "return_result": "Trả kết quả",
    "withdraw_dossier": "Người nộp rút hồ sơ",
    "rate": "Đánh giá mức độ hài lòng",
    "submit_filing": "Nộp bản khai",
}


def _told(entry: Any) -> dict[str, object]:
    step = entry.details.get("step", "")
    said = TOLD.get(entry.verb, entry.verb)
    return {
        "said": f"{said}: {step}" if step else said,
        "at": entry.at,
        "actor_name": entry.actor_name,
        "position_title": entry.position_title,
        "details": entry.details,
    }


def _may(request: ActorRequest, verb: str, dossier: Dossier) -> bool:
    return dossier.state in TRANSITIONS[verb].sources and policies.can(request.actor, verb, dossier)


def _checklist(
    typed: QueryDict, version: procedures.VersionSnapshot, papers: list[DossierPaper]
) -> list[dict[str, object]]:
    """One row per requirement: what was given, and what the officer has said so far."""
    rows: list[dict[str, object]] = []
    for need in version.requirements:
        given = [paper for paper in papers if paper.requirement_key == need.key]
        known = need.from_form or need.from_register or need.mode != "submit" or not need.required
        default = Verdict.OK if given or known else Verdict.MISSING
        rows.append(
            {
                "need": need,
                "papers": given,
                "three_name": f"verdict-{need.key}",
                "three_value": typed.get(f"verdict-{need.key}", default),
                "reason": typed.get(f"reason-{need.key}", ""),
                "remedy": typed.get(f"remedy-{need.key}", ""),
            }
        )
    return rows


def _act(request: ActorRequest, code: str, panel: str, verb: Callable[[Dossier], str]) -> HttpResponse:
    """Do one verb; on refusal show the page again with the sentence and everything typed."""
    dossier = queries.dossier_for(request.actor, code)
    before = queries.open_steps(dossier)
    try:
        said = verb(dossier)
    except Refused as refusal:
        return _page(request, queries.dossier_for(request.actor, code), refusal, panel)
    messages.info(request, said)
    return redirect(_back_to_queue(request, before))


def _back_to_queue(request: ActorRequest, before: list[DossierStep]) -> str:
    mine = next((step for step in before if request.actor.position and step.role in request.actor.position.roles), None)
    return reverse(f"dossiers:{QUEUE_OF_KIND.get(mine.kind, 'processing')}" if mine else "dossiers:register")


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
        made = services.request_supplement(
            actor=request.actor, dossier_id=dossier.id, lines=lines, note=request.POST.get("note", "")
        )
        count = sum(line.verdict != Verdict.OK for line in lines)
        return f"Đã gửi phiếu yêu cầu bổ sung lần {made.number}, {count} mục, hồ sơ {dossier.code}. Đồng hồ giải quyết tạm dừng."

    return _act(request, code, "bo-sung", verb)


@require_POST
@officer("dossiers.handle", "dossiers.approve")
def draft(request: ActorRequest, code: str) -> HttpResponse:
    """Write the result; the page shows it as PDF beside the panel."""
    dossier = queries.dossier_for(request.actor, code)
    try:
        services.draft_result(
            actor=request.actor,
            dossier_id=dossier.id,
            step_id=_step_id(request),
            title=request.POST.get("title", ""),
            body=request.POST.get("body", ""),
        )
    except Refused as refusal:
        return _page(request, dossier, refusal, "du-thao")
    messages.info(request, "Đã lưu dự thảo kết quả.")
    return redirect(reverse("dossiers:work", args=[dossier.code]) + "?the=du-thao")


@require_POST
@officer("dossiers.handle", "dossiers.approve", "dossiers.stamp")
def complete(request: ActorRequest, code: str) -> HttpResponse:
    """Finish the step and hand on."""

    def verb(dossier: Dossier) -> str:
        services.complete_step(
            actor=request.actor, dossier_id=dossier.id, step_id=_step_id(request), note=request.POST.get("note", "")
        )
        return f"Đã chuyển hồ sơ {dossier.code} sang bước tiếp theo."

    return _act(request, code, "xu-ly", verb)


@require_POST
@officer("dossiers.approve", "dossiers.sign", "dossiers.stamp")
def send_back(request: ActorRequest, code: str) -> HttpResponse:
    """Back to the specialist with the reason."""

    def verb(dossier: Dossier) -> str:
        services.send_back_step(
            actor=request.actor, dossier_id=dossier.id, step_id=_step_id(request), reason=request.POST.get("note", "")
        )
        return f"Đã trả hồ sơ {dossier.code} lại chuyên viên."

    return _act(request, code, "tra-lai", verb)


@require_POST
@officer("dossiers.sign")
def sign(request: ActorRequest, code: str) -> HttpResponse:
    """Sign the result with the certificate of one's position."""

    def verb(dossier: Dossier) -> str:
        signed = services.sign_result(
            actor=request.actor, dossier_id=dossier.id, step_id=_step_id(request), note=request.POST.get("note", "")
        )
        return f"Đã ký số kết quả {signed.result_number} của hồ sơ {dossier.code}."

    return _act(request, code, "xu-ly", verb)


@require_POST
@officer("dossiers.return_result")
def return_result(request: ActorRequest, code: str) -> HttpResponse:
    """Hand the result over."""

    def verb(dossier: Dossier) -> str:
        services.return_result(actor=request.actor, dossier_id=dossier.id, note=request.POST.get("note", ""))
        return f"Đã trả kết quả hồ sơ {dossier.code}."

    return _act(request, code, "xu-ly", verb)
