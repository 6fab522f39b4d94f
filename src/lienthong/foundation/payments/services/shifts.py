"""A cashier's shift (ca thu): opened, counted, its money taken by another; what was wrong is set right by a further line of the book."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from lienthong.foundation.audit.services import record
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.payments.choices import NOTES, EntryKind, ShiftState
from lienthong.foundation.payments.errors import (
    DrawerTooLittle,
    NoOpenShift,
    NotAnothersEyes,
    ShiftClosed,
    ShiftOpenAlready,
    Unconfirmed,
)
from lienthong.foundation.payments.models import CashEntry, CashReceipt, Refund, Shift
from lienthong.foundation.payments.policies import KEEP_CASH, TAKE_CASH, confirms, require_cashier, require_keeper
from lienthong.foundation.payments.queries.shifts import open_shift_of, refunds_unconfirmed, sums_of
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.money import MAX_AMOUNT, format_money
from lienthong.kit.text_vi import clean

LEAST_WORDS = 5
MOST_OF_A_NOTE = 100_000


@transaction.atomic
def open_shift(*, actor: Actor, point: str = "", opening_float: int = 0) -> Shift:
    """Begin with so much small money in the drawer. Raises NotAllowed, Invalid, ShiftOpenAlready."""
    require_cashier(actor)
    if not 0 <= opening_float <= MAX_AMOUNT:
        raise Invalid({"opening_float": "Tiền đầu ca là số tiền từ 0 đồng. Đếm lại và ghi số nguyên, ví dụ 500.000."})
    there = open_shift_of(actor)
    if there is not None:
        raise ShiftOpenAlready.of(there.label, _said(there.opened_at))
    shift = _begin(actor, point=clean(point)[:80], opening_float=opening_float)
    if shift is None:  # the same officer pressed on another screen
        raise ShiftOpenAlready("Ca của ông/bà vừa được mở ở màn hình khác. Mở lại trang để tiếp tục ca đó.")
    return shift


def drawer_of(actor: Actor) -> Shift:
    """The actor's open shift, locked. The first money of a day opens one by itself; after closing, a new one is opened on purpose.

    Raises NotAllowed, NoOpenShift. Inside the caller's transaction.
    """
    account_id, seat = require_cashier(actor)
    rows = Shift.objects.select_for_update().filter(cashier_id=account_id, agency_id=seat.agency_id)
    shift = rows.filter(state=ShiftState.OPEN).first()
    if shift is not None:
        return shift
    last = _closed_today(actor)
    if last is not None:
        raise NoOpenShift.of(last.label, _said(last.closed_at))
    shift = _begin(actor, point="", opening_float=0, by_itself=True)
    return shift if shift is not None else rows.get(state=ShiftState.OPEN)


def shift_of_transfer(actor: Actor) -> Shift | None:
    """The shift to which an order asked for by this actor belongs; None for whoever takes no money, or has closed for the day.

    Unlike cash it goes on without a drawer, so nothing is locked here.
    """
    if actor.is_system or actor.account_id is None or not actor.may(TAKE_CASH):
        return None
    there = open_shift_of(actor)
    if there is not None or _closed_today(actor) is not None:
        return there
    return _begin(actor, point="", opening_float=0, by_itself=True) or open_shift_of(actor)


def enter_receipt(*, actor: Actor, receipt: CashReceipt) -> CashEntry:
    """The line of money taken, in the drawer of who took it. Inside the transaction of the receipt."""
    return _enter(actor, drawer_of(actor), EntryKind.RECEIPT, receipt.amount, receipt=receipt)


def enter_refund(*, actor: Actor, receipt: CashReceipt, reason: str) -> CashEntry:
    """The line of money given back, out of the drawer of who gives it, whichever shift took it. A second person confirms it later."""
    return _enter(actor, drawer_of(actor), EntryKind.REFUND, -receipt.amount, receipt=receipt, reason=reason)


def enter_repayment(*, actor: Actor, refund: Refund) -> CashEntry:
    """The line of a decided refund, out of the drawer of who pays it. Raises DrawerTooLittle."""
    shift = drawer_of(actor)
    there = sums_of(shift).expected
    if there < refund.amount:
        raise DrawerTooLittle(
            f"Ngăn kéo ca {shift.label} theo sổ còn {format_money(there)}, phải chi {format_money(refund.amount)}. "
            "Nhận thêm tiền của thủ quỹ và ghi điều chỉnh ở trang ca, hoặc đổi sang chuyển khoản."
        )
    return _enter(actor, shift, EntryKind.REFUND, -refund.amount, repaid=refund, reason=refund.reason)


@transaction.atomic
def correct_cash(*, actor: Actor, shift_id: uuid.UUID, amount: int, reason: str) -> CashEntry:
    """A further line that sets the book right: above zero into the drawer, below zero out of it. Only the cashier, while it is open.

    Raises NotFound, NotAllowed, ShiftClosed, Invalid.
    """
    account_id, _ = require_cashier(actor)
    shift = _lock(actor, shift_id)
    if shift.cashier_id != account_id:
        raise NotAllowed("Chỉ người thu của ca ghi điều chỉnh. Báo người thu, hoặc ghi lý do chênh lệch khi đóng ca.")
    _refuse_closed(shift)
    problems = {}
    if not amount or abs(amount) > MAX_AMOUNT:
        problems["amount"] = "Số tiền điều chỉnh khác 0; dấu trừ là lấy ra, ví dụ -20.000."
    if len(reason.strip()) < LEAST_WORDS:
        problems["reason"] = "Chưa ghi lý do điều chỉnh. Ghi ngắn gọn, ví dụ: bổ sung tiền lẻ đầu ca."
    if problems:
        raise Invalid(problems)
    return _enter(actor, shift, EntryKind.CORRECTION, amount, reason=reason.strip()[:300])


@transaction.atomic
def confirm_entry(*, actor: Actor, entry_id: int) -> CashEntry:
    """The second person saw the money given back, or the correction. A repeat by the same person changes nothing.

    Raises NotFound, NotAllowed, NotAnothersEyes, ShiftClosed once the money is with the keeper.
    """
    if actor.account_id is None or not confirms(actor):
        raise NotAllowed
    found = CashEntry.objects.filter(pk=entry_id).exclude(kind=EntryKind.RECEIPT).first()
    if found is None:
        raise NotFound
    shift = _lock(actor, found.shift_id)
    entry = CashEntry.objects.select_for_update().get(pk=entry_id)
    if entry.confirmed_by_id == actor.account_id:
        return entry
    if actor.account_id in {entry.by_id, shift.cashier_id}:
        raise NotAnothersEyes
    if entry.confirmed_at is not None or shift.state == ShiftState.HANDED:
        return entry
    entry.confirmed_at = clock.now()
    entry.confirmed_by_id, entry.confirmed_by_name = actor.account_id, actor.name
    entry.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_by_name"])
    _record(actor, "confirm_cash_entry", shift, {"entry": entry.pk, "amount": entry.amount})
    return entry


@transaction.atomic
def close_shift(*, actor: Actor, shift_id: uuid.UUID, notes: Mapping[int, int], reason: str = "") -> Shift:
    """Count the drawer by notes and close; by the cashier, or by the keeper for one who is away.

    Raises NotFound, NotAllowed, ShiftClosed when somebody was faster, Invalid: counts that are none, a difference without a reason.
    """
    shift = _lock(actor, shift_id)
    if actor.account_id != shift.cashier_id and not actor.may(KEEP_CASH):
        raise NotAllowed("Người thu tự đếm và đóng ca của mình; vắng mặt thì thủ quỹ đóng thay.")
    _refuse_closed(shift)
    wrong = [value for value, number in notes.items() if value not in NOTES or not 0 <= number <= MOST_OF_A_NOTE]
    if wrong:
        raise Invalid({f"note-{value}": "Số tờ là số nguyên từ 0." for value in wrong})
    counted = sum(value * number for value, number in notes.items())
    expected = sums_of(shift).expected
    if counted != expected and len(reason.strip()) < LEAST_WORDS:
        short = counted < expected
        raise Invalid(
            {
                "reason": f"Theo sổ phải có {format_money(expected)}, đếm được {format_money(counted)}, "
                f"{'thiếu' if short else 'thừa'} {format_money(abs(counted - expected))}. Đếm lại, hoặc ghi lý do chênh lệch."
            }
        )
    shift.state = ShiftState.COUNTED
    shift.closed_at, shift.closed_by_name = clock.now(), actor.name
    shift.notes = {str(value): number for value, number in sorted(notes.items(), reverse=True) if number}
    shift.counted, shift.expected = counted, expected
    shift.difference_reason = reason.strip()[:300] if counted != expected else ""
    shift.save()
    _record(
        actor,
        "close_shift",
        shift,
        {"counted": counted, "expected": expected, "notes": shift.notes, "reason": shift.difference_reason},
    )
    return shift


@transaction.atomic
def take_over_cash(*, actor: Actor, shift_id: uuid.UUID) -> Shift:
    """The keeper has counted again and takes the money (thủ quỹ nhận): two names stand under the shift.

    Raises NotFound, NotAllowed, NotAnothersEyes, ShiftClosed, Unconfirmed while what was given back has not been seen by another.
    """
    account_id = require_keeper(actor)
    shift = _lock(actor, shift_id)
    if shift.state != ShiftState.COUNTED:
        _refuse(shift)
    if account_id == shift.cashier_id:
        raise NotAnothersEyes
    if waiting := refunds_unconfirmed(shift):
        raise Unconfirmed.of(waiting)
    shift.state = ShiftState.HANDED
    shift.handed_at = clock.now()
    shift.handed_to_id, shift.handed_to_name = account_id, actor.name
    shift.save(update_fields=["state", "handed_at", "handed_to", "handed_to_name"])
    _record(actor, "take_over_cash", shift, {"counted": shift.counted})
    return shift


@transaction.atomic
def send_shift_back(*, actor: Actor, shift_id: uuid.UUID, reason: str) -> Shift:
    """The keeper counts otherwise: the shift is open again, to be counted anew; the first count stays in the record.

    Raises NotFound, NotAllowed, ShiftClosed, Invalid, ShiftOpenAlready while the cashier has begun another.
    """
    require_keeper(actor)
    shift = _lock(actor, shift_id)
    if shift.state != ShiftState.COUNTED:
        _refuse(shift)
    if len(reason.strip()) < LEAST_WORDS:
        raise Invalid({"reason": "Chưa ghi lý do trả lại. Ghi số đếm được và chỗ khác với báo cáo."})
    other = Shift.objects.filter(cashier_id=shift.cashier_id, agency_id=shift.agency_id, state=ShiftState.OPEN).first()
    if other is not None:
        raise ShiftOpenAlready(
            f"{shift.cashier_name} đang mở ca {other.label}. Đóng ca đó trước, rồi trả ca {shift.label} về đếm lại."
        )
    _record(
        actor,
        "send_shift_back",
        shift,
        {"counted": shift.counted, "expected": shift.expected, "notes": shift.notes, "reason": reason.strip()[:300]},
    )
    shift.state = ShiftState.OPEN
    shift.counted = shift.expected = shift.closed_at = None
    shift.difference_reason = ""
    shift.save()
    return shift


def _closed_today(actor: Actor) -> Shift | None:
    """The actor's last shift in this agency, if it was closed today."""
    rows = Shift.objects.filter(cashier_id=actor.account_id or 0, agency_id=actor.agency_id or 0)
    last = rows.order_by("-opened_at", "-id").first()
    if last is None or last.closed_at is None:
        return None
    return last if last.closed_at.astimezone(clock.VIETNAM).date() == clock.today() else None


