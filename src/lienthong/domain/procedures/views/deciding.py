"""Deciding about a procedure (công bố, tạm ngừng, tiếp tục, bãi bỏ, thu hồi).

Who keeps the catalogue opens them with the signed decision beside them. What the decision lacks is named at its box; what stands against it
(open dossiers, a later decision) is shown before the button, and nothing typed is lost.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.domain.procedures import queries, services, states
from lienthong.domain.procedures.choices import DecisionKind
from lienthong.domain.procedures.errors import DateInThePast, DecisionOutOfPlace, DraftNotReady, EditedByAnother
from lienthong.domain.procedures.forms import DecisionForm, read_decision
from lienthong.domain.procedures.policies import MANAGE
from lienthong.domain.procedures.views.managing import frame
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer, public
from lienthong.kit.errors import Invalid, Refused
from lienthong.kit.text_vi import clean
from lienthong.kit.ui.dates import boxes_of

ADDRESSES = {"tam-ngung": DecisionKind.SUSPEND, "tiep-tuc": DecisionKind.RESUME, "bai-bo": DecisionKind.WITHDRAW}
HEADS = {
    DecisionKind.SUSPEND: "Tạm ngừng tiếp nhận",
    DecisionKind.RESUME: "Tiếp tục thực hiện",
    DecisionKind.WITHDRAW: "Bãi bỏ thủ tục",
}


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def publish_page(request: ActorRequest, code: str) -> HttpResponse:
    """The check list, what changes, and the decision that publishes it."""
    draft = queries.draft_for(request.actor, code)
    form = read_decision(request.POST) if request.method == "POST" else _blank()
    problems: dict[str, str] = {}
    refusal: Refused | None = None
    if request.method == "POST":
        problems = form.problems
        try:
            if not problems:
                typed = request.POST.get("edits", "")
                version = services.publish_draft(
                    actor=request.actor,
                    code=code,
                    edits=int(typed) if typed.isdecimal() and len(typed) < 9 else -1,
                    effective_from=form.effective_from.value or clock.today(),
                    decision=_decision(request, form),
                )
                when = "ngay hôm nay" if version.valid_from <= clock.today() else f"từ {version.valid_from:%d/%m/%Y}"
                messages.success(request, f"Đã công bố phiên bản {version.number}, có hiệu lực {when}.")
                return redirect("procedures:managed", code=code)
        except Invalid as refused:
            problems = refused.problems
        except DateInThePast as refused:
            problems = {"effective_from": refused.message}
        except EditedByAnother as refused:
            refusal = Refused(
                "Dự thảo vừa được người khác sửa. Xem lại các thay đổi bên dưới rồi bấm Công bố lần nữa; quyết định đã nhập còn nguyên."
            )
            refusal.status = refused.status
            draft = queries.draft_for(request.actor, code)
        except (DraftNotReady, DecisionOutOfPlace) as refused:
            refusal = refused
    found = queries.problems_of(draft.entry)
    changes = queries.changes_of_draft(draft)
    context: dict[str, Any] = {
        "draft": draft,
        "procedure": draft.procedure,
        "form": form,
        "boxes": _boxes(form, problems, DecisionKind.PUBLISH),
        "faults": _faults(problems),
        "refusal": refusal,
        "found": found,
        "stops": [each for each in found if each.stops],
        "groups": queries.lines(changes),
        "count": len(changes),
        "later": [each for each in queries.standings(code) if each.since > clock.today()],
    }
    status = 422 if problems else refusal.status if refusal else 200
    return render(request, "procedures/staff/publish.html", context, status=status)


@require_http_methods(["GET", "POST"])
@officer(MANAGE)
def decide_page(request: ActorRequest, code: str, act: str) -> HttpResponse:
    """Suspend, resume or withdraw."""
    kind = ADDRESSES.get(act)
    if kind is None:
        raise Http404
    procedure = queries.managed_procedure(request.actor, code)
    form = read_decision(request.POST) if request.method == "POST" else _blank()
    problems: dict[str, str] = {}
    refusal: Refused | None = None
    if request.method == "POST":
        problems = form.problems
        try:
            if not problems:
                made = services.decide(
                    actor=request.actor,
                    code=code,
                    kind=kind,
                    effective_from=form.effective_from.value or clock.today(),
                    decision=_decision(request, form),
                )
                messages.success(
                    request,
                    f"Đã ghi quyết định {made.number}: {HEADS[kind].lower()} từ {made.effective_from:%d/%m/%Y}.",
                )
                return redirect("procedures:managed", code=code)
        except Invalid as refused:
            problems = refused.problems
        except DateInThePast as refused:
            problems = {"effective_from": refused.message}
        except DecisionOutOfPlace as refused:
            refusal = refused
    context = frame(procedure, "") | {
        "kind": kind,
        "head": HEADS[kind],
        "act": act,
        "boxes": _boxes(form, problems, kind),
        "faults": _faults(problems),
        "refusal": refusal,
        "is_possible": kind in states.verbs(str(frame(procedure, "")["status"])),
    }
    status = 422 if problems else refusal.status if refusal else 200
    return render(request, "procedures/staff/decide.html", context, status=status)


@require_POST
@officer(MANAGE)
def call_back(request: ActorRequest, code: str, decision_id: int) -> HttpResponse:
    """Undo a decision before its day."""
    try:
        made = services.call_back_decision(
            actor=request.actor,
            code=code,
            decision_id=decision_id,
            reason=clean(request.POST.get("reason", "")[:2000]),
        )
    except Refused as refusal:
        said = next(iter(refusal.problems.values())) if isinstance(refusal, Invalid) else refusal.message
        messages.error(request, said)
    else:
        messages.success(request, f"Đã thu hồi quyết định {made.number}. Quyết định này không có hiệu lực.")
    return redirect("procedures:managed", code=code)


@require_safe
@public
def decision_file(request: ActorRequest, code: str, decision_id: int) -> HttpResponseBase:
    """The signed decision: public, as Nghị định 63/2010/NĐ-CP has it."""
    decision = queries.decision_for(request.actor, code, decision_id)
    if decision.file is None:
        raise Http404
    return files.response_for(
        decision.file, download="tai" in request.GET, if_none_match=request.headers.get("If-None-Match", "")
    )


def _blank() -> DecisionForm:
    return DecisionForm(effective_from=boxes_of(clock.today()))


def _decision(request: ActorRequest, form: DecisionForm) -> services.DecisionData:
    upload = request.FILES.get("file")
    stored = files.store_upload(actor=request.actor, upload=upload, purpose="decision") if upload else None
    return services.DecisionData(
        number=form.number,
        decided_on=form.decided_on.value,
        issuer=form.issuer,
        reason=form.reason,
        file_id=stored.id if stored else None,
    )


def _boxes(form: DecisionForm, problems: dict[str, str], kind: str) -> list[dict[str, Any]]:
    needs_reason = kind in {DecisionKind.SUSPEND, DecisionKind.WITHDRAW}
    rows: list[dict[str, Any]] = [
        {"name": "number", "label": "Số, ký hiệu quyết định", "value": form.number, "width": "20", "hint": "Ví dụ 512/QĐ-UBND"},
        {"name": "decided_on", "label": "Ngày ký", "kind": "date", "value": form.decided_on},
        {"name": "issuer", "label": "Cơ quan, người ban hành", "value": form.issuer, "hint": "Ví dụ Chủ tịch UBND tỉnh Gia Lai"},
        {"name": "effective_from", "label": "Có hiệu lực từ ngày", "kind": "date", "value": form.effective_from, "hint": "Hôm nay hoặc một ngày sau hôm nay"},
        {"name": "reason", "label": "Lý do" if needs_reason else "Ghi chú", "kind": "textarea", "rows": 3, "value": form.reason, "required": needs_reason, "hint": "Người dân đọc được lý do này" if needs_reason else ""},
        {"name": "file", "label": "Tệp quyết định đã ký", "kind": "file", "upload": "", "required": False, "hint": "PDF hoặc ảnh; công khai cùng thủ tục"},
    ]  # fmt: skip
    return [row | {"error": problems.get(row["name"], "")} for row in rows]


def _faults(problems: dict[str, str]) -> list[dict[str, str]]:
    days = {"decided_on", "effective_from"}
    return [
        {"label": "", "message": said, "id": f"{name}_day" if name in days else name} for name, said in problems.items()
    ]
