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


@dataclass(frozen=True, kw_only=True)
class RefundDecided(Event):
    """Money is to be given back (Quyết định hoàn trả). `amount` in VND; `label` is the code of the dossier."""

    refund_id: uuid.UUID
    label: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class RefundPaid(Event):
    """It was given back: in cash to who signed, or by the bank (Đã hoàn trả)."""

    refund_id: uuid.UUID
    label: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class RefundCancelled(Event):
    """The decision was called off before anything was paid (Đã hủy quyết định hoàn trả); `by_id`: the account that did, who needs no word."""

    refund_id: uuid.UUID
    label: str
    amount: int
    by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class RefundFailed(Event):
    """The bank could not give it back; `said` in its words (Chưa chuyển được). Told to the office and to the applicant."""

    refund_id: uuid.UUID
    label: str
    amount: int
    said: str
