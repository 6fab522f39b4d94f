"""Messages of the carrier: signed, late, twice, in any order, with codes nobody knows."""

import json
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.foundation.postal import services
from lienthong.foundation.postal.choices import Need, NoticeOutcome, State
from lienthong.foundation.postal.events import ParcelDelivered, ParcelNotDelivered
from lienthong.foundation.postal.models import CarrierNotice, PostalOrder, TrackingEvent
from lienthong.foundation.postal.services import standing
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.ids import new_id
from lienthong.kit.signed_letters import sign

pytestmark = pytest.mark.django_db
SECRET = "test-post-webhook-secret"


@pytest.fixture
def told(monkeypatch):
    """Events published during the test."""
    events = []
    monkeypatch.setattr(standing, "publish", events.append)
    return events


def notice(order, code=5, *, at="28/11/2020 09:12:00", **more):
    return json.dumps(
        {"tracking_code": order.tracking, "order_code": order.code, "status_code": code, "datetime": at, **more}
    ).encode()


def take(raw, *, key="", secret=SECRET, now=None):
    signature = sign(raw=raw, secret=secret, now=now or time.time())
    return services.take_notice(raw=raw, signature=signature, transaction_key=key)


def test_it_works(outside, order_for, told):
    order = outside.accept(order_for())
    outside.post.advance(30)
    order.refresh_from_db()
    assert {status for status, _ in outside.answers} == {200}
    assert (order.state, order.last_text) == (State.DELIVERED, "Phát thành công")
    assert [type(event) for event in told].count(ParcelDelivered) == 1
    assert CarrierNotice.objects.filter(outcome=NoticeOutcome.RECORDED).count() == 5


@pytest.mark.parametrize("mode", ["mat", "doi", "nguoc"])
def test_lost_doubled_and_reversed_messages_end_where_they_should(outside, order_for, told, mode):
    order = outside.accept(order_for())
    outside.post.put("mode", mode)
    outside.post.advance(30)
    if mode == "mat":  # three of five never came; asking finds them
        PostalOrder.objects.update(state_at=clock.now() - timedelta(hours=9))
        assert services.orders_to_ask() == [order.id]
        assert services.ask_about_silent(carrier=outside.carrier) == 3
        assert services.orders_to_ask() == []
    order.refresh_from_db()
    assert order.state == State.DELIVERED
    assert TrackingEvent.objects.filter(order=order).count() == 6  # the carrier's five and ours
    assert [type(event) for event in told].count(ParcelDelivered) == 1


CODES = st.permutations([2, 3, 4, 6, 11000, 5]).flatmap(
    lambda codes: st.lists(st.sampled_from(codes), max_size=4).map(lambda again: [*codes, *again])
)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(codes=CODES)
def test_any_order_of_messages_in_the_database_too(outside, order_for, codes):
    order = outside.accept(order_for(subject_id=new_id()))
    moments = {code: f"28/11/2020 0{place}:00:00" for place, code in enumerate([2, 3, 4, 6, 11000, 5])}
    for code in codes:
        take(notice(order, code, at=moments[code]))
    order.refresh_from_db()
    assert (order.state, order.fails, order.need) == (State.DELIVERED, 1, Need.NOTHING)


@pytest.mark.parametrize(
    ("secret", "seconds"),
    [("guessed", 0), (SECRET, -400), (SECRET, 400)],
    ids=["guessed", "too old", "not yet"],
)
def test_a_message_that_is_not_the_carriers_moves_nothing(order_for, secret, seconds):
    order = order_for()
    raw = notice(order)
    signature = sign(raw=raw, secret=secret, now=time.time() + seconds)
    answer = Client().post(
        "/buu-chinh/hanh-trinh/", raw, content_type="application/json", HTTP_X_POST_SIGNATURE=signature
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "error")
    order.refresh_from_db()
    assert order.state == State.CREATED
    assert CarrierNotice.objects.get().outcome == NoticeOutcome.BAD_SIGNATURE


