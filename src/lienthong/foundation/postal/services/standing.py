"""Where an order stands, worked out anew from everything known (tính lại trạng thái). Used by the verbs, not called from outside."""

import uuid
from typing import Any

from lienthong.foundation.postal.carrier_codes import built_in_codes
from lienthong.foundation.postal.choices import CodState, Kind, Need, State, Verb
from lienthong.foundation.postal.events import (
    CashCollected,
    ParcelAccepted,
    ParcelDelivered,
    ParcelEvent,
    ParcelLost,
    ParcelNotDelivered,
    ParcelPickedUp,
    ParcelReturned,
)
from lienthong.foundation.postal.models import CarrierCode, PostalOrder, TrackingEvent
from lienthong.foundation.postal.states import Happened, trace
from lienthong.kit import clock
from lienthong.kit.errors import NotFound
from lienthong.kit.events import publish

ACCEPTED_CODE, CANCELLED_CODE = "LT.NHAN", "LT.HUY"
"""Codes of our own, for what the carrier answers at once instead of telling it."""


def lock_order(order_id: uuid.UUID) -> PostalOrder:
    """The row, for us alone until the commit. Raises NotFound."""
    order = PostalOrder.objects.select_for_update(of=("self",)).filter(pk=order_id).first()
    if order is None:
        raise NotFound
    return order


def meanings() -> dict[str, str]:
    """Code of the carrier -> verb: what comes with the platform, then what the administrator says."""
    return {code: each.verb for code, each in built_in_codes().items()} | dict(
        CarrierCode.objects.values_list("code", "verb")
    )


def restand(order: PostalOrder) -> None:
    """Read all events of a locked order, set what follows from them, tell what is new. Saves the order."""
    verbs = meanings()
    rows = list(order.events.all())
    happened = {Happened(at=row.at, verb=verbs[row.code], key=row.code): row for row in rows if row.code in verbs}
    traced = trace(happened)
    before = (order.state, order.fails, order.cod_state, order.conflict)
    last = happened.get(traced.by) if traced.by is not None else None
    order.state, order.fails, order.conflict = traced.state, traced.fails, traced.conflict
    if last is not None:
        order.state_at = last.at
    newest = max(rows, key=lambda row: (row.at, row.pk), default=None)
    if newest is not None:
        order.last_text, order.last_place = newest.text or newest.code, newest.place
    has_cash = _take_cash(order, [row for row in rows if verbs.get(row.code) == collecting_verb(order)])
    if (order.state, order.fails, order.cod_state, order.conflict) != before:
        order.attended = ""
    set_need(order)
    order.save()
    if has_cash:
        tell_cash(order)
    if (order.state, order.fails) != before[:2]:
        _tell(order, before[0], last, more_fails=order.fails > before[1])


def collecting_verb(order: PostalOrder) -> str:
    """When the postman takes the money: at the citizen's door, which is the pick-up of papers or the delivery of a result."""
    return Verb.PICK_UP if order.kind == Kind.COLLECT else Verb.DELIVER


def _take_cash(order: PostalOrder, rows: list[TrackingEvent]) -> bool:
    """Whether the whole amount was taken now. Whatever the order of arrival: one event with the right amount is the payment; otherwise the
    last amount told is shown as wrong."""
    told = [row for row in rows if row.collected is not None]
    if order.cod_state not in {CodState.DUE, CodState.DIFFERENT} or not told:
        return False
    right = next((row for row in told if row.collected == order.cod_amount), None)
    last = right or max(told, key=lambda row: (row.at, row.code))
    order.cod_seen, order.cod_at = last.collected, last.at
    order.cod_state = CodState.DIFFERENT if right is None else CodState.COLLECTED
    return right is not None


def tell_cash(order: PostalOrder) -> None:
    """The whole amount was taken. Told once, by whoever made `cod_state` leave DUE or DIFFERENT, after the order is saved."""
    publish(CashCollected(**subject_of(order), amount=order.cod_amount, tracking=order.tracking or order.code))


def need_of(order: PostalOrder) -> str:
    """What the office has to do now, the gravest first."""
    found = Need.NOTHING
    if order.state == State.LOST:
        found = Need.LOST
    elif order.conflict:
        found = Need.CONFLICT
    elif order.cod_state == CodState.DIFFERENT:
        found = Need.COD
    elif order.cod_state == CodState.EXTRA:
        found = Need.EXTRA
    elif order.state == State.RETURNED:
        found = Need.RETURNED
    elif order.state == State.FAILED:
        found = Need.FAILED
    elif order.state == State.CREATED and order.refusal:
        found = Need.REFUSED
    elif order.kind == Kind.COLLECT and order.state == State.DELIVERED and order.opened_at is None:
        found = Need.OPEN
    elif order.kind == Kind.DELIVER and order.state == State.ACCEPTED and order.manifest_id is None:
        found = Need.PACK
    return Need.NOTHING if found and found == order.attended else found


def set_need(order: PostalOrder) -> None:
    """Work `need` out anew. The caller saves."""
    need = need_of(order)
    if need != order.need:
        order.need, order.need_since = need, clock.now() if need else None


def subject_of(order: PostalOrder) -> dict[str, Any]:
    """What every event of this order carries."""
    return {
        "order_id": order.id,
        "kind": order.kind,
        "subject_type": order.subject_type,
        "subject_id": order.subject_id,
    }


_TOLD: dict[str, type[ParcelEvent]] = {
    State.PICKED_UP: ParcelPickedUp,
    State.DELIVERED: ParcelDelivered,
    State.RETURNED: ParcelReturned,
    State.LOST: ParcelLost,
}


def _tell(order: PostalOrder, before: str, last: TrackingEvent | None, *, more_fails: bool) -> None:
    same = subject_of(order)
    if order.state == State.FAILED and more_fails:
        publish(ParcelNotDelivered(**same, reason=(last.reason or last.text) if last else ""))
    elif order.state == State.ACCEPTED and before != order.state:
        publish(ParcelAccepted(**same, tracking=order.tracking))
    elif before != order.state and (told := _TOLD.get(order.state)) is not None:
        publish(told(**same))
