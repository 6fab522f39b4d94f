"""What was paid for a dossier that ended without a result may go back (hoàn trả phí, lệ phí): the head of the agency decides.

Here is whose money it is and who pays it; that it goes back once is kept by `foundation.payments`.
"""

from lienthong.domain.dossiers.models import Dossier, Proposal
from lienthong.domain.dossiers.queries.refunding import may_go_back, paid_for
from lienthong.foundation.payments import services as payments
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid


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
