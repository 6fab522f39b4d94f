"""Money that postmen took for the office (đối soát tiền thu hộ): the carrier's statements, line by line."""

import uuid
from datetime import timedelta

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.postal.adapters import Carrier, Statement, StatementLine, configured_carrier
from lienthong.foundation.postal.choices import CodState, LineOutcome
from lienthong.foundation.postal.errors import TooLate
from lienthong.foundation.postal.models import CodLine, CodStatement, PostalOrder
from lienthong.foundation.postal.policies import require_handler
from lienthong.foundation.postal.services.standing import lock_order, set_need, tell_cash
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid

LOOK_BACK = timedelta(days=35)


def fetch_statements(*, carrier: Carrier | None = None) -> int:
    """Ask the carrier for its statements of the last weeks and take the new ones; how many. Raises CarrierUnreachable, CarrierRefused."""
    told = (carrier or configured_carrier()).statements(since=clock.today() - LOOK_BACK)
    known = set(CodStatement.objects.filter(number__in=[each.number for each in told]).values_list("number", flat=True))
    fresh = [each for each in told if each.number not in known]
    for statement in fresh:
        take_statement(statement=statement)
    return len(fresh)


@transaction.atomic
def take_statement(*, statement: Statement) -> CodStatement:
    """Compare one statement with our orders. The same number again changes nothing.

    A line with the right amount settles its order: when tracking had not told of the money, the payment is confirmed now; when it
    had, it is not confirmed again.
    """
    kept, is_new = CodStatement.objects.get_or_create(
        number=statement.number,
        defaults={
            "period_from": statement.period_from,
            "period_to": statement.period_to,
            "total": statement.total,
        },
    )
    if not is_new:
        return kept
    numbers = {line.tracking for line in statement.lines}
    ids = (
        PostalOrder.objects.filter(tracking__in=numbers)
        .exclude(tracking="")
        .order_by("id")
        .values_list("id", flat=True)
    )
    orders = {
        order.tracking: order for order in map(lock_order, ids)
    }  # in one order, so that two statements never wait for each other
    CodLine.objects.bulk_create(
        [_judged(kept, place, line, orders.get(line.tracking)) for place, line in enumerate(statement.lines, 1)]
    )
    return kept


def _judged(statement: CodStatement, place: int, line: StatementLine, order: PostalOrder | None) -> CodLine:
    outcome = LineOutcome.UNKNOWN if order is None else _settle(order, line.amount)
    return CodLine(
        statement=statement,
        place=place,
        tracking=line.tracking,
        order=order,
        amount=line.amount,
        expected=order.cod_amount if order is not None else None,
        outcome=outcome,
    )


def _settle(order: PostalOrder, amount: int) -> LineOutcome:
    if order.cod_state == CodState.NONE:
        return LineOutcome.NOT_DUE
    if order.cod_state == CodState.REMITTED:
        return LineOutcome.REPEATED
    if amount != order.cod_amount:
        order.cod_seen = amount
        if order.cod_state != CodState.EXTRA:
            order.cod_state, order.attended = CodState.DIFFERENT, ""
        set_need(order)
        order.save()
        return LineOutcome.DIFFERENT
    is_news = order.cod_state in {CodState.DUE, CodState.DIFFERENT}
    if is_news:
        order.cod_seen, order.cod_at = amount, order.cod_at or clock.now()
    if order.cod_state != CodState.EXTRA:
        order.cod_state = CodState.REMITTED
    set_need(order)
    order.save()
    if is_news:
        tell_cash(order)
    return LineOutcome.MATCHED


@transaction.atomic
def note_paid_before(*, order_id: uuid.UUID) -> PostalOrder:
    """The postman took what had been paid already; it has to be given back. Doing it again changes nothing."""
    order = lock_order(order_id)
    if order.cod_state in {CodState.COLLECTED, CodState.REMITTED}:
        order.cod_state, order.attended = CodState.EXTRA, ""
        set_need(order)
        order.save()
    return order


@transaction.atomic
def resolve_cash(*, actor: Actor, order_id: uuid.UUID, is_whole: bool, note: str) -> PostalOrder:
    """After talking with the carrier about a wrong amount: the whole amount is here (the payment is confirmed), or it is not.

    Raises TooLate when nothing is open, Invalid without a note, NotAllowed.
    """
    if len(note.strip()) < 5:
        raise Invalid(
            {"note": "Chưa ghi kết quả đối chiếu. Ghi ngắn gọn, ví dụ: bưu cục đã nộp bù 8.000 đồng ngày 02/12."}
        )
    order = lock_order(order_id)
    require_handler(actor, order)
    if order.cod_state != CodState.DIFFERENT:
        raise TooLate(f"Tiền thu hộ của đơn {order.code} không còn lệch: {order.get_cod_state_display().lower()}.")
    if is_whole:
        order.cod_state, order.cod_seen, order.cod_at = (
            CodState.COLLECTED,
            order.cod_amount,
            order.cod_at or clock.now(),
        )
    order.attended, order.attended_at = ("" if is_whole else order.need), clock.now()
    order.attended_by_name, order.attended_note = actor.name, note.strip()[:300]
    set_need(order)
    order.save()
    if is_whole:
        tell_cash(order)
    audit.record(
        actor=actor,
        verb="resolve_post_cash",
        subject_type=order.subject_type,
        subject_id=order.subject_id,
        details={"order": order.code, "whole": is_whole, "note": note.strip()},
    )
    return order
