"""A cashier's shift: every đồng lies in exactly one drawer, is counted, taken over by another, and nothing is ever taken out of the book."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.audit.queries import entries_of as acts_on
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.payments import queries, services
from lienthong.foundation.payments.choices import NOTES, EntryKind, Match, ShiftState
from lienthong.foundation.payments.errors import (
    NoOpenShift,
    NotAnothersEyes,
    ShiftClosed,
    ShiftOpenAlready,
    Unconfirmed,
)
from lienthong.foundation.payments.models import CashEntry, CashReceipt, PaymentOrder, Shift
from lienthong.foundation.payments.tests.test_cash import take
from lienthong.foundation.payments.tests.test_confirm_from_bank import confirm
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

WHY = "Thối nhầm cho người nộp tờ 10.000."


def colleague(ward, username="mot-cua-2"):
    account = accounts.create_officer(
        actor=SYSTEM,
        username=username,
        full_name="Đinh Thị Lan",
        password="mat-khau-dai-2026",
        email=f"{username}@x.vn",
    )
    organizations.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=ward.agency_id,
        title="Công chức một cửa",
        roles=["one_stop_officer"],
        valid_from=date(2025, 7, 1),
    )
    return account_queries.actor_for(account)


def notes(amount):
    """The fewest notes."""
    found = {}
    for value in NOTES:
        found[value], amount = divmod(amount, value)
    return found


def ask_transfer(actor, subject, amount=8000):
    return services.create_order(
        actor=actor, subject_type="dossier", subject_id=subject, amount=amount, description="Lệ phí", payer_name="Siu"
    )


@pytest.mark.django_db
def test_it_works(ward):
    shift = services.open_shift(actor=ward.one_stop, point="  Quầy 1 ", opening_float=200_000)
    assert (shift.point, shift.label) == ("Quầy 1", f"0001/CT-{clock.today().year}")
    assert queries.open_shift_of(ward.one_stop) == shift
    take(ward.one_stop)
    second = take(ward.one_stop, subject_id="8", amount=50_000, given=50_000)
    services.return_cash(actor=ward.one_stop, receipt_id=second.id, reason="Thu nhầm thủ tục")
    services.correct_cash(actor=ward.one_stop, shift_id=shift.id, amount=-20_000, reason="Đổi tiền lẻ cho quầy 2")
    sums = queries.sums_of(shift)
    assert (sums.received, sums.receipts, sums.refunded, sums.corrected) == (58_000, 2, -50_000, -20_000)
    assert sums.expected == 188_000
    closed = services.close_shift(actor=ward.one_stop, shift_id=shift.id, notes=notes(188_000))
    assert (closed.state, closed.counted, closed.difference) == (ShiftState.COUNTED, 188_000, 0)
    assert closed.notes["100000"] == 1
    with pytest.raises(Unconfirmed, match="2 khoản"):
        services.take_over_cash(actor=ward.clerk, shift_id=shift.id)
    for entry in CashEntry.objects.exclude(kind=EntryKind.RECEIPT):
        with pytest.raises(NotAnothersEyes):
            services.confirm_entry(actor=ward.one_stop, entry_id=entry.pk)
        services.confirm_entry(actor=ward.leader, entry_id=entry.pk)
        services.confirm_entry(actor=ward.leader, entry_id=entry.pk)
    done = services.take_over_cash(actor=ward.clerk, shift_id=shift.id)
    assert (done.state, done.handed_to_name) == (ShiftState.HANDED, ward.clerk.name)
    assert [act.verb for act in acts_on("shift", shift.id)][-1] == "take_over_cash"


@pytest.mark.django_db
def test_a_difference_is_named_and_needs_a_reason(ward):
    take(ward.one_stop)
    shift = Shift.objects.get()
    assert shift.opened_by_itself
    with pytest.raises(Invalid) as refusal:
        services.close_shift(actor=ward.one_stop, shift_id=shift.id, notes=notes(5000))
    assert "phải có 8.000\xa0₫, đếm được 5.000\xa0₫, thiếu 3.000\xa0₫" in refusal.value.problems["reason"]
    with pytest.raises(Invalid) as wrong:
        services.close_shift(actor=ward.one_stop, shift_id=shift.id, notes={3000: 1, 1000: -1})
    assert set(wrong.value.problems) == {"note-3000", "note-1000"}
    closed = services.close_shift(actor=ward.one_stop, shift_id=shift.id, notes=notes(5000), reason=WHY)
    assert (closed.difference, closed.difference_reason) == (-3000, WHY)


@pytest.mark.django_db
def test_nothing_is_taken_in_a_closed_shift_until_another_is_opened(ward):
    take(ward.one_stop)
    shift = Shift.objects.get()
    services.close_shift(actor=ward.one_stop, shift_id=shift.id, notes=notes(8000))
    with pytest.raises(NoOpenShift, match=f"Ca {shift.label} của ông/bà đã đóng"):
        take(ward.one_stop, subject_id="8")
    assert PaymentOrder.objects.count() == 1
    with pytest.raises(ShiftClosed, match=shift.label):
        services.correct_cash(actor=ward.one_stop, shift_id=shift.id, amount=1000, reason="Ghi thêm sau khi đóng")
    services.open_shift(actor=ward.one_stop, opening_float=0)
    with pytest.raises(ShiftOpenAlready):
        services.open_shift(actor=ward.one_stop, opening_float=0)
    assert take(ward.one_stop, subject_id="8").entries.get().shift.number == 2
    with clock.at(clock.now() + timedelta(days=1)):
        services.close_shift(actor=ward.one_stop, shift_id=Shift.objects.get(number=2).id, notes=notes(8000))
    with clock.at(clock.now() + timedelta(days=2)):
        take(ward.one_stop, subject_id="9")
    assert Shift.objects.get(number=3).opened_by_itself


@pytest.mark.django_db
def test_money_given_back_comes_out_of_the_drawer_that_gives_it(ward):
    other = colleague(ward)
    receipt = take(ward.one_stop)
    first = Shift.objects.get()
    services.close_shift(actor=ward.one_stop, shift_id=first.id, notes=notes(8000))
    services.open_shift(actor=other, opening_float=100_000)
    services.return_cash(actor=other, receipt_id=receipt.id, reason="Người nộp được miễn phí")
    services.return_cash(actor=other, receipt_id=receipt.id, reason="Người nộp được miễn phí")
    second = Shift.objects.get(cashier_id=other.account_id)
    assert queries.sums_of(second).expected == 92_000
    assert queries.sums_of(first).expected == 8000
    assert queries.refunds_unconfirmed(second) == 1


@pytest.mark.django_db
def test_the_keeper_counts_otherwise_and_sends_it_back(ward):
    take(ward.one_stop)
    shift = Shift.objects.get()
    with pytest.raises(NotAllowed):
        services.take_over_cash(actor=ward.one_stop, shift_id=shift.id)
    with pytest.raises(ShiftClosed, match="đang thu"):
        services.take_over_cash(actor=ward.clerk, shift_id=shift.id)
    services.close_shift(actor=ward.one_stop, shift_id=shift.id, notes=notes(8000))
    with pytest.raises(Invalid):
        services.send_shift_back(actor=ward.clerk, shift_id=shift.id, reason="")
    services.send_shift_back(actor=ward.clerk, shift_id=shift.id, reason="Thủ quỹ đếm được 7.000")
    shift.refresh_from_db()
    assert (shift.state, shift.counted, shift.closed_at) == (ShiftState.OPEN, None, None)
    (act,) = acts_on("shift", shift.id).filter(verb="send_shift_back")
    assert act.details["counted"] == 8000
    services.close_shift(
        actor=ward.clerk, shift_id=shift.id, notes=notes(7000), reason="Đếm lại cùng thủ quỹ, thiếu 1.000"
    )
    services.take_over_cash(actor=ward.clerk, shift_id=shift.id)


@pytest.mark.django_db
def test_transfers_of_a_shift_stand_beside_the_banks_word(ward):
    shift = services.open_shift(actor=ward.one_stop, opening_float=0)
    paid, waiting, wrong, twice, cash_too, dropped = (ask_transfer(ward.one_stop, f"{n}") for n in range(6))
    elsewhere = ask_transfer(SYSTEM, "99")
    confirm(memo=paid.code, ref="FT1")
    confirm(memo=wrong.code, ref="FT2", amount=7000)
    confirm(memo=twice.code, ref="FT3")
    confirm(memo=twice.code, ref="FT4")
    confirm(memo=twice.code, ref="FT4")
    take(ward.one_stop, subject_id="4")
    confirm(memo=cash_too.code, ref="FT5")
    services.cancel_order(actor=ward.one_stop, order_id=dropped.id, reason="thôi nộp")
    found = {each.order.id: each for each in queries.transfers_of(shift)}
    assert {each.order.id: each.match for each in found.values()} == {
        paid.id: Match.PAID,
        waiting.id: Match.WAITING,
        wrong.id: Match.WRONG_AMOUNT,
        twice.id: Match.TWICE,
        cash_too.id: Match.TWICE,
        dropped.id: Match.GIVEN_UP,
    }
    assert elsewhere.id not in found
    assert found[wrong.id].note == "Phải nộp 8.000\xa0₫, đã chuyển 7.000\xa0₫"
    assert (found[twice.id].refs, found[twice.id].arrived) == (("FT3", "FT4"), 16_000)
    assert found[twice.id].note.endswith("hoàn lại 8.000\xa0₫")
    assert "tiền mặt" in found[cash_too.id].note
    assert queries.transfer_totals(found.values())[Match.TWICE] == (2, 16_000)
    assert queries.sums_of(shift).received == 8000


@pytest.mark.django_db
def test_a_transfer_asked_first_thing_opens_the_day_and_one_asked_after_closing_belongs_to_none(ward):
    first = ask_transfer(ward.one_stop, "1")
    shift = Shift.objects.get()
    assert (first.shift_id, shift.opened_by_itself) == (shift.id, True)
    assert ask_transfer(ward.specialist, "2").shift is None
    services.close_shift(actor=ward.one_stop, shift_id=shift.id, notes={})
    assert ask_transfer(ward.one_stop, "3").shift is None
    assert Shift.objects.count() == 1


@pytest.mark.django_db
def test_who_sees_and_who_acts(ward):
    take(ward.one_stop)
    shift = Shift.objects.get()
    for actor in (ward.one_stop, ward.clerk, ward.leader):
        assert queries.shift_for(actor, shift.id) == shift
    for actor in (ward.specialist, ward.citizen):
        with pytest.raises(NotFound):
            queries.shift_for(actor, shift.id)
    with pytest.raises(NotAllowed):
        services.close_shift(actor=colleague(ward), shift_id=shift.id, notes=notes(8000))
    with pytest.raises(NotAllowed):
        services.open_shift(actor=ward.specialist)
    with pytest.raises(NotFound):
        services.close_shift(actor=ward.citizen, shift_id=shift.id, notes={})
    entry = CashEntry.objects.get()
    with pytest.raises(NotFound):
        services.confirm_entry(actor=ward.leader, entry_id=entry.pk)  # a receipt needs no second person
    with pytest.raises(NotAllowed):
        services.confirm_entry(actor=ward.specialist, entry_id=entry.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"amount": 1}, {"shift_id": None}, {"by_name": "khác"}])
def test_the_database_keeps_the_book(ward, change):
    take(ward.one_stop)
    for act in (lambda: CashEntry.objects.update(**change), lambda: CashEntry.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.django_db(transaction=True)
def test_two_close_at_once_and_one_takes_money_meanwhile(ward):
    take(ward.one_stop)
    shift = Shift.objects.get()

    def press(act):
        try:
            return act()
        except (ShiftClosed, NoOpenShift, Invalid) as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        closings = [
            pool.submit(
                press,
                lambda: (
                    services.close_shift(actor=ward.one_stop, shift_id=shift.id, notes=notes(8000), reason=WHY).state
                ),
            )
            for _ in range(2)
        ]
        taking = pool.submit(press, lambda: take(ward.one_stop, subject_id="8").number)
        said = sorted(str(each.result()) for each in closings)
    assert said == ["counted", "shift-closed"]
    shift.refresh_from_db()
    entries = CashEntry.objects.filter(shift=shift).aggregate(total=Sum("amount"))["total"]
    assert shift.expected == entries  # the late receipt is in the count, or was refused
    assert (CashReceipt.objects.count() == 2) == (taking.result() != "no-open-shift")


@pytest.fixture
def other(ward):
    return colleague(ward)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["take", "take", "take", "refund", "correct", "close", "open", "transfer", "pay"]),
        st.integers(0, 1),
        st.integers(1, 90).map(lambda thousands: thousands * 1000),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@pytest.mark.django_db
def test_the_sum_of_shifts_is_the_sum_of_payments(ward, other, steps):
    """Whatever is pressed, by either of two cashiers: each receipt is in one drawer, and the books add up to the money."""
    with connection.cursor() as cursor:  # an atomic block would forbid the bank its own transaction
        cursor.execute("SAVEPOINT example")
    cashiers = (ward.one_stop, other)
    orders, receipts = [], []
    for turn, (verb, who, amount) in enumerate(steps):
        actor = cashiers[who]
        mine = queries.open_shift_of(actor)
        if verb == "take":
            try:
                receipts.append(take(actor, subject_id=f"s{turn}", amount=amount, given=amount))
            except NoOpenShift:
                assert mine is None
        elif verb == "refund" and receipts and mine is not None:
            services.return_cash(actor=actor, receipt_id=receipts[amount // 1000 % len(receipts)].id, reason=WHY)
        elif verb == "correct" and mine is not None:
            services.correct_cash(actor=actor, shift_id=mine.id, amount=amount - 45_500, reason=WHY)
        elif verb == "close" and mine is not None:
            services.close_shift(actor=actor, shift_id=mine.id, notes=notes(amount), reason=WHY)
        elif verb == "open" and mine is None:
            services.open_shift(actor=actor, opening_float=amount)
        elif verb == "transfer" and mine is not None:
            orders.append(ask_transfer(actor, f"t{turn}", amount))
        elif verb == "pay" and orders:
            order = orders[amount // 1000 % len(orders)]
            confirm(memo=order.code, ref=f"FT{turn}", amount=order.amount)
    kept = CashReceipt.objects.filter(returned_at__isnull=True).aggregate(total=Sum("amount"))["total"] or 0
    shifts = list(Shift.objects.all())
    sums = {shift.pk: queries.sums_of(shift) for shift in shifts}
    assert sum(each.received + each.refunded for each in sums.values()) == kept
    assert CashEntry.objects.filter(kind=EntryKind.RECEIPT).count() == CashReceipt.objects.count() == len(receipts)
    for shift in shifts:
        if shift.state != ShiftState.OPEN:
            assert shift.expected == sums[shift.pk].expected
            assert shift.counted is not None
            assert shift.counted - shift.expected == shift.difference
    by_bank = sum(
        each.order.amount
        for shift in shifts
        for each in queries.transfers_of(shift)
        if each.match in {Match.PAID, Match.TWICE} and each.order.provider != "cash"
    )
    assert by_bank == sum(o.amount for o in PaymentOrder.objects.filter(state="paid", provider="vietqr"))
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT example")
