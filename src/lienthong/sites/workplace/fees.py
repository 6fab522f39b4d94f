"""The register of fees (sổ thu phí, lệ phí): receipts with their numbers, refunds and what became of them.

Who opens it: the cashier who prints a receipt once more or pays a refund to the person before them, the keeper of the cash, a leader who looks.
When the bank could not pay, or a colleague paid first, the page says it with the bank's words, or who and when.
"""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.domain.dossiers import queries as dossiers
from lienthong.foundation.audit import services as audit
from lienthong.foundation.payments import policies, queries, services
from lienthong.foundation.payments.choices import BANKS, RefundWay
from lienthong.kit import clock
from lienthong.kit.access import ActorRequest, officer
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.pdf import pdf_response

FEES = officer(policies.TAKE_CASH, policies.KEEP_CASH, policies.OVERSEE)


@require_GET
@FEES
def register(request: ActorRequest) -> HttpResponse:
    """Receipts or refunds, the latest first; how many refunds have still to be paid stands beside their tab."""
    actor, text = request.actor, request.GET.get("q", "")[:60]
    which = "hoan" if request.GET.get("so") == "hoan" else "thu"
    read = queries.refunds_page if which == "hoan" else queries.receipts_page
    context = {
        "which": which,
        "page": read(actor, cursor=request.GET.get("tu"), text=text),
        "sums": queries.sums_of_year(actor, clock.today().year),
        "year": clock.today().year,
        "text": text,
        "views": [
            {"label": "Biên lai", "url": "?so=thu", "current": which == "thu"},
            {"label": "Hoàn trả", "url": "?so=hoan", "current": which == "hoan", "count": queries.count_open(actor)},
        ],
        "query": urlencode({"so": which, **({"q": text} if text else {})}),
        "rail": dossiers.rail(actor, "fees"),
    }
    return render(request, "workplace/fees.html", context)


@require_POST
@FEES
def print_receipt(request: ActorRequest, receipt_id: uuid.UUID) -> HttpResponseBase:
    """The receipt, counted as printed: a second one says that it is one."""
    content = services.print_receipt(actor=request.actor, receipt_id=receipt_id)
    return pdf_response(content, f"bien-lai-{receipt_id}.pdf")


@require_GET
@FEES
def refund(request: ActorRequest, refund_id: uuid.UUID) -> HttpResponse:
    """One refund: what was decided, who takes it, what the bank said."""
    return _page(request, refund_id)


def _page(request: ActorRequest, refund_id: uuid.UUID, refusal: Refused | None = None) -> HttpResponse:
    found = queries.refund_for(request.actor, refund_id)
    _record_look(request, found)
    typed: Any = request.POST
    is_free = found.is_open and (found.way == RefundWay.CASH or found.sent_at is None)
    may_change = is_free and not found.is_unsure and policies.changes_refund(request.actor, found.decided_by_id)
    context = {
        "refund": found,
        "order": found.order,
        "in_cash": found.way == RefundWay.CASH,
        "may_pay": found.is_open and found.way == RefundWay.CASH and request.actor.may(policies.TAKE_CASH),
        "may_change": may_change,
        "may_repeat": is_free and not may_change and found.way == RefundWay.ACCOUNT,
        "bank": dict(BANKS).get(found.bank_bin, found.bank_bin),
        "account_fields": account_fields(typed, refusal, found),
        "receiver": {
            "name": typed.get("receiver_name", "" if found.receiver_name else found.order.payer_name),
            "number": typed.get("receiver_number", ""),
        },
        "refusal": refusal,
        "problems": refusal.problems if isinstance(refusal, Invalid) else {},
        "typed": typed,
        "rail": dossiers.rail(request.actor, "fees"),
    }
    return render(request, "workplace/refund.html", context, status=refusal.status if refusal else 200)


def _record_look(request: ActorRequest, found: Any) -> None:
    """The number of who fetched the money and the account it goes to are the applicant's data."""
    contact = dossiers.contact_by_code(found.label)
    if contact is not None and contact.person_id is not None:
        audit.record_access(
            actor=request.actor,
            person_id=contact.person_id,
            subject_type="refund",
            subject_id=found.pk,
            reason=f"Hoàn trả phí, lệ phí hồ sơ {found.label}",
        )


def account_fields(typed: Any, refusal: Refused | None, found: Any) -> list[dict[str, Any]]:
    """The three boxes of an account, filled with what was typed or what is kept."""
    problems = refusal.problems if isinstance(refusal, Invalid) else {}
    boxes: list[dict[str, Any]] = [
        {"name": "bank_bin", "label": "Ngân hàng", "kind": "select", "choices": BANKS},
        {"name": "account_number", "label": "Số tài khoản", "attrs": {"inputmode": "numeric", "maxlength": 30}},
        {"name": "account_name", "label": "Chủ tài khoản", "attrs": {"maxlength": 120}},
    ]
    return [
        {
            "required": True,
            "id": box["name"],
            **box,
            "value": typed.get(box["name"], getattr(found, box["name"], "")),
            "error": problems.get(box["name"], ""),
        }
        for box in boxes
    ]


def _act(request: ActorRequest, refund_id: uuid.UUID, verb: Callable[[], str]) -> HttpResponseBase:
    queries.refund_for(request.actor, refund_id)  # those of others are not there
    try:
        said = verb()
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, refund_id, refusal)
    messages.success(request, said)
    return redirect("workplace:refund", refund_id=refund_id)


@require_POST
@FEES
def pay(request: ActorRequest, refund_id: uuid.UUID) -> HttpResponseBase:
    """Cash out of one's drawer, to somebody who shows a card and signs."""

    def verb() -> str:
        done = services.pay_refund_in_cash(
            actor=request.actor,
            refund_id=refund_id,
            receiver_name=request.POST.get("receiver_name", ""),
            receiver_number=request.POST.get("receiver_number", ""),
        )
        return f"Đã chi {done.number}. In phiếu để người nhận ký; khoản chi nằm trong ca thu của ông/bà."

    return _act(request, refund_id, verb)


@require_POST
@FEES
def send_otherwise(request: ActorRequest, refund_id: uuid.UUID) -> HttpResponseBase:
    """To another account, again to the same, or in cash."""

    def verb() -> str:
        post = request.POST
        in_cash = post.get("way") == "cash"
        account = services.Account(
            bank_bin=post.get("bank_bin", ""), number=post.get("account_number", ""), name=post.get("account_name", "")
        )
        services.redirect_refund(actor=request.actor, refund_id=refund_id, account=None if in_cash else account)
        return "Đã đổi sang tiền mặt tại quầy." if in_cash else "Đã gửi lại lệnh hoàn cho ngân hàng."

    return _act(request, refund_id, verb)


@require_POST
@FEES
def cancel(request: ActorRequest, refund_id: uuid.UUID) -> HttpResponseBase:
    """The decision was a mistake; nobody has paid it."""

    def verb() -> str:
        services.cancel_refund(actor=request.actor, refund_id=refund_id, reason=request.POST.get("cancel_reason", ""))
        return "Đã hủy khoản hoàn trả; số phiếu được giữ."

    return _act(request, refund_id, verb)


@require_http_methods(["GET"])
@FEES
def slip(request: ActorRequest, refund_id: uuid.UUID) -> HttpResponseBase:
    """The slip to sign."""
    _record_look(request, queries.refund_for(request.actor, refund_id))
    content = services.refund_slip(actor=request.actor, refund_id=refund_id)
    return pdf_response(content, f"phieu-hoan-tra-{refund_id}.pdf")
