"""Cash at the counter (thu tiền mặt, trả lại tiền mặt)."""

import uuid

from django.db import transaction

from lienthong.foundation.audit.services import record
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.payments.choices import OrderState
from lienthong.foundation.payments.errors import AlreadyPaid, CashGiven
from lienthong.foundation.payments.events import PaymentConfirmed
from lienthong.foundation.payments.models import CashReceipt, PaymentOrder
from lienthong.foundation.payments.policies import require_cashier
from lienthong.foundation.payments.services.ordering import create_order
from lienthong.foundation.payments.services.shifts import enter_receipt, enter_refund
from lienthong.foundation.payments.states import next_state
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.events import publish
from lienthong.kit.money import MAX_AMOUNT, format_money

PROVIDER = "cash"


@transaction.atomic
def take_cash(
    *,
    actor: Actor,
    subject_type: str,
    subject_id: object,
    amount: int,
    given: int,
    description: str,
    payer_name: str,
) -> CashReceipt:
    """Take `amount` VND in cash for a subject, out of the `given` that lies on the counter; the receipt says the change.

    Pays the subject's order, made where there is none, so money is never taken twice: pressed again by the same officer it
    answers with the same receipt; paid by somebody else or by transfer it raises AlreadyPaid with who and when. A VietQR code shown
    before stays good for nothing: a transfer to it is recorded as too much. The money lies in the drawer of the
    officer's shift. Raises NotAllowed, CashGiven, NotPayable, NoOpenShift.
    """
    account_id, seat = require_cashier(actor)
    if given < amount or given > MAX_AMOUNT:
        raise CashGiven(
            f"Phải thu {format_money(amount)}, người nộp đưa {format_money(given)}; còn thiếu {format_money(amount - given)}."
            if given < amount
            else f"Số tiền người nộp đưa lớn quá {format_money(MAX_AMOUNT)}. Kiểm tra lại số vừa gõ."
        )
    paid = _paid_order(subject_type, subject_id)
    if paid is not None:
        return _again(paid, account_id, amount)
    try:
        with transaction.atomic():
            order = create_order(
                actor=actor,
                subject_type=subject_type,
                subject_id=subject_id,
                amount=amount,
                description=description,
                payer_name=payer_name,
            )
    except AlreadyPaid:  # paid between the look and the lock
        order = None
    order = order and PaymentOrder.objects.select_for_update().get(pk=order.pk)
    if order is None or order.state != OrderState.PENDING:
        paid = _paid_order(subject_type, subject_id)
        if paid is None:
            raise AlreadyPaid("Lệnh thanh toán vừa đổi trạng thái. Mở lại trang để xem khoản thu hiện tại.")
        return _again(paid, account_id, amount)
    now = clock.now()
    receipt = CashReceipt.objects.create(
        order=order,
        number=_next_number(seat.agency_id),
        amount=amount,
        given=given,
        agency_id=seat.agency_id,
        taken_by_id=account_id,
        taken_by_position_id=seat.id,
        taken_by_name=actor.name,
        taken_at=now,
    )
    enter_receipt(actor=actor, receipt=receipt)
    order.state = next_state(order.state, "confirm")
    order.provider, order.provider_ref, order.paid_at = PROVIDER, receipt.number, now
    order.save(update_fields=["state", "provider", "provider_ref", "paid_at"])
    record(
        actor=actor,
        verb="take_cash",
        subject_type=subject_type,
        subject_id=subject_id,
        details={"order": str(order.id), "number": receipt.number, "amount": amount, "given": given},
    )
    publish(
        PaymentConfirmed(
            order_id=order.id, subject_type=order.subject_type, subject_id=order.subject_id, amount=order.amount
        )
    )
    return receipt


@transaction.atomic
def return_cash(*, actor: Actor, receipt_id: uuid.UUID, reason: str) -> CashReceipt:
    """Give the whole amount back and say why; the subject may be asked again. Doing it again changes nothing.

    Only in the agency that took it, out of the drawer of who gives it; a second person confirms that line of the shift.
    Raises NotAllowed, NotFound, NoOpenShift, Invalid without a reason.
    """
    account_id, seat = require_cashier(actor)
    found = (
        CashReceipt.objects.filter(pk=receipt_id, agency_id=seat.agency_id).values_list("order_id", flat=True).first()
    )
    if found is None:
        raise NotFound
    order = PaymentOrder.objects.select_for_update().get(pk=found)  # the order first, as everybody does
    receipt = CashReceipt.objects.select_for_update().get(pk=receipt_id)
    if receipt.returned_at is not None:
        return receipt
    if len(reason.strip()) < 5:
        raise Invalid({"reason": "Chưa ghi lý do trả lại tiền. Ghi ngắn gọn, ví dụ: thu nhầm thủ tục."})
    order.state = next_state(order.state, "refund")
    order.save(update_fields=["state"])
    receipt.returned_at = clock.now()
    receipt.returned_by_id, receipt.returned_by_name = account_id, actor.name
    receipt.return_reason = reason.strip()[:250]
    receipt.save(update_fields=["returned_at", "returned_by", "returned_by_name", "return_reason"])
    enter_refund(actor=actor, receipt=receipt, reason=receipt.return_reason)
    record(
        actor=actor,
        verb="return_cash",
        subject_type=order.subject_type,
        subject_id=order.subject_id,
        details={"number": receipt.number, "amount": receipt.amount, "reason": receipt.return_reason},
    )
    return receipt


def _paid_order(subject_type: str, subject_id: object) -> PaymentOrder | None:
    return PaymentOrder.objects.filter(
        subject_type=subject_type, subject_id=str(subject_id), state=OrderState.PAID
    ).first()


def _again(order: PaymentOrder, account_id: int, amount: int) -> CashReceipt:
    receipt = CashReceipt.objects.filter(order=order).first()
    if receipt is not None and receipt.taken_by_id == account_id and receipt.amount == amount:
        return receipt
    at = (order.paid_at or clock.now()).astimezone(clock.VIETNAM)
    how = (
        f"{receipt.taken_by_name} thu tiền mặt, biên lai {receipt.number}"
        if receipt is not None
        else f"ngân hàng báo có, giao dịch {order.provider_ref}"
    )
    raise AlreadyPaid(
        f"Khoản này đã nộp {format_money(order.amount)} lúc {at:%H:%M, %d/%m/%Y}: {how}. Không thu lần nữa."
    )


def _next_number(agency_id: int) -> str:
    identifier, year = organizations.identifier_of(agency_id), clock.today().year
    return f"{identifier}-{year % 100:02d}-{numbering.next_number(scope='cash', key=f'{identifier}-{year}'):06d}"
