import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from lienthong.foundation.audit.queries import entries_of
from lienthong.foundation.payments import services
from lienthong.foundation.payments.adapters import bank
from lienthong.foundation.payments.choices import Outcome
from lienthong.foundation.payments.events import PaymentConfirmed
from lienthong.foundation.payments.models import BankNotification
from lienthong.foundation.payments.services import confirming
from lienthong.foundation.payments.tests.bank_letters import letter, sign
from lienthong.kit.actor import SYSTEM


@pytest.fixture
def told(monkeypatch):
    """Events published during the test."""
    events = []
    monkeypatch.setattr(confirming, "publish", events.append)
    return events


def make_order(**changes):
    values = {
        "subject_type": "dossier",
        "subject_id": "7",
        "amount": 8000,
        "description": "Lệ phí khai sinh",
        "payer_name": "Rơ Châm H'Lan",
    }
    return services.create_order(actor=SYSTEM, **(values | changes))


def confirm(**told):
    raw = letter(**told)
    return services.confirm_from_bank(raw=raw, signature=sign(raw))


@pytest.mark.django_db
def test_it_works(told):
    order = make_order()
    done = confirm(memo=f"ck tu 0123 {order.code.lower()} chuyen tien")
    order.refresh_from_db()
    assert (done.outcome, order.state, order.provider_ref) == (Outcome.PAID, "paid", "FT26326000001")
    assert order.paid_at
    assert [(type(e), e.order_id, e.subject_id, e.amount) for e in told] == [(PaymentConfirmed, order.id, "7", 8000)]
    assert entries_of("dossier", 7).filter(verb="confirm_payment").count() == 1


@pytest.mark.django_db
def test_only_the_whole_amount_pays(told):
    order = make_order()
    done = confirm(memo=order.code, amount=7999)
    order.refresh_from_db()
    assert (done.outcome, order.state, told) == (Outcome.WRONG_AMOUNT, "pending", [])
    assert done.message == "Số tiền chuyển khác số tiền phải nộp. Phải nộp 8000 đồng, đã chuyển 7999 đồng."
    assert confirm(ref="FT2", memo=order.code).outcome == Outcome.PAID


@pytest.mark.django_db
def test_repeats_and_strays_are_kept_and_accepted(told):
    order = make_order()
    outcomes = [
        confirm(memo=order.code),
        confirm(memo=order.code),
        confirm(ref="FT2", memo=order.code),
        confirm(ref="FT3", memo="tien an \ud800\x00"),
    ]
    assert [each.outcome for each in outcomes] == [
        Outcome.PAID,
        Outcome.DUPLICATE,
        Outcome.ALREADY_PAID,
        Outcome.UNKNOWN_ORDER,
    ]
    assert all(each.accepted for each in outcomes)
    assert len(told) == 1
    assert BankNotification.objects.count() == 4


@pytest.mark.django_db
def test_money_for_a_cancelled_order_does_not_revive_it(told):
    old = make_order()
    new = make_order(amount=9000)
    assert confirm(memo=old.code).outcome == Outcome.CLOSED
    assert confirm(ref="FT2", memo=new.code, amount=9000).outcome == Outcome.PAID


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad",
    [
        "",
        "t=1,v1=00",
        sign(b"{}"),
        sign(letter(), secret="other"),
        sign(letter(), at=time.time() - bank.WINDOW - 5),
        sign(letter(), secret=""),
    ],
    ids=["none", "forged", "of another letter", "by another secret", "too old", "by an empty secret"],
)
def test_nothing_is_believed_without_a_fresh_signature(told, bad):
    assert services.confirm_from_bank(raw=letter(), signature=bad).outcome == Outcome.BAD_SIGNATURE


@pytest.mark.django_db
def test_an_installation_without_a_secret_believes_nobody(settings):
    settings.BANK_WEBHOOK_SECRET = ""
    raw = letter()
    assert services.confirm_from_bank(raw=raw, signature=sign(raw, secret="")).outcome == Outcome.BAD_SIGNATURE


@pytest.mark.django_db
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"\xff",
        b"{}",
        b"[" * 9000,
        letter(amount="8000"),
        letter(amount=True),
        letter(amount=-1),
        letter(ref=""),
        letter(ref="á"),
        letter(memo=None),
    ],
)
def test_malformed_notifications_are_kept(raw):
    assert services.confirm_from_bank(raw=raw, signature=sign(raw)).outcome == Outcome.MALFORMED
    assert bytes(BankNotification.objects.get().raw) == raw


@pytest.mark.django_db
def test_notifications_cannot_be_changed():
    services.confirm_from_bank(raw=b"{}", signature="")
    for change in (BankNotification.objects.all().delete, lambda: BankNotification.objects.update(outcome="paid")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("refs", [("FT1", "FT1", "FT1", "FT1"), ("FT1", "FT2", "FT3", "FT4")])
def test_notifications_at_once_make_one_payment(told, refs):
    order = make_order()

    def send(ref):
        try:
            return confirm(ref=ref, memo=order.code).outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(send, refs))
    assert outcomes.count(Outcome.PAID) == 1
    assert len(told) == 1
    assert BankNotification.objects.count() == 4


def test_codes_are_found_however_the_bank_wrote_them():
    assert bank.find_codes("MBVCB.123.LT0123 456789.CT tu 01") == ("LT0123456789",)
    assert bank.find_codes("nop le phi") == ()


def test_signature_is_what_the_bank_makes():
    # The same text, secret and moment stand in the sandbox's own tests: neither side imports the other.
    raw = b'{"ref":"FT26326000001","amount":8000,"memo":"LT0123456789"}'
    signature = "t=1795305600,v1=a67a92e4ac1a27ffa4620bbe93dc6a6981c9c35ec54e1749fe97767854294510"
    assert bank.is_signed(raw=raw, signature=signature, secret="shared-secret", now=1795305600.0)
