"""What was paid for a dossier, and what of it may go back or went back (hoàn trả phí, lệ phí). The caller has the dossier."""

import uuid
from dataclasses import dataclass

from lienthong.domain.dossiers.choices import ENDED_WITHOUT_RESULT
from lienthong.domain.dossiers.models import Dossier
from lienthong.foundation.payments import queries as payments
from lienthong.foundation.payments import services as payment_services


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
    for order in payments.paid_orders(subjects):
        receipt = getattr(order, "cash_receipt", None)
        found.append(
            Paid(
                order_id=order.id,
                description=order.description,
                amount=order.amount,
                left=payment_services.refundable_amount(order),
                proof=f"biên lai {receipt.number}" if receipt else f"giao dịch {order.provider_ref}",
                payer_name=order.payer_name,
                agency_id=receipt.agency_id if receipt else dossier.reception_agency_id,
            )
        )
    return found


def may_go_back(dossier: Dossier) -> list[Paid]:
    """What of it is left, once the dossier has ended without a result; else nothing."""
    return [each for each in paid_before_it_ended(dossier) if each.left]


def paid_before_it_ended(dossier: Dossier) -> list[Paid]:
    """What was paid for a dossier that has ended without a result; nothing, and no query, for any other."""
    return paid_for(dossier) if dossier.state in ENDED_WITHOUT_RESULT else []
