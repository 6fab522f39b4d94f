"""The fee at the counter (thu phí, lệ phí tại quầy): in cash, or by VietQR while the person waits. The subject is the dossier to come."""

import uuid
from datetime import datetime

from django.db import transaction

from lienthong.domain.dossiers.errors import FeeChanged, FeeUnpaid
from lienthong.domain.dossiers.models import Reception
from lienthong.domain.dossiers.queries import counter_fees
from lienthong.domain.dossiers.services.receiving import my_reception
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.payments import services as payments
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Refused
from lienthong.kit.money import format_money

SUBJECT = "dossier"


def fee_due(reception: Reception) -> int:
    """What is to be paid for the answers as they stand, in VND."""
    if reception.filing is None or reception.filing.dossier_id is not None:
        return 0  # a dossier that comes back owes what it owed: taken with the result
    version = procedures.version(reception.filing.version_id)
    return procedures.total(counter_fees(reception.filing, version)) if version.form is not None else 0


@transaction.atomic
def take_fee_in_cash(*, actor: Actor, reception_id: uuid.UUID, given: int) -> Reception:
    """Take the whole fee out of the `given` VND; the receipt of the payment says the change. Pressed twice it is taken once.

    Raises Refused where nothing is due, and what `payments.take_cash` raises.
    """
    reception = my_reception(actor, reception_id)
    amount = _asked(reception)
    assert reception.filing is not None
    payments.take_cash(
        actor=actor,
        subject_type=SUBJECT,
        subject_id=reception.id,
        amount=amount,
        given=given,
        description=f"Phí, lệ phí {procedures.version(reception.filing.version_id).short_name}",
        payer_name=reception.applicant.get("full_name", ""),
    )
    return reception


@transaction.atomic
def ask_fee_by_transfer(*, actor: Actor, reception_id: uuid.UUID) -> Reception:
    """Show a VietQR code for the whole fee; the bank's word settles it. Asked again it is the same code. Raises as the cash does."""
    reception = my_reception(actor, reception_id)
    amount = _asked(reception)
    assert reception.filing is not None
    payments.create_order(
        actor=actor,
        subject_type=SUBJECT,
        subject_id=reception.id,
        amount=amount,
        description=f"Phí, lệ phí {procedures.version(reception.filing.version_id).short_name}",
        payer_name=reception.applicant.get("full_name", ""),
    )
    return reception


@transaction.atomic
def return_fee_in_cash(*, actor: Actor, reception_id: uuid.UUID, reason: str) -> Reception:
    """Give back what was taken in cash, before the dossier is accepted. Raises Refused where there is no such cash, Invalid."""
    reception = my_reception(actor, reception_id)
    order = payments.hold_order(subject_type=SUBJECT, subject_id=reception.id)
    if order is None or order.provider != "cash" or order.state != "paid":
        raise Refused("Lượt này chưa thu tiền mặt nên không có gì để trả lại.")
    payments.return_cash(actor=actor, receipt_id=order.cash_receipt.id, reason=reason)
    return reception


def settled_fee(reception: Reception) -> tuple[int, datetime | None]:
    """(fee due, when it was paid), the order held until the commit; None for a fee that is taken with the result. Raises FeeUnpaid, FeeChanged with both amounts."""
    amount = fee_due(reception)
    order = payments.hold_order(subject_type=SUBJECT, subject_id=reception.id)
    paid = order if order is not None and order.state == "paid" else None
    if paid is not None and paid.amount != amount:
        raise FeeChanged(
            f"Đã thu {format_money(paid.amount)} nhưng theo tờ khai hiện tại phải thu {format_money(amount)}. "
            "Trả lại tiền đã thu rồi thu lại đúng số, hoặc sửa tờ khai như lúc thu.",
            field="given",
        )
    if amount and paid is None and not reception.fee_later:
        raise FeeUnpaid(
            f"Chưa thu {format_money(amount)} phí, lệ phí. Thu tiền mặt, chờ ngân hàng báo có, hoặc chọn Thu khi trả kết quả.",
            field="given",
        )
    return amount, paid.paid_at if paid is not None else None


def give_up_asking(actor: Actor, reception: Reception) -> None:
    """Nobody pays for a reception that is dropped. Raises Refused while money is there."""
    order = payments.hold_order(subject_type=SUBJECT, subject_id=reception.id)
    if order is None:
        return
    if order.state == "paid":
        raise Refused(
            f"Lượt này đã thu {format_money(order.amount)}. Trả lại tiền cho người nộp và ghi lý do, rồi mới bỏ lượt."
        )
    payments.cancel_order(actor=actor, order_id=order.id, reason="Bỏ lượt tiếp nhận")


def _asked(reception: Reception) -> int:
    amount = fee_due(reception)
    if not amount:
        raise Refused("Theo tờ khai hiện tại không phải thu phí, lệ phí. Chọn thủ tục và khai xong tờ khai rồi thu.")
    return amount
