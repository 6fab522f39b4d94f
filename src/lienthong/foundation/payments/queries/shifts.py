"""Shifts of cashiers (ca thu): who has which drawer, what its book says, how its transfers stand against the bank's word."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from lienthong.foundation.payments.choices import EntryKind, Match, OrderState, Outcome, ShiftState
from lienthong.foundation.payments.models import CashEntry, PaymentOrder, Shift
from lienthong.foundation.payments.policies import TAKE_CASH, oversees
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.money import format_money
from lienthong.kit.pagination import Page, keyset_page

MOST_ORDERS = 1000
"""Transfers of one shift that are shown, the latest first."""


def visible_shifts(actor: Actor) -> QuerySet[Shift]:
    """All of the agency and of those it came after, for its cashiers, its keeper of cash and its leaders; nobody else's."""
    rows = Shift.objects.all()
    if actor.agency_id is None:
        return rows.none()
    # Colleagues at the counter confirm for each other what was given back.
    if oversees(actor) or actor.may(TAKE_CASH):
        return rows.filter(agency_id__in=actor.archive_agency_ids)
    return rows.none()


def shift_for(actor: Actor, shift_id: uuid.UUID) -> Shift:
    """One visible shift with its agency. Raises NotFound."""
    found = visible_shifts(actor).select_related("agency", "cashier_position").filter(pk=shift_id).first()
    if found is None:
        raise NotFound
    return found


def open_shift_of(actor: Actor) -> Shift | None:
    """The actor's own open shift in the agency acted for."""
    rows = Shift.objects.filter(cashier_id=actor.account_id or 0, agency_id=actor.agency_id or 0)
    return rows.filter(state=ShiftState.OPEN).first()


def shifts_page(actor: Actor, *, cursor: str | None = None, state: str = "", day: date | None = None) -> Page[Shift]:
    """Visible shifts, the latest first, of one state or of one day of opening."""
    rows = visible_shifts(actor)
    if state in ShiftState.values:
        rows = rows.filter(state=state)
    if day is not None:
        begin = datetime.combine(day, time(), clock.VIETNAM)
        rows = rows.filter(opened_at__gte=begin, opened_at__lt=begin + timedelta(days=1))
    return keyset_page(rows, order=("-opened_at", "-id"), cursor=cursor, limit=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSums:
    """What the book of a shift says, in VND; `refunded` and `corrected` as they stand in the book (below zero: out of the drawer)."""

    opening_float: int
    received: int
    receipts: int
    refunded: int
    refunds: int
    corrected: int
    corrections: int

    @property
    def expected(self) -> int:
        """What should lie in the drawer."""
        return self.opening_float + self.received + self.refunded + self.corrected

    @property
    def to_hand_over(self) -> int:
        """What was earned: without the float, which stays."""
        return self.expected - self.opening_float


def sums_of(shift: Shift) -> ShiftSums:
    """Summed from the lines. One query."""
    rows = CashEntry.objects.filter(shift_id=shift.pk).values("kind").annotate(total=Sum("amount"), number=Count("id"))
    found = {row["kind"]: (int(row["total"]), int(row["number"])) for row in rows.order_by()}
    received, receipts = found.get(EntryKind.RECEIPT, (0, 0))
    refunded, refunds = found.get(EntryKind.REFUND, (0, 0))
    corrected, corrections = found.get(EntryKind.CORRECTION, (0, 0))
    return ShiftSums(
        opening_float=shift.opening_float,
        received=received,
        receipts=receipts,
        refunded=refunded,
        refunds=refunds,
        corrected=corrected,
        corrections=corrections,
    )


def entries_of(shift: Shift) -> list[CashEntry]:
    """Every line in order, with receipt and order."""
    return list(shift.entries.select_related("receipt__order", "repaid__order").order_by("id"))


def refunds_unconfirmed(shift: Shift) -> int:
    """Lines that wait for a second person."""
    return shift.entries.filter(confirmed_at__isnull=True).exclude(kind=EntryKind.RECEIPT).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """One order of a shift beside what the bank told: `arrived` VND in all, `refs` its transactions, `note` in words."""

    order: PaymentOrder
    match: Match
    arrived: int
    refs: tuple[str, ...]
    note: str


def transfers_of(shift: Shift) -> list[Matched]:
    """The orders this cashier asked to be paid by transfer, in order of time. What was then taken in cash is left out, unless the bank
    told of a transfer too: that is paid twice. Two queries."""
    orders = list(shift.orders.prefetch_related("notifications").order_by("-created_at")[:MOST_ORDERS])
    return [each for order in reversed(orders) if (each := _matched(order)) is not None]


def _matched(order: PaymentOrder) -> Matched | None:
    told = [each for each in order.notifications.all() if each.outcome != Outcome.DUPLICATE]
    arrived = sum(each.amount or 0 for each in told)
    refs = tuple(each.provider_ref for each in told)
    outcomes = {each.outcome for each in told}
    if Outcome.ALREADY_PAID in outcomes or (Outcome.CLOSED in outcomes):
        extra = arrived - (order.amount if Outcome.PAID in outcomes else 0)
        how = "Đã thu tiền mặt rồi lại chuyển khoản" if order.provider == "cash" else "Chuyển thừa"
        how = "Khoản đã hủy mà vẫn chuyển" if order.state == OrderState.CANCELLED else how
        return Matched(
            order=order, match=Match.TWICE, arrived=arrived, refs=refs, note=f"{how}; hoàn lại {format_money(extra)}"
        )
    if order.provider == "cash":
        return None
    if order.state in {OrderState.PAID, OrderState.REFUNDED}:
        return Matched(order=order, match=Match.PAID, arrived=arrived, refs=refs, note="")
    if Outcome.WRONG_AMOUNT in outcomes:
        note = f"Phải nộp {format_money(order.amount)}, đã chuyển {format_money(arrived)}"
        return Matched(order=order, match=Match.WRONG_AMOUNT, arrived=arrived, refs=refs, note=note)
    if order.state == OrderState.CANCELLED:
        return Matched(order=order, match=Match.GIVEN_UP, arrived=0, refs=(), note="")
    return Matched(order=order, match=Match.WAITING, arrived=0, refs=(), note="")


def transfer_totals(matched: Iterable[Matched]) -> dict[Match, tuple[int, int]]:
    """Match → (orders, VND asked for), of those there are."""
    found: dict[Match, tuple[int, int]] = {}
    for each in matched:
        number, amount = found.get(each.match, (0, 0))
        found[each.match] = (number + 1, amount + each.order.amount)
    return found


def waiting_for_keeper(actor: Actor, *, ceiling: int = 100) -> int:
    """Counted shifts whose money nobody has taken yet."""
    if actor.agency_id is None or not oversees(actor):
        return 0
    return Shift.objects.filter(Q(agency_id=actor.agency_id), state=ShiftState.COUNTED)[:ceiling].count()
