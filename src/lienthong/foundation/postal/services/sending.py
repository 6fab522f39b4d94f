"""Telling the carrier (gửi đơn, hủy đơn ở bưu điện). Called by jobs: no network call stands within a transaction."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app as jobs

from lienthong.foundation.postal.adapters import Carrier, Parcel, Place, Taken, configured_carrier
from lienthong.foundation.postal.choices import Kind, Payer, Source, State
from lienthong.foundation.postal.errors import CarrierRefused, CarrierUnreachable, PostNotConnected
from lienthong.foundation.postal.freight import weight_classes
from lienthong.foundation.postal.models import PostalOrder, TrackingEvent
from lienthong.foundation.postal.services.ordering import CANCEL_ORDER, note_cancelled
from lienthong.foundation.postal.services.standing import ACCEPTED_CODE, lock_order, restand, set_need
from lienthong.kit import clock

FORGOTTEN = timedelta(minutes=15)
ABANDONED = timedelta(minutes=10)  # a worker that held an order longer than this died with it


def send_order(*, order_id: uuid.UUID, carrier: Carrier | None = None, last_try: bool = False) -> bool:
    """Give one order to the carrier; True when this call did. Safe to repeat and to run twice at once: the order's code is the
    carrier's key of repetition.

    A refusal is kept in the order's words for the office to mend. Raises CarrierUnreachable to be tried again, except on `last_try`.
    """
    order = _claim(order_id)
    if order is None:
        return False
    try:
        taken = (carrier or configured_carrier()).create(_parcel(order))
    except (CarrierRefused, PostNotConnected) as error:
        _put_down(order_id, error.message)
        return False
    except CarrierUnreachable as error:
        _put_down(order_id, f"{error.message} Hệ thống đã thử nhiều lần." if last_try else "")
        if last_try:
            return False
        raise
    _note_taken(order_id, taken)
    return True


def send_forgotten(*, carrier: Carrier | None = None, limit: int = 50) -> int:
    """Orders that should have been sent long ago, for whatever reason nobody did it; how many went. An unreachable carrier ends the round."""
    before = clock.now() - FORGOTTEN
    rows = PostalOrder.objects.filter(
        state=State.CREATED, tracking="", refusal="", cancel_asked_at__isnull=True, created_at__lt=before
    ).order_by("created_at")
    sent = 0
    for order_id in list(rows.values_list("id", flat=True)[:limit]):
        try:
            sent += send_order(order_id=order_id, carrier=carrier)
        except CarrierUnreachable:
            break
    return sent


@transaction.atomic
def _claim(order_id: uuid.UUID) -> PostalOrder | None:
    free = Q(sent_at__isnull=True) | Q(sent_at__lt=clock.now() - ABANDONED)
    taken = PostalOrder.objects.filter(
        free, pk=order_id, state=State.CREATED, tracking="", cancel_asked_at__isnull=True
    ).update(sent_at=clock.now())
    return PostalOrder.objects.get(pk=order_id) if taken else None


@transaction.atomic
def _put_down(order_id: uuid.UUID, why: str) -> None:
    order = lock_order(order_id)
    order.sent_at, order.refusal = None, why[:300]
    set_need(order)
    order.save()
    if order.cancel_asked_at is not None and not order.tracking:
        note_cancelled(order)


@transaction.atomic
def _note_taken(order_id: uuid.UUID, taken: Taken) -> None:
    order = lock_order(order_id)
    order.tracking, order.refusal = taken.tracking, ""
    order.freight = order.freight if taken.freight is None else taken.freight
    order.save()
    if not order.events.filter(code=ACCEPTED_CODE).exists():
        TrackingEvent.objects.create(
            order=order,
            code=ACCEPTED_CODE,
            at=clock.now(),
            text="Bưu điện đã nhận đơn",
            source=Source.OFFICE,
        )
    restand(order)
    if order.cancel_asked_at is not None:  # the office gave it up while it was being sent
        jobs.configure_task(CANCEL_ORDER).defer(order_id=str(order.id))


def cancel_at_carrier(*, order_id: uuid.UUID, carrier: Carrier | None = None) -> bool:
    """Tell the carrier that an order is given up; True when it agreed. What it refuses stays on its way, with its words on the order."""
    order = PostalOrder.objects.filter(pk=order_id).exclude(tracking="").first()
    if order is None or order.state == State.CANCELLED or order.cancel_asked_at is None:
        return False
    try:
        (carrier or configured_carrier()).cancel(tracking=order.tracking, reason=order.cancel_reason)
    except (CarrierRefused, PostNotConnected) as error:
        with transaction.atomic():
            order = lock_order(order_id)
            order.cancel_asked_at, order.refusal = None, f"Chưa hủy được. {error.message}"[:300]
            order.save(update_fields=["cancel_asked_at", "refusal"])
        return False
    with transaction.atomic():
        note_cancelled(lock_order(order_id))
    return True


def _parcel(order: PostalOrder) -> Parcel:
    return Parcel(
        code=order.code,
        sender=_place(order.sender),
        receiver=_place(order.receiver),
        content=f"{Kind(order.kind).label}, hồ sơ {order.subject_code}",  # not which procedure: that is nobody's business on the way
        grams=weight_classes()[order.weight_class].grams,
        cod_amount=order.cod_amount,
        collect_at="pickup" if order.kind == Kind.COLLECT else "delivery",
        freight_by_citizen=order.freight_payer == Payer.CITIZEN,
    )


def _place(party: dict[str, str]) -> Place:
    return Place(**{name: str(party[name]) for name in ("name", "phone", "province", "commune", "detail")})
