"""The office interrupts, extends, stops, reopens or closes a dossier; the head decides (diễn biến hồ sơ, đề xuất chờ quyết định).

Who opens the list `/lam-viec/de-xuat/`: the head of the agency, to say yes or no with the dossier one click away. When somebody
decided first, the page says who and what.
"""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import Decision
from lienthong.domain.dossiers.models import Dossier, Proposal
from lienthong.domain.dossiers.views.desk import desk_page
from lienthong.domain.dossiers.views.life import BY_KEY
from lienthong.foundation.payments import services as payments
from lienthong.foundation.payments.choices import RefundWay
from lienthong.kit.access import ActorRequest, citizen, officer
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.money import parse_money


@require_POST
@officer("dossiers.handle", "dossiers.approve", "dossiers.receive", "dossiers.return_result")
def act(request: ActorRequest, code: str, key: str) -> HttpResponse:
    """Do or propose one act; on refusal the form again with everything typed."""
    if key not in BY_KEY:
        raise NotFound
    dossier = queries.dossier_for(request.actor, code)
    try:
        said = _DO[key](request.actor, dossier, request.POST)
    except Refused as refusal:
        return desk_page(request, queries.dossier_for(request.actor, code), refusal, key)
    messages.success(request, said)
    return redirect(reverse("dossiers:work", args=[dossier.code]) + "?the=dien-bien")


def _pause(actor: Actor, dossier: Dossier, post: QueryDict) -> str:
    services.pause_dossier(
        actor=actor,
        dossier_id=dossier.id,
        ground=post.get("ground", ""),
        reason=post.get("reason", ""),
        expected_until=_day(post, "until"),
    )
    return f"Đã tạm dừng hồ sơ {dossier.code}; người nộp được báo căn cứ."


def _end_pause(actor: Actor, dossier: Dossier, post: QueryDict) -> str:
    services.end_pause(actor=actor, dossier_id=dossier.id, note=post.get("reason", ""))
    return f"Hồ sơ {dossier.code} được giải quyết tiếp; ngày hẹn trả đã tính lại."


def _ask_duty(actor: Actor, dossier: Dossier, post: QueryDict) -> str:
    digits = post.get("amount", "").replace(".", "").replace(" ", "")
    services.ask_duty(
        actor=actor,
        dossier_id=dossier.id,
        title=post.get("title", ""),
        amount=int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else 0,
        reason=post.get("reason", ""),
    )
    return f"Đã gửi yêu cầu nộp cho người nộp hồ sơ {dossier.code}. Đồng hồ dừng đến khi ngân hàng báo có."


def _cancel_duty(actor: Actor, dossier: Dossier, post: QueryDict) -> str:
    services.cancel_duty(actor=actor, dossier_id=dossier.id, reason=post.get("reason", ""))
    return f"Đã bỏ yêu cầu nộp của hồ sơ {dossier.code}."


def _extend(actor: Actor, dossier: Dossier, post: QueryDict) -> str:
    days = post.get("days", "").strip()
    made = services.propose_extension(
        actor=actor,
        dossier_id=dossier.id,
        days=int(days) if days.isascii() and days.isdecimal() and len(days) < 4 else 0,
        reason=post.get("reason", ""),
    )
    return _said(made, "gia hạn", dossier)


def _stop(actor: Actor, dossier: Dossier, post: QueryDict) -> str:
    made = services.propose_stop(actor=actor, dossier_id=dossier.id, reason=post.get("reason", ""))
    return _said(made, "dừng giải quyết", dossier)


def _reopen(actor: Actor, dossier: Dossier, post: QueryDict) -> str:
    made = services.propose_reopening(actor=actor, dossier_id=dossier.id, reason=post.get("reason", ""))
    return _said(made, "mở lại", dossier)


