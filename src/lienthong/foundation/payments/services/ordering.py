"""Asking for money (lập lệnh thanh toán) and giving up asking."""

import secrets
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction

from lienthong.foundation.audit.services import record
from lienthong.foundation.payments.choices import OrderState
from lienthong.foundation.payments.errors import AlreadyPaid, NotPayable
from lienthong.foundation.payments.models import PaymentOrder
from lienthong.foundation.payments.services.shifts import shift_of_transfer
from lienthong.foundation.payments.states import next_state
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

LIFETIME = timedelta(days=1)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U to misread
_LARGEST = 10**13 - 1  # VND; EMVCo gives tag 54 thirteen characters


@transaction.atomic
def create_order(
    *, actor: Actor, subject_type: str, subject_id: object, amount: int, description: str, payer_name: str
) -> PaymentOrder:
    """Ask `amount` VND for a subject. Asking again gives the same order, renewed; another amount cancels and replaces it.

    Raises AlreadyPaid when the subject's order is paid, NotPayable for an amount below 1 or above 13 digits.
    """
    if not 0 < amount <= _LARGEST:
        raise NotPayable(f"Số tiền phải nộp là {amount} đồng; số tiền phải từ 1 đến {_LARGEST} đồng.")
    existing = _live_order(subject_type, subject_id)
    if existing is not None:
        if existing.state == OrderState.PAID:
            raise AlreadyPaid
        if existing.amount == amount:
            existing.expires_at = clock.now() + LIFETIME
            existing.save(update_fields=["expires_at"])
            return existing
        _cancel(actor, existing, "Số tiền phải nộp thay đổi")
    order = PaymentOrder(
        code="LT" + "".join(secrets.choice(_ALPHABET) for _ in range(10)),
        subject_type=subject_type,
        subject_id=str(subject_id),
        amount=amount,
        description=description[:200],
        payer_name=payer_name[:120],
        expires_at=clock.now() + LIFETIME,
        shift=shift_of_transfer(actor),
    )
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError:
        # Two requests asked at once: the other one's order stands.
        winner = _live_order(subject_type, subject_id)
        if winner is not None and winner.state == OrderState.PAID:
            raise AlreadyPaid from None
        if winner is None or winner.amount != amount:
            raise
        return winner
    record(
        actor=actor,
        verb="create_payment_order",
        subject_type=subject_type,
        subject_id=subject_id,
        details={"order": str(order.id), "code": order.code, "amount": amount},
    )
    return order


def hold_order(*, subject_type: str, subject_id: object) -> PaymentOrder | None:
    """The subject's live order, locked until the commit of the caller: a bank's word or cash that comes meanwhile waits, so what is read
    of it here still holds when the caller's own facts are there."""
    return _live_order(subject_type, subject_id)


@transaction.atomic
def cancel_order(*, actor: Actor, order_id: uuid.UUID, reason: str) -> PaymentOrder:
    """Stop asking. Raises NotFound, or WrongState when the order is paid or already closed."""
    order = PaymentOrder.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise NotFound
    _cancel(actor, order, reason)
    return order


def _live_order(subject_type: str, subject_id: object) -> PaymentOrder | None:
    live = PaymentOrder.objects.select_for_update().filter(subject_type=subject_type, subject_id=str(subject_id))
    return live.filter(state__in=[OrderState.PENDING, OrderState.PAID]).first()


def _cancel(actor: Actor, order: PaymentOrder, reason: str) -> None:
    order.state = next_state(order.state, "cancel")
    order.save(update_fields=["state"])
    record(
        actor=actor,
        verb="cancel_payment_order",
        subject_type=order.subject_type,
        subject_id=order.subject_id,
        details={"order": str(order.id), "reason": reason},
    )
