from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lienthong.foundation.audit.queries import entries_of
from lienthong.foundation.payments import queries, services
from lienthong.foundation.payments.choices import Outcome
from lienthong.foundation.payments.errors import AlreadyPaid, CashGiven, NotPayable
from lienthong.foundation.payments.models import CashReceipt, PaymentOrder
from lienthong.foundation.payments.tests.test_confirm_from_bank import confirm, make_order
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Invalid, NotAllowed, NotFound


def take(actor, **changes):
    values = {
        "subject_type": "dossier",
        "subject_id": "7",
        "amount": 8000,
        "given": 10_000,
        "description": "Lệ phí khai sinh",
        "payer_name": "Siu H'Ngan",
    }
    return services.take_cash(actor=actor, **(values | changes))


@pytest.mark.django_db
def test_it_works(ward):
    receipt = take(ward.one_stop)
    assert (receipt.amount, receipt.given, receipt.change) == (8000, 10_000, 2000)
    assert (receipt.taken_by_id, receipt.taken_by_name) == (ward.one_stop.account_id, ward.one_stop.name)
    assert (receipt.agency_id, receipt.taken_by_position_id) == (ward.agency_id, ward.one_stop.position.id)
    assert receipt.number.endswith("-000001")
    order = queries.order_for("dossier", 7)
    assert (order.state, order.provider, order.provider_ref, order.amount) == ("paid", "cash", receipt.number, 8000)
    assert queries.cash_receipt_for(order) == receipt
    assert entries_of("dossier", 7).filter(verb="take_cash").count() == 1


@pytest.mark.django_db
def test_pressing_twice_gives_the_same_receipt_and_numbers_have_no_gap(ward):
    assert take(ward.one_stop) == take(ward.one_stop)
    assert take(ward.one_stop, subject_id="8").number.endswith("-000002")


@pytest.mark.django_db
def test_cash_pays_the_order_whose_code_was_shown_and_a_late_transfer_is_too_much(ward):
    order = make_order()
    receipt = take(ward.one_stop)
    assert receipt.order_id == order.id
    assert confirm(memo=order.code).outcome == Outcome.ALREADY_PAID


@pytest.mark.django_db
def test_what_was_paid_by_transfer_is_not_taken_again(ward):
    order = make_order()
    confirm(memo=order.code)
    with pytest.raises(AlreadyPaid, match="ngân hàng báo có, giao dịch FT26326000001"):
        take(ward.one_stop)
    assert not CashReceipt.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "says"), [(5000, "còn thiếu 3.000"), (10**16, "Kiểm tra lại số vừa gõ")])
def test_too_little_or_absurd_cash_is_refused(ward, given, says):
    with pytest.raises(CashGiven, match=says):
        take(ward.one_stop, given=given)
    with pytest.raises(NotPayable):
        take(ward.one_stop, amount=0, given=0)
    assert not PaymentOrder.objects.exists()


@pytest.mark.django_db
def test_only_the_counter_takes_cash(ward):
    for actor in (ward.specialist, ward.leader, ward.citizen, SYSTEM):
        with pytest.raises(NotAllowed, match="không thu tiền mặt"):
            take(actor)


@pytest.mark.django_db
def test_money_given_back_stays_in_the_book_and_the_fee_can_be_asked_again(ward):
    receipt = take(ward.one_stop)
    with pytest.raises(Invalid):
        services.return_cash(actor=ward.one_stop, receipt_id=receipt.id, reason=" ")
    with pytest.raises(NotAllowed):
        services.return_cash(actor=ward.specialist, receipt_id=receipt.id, reason="thu nhầm")
    back = services.return_cash(actor=ward.one_stop, receipt_id=receipt.id, reason="Thu nhầm thủ tục")
    assert services.return_cash(actor=ward.one_stop, receipt_id=receipt.id, reason="lần nữa") == back
    assert (back.return_reason, queries.order_for("dossier", 7).state) == ("Thu nhầm thủ tục", "refunded")
    assert take(ward.one_stop) != receipt
    with pytest.raises(NotFound):
        services.return_cash(actor=ward.one_stop, receipt_id=receipt.order_id, reason="không có biên lai này")


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_take_it_once(ward):
    make_order()

    def press(actor):
        try:
            return take(actor).id
        except AlreadyPaid as refusal:
            return refusal.message
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(press, [ward.one_stop] * 4))
    assert len(set(said)) == 1
    assert CashReceipt.objects.count() == 1
