"""Money that somebody else took for us (thu hộ): the post, at a citizen's door."""

from django.db import transaction

from lienthong.foundation.audit.services import record
from lienthong.foundation.payments.choices import OrderState
from lienthong.foundation.payments.errors import AlreadyPaid
from lienthong.foundation.payments.events import PaymentConfirmed
from lienthong.foundation.payments.models import PaymentOrder
from lienthong.foundation.payments.services.ordering import create_order
from lienthong.foundation.payments.states import next_state
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import publish


@transaction.atomic
def confirm_collected(
    *, subject_type: str, subject_id: object, amount: int, provider: str, ref: str, description: str, payer_name: str
) -> bool:
    """Pay the subject's order, made where there is none, by money that `provider` took under its number `ref`.

    Idempotent by (provider, ref). False when the subject was paid otherwise before: then the money has to be given back.
    """
    ours = PaymentOrder.objects.filter(provider=provider, provider_ref=ref)
    if ours.exists():
        return True
    try:
        order = create_order(
            actor=SYSTEM,
            subject_type=subject_type,
            subject_id=subject_id,
            amount=amount,
            description=description,
            payer_name=payer_name,
        )
    except AlreadyPaid:
        return ours.exists()  # told at the same moment by somebody else
    order = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    if order.state != OrderState.PENDING:  # the bank was a moment faster
        return order.provider == provider and order.provider_ref == ref
    order.state = next_state(order.state, "confirm")
    order.provider, order.provider_ref, order.paid_at = provider, ref, clock.now()
    order.save(update_fields=["state", "provider", "provider_ref", "paid_at"])
    record(
        actor=SYSTEM,
        verb="confirm_payment",
        subject_type=order.subject_type,
        subject_id=order.subject_id,
        details={"order": str(order.id), "amount": amount, "ref": ref, "provider": provider},
    )
    publish(
        PaymentConfirmed(
            order_id=order.id, subject_type=order.subject_type, subject_id=order.subject_id, amount=order.amount
        )
    )
    return True
