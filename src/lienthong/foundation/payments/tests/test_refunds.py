"""Money goes back once: never more than was paid, whoever presses when; the bank may say no, and then nothing is lost."""

from dataclasses import replace

import httpx
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.payments import queries, services
from lienthong.foundation.payments.adapters.refunds import HttpRefundGateway, Repayment
from lienthong.foundation.payments.errors import (
    BankRefused,
    BankUnreachable,
    DrawerTooLittle,
    RefundTooMuch,
    WrongState,
)
from lienthong.foundation.payments.models import CashEntry, PaymentOrder, Refund
from lienthong.foundation.payments.tests.test_cash import take
from lienthong.foundation.payments.tests.test_confirm_from_bank import confirm, make_order
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.signed_letters import is_signed

ACCOUNT = services.Account(bank_bin="970436", number="0071 0009 12345", name="Siu H'Ngan")
WHO = {"receiver_name": "Siu H'Ngan", "receiver_number": "064195000512"}


class Bank:
    """Answers as told; remembers what it was asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def refund(self, repayment: Repayment) -> str:
        self.asked.append(repayment)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def decide(ward, order, **changes):
    values = {"amount": 8000, "reason": "Hồ sơ bị dừng", "agency_id": ward.agency_id, "label": "H21.88-1"}
    return services.decide_refund(actor=ward.leader, order_id=order.id, **(values | changes))


@pytest.mark.django_db
def test_cash_goes_back_out_of_the_drawer_and_once(ward):
    order = take(ward.one_stop).order
    refund = decide(ward, order)
    assert refund.number.startswith("HT-")
    assert refund.number.endswith("-000001")
    with pytest.raises(Invalid):
        services.pay_refund_in_cash(actor=ward.one_stop, refund_id=refund.id, receiver_name="", receiver_number="12")
    with pytest.raises(NotAllowed):
        services.pay_refund_in_cash(actor=ward.specialist, refund_id=refund.id, **WHO)
    paid = services.pay_refund_in_cash(actor=ward.one_stop, refund_id=refund.id, **WHO)
    assert services.pay_refund_in_cash(actor=ward.one_stop, refund_id=refund.id, **WHO).paid_at == paid.paid_at
    namesake = replace(ward.one_stop, account_id=ward.specialist.account_id)
    with pytest.raises(WrongState, match="Không chi lần nữa"):
        services.pay_refund_in_cash(actor=namesake, refund_id=refund.id, **WHO)
    entry = CashEntry.objects.get(repaid=refund)
    assert (entry.amount, entry.document, entry.order) == (-8000, refund.number, order)
    sums = queries.sums_of(entry.shift)
    assert (sums.received, sums.refunded, sums.expected) == (8000, -8000, 0)
    assert PaymentOrder.objects.get(pk=order.pk).state == "refunded"
    with pytest.raises(WrongState):
        decide(ward, order)
    assert services.refund_slip(actor=ward.one_stop, refund_id=refund.id).startswith(b"%PDF")
    with pytest.raises(NotFound):
        services.refund_slip(actor=ward.citizen, refund_id=refund.id)


@pytest.mark.django_db
def test_more_than_is_left_is_refused_with_the_figures(ward):
    order = take(ward.one_stop).order
    first = decide(ward, order, amount=5000)
    with pytest.raises(RefundTooMuch, match="nhiều nhất 3"):
        decide(ward, order, amount=4000)
    with pytest.raises(NotAllowed, match="không hủy quyết định"):
        services.cancel_refund(actor=ward.one_stop, refund_id=first.id, reason="Quyết định nhầm số tiền")
    services.cancel_refund(actor=ward.leader, refund_id=first.id, reason="Quyết định nhầm số tiền")
    assert decide(ward, order, amount=8000).number.endswith("-000002")  # the number of the cancelled one stays taken
    with pytest.raises(RefundTooMuch, match="đã quyết định hoàn hết"):
        decide(ward, order, amount=1)


@pytest.mark.django_db
def test_a_drawer_gives_no_more_than_it_holds(ward):
    order = make_order()
    confirm(memo=order.code)
    refund = decide(ward, order)
    with pytest.raises(DrawerTooLittle, match="theo sổ còn 0"):
        services.pay_refund_in_cash(actor=ward.one_stop, refund_id=refund.id, **WHO)
    assert Refund.objects.get(pk=refund.pk).state == "waiting"


@pytest.mark.django_db
def test_the_bank_pays_says_no_or_nothing(ward):
    order = make_order()
    confirm(memo=order.code)
    refund = decide(ward, order, account=ACCOUNT)
    assert (refund.account_number, refund.account_name) == ("0071000912345", "SIU H'NGAN")
    silent = Bank(BankUnreachable(), BankUnreachable())
    with pytest.raises(BankUnreachable):
        services.send_refund(refund_id=refund.id, gateway=silent)
    assert Refund.objects.get(pk=refund.pk).state == "waiting"
    assert not services.send_refund(refund_id=refund.id, gateway=silent, last_try=True)
    assert "đã thử nhiều lần" in Refund.objects.get(pk=refund.pk).failure
    # the money may have gone: no other way until the bank has said so
    for elsewhere in (None, replace(ACCOUNT, number="99990000"), replace(ACCOUNT, bank_bin="970405")):
        with pytest.raises(WrongState, match="chưa biết tiền đã đi chưa"):
            services.redirect_refund(actor=ward.leader, refund_id=refund.id, account=elsewhere)
    with pytest.raises(WrongState, match="chưa biết"):
        services.cancel_refund(actor=ward.leader, refund_id=refund.id, reason="thôi không hoàn nữa")
    services.redirect_refund(actor=ward.one_stop, refund_id=refund.id, account=ACCOUNT)
    services.send_refund(refund_id=refund.id, gateway=Bank(BankRefused("Tài khoản đã đóng.")))
    failed = Refund.objects.get(pk=refund.pk)
    assert (failed.state, failed.failure) == ("failed", "Tài khoản đã đóng.")
    assert (
        services.refundable_amount(PaymentOrder.objects.get(pk=order.pk)) == 0
    )  # failed is still owed, not free to decide anew
    services.redirect_refund(actor=ward.one_stop, refund_id=refund.id, account=ACCOUNT)
    bank = Bank("HT26330000000001", "HT26330000000002")
    assert services.send_refund(refund_id=refund.id, gateway=bank)
    assert not services.send_refund(refund_id=refund.id, gateway=bank)
    (asked,) = bank.asked
    assert (asked.key, asked.amount, asked.original_ref) == (refund.number, 8000, "FT26326000001")
    assert Refund.objects.get(pk=refund.pk).bank_ref == "HT26330000000001"
    with pytest.raises(WrongState, match="đã hoàn"):
        services.cancel_refund(actor=ward.leader, refund_id=refund.id, reason="muộn rồi")


@pytest.mark.django_db
def test_a_cashier_alone_names_no_other_account(ward):
    order = make_order()
    confirm(memo=order.code)
    refund = decide(ward, order, account=ACCOUNT)
    other = replace(ACCOUNT, number="190366668888", name="Tran Thi Bich")
    for changed in (other, replace(ACCOUNT, bank_bin="970405"), replace(ACCOUNT, name="Tran Thi Bich")):
        with pytest.raises(NotAllowed, match="chỉ gửi lại đúng như vậy"):
            services.redirect_refund(actor=ward.one_stop, refund_id=refund.id, account=changed)
    services.redirect_refund(actor=ward.one_stop, refund_id=refund.id, account=ACCOUNT)
    services.redirect_refund(actor=ward.one_stop, refund_id=refund.id, account=None)
    with pytest.raises(NotAllowed):  # cash does not become an account either
        services.redirect_refund(actor=ward.one_stop, refund_id=refund.id, account=other)
    services.redirect_refund(actor=ward.clerk, refund_id=refund.id, account=other)
    entry = AuditEntry.objects.filter(verb="redirect_refund").order_by("-id")[0]
    assert (entry.details["before"], entry.details["after"]) == (
        "tiền mặt tại quầy",
        "tài khoản 190366668888, TRAN THI BICH, Vietcombank",
    )
    assert "Từ tiền mặt tại quầy sang tài khoản 190366668888" in entry.details["note"]


@pytest.mark.django_db
def test_while_the_bank_is_told_nobody_sends_it_elsewhere(ward):
    order = make_order()
    confirm(memo=order.code)
    refund = decide(ward, order, account=ACCOUNT)

    class Impatient:
        def refund(self, repayment):
            with pytest.raises(WrongState, match="đang ở ngân hàng"):
                services.redirect_refund(actor=ward.one_stop, refund_id=refund.id, account=None)
            return "HT1"

    assert services.send_refund(refund_id=refund.id, gateway=Impatient())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(-1, 9000), max_size=6), cancelled=st.sets(st.integers(0, 5)))
@pytest.mark.django_db
def test_what_goes_back_never_exceeds_what_was_paid(ward, amounts, cancelled):
    order = take(ward.one_stop, subject_id=str(Refund.objects.count()) + str(amounts)[:20]).order
    for number, amount in enumerate(amounts):
        try:
            refund = decide(ward, order, amount=amount)
        except RefundTooMuch:
            continue
        if number in cancelled:
            services.cancel_refund(actor=ward.leader, refund_id=refund.id, reason="nhầm khoản")
    live = sum(each.amount for each in order.refunds.exclude(state="cancelled"))
    assert 0 <= live <= order.amount
    assert services.refundable_amount(order) == order.amount - live


@pytest.mark.django_db
def test_a_receipt_is_printed_once_and_then_says_so(ward):
    receipt = take(ward.one_stop)
    first = services.print_receipt(actor=ward.one_stop, receipt_id=receipt.id)
    assert first.startswith(b"%PDF")
    services.print_receipt(actor=ward.leader, receipt_id=receipt.id)
    receipt.refresh_from_db()
    assert receipt.prints == 2
    services.return_cash(actor=ward.one_stop, receipt_id=receipt.id, reason="thu nhầm thủ tục")
    assert services.print_receipt(actor=ward.one_stop, receipt_id=receipt.id).startswith(b"%PDF")
    assert take(ward.one_stop, subject_id="8").number.endswith("-000002")
    with pytest.raises(NotFound):
        services.print_receipt(actor=ward.specialist, receipt_id=receipt.id)


def test_the_letter_to_the_bank_is_signed_and_its_answers_are_told_apart():
    answers = {
        "a": (200, {"ref": "HT1"}),
        "b": (422, {"message": "Tài khoản đã đóng."}),
        "c": (500, {}),
        "d": (200, {}),
    }
    now = 0.0

    def bank(request: httpx.Request) -> httpx.Response:
        import time

        assert is_signed(
            raw=request.content, signature=request.headers["X-Bank-Signature"], secret="s", now=time.time() + now
        )
        status, body = answers[orjson.loads(request.content)["key"]]
        return httpx.Response(status, json=body)

    gateway = HttpRefundGateway(base_url="http://bank.test", secret="s", transport=httpx.MockTransport(bank))

    def ask(key: str) -> str:
        return gateway.refund(
            Repayment(key=key, amount=1, original_ref="", bank_bin="970436", account="123456", name="A", memo="")
        )

    assert ask("a") == "HT1"
    with pytest.raises(BankRefused, match="đã đóng"):
        ask("b")
    for key in "cd":
        with pytest.raises(BankUnreachable):
            ask(key)
