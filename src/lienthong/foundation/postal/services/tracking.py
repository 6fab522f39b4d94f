"""Taking the carrier's word of a parcel: by its webhook, or by asking when that stays silent (ghi nhận hành trình)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from lienthong.foundation.postal.adapters import (
    Carrier,
    MalformedError,
    Notice,
    TrackingNote,
    configured_carrier,
    read_notice,
)
from lienthong.foundation.postal.choices import OPEN_STATES, NoticeOutcome, Source
from lienthong.foundation.postal.errors import CarrierRefused, CarrierUnreachable
from lienthong.foundation.postal.models import CarrierNotice, PostalOrder, TrackingEvent
from lienthong.foundation.postal.services.standing import lock_order, restand
from lienthong.kit import clock
from lienthong.kit.signed_letters import is_signed
from lienthong.kit.text_vi import clean

AHEAD = timedelta(days=1)  # a clock that is further ahead than this is wrong
_KEPT = 4096  # bytes of an unsigned body that are kept: enough to see what it was, too little to fill the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """What became of a message. The carrier needs to send again only while `accepted` is False."""

    outcome: NoticeOutcome
    reason: str = ""

    @property
    def accepted(self) -> bool:
        """Taken note of for good, whether or not it moved anything."""
        return self.outcome not in {NoticeOutcome.BAD_SIGNATURE, NoticeOutcome.MALFORMED}


@transaction.atomic(durable=True)
def take_notice(*, raw: bytes, signature: str, transaction_key: str) -> Noticed:
    """Keep one message of the carrier and put what it says into the parcel's journey. Idempotent; never raises Refused.

    Replays: a signature is good for five minutes, a transaction key counts once, and an event (parcel, code, moment) stands once
    whatever carried it.
    """
    key = clean(transaction_key)[:80]
    if not is_signed(raw=raw, signature=signature, secret=settings.POST_WEBHOOK_SECRET, now=clock.now().timestamp()):
        return _keep(raw[:_KEPT], key, NoticeOutcome.BAD_SIGNATURE)
    try:
        notice = read_notice(raw)
        _require_past(notice)
    except MalformedError as error:
        return _keep(raw, key, NoticeOutcome.MALFORMED, reason=str(error))
    with connection.cursor() as cursor:  # two copies of one message stand in line, even when they name no order
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"postal:{key or notice.tracking or notice.order_code}"],
        )
    if (
        key
        and CarrierNotice.objects.filter(
            transaction=key, outcome__in=[NoticeOutcome.RECORDED, NoticeOutcome.DUPLICATE]
        ).exists()
    ):
        return _keep(raw, key, NoticeOutcome.DUPLICATE, notice)
    order_id = _order_of(notice)
    if order_id is None:
        return _keep(raw, key, NoticeOutcome.UNKNOWN_PARCEL, notice, reason=f"{notice.tracking} {notice.order_code}")
    order = lock_order(order_id)
    if notice.tracking and not order.tracking:  # the message was faster than the answer to our order
        order.tracking = notice.tracking
    fresh = _write(order, [notice.note], Source.WEBHOOK)
    if fresh:
        restand(order)
    return _keep(raw, key, NoticeOutcome.RECORDED if fresh else NoticeOutcome.DUPLICATE, notice, order=order)


@transaction.atomic
def take_notes(*, order_id: uuid.UUID, notes: Sequence[TrackingNote], source: str = Source.POLL) -> int:
    """Put events into the journey of a parcel; how many were new. Idempotent."""
    order = lock_order(order_id)
    sane = [note for note in notes if note.at <= clock.now() + AHEAD]
    fresh = _write(order, sane, source)
    order.polled_at = clock.now()
    if fresh:
        restand(order)
    else:
        order.save(update_fields=["polled_at"])
    return fresh


def orders_to_ask(*, silent: timedelta = timedelta(hours=6), limit: int = 100) -> list[uuid.UUID]:
    """Parcels on their way that nobody has told of or asked about for a while, the longest silent first."""
    before = clock.now() - silent
    rows = PostalOrder.objects.filter(
        Q(polled_at__isnull=True) | Q(polled_at__lt=before), state__in=OPEN_STATES, state_at__lt=before
    ).exclude(tracking="")
    return list(rows.order_by(F("polled_at").asc(nulls_first=True), "id").values_list("id", flat=True)[:limit])


def ask_carrier(*, order_id: uuid.UUID, carrier: Carrier | None = None) -> int:
    """Ask the carrier for the whole journey of one parcel; how many events were new. Raises CarrierUnreachable."""
    tracking = PostalOrder.objects.filter(pk=order_id).values_list("tracking", flat=True).first()
    if not tracking:
        return 0
    try:
        notes = (carrier or configured_carrier()).trace(tracking)
    except CarrierRefused:
        notes = []  # it does not know the number: nothing new
    return take_notes(order_id=order_id, notes=notes)


def ask_about_silent(*, carrier: Carrier | None = None) -> int:
    """One round of asking; how many events were new. A carrier that does not answer ends the round."""
    found = 0
    for order_id in orders_to_ask():
        try:
            found += ask_carrier(order_id=order_id, carrier=carrier)
        except CarrierUnreachable:
            break
    return found


def _require_past(notice: Notice) -> None:
    if notice.note.at > clock.now() + AHEAD:
        raise MalformedError(f"datetime: {notice.note.at.isoformat()} has not come yet")


def _order_of(notice: Notice) -> uuid.UUID | None:
    if notice.order_code:
        found = PostalOrder.objects.filter(code=notice.order_code).values_list("id", "tracking").first()
        if found is not None:
            # Our number with somebody else's tracking number is nobody's parcel.
            return found[0] if not (found[1] and notice.tracking) or found[1] == notice.tracking else None
    if not notice.tracking:
        return None
    return PostalOrder.objects.filter(tracking=notice.tracking).values_list("id", flat=True).first()


def _write(order: PostalOrder, notes: Sequence[TrackingNote], source: str) -> int:
    """New events of a locked order. The unique key decides what is new."""
    known = set(order.events.values_list("code", "at"))
    fresh = {(note.code, note.at): note for note in notes if note.code and (note.code, note.at) not in known}
    TrackingEvent.objects.bulk_create(
        [
            TrackingEvent(
                order=order,
                code=note.code,
                at=note.at,
                text=clean(note.text)[:250],
                place=clean(note.place)[:250],
                reason=clean(note.reason)[:250],
                collected=note.collected,
                source=source,
            )
            for note in fresh.values()
        ]
    )
    for note in fresh.values():
        order.freight = note.freight if note.freight is not None else order.freight
        order.grams = note.grams if note.grams is not None else order.grams
    return len(fresh)


def _keep(
    raw: bytes,
    key: str,
    outcome: NoticeOutcome,
    notice: Notice | None = None,
    *,
    order: PostalOrder | None = None,
    reason: str = "",
) -> Noticed:
    reason = clean(reason)[:250]
    CarrierNotice.objects.create(
        raw=raw,
        transaction=key,
        tracking=notice.tracking if notice else "",
        order=order,
        outcome=outcome,
        reason=reason,
    )
    return Noticed(outcome=outcome, reason=reason)