def _refund(actor: Actor, dossier: Dossier, post: QueryDict) -> str:
    account = payments.Account(
        bank_bin=post.get("bank_bin", ""), number=post.get("account_number", ""), name=post.get("account_name", "")
    )
    made = services.propose_refund(
        actor=actor,
        dossier_id=dossier.id,
        order_id=post.get("order", ""),
        amount=parse_money(post.get("amount", "")) or 0,
        reason=post.get("reason", ""),
        account=account if post.get("way") == RefundWay.ACCOUNT else None,
    )
    return _said(made, "hoàn trả phí", dossier)


def _close(actor: Actor, dossier: Dossier, post: QueryDict) -> str:
    services.close_dossier(actor=actor, dossier_id=dossier.id, note=post.get("reason", ""))
    return f"Đã kết thúc hồ sơ {dossier.code}."


def _undo_return(actor: Actor, dossier: Dossier, post: QueryDict) -> str:
    services.undo_return(
        actor=actor,
        dossier_id=dossier.id,
        reason=post.get("reason", ""),
        recovered=post.get("recovered") == "co",
    )
    return f"Đã hủy việc trả kết quả hồ sơ {dossier.code}; hồ sơ chờ trả lại."


_DO: dict[str, Callable[[Actor, Dossier, QueryDict], str]] = {
    "tam-dung": _pause,
    "tiep-tuc": _end_pause,
    "nghia-vu": _ask_duty,
    "bo-nghia-vu": _cancel_duty,
    "gia-han": _extend,
    "dung": _stop,
    "hoan-phi": _refund,
    "mo-lai": _reopen,
    "huy-tra": _undo_return,
    "ket-thuc": _close,
}


def _said(proposal: Proposal, what: str, dossier: Dossier) -> str:
    if proposal.state == Decision.APPROVED:
        return f"Đã quyết định {what} hồ sơ {dossier.code}."
    return f"Đã trình lãnh đạo đề xuất {what} hồ sơ {dossier.code}."


def _day(post: QueryDict, name: str) -> date | None:
    parts = [post.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        raise Invalid(
            {"expected_until": "Ngày dự kiến không có trong lịch. Ghi đủ ngày, tháng, năm hoặc để trống."}
        ) from None


@require_http_methods(["GET"])
@officer("dossiers.view_agency")
def proposals(request: ActorRequest) -> HttpResponse:
    """What waits for the head of the agency, longest waiting first."""
    return _proposals_page(request)


def _proposals_page(request: ActorRequest, refusal: Refused | None = None, about: int = 0) -> HttpResponse:
    context = {
        "proposals": queries.proposals_waiting(request.actor),
        "decides": request.actor.may("dossiers.sign"),
        "refusal": refusal,
        "problem": refusal.problems.get("note", "") if isinstance(refusal, Invalid) else "",
        "about": about,
        "typed": request.POST,
        "rail": queries.rail(request.actor, "proposals"),
    }
    return render(request, "dossiers/staff/proposals.html", context, status=refusal.status if refusal else 200)


@require_POST
@officer("dossiers.sign")
def decide(request: ActorRequest, proposal_id: int) -> HttpResponse:
    """Yes or no to one proposal."""
    found = queries.proposal_for(request.actor, proposal_id)
    approve = request.POST.get("decision") == "yes"
    try:
        services.decide_proposal(
            actor=request.actor, proposal_id=proposal_id, approve=approve, note=request.POST.get("note", "")
        )
    except Refused as refusal:
        return _proposals_page(request, refusal, proposal_id)
    said = "Đồng ý" if approve else "Không đồng ý"
    messages.success(request, f"{said}: {found.get_kind_display().lower()}, hồ sơ {found.dossier.code}.")
    return redirect("dossiers:proposals")


@require_POST
@citizen
def renew_duty(request: ActorRequest, code: str) -> HttpResponse:
    """The applicant asks for a new payment code after the old one has run out."""
    dossier = queries.dossier_for(request.actor, code)
    services.renew_duty_order(actor=request.actor, dossier_id=dossier.id)
    return redirect("dossiers:detail", code=dossier.code)