def test_a_replayed_message_counts_once(outside, order_for, told):
    order = outside.accept(order_for())
    raw = notice(order)
    outcomes = [take(raw, key="abc").outcome, take(raw, key="abc").outcome, take(raw, key="def").outcome]
    assert outcomes == [NoticeOutcome.RECORDED, NoticeOutcome.DUPLICATE, NoticeOutcome.DUPLICATE]
    assert [type(event) for event in told].count(ParcelDelivered) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'{"tracking_code": "EB1"}',
        b'{"tracking_code": "EB1", "status_code": 5}',
        b'{"tracking_code": "EB1", "status_code": 5, "datetime": "hom qua"}',
        b'{"tracking_code": "EB1", "status_code": true, "datetime": "28/11/2020 09:12:00"}',
        b'{"tracking_code": "EB1", "status_code": 5, "datetime": "2999-01-01 00:00:00"}',
        b"\xff\xfe",
    ],
)
def test_what_cannot_be_read_is_kept_and_refused(raw):
    assert take(raw).outcome == NoticeOutcome.MALFORMED
    assert bytes(CarrierNotice.objects.get().raw) == raw


def test_an_unknown_parcel_is_kept_for_somebody_to_look_at(order_for, outside):
    raw = b'{"tracking_code": "EB000000005VN", "status_code": 5, "datetime": "28/11/2020 09:12:00"}'
    done = take(raw)
    assert (done.outcome, done.accepted) == (NoticeOutcome.UNKNOWN_PARCEL, True)
    order = outside.accept(order_for())
    mixed = json.dumps({**json.loads(notice(order)), "tracking_code": "EB000000005VN"}).encode()
    assert take(mixed).outcome == NoticeOutcome.UNKNOWN_PARCEL


def test_a_message_faster_than_the_answer_to_our_order(order_for, outside):
    order = order_for()
    order.tracking = "EB123456785VN"  # as the carrier has it already
    take(notice(order, 2))
    order.refresh_from_db()
    assert (order.state, order.tracking) == (State.ACCEPTED, "EB123456785VN")


def test_an_unknown_code_is_shown_and_counts_once_somebody_says_what_it_means(outside, order_for, ward, told):
    order = outside.accept(order_for())
    outside.post.act(order.tracking, "lay")
    outside.post.act(order.tracking, "ma-la")
    order.refresh_from_db()
    assert (order.state, order.last_text) == (State.PICKED_UP, "Kiểm tra an ninh tại trung tâm khai thác")
    with pytest.raises(NotAllowed):
        services.map_code(actor=ward.one_stop, code="777", verb="move", text="")
    with pytest.raises(Invalid):
        services.map_code(actor=SYSTEM, code="LT.NHAN", verb="move", text="")
    assert services.map_code(actor=SYSTEM, code="777", verb="move", text="Kiểm tra an ninh") == 1
    order.refresh_from_db()
    assert order.state == State.IN_TRANSIT


def test_each_attempt_in_vain_asks_again_what_to_do(outside, order_for, ward, told):
    order = outside.accept(order_for())
    outside.post.act(order.tracking, "khong-giao-duoc", "Sai số nhà")
    order.refresh_from_db()
    assert order.need == Need.FAILED
    services.attend(actor=ward.one_stop, order_id=order.id, note="Đã gọi, hẹn chiều thứ Sáu")
    order.refresh_from_db()
    assert (order.need, order.attended_by_name) == (Need.NOTHING, ward.one_stop.name)
    outside.post.act(order.tracking, "khong-giao-duoc")
    order.refresh_from_db()
    assert (order.need, order.fails) == (Need.FAILED, 2)
    assert [event.reason for event in told if isinstance(event, ParcelNotDelivered)] == [
        "Sai số nhà",
        "Người nhận đi vắng, gọi điện thoại không nghe máy",
    ]


def test_another_attempt_is_asked_of_the_carrier(outside, order_for, ward):
    order = outside.accept(order_for())
    outside.post.act(order.tracking, "khong-giao-duoc")
    services.redeliver(actor=ward.one_stop, order_id=order.id, note="Giao sau 17 giờ", carrier=outside.carrier)
    order.refresh_from_db()
    assert (order.state, order.need) == (State.IN_TRANSIT, Need.NOTHING)


@pytest.mark.parametrize("table", [TrackingEvent, CarrierNotice])
def test_what_the_carrier_said_stays_as_it_was_said(outside, order_for, table):
    order = outside.accept(order_for())
    outside.post.act(order.tracking, "lay")
    for change in (lambda: table.objects.update(reason="x"), lambda: table.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