def _begin(actor: Actor, *, point: str, opening_float: int, by_itself: bool = False) -> Shift | None:
    """A new open shift, or None when the cashier has one that was opened at the same moment."""
    account_id, seat = require_cashier(actor)
    now = clock.now()
    year = now.astimezone(clock.VIETNAM).year
    key = f"{organizations.identifier_of(seat.agency_id)}-{year}"
    try:
        with transaction.atomic():
            shift = Shift.objects.create(
                agency_id=seat.agency_id,
                year=year,
                number=numbering.next_number(scope="shift", key=key),
                point=point,
                cashier_id=account_id,
                cashier_position_id=seat.id,
                cashier_name=actor.name,
                opened_at=now,
                opened_by_itself=by_itself,
                opening_float=opening_float,
            )
    except IntegrityError:
        return None
    _record(actor, "open_shift", shift, {"float": opening_float, "point": point, "by_itself": by_itself})
    return shift


def _enter(
    actor: Actor,
    shift: Shift,
    kind: EntryKind,
    amount: int,
    *,
    receipt: CashReceipt | None = None,
    repaid: Refund | None = None,
    reason: str = "",
) -> CashEntry:
    entry = CashEntry.objects.create(
        shift=shift,
        kind=kind,
        amount=amount,
        receipt=receipt,
        repaid=repaid,
        by_id=actor.account_id or 0,
        by_name=actor.name,
        reason=reason,
    )
    if kind != EntryKind.RECEIPT:  # a receipt has its own act in the record
        _record(actor, f"enter_{kind.value}", shift, {"amount": amount, "reason": reason})
    return entry


def _lock(actor: Actor, shift_id: uuid.UUID) -> Shift:
    found = Shift.objects.select_for_update(of=("self",)).filter(pk=shift_id).first()
    if found is None or found.agency_id not in actor.archive_agency_ids:
        raise NotFound
    return found


def _refuse_closed(shift: Shift) -> None:
    if shift.state != ShiftState.OPEN:
        _refuse(shift)


def _refuse(shift: Shift) -> None:
    handed = shift.state == ShiftState.HANDED
    by = shift.handed_to_name if handed else shift.closed_by_name or shift.cashier_name
    at = shift.handed_at if handed else shift.closed_at or shift.opened_at
    raise ShiftClosed.of(shift.label, str(shift.get_state_display()), by, _said(at))


def _said(at: datetime | None) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}" if at else ""


def _record(actor: Actor, verb: str, shift: Shift, details: dict[str, object]) -> None:
    record(actor=actor, verb=verb, subject_type="shift", subject_id=shift.pk, details=details)
