"""Files past their retention and lists of what is to be destroyed (hết thời hạn bảo quản, tiêu hủy)."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.domain.archive import forms, policies, queries, services
from lienthong.domain.archive.choices import DestructionState
from lienthong.domain.archive.models import Destruction
from lienthong.domain.archive.views import rooms
from lienthong.domain.archive.views.acting import acted, ids_of, summary
from lienthong.foundation.files import services as stored
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import NotFound
from lienthong.kit.ids import new_id
from lienthong.kit.pdf import pdf_response

SEES = officer(policies.KEEP, policies.HEAD, policies.APPROVE)


@require_http_methods(["GET", "POST"])
@SEES
def destructions(request: ActorRequest) -> HttpResponse:
    """Expired files, for the keeper; lists for everybody of the council. POST begins a list of what is ticked."""
    problems: dict[str, str] = {}
    post = request.POST
    if request.method == "POST":
        made: list[Destruction] = []

        def begin() -> str:
            made.append(
                services.prepare_destruction(
                    actor=request.actor,
                    file_ids=ids_of(post.getlist("files")[: forms.MOST_IDS]),
                    summary=post.get("summary", ""),
                    key=post.get("key", "") or str(new_id()),
                )
            )
            return f"Đã lập danh mục tài liệu hết giá trị số {made[0]}, chờ hội đồng xét."

        problems = acted(request, begin)
        if made:
            return redirect("archive:destruction", destruction_id=made[0].pk)
        if not problems:
            return redirect("archive:destructions")
    context = {
        "expired": queries.expired_files(request.actor),
        "page": queries.destructions_page(request.actor, cursor=request.GET.get("trang")),
        "most": queries.EXPIRED_MOST,
        "may_prepare": request.actor.may(policies.KEEP),
        "key": post.get("key") or str(new_id()),
        "ticked": set(post.getlist("files")),
        "typed": post,
        "tabs": rooms.tabs(request.actor, "destructions"),
        "problems": problems,
        "summary": summary(problems),
    }
    return render(request, "archive/destructions.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@SEES
def destruction(request: ActorRequest, destruction_id: uuid.UUID) -> HttpResponse:
    """One list; POST is the next step of it."""
    found = queries.destruction_for(request.actor, destruction_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = acted(request, lambda: _act(request, found))
        if not problems:
            return redirect("archive:destruction", destruction_id=destruction_id)
    actor, post = request.actor, request.POST
    lines = list(found.lines.select_related("file"))
    other = actor.account_id not in {found.prepared_by_id, found.reviewed_by_id}
    context = {
        "made": found,
        "lines": [(line, post.get(f"kept-{line.pk}", line.kept_reason)) for line in lines],
        "kept": sum(line.is_kept for line in lines),
        "may_review": found.state == DestructionState.PREPARED
        and found.prepared_by_id != actor.account_id
        and (actor.may(policies.HEAD) or actor.may(policies.APPROVE)),
        "may_approve": found.state == DestructionState.REVIEWED and actor.may(policies.APPROVE) and other,
        "may_carry_out": found.state == DestructionState.APPROVED
        and actor.may(policies.KEEP)
        and found.approved_by_id != actor.account_id,
        "may_cancel": found.state not in {DestructionState.CARRIED_OUT, DestructionState.CANCELLED}
        and (actor.may(policies.KEEP) or actor.may(policies.APPROVE)),
        "steps": _steps(found),
        "typed": post,
        "problems": problems,
        "summary": summary(problems),
    }
    return render(request, "archive/destruction.html", context, status=422 if problems else 200)


_ORDER = (
    (DestructionState.PREPARED, "Lập danh mục"),
    (DestructionState.REVIEWED, "Hội đồng xét"),
    (DestructionState.APPROVED, "Lãnh đạo quyết định"),
    (DestructionState.CARRIED_OUT, "Tiêu hủy"),
)


def _steps(found: Destruction) -> list[dict[str, str]]:
    if found.state == DestructionState.CANCELLED:
        return []
    at = [state for state, _ in _ORDER].index(DestructionState(found.state))
    return [
        {"label": label, "state": "done" if place <= at else "now" if place == at + 1 else "next"}
        for place, (_, label) in enumerate(_ORDER)
    ]


def _act(request: ActorRequest, found: Destruction) -> str:
    post = request.POST
    common: dict[str, Any] = {"actor": request.actor, "destruction_id": found.pk}
    match post.get("act", ""):
        case "xet":
            ticked = {
                line.pk: post.get(f"kept-{line.pk}", "")
                for line in found.lines.all()
                if post.get(f"keep-{line.pk}") == "on"
            }
            services.review_destruction(
                **common, council=post.get("council", ""), review=post.get("review", ""), kept=ticked
            )
            return "Đã ghi ý kiến hội đồng, trình lãnh đạo quyết định."
        case "quyet-dinh":
            services.approve_destruction(**common, decision=post.get("decision", ""))
            return "Đã quyết định hủy. Người làm lưu trữ thực hiện."
        case "tieu-huy":
            services.carry_out_destruction(**common, manner=post.get("manner", ""))
            return "Đã tiêu hủy; thông tin mô tả và biên bản được giữ lại."
        case "huy":
            services.cancel_destruction(**common, reason=post.get("reason", ""))
            return "Đã hủy danh mục; không hồ sơ nào bị tiêu hủy."
    raise NotFound


@require_safe
@SEES
def list_pdf(request: ActorRequest, destruction_id: uuid.UUID) -> HttpResponse:
    """Danh mục tài liệu hết giá trị."""
    content = services.destruction_pdf(actor=request.actor, destruction_id=destruction_id)
    return pdf_response(content, "danh-muc-tai-lieu-het-gia-tri.pdf")


@require_safe
@SEES
def minutes(request: ActorRequest, destruction_id: uuid.UUID) -> HttpResponseBase:
    """Biên bản tiêu hủy, once it is carried out."""
    found = queries.destruction_for(request.actor, destruction_id)
    if found.minutes is None:
        raise NotFound
    return stored.response_for(found.minutes, download="tai" in request.GET)
