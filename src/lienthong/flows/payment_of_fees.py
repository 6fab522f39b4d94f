"""When the bank confirms a fee: the filing may be submitted, the waiting dossier goes to the queue (thu phí, lệ phí)."""

import uuid

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services as dossier_services
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.payments.events import PaymentConfirmed
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import reacts_to
from lienthong.kit.money import format_money


@reacts_to(PaymentConfirmed)
def settle_fee(event: PaymentConfirmed) -> None:
    """Mark the dossier paid; for a filing, tell the person that it can be submitted now."""
    if event.subject_type == "dossier":
        if not dossiers.is_filed(uuid.UUID(event.subject_id)):
            return  # paid at the counter while the dossier is being made: accepting it reads the payment
        dossier_services.mark_fee_paid(actor=SYSTEM, dossier_id=uuid.UUID(event.subject_id), paid_at=event.happened_at)
        return
    if event.subject_type == "duty":
        dossier_services.settle_duty(actor=SYSTEM, halt_id=int(event.subject_id), paid_at=event.happened_at)
        return
    if event.subject_type != "filing":
        return
    filing = dossiers.unsent_filing(uuid.UUID(event.subject_id))
    if filing is None:
        return
    notifications.notify(
        event_id=event.event_id,
        kind="payment",
        subject=f"Đã nhận {format_money(event.amount)} cho bản khai {filing.reference}",
        body="Ngân hàng đã báo có khoản phí, lệ phí. Ông/bà mở lại bản khai để nộp hồ sơ nếu chưa nộp.",
        url=f"/ban-khai/{filing.reference}/nop/",
        account_id=filing.account_id,
    )
