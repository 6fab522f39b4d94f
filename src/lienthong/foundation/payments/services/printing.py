"""What of money is printed (biên lai thu phí, phiếu hoàn trả): from the record, as often as the printer needs it; every print is counted."""

import uuid

from django.conf import settings
from django.db import transaction

from lienthong.foundation.audit.services import record
from lienthong.foundation.payments.choices import RefundState
from lienthong.foundation.payments.queries.register import refund_for, visible_receipts
from lienthong.foundation.payments.receipt_forms import form_on
from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.money import format_number, money_in_words


@transaction.atomic
def print_receipt(*, actor: Actor, receipt_id: uuid.UUID) -> bytes:
    """The receipt as PDF, one page a copy. The first is the original, what follows says `bản in lại` and which; one whose money went back
    says so. Raises NotFound for receipts of others."""
    receipt = visible_receipts(actor).select_for_update(of=("self",)).filter(pk=receipt_id).first()
    if receipt is None:
        raise NotFound
    receipt.prints += 1
    receipt.save(update_fields=["prints"])
    record(
        actor=actor,
        verb="print_receipt",
        subject_type="cash_receipt",
        subject_id=receipt.pk,
        details={"number": receipt.number, "time": receipt.prints},
    )
    day = receipt.taken_at.astimezone(clock.VIETNAM).date()
    form = form_on(day)
    return pdf.fee_receipt(
        {
            "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
            "agency": receipt.agency.name,
            "place": receipt.agency.short_name,
            "date": receipt.taken_at,
            "number": receipt.number,
            "code": receipt.number,
            "form_mark": form.mark,
            "symbol": form.symbol_of(day),
            "basis": form.basis,
            "title": form.title,
            "copies": form.copies,
            "again": f"BẢN IN LẠI LẦN {receipt.prints - 1}" if receipt.prints > 1 else "",
            "void": f"ĐÃ HỦY, ĐÃ TRẢ LẠI TIỀN {receipt.returned_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
            if receipt.returned_at
            else "",
            "payer": receipt.order.payer_name,
            "about": receipt.order.description,
            "amount": format_number(receipt.amount),
            "words": _capital(money_in_words(receipt.amount)),
            "way": "Tiền mặt",
            "officer": receipt.taken_by_name,
        }
    )


@transaction.atomic
def refund_slip(*, actor: Actor, refund_id: uuid.UUID) -> bytes:
    """The slip of a refund: to be signed by who takes the cash, or as the record of what the bank paid. Raises NotFound."""
    refund = refund_for(actor, refund_id)
    paid = refund.state == RefundState.PAID
    account = f"Tài khoản {refund.account_number}, {refund.account_name}" if refund.account_number else ""
    return pdf.fee_refund(
        {
            "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
            "agency": refund.agency.name,
            "place": refund.agency.short_name,
            "date": refund.paid_at or refund.decided_at,
            "number": refund.number,
            "code": refund.number,
            "title": "Phiếu hoàn trả phí, lệ phí",
            "void": "QUYẾT ĐỊNH ĐÃ HỦY" if refund.state == RefundState.CANCELLED else "",
            "dossier": refund.label,
            "receiver": refund.receiver_name or refund.account_name or refund.order.payer_name,
            "shown": f"Căn cước số {refund.receiver_number}" if refund.receiver_number else "",
            "about": refund.order.description,
            "paid_by": refund.order.provider_ref,
            "reason": refund.reason,
            "decided": f"{refund.decided_by_name}, {refund.decided_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}",
            "amount": format_number(refund.amount),
            "words": _capital(money_in_words(refund.amount)),
            "way": str(refund.get_way_display()) + (f". {account}" if account else ""),
            "ref": refund.bank_ref,
            "standing": "" if paid else str(refund.get_state_display()),
            "officer": refund.paid_by_name,
            "by_hand": not refund.account_number,
        }
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
