"""What happened to a parcel (sự kiện bưu chính)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ParcelEvent(Event):
    """Base: which order, which way it goes, and what it is about."""

    order_id: uuid.UUID
    kind: str
    subject_type: str
    subject_id: str


@dataclass(frozen=True, kw_only=True)
class ParcelAccepted(ParcelEvent):
    """The carrier took the order and gave a tracking number (Bưu điện đã nhận đơn)."""

    tracking: str


@dataclass(frozen=True, kw_only=True)
class ParcelPickedUp(ParcelEvent):
    """The postman has it (Bưu tá đã lấy)."""


@dataclass(frozen=True, kw_only=True)
class ParcelDelivered(ParcelEvent):
    """The receiver has it (Đã giao)."""


@dataclass(frozen=True, kw_only=True)
class ParcelNotDelivered(ParcelEvent):
    """One attempt in vain; `reason` in the carrier's words (Giao không thành)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ParcelReturned(ParcelEvent):
    """Back with its sender (Đã chuyển hoàn)."""


@dataclass(frozen=True, kw_only=True)
class ParcelLost(ParcelEvent):
    """The carrier lost it (Thất lạc)."""


@dataclass(frozen=True, kw_only=True)
class ParcelLeftAtCounter(ParcelEvent):
    """The office keeps it at its counter for the citizen (Hẹn nhận tại Một cửa)."""


@dataclass(frozen=True, kw_only=True)
class CashCollected(ParcelEvent):
    """The postman took the whole amount for the office, told by tracking or by a statement, whichever came first. `amount` in VND."""

    amount: int
    tracking: str
