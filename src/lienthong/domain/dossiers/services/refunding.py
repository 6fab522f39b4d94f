"""What was paid for a dossier that ended without a result may go back (hoàn trả phí, lệ phí): the head of the agency decides.

Here is whose money it is and who pays it; that it goes back once is kept by `foundation.payments`.
"""

import uuid
from dataclasses import dataclass

from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.models import Dossier, Proposal
from lienthong.foundation.payments import queries as payment_queries
from lienthong.foundation.payments import services as payments
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid

ENDED_WITHOUT_RESULT = (State.STOPPED, State.WITHDRAWN, State.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """One amount that was paid for a dossier: `left` VND of it may still go back, through the agency that pays."""

    order_id: uuid.UUID
    description: str
    amount: int
    left: int
    proof: str
    payer_name: str
    agency_id: int


def paid_for(dossier: Dossier) -> list[Paid]:
    """Fees and duties that were paid for a dossier, the earliest first."""
    subjects = [
        ("dossier", str(dossier.id)),
        *(("filing", str(each)) for each in dossier.filings.values_list("id", flat=True)),
        *(("duty", str(each)) for each in dossier.halts.values_list("id", flat=True)),
    ]
    found = []
    for order in payment_queries.paid_orders(subjects):
        receipt = payment_queries.cash_receipt_for(order)
        found.append(
            Paid(
                order_id=order.id,
                description=order.description,
                amount=order.amount,
                left=payments.refundable_amount(order),
                proof=f"biên lai {receipt.number}" if receipt else f"giao dịch {order.provider_ref}",
                payer_name=order.payer_name,
                agency_id=receipt.agency_id if receipt else dossier.reception_agency_id,
            )
        )
    return found


def may_go_back(dossier: Dossier) -> list[Paid]:
    """What of it is left, once the dossier has ended without a result; else nothing."""
    if dossier.state not in ENDED_WITHOUT_RESULT:
        return []
    return [each for each in paid_for(dossier) if each.left]


def asked_refund(
    dossier: Dossier, *, order_id: str, amount: int, account: payments.Account | None
) -> dict[str, object]:
    """What a proposal keeps of it. Raises Invalid: another order, more than is left, an account that is none."""
    chosen = next((each for each in may_go_back(dossier) if str(each.order_id) == order_id), None)
    if chosen is None:
        raise Invalid({"order": "Khoản này không còn gì để hoàn. Mở lại trang rồi chọn khoản khác."})
    if not 0 < amount <= chosen.left:
        raise Invalid({"amount": f"Số tiền hoàn từ 1 đồng đến {chosen.left:,} đồng.".replace(",", ".")})
    kept = payments.checked_account(account) if account is not None else None
    return {
        "order": order_id,
        "amount": amount,
        "paid": f"{chosen.description}, {chosen.proof}",
        "account": {"bank_bin": kept.bank_bin, "number": kept.number, "name": kept.name} if kept else None,
    }


def give_back(actor: Actor, dossier: Dossier, proposal: Proposal) -> None:
    """The head agreed: the refund is decided. Raises what `payments.decide_refund` raises, e.g. when less is left by now."""
    details = proposal.details
    chosen = next((each for each in paid_for(dossier) if str(each.order_id) == details["order"]), None)
    if chosen is None:
        raise Invalid({"note": "Khoản đã nộp không còn trong hồ sơ. Không đồng ý đề xuất này rồi lập đề xuất mới."})
    account = details.get("account")
    refund = payments.decide_refund(
        actor=actor,
        order_id=chosen.order_id,
        amount=int(details["amount"]),
        reason=proposal.reason,
        agency_id=chosen.agency_id,
        label=dossier.code,
        account=payments.Account(**account) if account else None,
    )
    proposal.details = {**details, "refund": refund.number}
