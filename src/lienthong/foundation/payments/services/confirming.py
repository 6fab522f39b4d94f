"""Taking the bank's word (ghi nhận thông báo của ngân hàng)."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from lienthong.foundation.audit.services import record
from lienthong.foundation.payments.adapters import bank
from lienthong.foundation.payments.choices import OrderState, Outcome
from lienthong.foundation.payments.events import PaymentConfirmed
from lienthong.foundation.payments.models import BankNotification, PaymentOrder
from lienthong.foundation.payments.states import next_state
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

PROVIDER = "vietqr"
_KEPT = 4096  # bytes of an unsigned body that are kept: enough to see what it was, too little to fill the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What became of a notification. A bank needs to send again only while `accepted` is False."""

    outcome: Outcome
    message: str
    order: PaymentOrder | None = None

    @property
    def accepted(self) -> bool:
        """Taken note of for good, whether or not it paid anything."""
        return self.outcome not in {Outcome.BAD_SIGNATURE, Outcome.MALFORMED}


@transaction.atomic(durable=True)
def confirm_from_bank(*, raw: bytes, signature: str) -> Confirmation:
    """Record one notification and mark its order paid where it pays one. Idempotent by the bank's `ref`; never raises Refused.

    Whatever came is kept in BankNotification, so that money nobody can match is not lost from sight.
    """
    return take_notice(raw=raw, signature=signature)


def take_notice(*, raw: bytes, signature: str) -> Confirmation:
    """`confirm_from_bank` inside a transaction of the caller, for the loader of the demo, whose past is one transaction."""
    if not bank.is_signed(
        raw=raw, signature=signature, secret=settings.BANK_WEBHOOK_SECRET, now=clock.now().timestamp()
    ):
        return _note(raw[:_KEPT], signature, Outcome.BAD_SIGNATURE)
    try:
        transfer = bank.read_transfer(raw)
    except bank.MalformedError as error:
        return _note(raw, signature, Outcome.MALFORMED, reason=str(error))

    with connection.cursor() as cursor:  # two copies of one notification stand in line, even when they name no order
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"payments:{PROVIDER}:{transfer.ref}"])
    if BankNotification.objects.filter(provider=PROVIDER, provider_ref=transfer.ref, signature_ok=True).exists():
        return _note(raw, signature, Outcome.DUPLICATE, transfer)

    order = (
        PaymentOrder.objects.select_for_update().filter(code__in=transfer.codes).order_by("code").first()
        if transfer.codes
        else None
    )
    outcome, reason = _judge(order, transfer)
    if outcome is Outcome.PAID and order is not None:
        _mark_paid(order, transfer)
    return _note(raw, signature, outcome, transfer, order, reason)


def _judge(order: PaymentOrder | None, transfer: bank.BankTransfer) -> tuple[Outcome, str]:
    if order is None:
        return Outcome.UNKNOWN_ORDER, f"Nội dung: {transfer.memo[:200]}"
    if order.state == OrderState.PAID:
        return Outcome.ALREADY_PAID, f"Đã nộp bằng giao dịch {order.provider_ref}"
    if order.state != OrderState.PENDING:
        return Outcome.CLOSED, ""
    if transfer.amount != order.amount:
        return Outcome.WRONG_AMOUNT, f"Phải nộp {order.amount} đồng, đã chuyển {transfer.amount} đồng"
    return Outcome.PAID, ""  # also after `expires_at`: the money is here


def _mark_paid(order: PaymentOrder, transfer: bank.BankTransfer) -> None:
    order.state = next_state(order.state, "confirm")
    order.provider, order.provider_ref, order.paid_at = PROVIDER, transfer.ref, clock.now()
    order.save(update_fields=["state", "provider", "provider_ref", "paid_at"])
    record(
        actor=SYSTEM,
        verb="confirm_payment",
        subject_type=order.subject_type,
        subject_id=order.subject_id,
        details={"order": str(order.id), "amount": order.amount, "ref": transfer.ref},
    )
    publish(
        PaymentConfirmed(
            order_id=order.id, subject_type=order.subject_type, subject_id=order.subject_id, amount=order.amount
        )
    )


def _note(
    raw: bytes,
    signature: str,
    outcome: Outcome,
    transfer: bank.BankTransfer | None = None,
    order: PaymentOrder | None = None,
    reason: str = "",
) -> Confirmation:
    reason = clean(reason)  # a memo may hold what PostgreSQL cannot
    BankNotification.objects.create(
        received_at=clock.now(),
        raw=raw,
        signature=clean(signature)[:200],
        signature_ok=outcome is not Outcome.BAD_SIGNATURE,
        provider=PROVIDER,
        provider_ref=transfer.ref if transfer else "",
        amount=transfer.amount if transfer else None,
        order=order,
        outcome=outcome,
        reason=reason[:250],
    )
    return Confirmation(
        outcome=outcome, message=". ".join(filter(None, [str(outcome.label), reason])) + ".", order=order
    )
