"""What follows from a parcel's way (bưu chính công ích): money that the postman took pays the fee, once."""

from lienthong.foundation.payments import services as payments
from lienthong.foundation.postal import services as postal
from lienthong.foundation.postal.events import CashCollected
from lienthong.kit.events import reacts_to

PROVIDER = "post"


@reacts_to(CashCollected)
def settle_cash(event: CashCollected) -> None:
    """Pay the fee by the tracking number; what was paid otherwise before is marked to be given back."""
    paid = payments.confirm_collected(
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        amount=event.amount,
        provider=PROVIDER,
        ref=event.tracking,
        description="Phí, lệ phí, bưu tá thu hộ",
        payer_name="",
    )
    if not paid:
        postal.note_paid_before(order_id=event.order_id)
