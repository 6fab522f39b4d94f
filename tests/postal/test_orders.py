"""Orders go to the carrier once, come back with a number, and are mended, given up and sent again."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from procrastinate.contrib.django import app as jobs
from procrastinate.testing import InMemoryConnector
from tests.postal.conftest import CITIZEN

from lienthong.foundation.postal import services
from lienthong.foundation.postal.adapters import VnpostCarrier
from lienthong.foundation.postal.choices import Need, State
from lienthong.foundation.postal.errors import CarrierUnreachable, TooLate
from lienthong.foundation.postal.models import PostalOrder
from lienthong.foundation.postal.tracking_numbers import is_valid
from lienthong.kit import clock
from lienthong.kit.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


def test_it_works(outside, order_for):
    order = outside.accept(order_for(cod_amount=8000))
    assert (order.state, order.need) == (State.ACCEPTED, Need.PACK)
    assert is_valid(order.tracking)
    assert order.freight == 26000
    assert order.citizen["phone"] == "0905000512"


def test_asking_twice_makes_one_order_and_one_parcel(outside, order_for):
    connector = InMemoryConnector()
    with jobs.replace_connector(connector):
        order = order_for()
        assert order_for().id == order.id
    assert [job["task_name"] for job in connector.jobs.values()] == ["postal.send_order"]
    assert [services.send_order(order_id=order.id, carrier=outside.carrier) for _ in range(2)] == [True, False]
    first = outside.accept(order).tracking
    # A worker died between the carrier's answer and our note of it: the carrier knows the order's code.
    PostalOrder.objects.filter(pk=order.id).update(
        tracking="", state=State.CREATED, sent_at=clock.now() - timedelta(hours=1)
    )
    assert outside.accept(order).tracking == first


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"commune": ""}, "address", "chưa có xã, phường"),
        ({"province": ""}, "address", "chưa có tỉnh"),
        ({"detail": " "}, "address", "số nhà"),
        ({"phone": "0905"}, "phone", "“0905” không gọi được"),
        ({"name": ""}, "name", "họ tên"),
    ],
)
def test_an_address_the_post_could_not_use_is_refused_with_the_way_out(order_for, wrong, field, says):
    with pytest.raises(Invalid) as refused:
        order_for(citizen=replace(CITIZEN, **wrong))
    assert says in refused.value.problems[field]
    assert not PostalOrder.objects.exists()


def test_what_the_carrier_refuses_waits_for_the_office(outside, order_for, ward):
    order = outside.accept(order_for(citizen=replace(CITIZEN, detail="Không rõ")))
    assert (order.state, order.need) == (State.CREATED, Need.REFUSED)
    assert order.refusal == "Bưu điện từ chối: Địa chỉ người nhận không xác định được bưu cục phát."
    services.mend_order(actor=ward.one_stop, order_id=order.id, citizen=CITIZEN)
    assert outside.accept(order).state == State.ACCEPTED
    with pytest.raises(TooLate, match="Bưu điện đã nhận đơn"):
        services.mend_order(actor=ward.one_stop, order_id=order.id, citizen=CITIZEN)
    with pytest.raises(NotAllowed):
        services.cancel_order(actor=ward.specialist, order_id=order.id, reason="Không gửi nữa")


@pytest.mark.parametrize("how", ["down", "slow", "broken", "html"])
def test_a_carrier_that_does_not_answer_is_asked_again_and_in_the_end_named(order_for, how):
    def answer(request):
        if how == "down":
            raise httpx.ConnectError("refused")
        if how == "slow":
            raise httpx.ReadTimeout("slow")
        return httpx.Response(503 if how == "broken" else 200, content=b"<html>")

    carrier = VnpostCarrier(base_url="http://post", token="t", secret="s", transport=httpx.MockTransport(answer))
    order = order_for()
    with pytest.raises(CarrierUnreachable):
        services.send_order(order_id=order.id, carrier=carrier)
    order.refresh_from_db()
    assert (order.state, order.need, order.sent_at) == (State.CREATED, Need.NOTHING, None)
    services.send_order(order_id=order.id, carrier=carrier, last_try=True)
    order.refresh_from_db()
    assert order.need == Need.REFUSED
    assert order.refusal.endswith("Hệ thống đã thử nhiều lần.")


def test_an_order_whose_job_got_lost_is_sent_by_the_round(outside, order_for):
    order = order_for()
    assert services.send_forgotten(carrier=outside.carrier) == 0  # its job may still come
    PostalOrder.objects.update(created_at=clock.now() - timedelta(hours=1))
    assert services.send_forgotten(carrier=outside.carrier) == 1
    order.refresh_from_db()
    assert order.tracking


def test_a_key_the_carrier_does_not_know_is_no_refusal_of_the_address(outside, order_for):
    carrier = VnpostCarrier(
        base_url="http://post",
        token="t",
        secret="wrong",
        transport=httpx.WSGITransport(app=outside.sandbox.application),
    )
    with pytest.raises(CarrierUnreachable, match="khóa kết nối"):
        services.send_order(order_id=order_for().id, carrier=carrier)


def test_giving_up_before_and_after_the_carrier_knows(outside, order_for, ward):
    order = order_for()
    services.cancel_order(actor=ward.one_stop, order_id=order.id, reason="Người dân đến nhận")
    order.refresh_from_db()
    assert order.state == State.CANCELLED
    assert services.send_order(order_id=order.id, carrier=outside.carrier) is False
    order = outside.accept(order_for(subject_id="8"))
    services.cancel_order(actor=ward.one_stop, order_id=order.id, reason="Người dân đến nhận")
    assert services.cancel_at_carrier(order_id=order.id, carrier=outside.carrier)
    order.refresh_from_db()
    assert order.state == State.CANCELLED
    with pytest.raises(Invalid):
        services.cancel_order(actor=ward.one_stop, order_id=order.id, reason=" ")


def test_what_the_postman_has_is_not_given_up(outside, order_for, ward):
    order = outside.accept(order_for())
    services.cancel_order(actor=ward.one_stop, order_id=order.id, reason="Người dân đến nhận")
    outside.post.happen(order.tracking, 3, "Bưu tá đã lấy bưu gửi", tell=False)  # we have not heard of it yet
    assert services.cancel_at_carrier(order_id=order.id, carrier=outside.carrier) is False
    order.refresh_from_db()
    assert order.refusal == "Chưa hủy được. Bưu điện từ chối: Bưu tá đã lấy bưu gửi, không hủy được đơn."
    outside.post.act(order.tracking, "van-chuyen")
    with pytest.raises(TooLate, match="Đang vận chuyển"):
        services.cancel_order(actor=ward.one_stop, order_id=order.id, reason="Người dân đến nhận")


def test_a_parcel_that_came_back_is_sent_again_with_its_money(outside, order_for, ward):
    order = outside.accept(order_for(cod_amount=8000))
    for act in ("lay", "khong-giao-duoc", "chuyen-hoan", "hoan-xong"):
        outside.post.act(order.tracking, act)
    order.refresh_from_db()
    assert (order.state, order.need, order.fails) == (State.RETURNED, Need.RETURNED, 1)
    again = services.send_again(actor=ward.one_stop, order_id=order.id, citizen=replace(CITIZEN, detail="Tổ 6"))
    order.refresh_from_db()
    assert (again.cod_amount, again.previous_id, again.citizen["detail"]) == (8000, order.id, "Tổ 6")
    assert order.need == Need.NOTHING
    with pytest.raises(TooLate):
        services.send_again(actor=ward.one_stop, order_id=again.id, citizen=CITIZEN)
