"""What happened to payments (sự kiện thanh toán)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class PaymentConfirmed(Event):
    """The whole amount is here: the bank says so, or an officer took it in cash. `amount` in VND."""

    order_id: uuid.UUID
    subject_type: str
    subject_id: str
    amount: int
