from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lienthong.foundation.payments import queries, services, vietqr
from lienthong.foundation.payments.errors import AlreadyPaid, NotPayable, WrongState
from lienthong.foundation.payments.models import PaymentOrder
from lienthong.foundation.payments.tests.test_confirm_from_bank import confirm, make_order
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import NotFound
from lienthong.kit.ids import new_id


@pytest.mark.django_db
def test_it_works(settings):
    order = make_order()
    asked = vietqr.decode(queries.vietqr_payload(order))
    assert (asked.account, asked.amount, asked.memo) == (settings.BANK_ACCOUNT, 8000, order.code)
    assert queries.order_for("dossier", 7) == order == queries.order(order.id)
    assert "<svg" in queries.transfer_sheet(order).qr


@pytest.mark.django_db
def test_asking_again_gives_the_same_order_and_another_amount_replaces_it():
    first = make_order()
    assert make_order() == first
    second = make_order(amount=9000)
    first.refresh_from_db()
    assert (first.state, second.state) == ("cancelled", "pending")
    assert queries.order_for("dossier", "7") == second


@pytest.mark.django_db
def test_what_is_paid_is_not_asked_again_nor_cancelled():
    order = make_order()
    confirm(memo=order.code)
    with pytest.raises(AlreadyPaid):
        make_order()
    with pytest.raises(WrongState, match="Đã thanh toán"):
        services.cancel_order(actor=SYSTEM, order_id=order.id, reason="thử")


@pytest.mark.django_db
@pytest.mark.parametrize("amount", [0, -5, 10**13])
def test_amounts_a_bank_cannot_move_are_refused(amount):
    with pytest.raises(NotPayable, match=str(amount)):
        make_order(amount=amount)


@pytest.mark.django_db
def test_unknown_order():
    with pytest.raises(NotFound):
        queries.order(new_id())


@pytest.mark.django_db(transaction=True)
def test_asking_twice_at_once_makes_one_order():
    def ask(_):
        try:
            return make_order().id
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1
    assert PaymentOrder.objects.count() == 1
