"""Money taken at the door is a payment once, whoever tells of it first; a statement is compared line by line."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from tests.postal.test_tracking import SECRET, notice

from lienthong.foundation.payments import queries as payment_queries
from lienthong.foundation.payments import services as payments
from lienthong.foundation.payments.choices import OrderState
from lienthong.foundation.payments.models import PaymentOrder
from lienthong.foundation.postal import services
from lienthong.foundation.postal.adapters import Statement, StatementLine
from lienthong.foundation.postal.choices import CodState, LineOutcome, Need
from lienthong.foundation.postal.errors import TooLate
from lienthong.foundation.postal.models import CodLine
from lienthong.kit.errors import Invalid
from lienthong.kit.events import reacting_at_once
from lienthong.kit.signed_letters import sign

FEE = 8000


def only_cash(event):
    return type(event).__name__ == "CashCollected"


@pytest.fixture
def at_once():
    """Cash pays at once, as the job would a moment later."""
    with reacting_at_once(only_cash):
        yield


def statement(*lines, number="DS-1", total=None):
    return Statement(
        number=number,
        period_from=date(2026, 11, 20),
        period_to=date(2026, 11, 26),
        total=sum(amount for _, amount in lines) if total is None else total,
        lines=[StatementLine(tracking=tracking, amount=amount) for tracking, amount in lines],
    )


def outcomes():
    return list(CodLine.objects.order_by("statement_id", "place").values_list("outcome", flat=True))


@pytest.mark.django_db
def test_it_works(outside, order_for, at_once):
    order = outside.accept(order_for(cod_amount=FEE))
    outside.post.act(order.tracking, "giao")
    order.refresh_from_db()
    paid = payment_queries.order_for("dossier", "7")
    assert (order.cod_state, order.cod_seen) == (CodState.COLLECTED, FEE)
    assert (paid.state, paid.provider, paid.provider_ref, paid.amount) == ("paid", "post", order.tracking, FEE)
    outside.post.make_statement()
    assert services.fetch_statements(carrier=outside.carrier) == 1
    assert services.fetch_statements(carrier=outside.carrier) == 0
    order.refresh_from_db()
    assert (order.cod_state, outcomes()) == (CodState.REMITTED, [LineOutcome.MATCHED])
    assert PaymentOrder.objects.count() == 1


@pytest.mark.django_db
def test_money_for_papers_is_taken_when_they_are_fetched(outside, order_for, at_once):
    order = outside.accept(order_for(kind="collect", cod_amount=FEE))
    outside.post.act(order.tracking, "lay")
    order.refresh_from_db()
    assert order.cod_state == CodState.COLLECTED
    assert payment_queries.order_for("dossier", "7").state == "paid"


@pytest.mark.django_db
def test_a_lost_message_is_made_good_by_the_statement(outside, order_for, at_once):
    order = outside.accept(order_for(cod_amount=FEE))
    services.take_statement(statement=statement((order.tracking, FEE)))
    order.refresh_from_db()
    assert (order.cod_state, payment_queries.order_for("dossier", "7").state) == (CodState.REMITTED, "paid")
    outside.post.act(order.tracking, "giao")  # told at last
    order.refresh_from_db()
    assert order.cod_state == CodState.REMITTED
    assert PaymentOrder.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_amount_pays_nothing_until_somebody_has_asked(outside, order_for, ward, at_once):
    order = outside.accept(order_for(cod_amount=FEE))
    outside.post.notify(outside.post.happen(order.tracking, 5, "Phát thành công", tell=False), amount=FEE - 1)
    order.refresh_from_db()
    assert (order.cod_state, order.cod_seen, order.need) == (CodState.DIFFERENT, FEE - 1, Need.COD)
    assert payment_queries.order_for("dossier", "7") is None
    with pytest.raises(Invalid):
        services.resolve_cash(actor=ward.one_stop, order_id=order.id, is_whole=True, note="")
    services.resolve_cash(actor=ward.one_stop, order_id=order.id, is_whole=True, note="Bưu cục đã nộp bù 1 đồng")
    order.refresh_from_db()
    assert (order.cod_state, order.need) == (CodState.COLLECTED, Need.NOTHING)
    assert payment_queries.order_for("dossier", "7").state == "paid"
    with pytest.raises(TooLate):
        services.resolve_cash(actor=ward.one_stop, order_id=order.id, is_whole=True, note="Lần nữa cho chắc")


@pytest.mark.django_db
def test_what_was_paid_before_is_to_be_given_back(outside, order_for, at_once):
    order = outside.accept(order_for(cod_amount=FEE))
    payments.confirm_collected(
        subject_type="dossier", subject_id="7", amount=FEE, provider="vietqr", ref="FT1", description="", payer_name=""
    )
    outside.post.act(order.tracking, "giao")
    order.refresh_from_db()
    assert (order.cod_state, order.need) == (CodState.EXTRA, Need.EXTRA)
    assert PaymentOrder.objects.filter(state=OrderState.PAID).count() == 1


@pytest.mark.django_db
def test_a_statement_is_judged_line_by_line(outside, order_for, at_once):
    right = outside.accept(order_for(subject_id="1", cod_amount=FEE))
    wrong = outside.accept(order_for(subject_id="2", cod_amount=FEE))
    free = outside.accept(order_for(subject_id="3"))
    lines = [(right.tracking, FEE), (wrong.tracking, FEE - 1000), (free.tracking, 5000), ("EB000000005VN", 1)]
    services.take_statement(statement=statement(*lines, (right.tracking, FEE)))
    assert outcomes() == [
        LineOutcome.MATCHED,
        LineOutcome.DIFFERENT,
        LineOutcome.NOT_DUE,
        LineOutcome.UNKNOWN,
        LineOutcome.REPEATED,
    ]
    wrong.refresh_from_db()
    assert (wrong.need, wrong.cod_seen) == (Need.COD, FEE - 1000)
    assert payment_queries.order_for("dossier", "2") is None


@pytest.mark.django_db(transaction=True)
def test_a_message_and_a_statement_at_once_make_one_payment(outside, order_for):
    """Four messages, two statements and the statement of the next week, all in the same moment."""
    order = outside.accept(order_for(cod_amount=FEE))

    def tell(number):
        try:
            if number % 2:
                services.take_statement(statement=statement((order.tracking, FEE), number=f"DS-{number}"))
            else:
                raw = notice(order, 5, at="28/11/2020 09:12:00", money_collect=FEE)
                services.take_notice(
                    raw=raw, signature=sign(raw=raw, secret=SECRET, now=time.time()), transaction_key=str(number)
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(tell, range(6)))
    order.refresh_from_db()
    assert order.cod_state == CodState.REMITTED
    assert sorted(outcomes()) == [LineOutcome.MATCHED, LineOutcome.REPEATED, LineOutcome.REPEATED]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE '%settle_cash%'")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_the_payment_itself_is_made_once_however_often_it_is_told(ward):
    def pay(number):
        try:
            return payments.confirm_collected(
                subject_type="dossier",
                subject_id="9",
                amount=FEE,
                provider="post",
                ref="EB123456785VN",
                description="",
                payer_name="",
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(pay, range(4))) == [True] * 4
    assert PaymentOrder.objects.filter(state=OrderState.PAID).count() == 1
