"""What the house asks of a post (Protocol), in its own words. The shapes of a particular carrier stay in its client."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One end of a parcel's way. `province` and `commune` are codes of administrative units of today."""

    name: str
    phone: str
    province: str
    commune: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is ordered. `code` is our number and the key of repetition; amounts in VND; `collect_at`: "pickup" or "delivery"."""

    code: str
    sender: Place
    receiver: Place
    content: str
    grams: int
    cod_amount: int
    collect_at: str
    freight_by_citizen: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The carrier took the order: its tracking number and what it reckons as freight (VND)."""

    tracking: str
    freight: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingNote:
    """One event as the carrier tells it. `collected` in VND, None when it says nothing of money."""

    code: str
    at: datetime
    text: str = ""
    place: str = ""
    reason: str = ""
    collected: int | None = None
    freight: int | None = None
    grams: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """Money of one parcel that the carrier passed on (VND)."""

    tracking: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One list of money passed on."""

    number: str
    period_from: date
    period_to: date
    total: int
    lines: Sequence[StatementLine]


class Carrier(Protocol):
    """A post. Each call raises CarrierRefused (it said no, with its sentence) or CarrierUnreachable (ask again later)."""

    def create(self, parcel: Parcel) -> Taken:
        """Order; the same `code` again gives the same answer."""
        ...

    def cancel(self, *, tracking: str, reason: str) -> None:
        """Give up an order that was not picked up; one that is cancelled already is no error."""
        ...

    def redeliver(self, *, tracking: str, note: str) -> None:
        """Ask for another attempt."""
        ...

    def trace(self, tracking: str) -> list[TrackingNote]:
        """Everything the carrier knows of a parcel."""
        ...

    def statements(self, *, since: date) -> list[Statement]:
        """Statements made on or after a day."""
        ...
