import pytest
from django.template.loader import render_to_string
from django.test import Client

from lienthong.foundation.payments import queries
from lienthong.foundation.payments.tests.bank_letters import URL, letter, sign
from lienthong.foundation.payments.tests.test_confirm_from_bank import make_order


def post(raw, signature=None):
    client = Client(enforce_csrf_checks=True)
    return client.post(URL, raw, content_type="application/json", headers={"X-Bank-Signature": signature or sign(raw)})


@pytest.mark.django_db
def test_it_works():
    order = make_order()
    answers = [post(letter(memo=order.code)) for _ in range(2)]
    assert [(each.status_code, each.json()["outcome"]) for each in answers] == [(200, "paid"), (200, "duplicate")]


@pytest.mark.django_db
def test_refusals_say_why():
    assert post(letter(), "t=1,v1=x").status_code == 401
    assert post(b"{}").status_code == 400
    assert post(b" " * 70_000).status_code == 413
    assert Client().get(URL).status_code == 405


@pytest.mark.django_db
def test_waiting_page_is_told_once_the_money_is_there(client):
    order = make_order()
    url = f"/thanh-toan/{order.id}/trang-thai/"
    assert client.get(url, headers={"HX-Request": "true"}).status_code == 204
    post(letter(memo=order.code))
    assert client.get(url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


@pytest.mark.django_db
def test_without_javascript_the_state_is_a_page(client):
    order = make_order()
    page = client.get(f"/thanh-toan/{order.id}/trang-thai/").content.decode()
    assert order.code in page
    assert "Chờ thanh toán" in page


@pytest.mark.django_db
def test_the_sheet_says_how_to_pay_in_every_state():
    order = make_order()
    pending = render_to_string("payments/vietqr.html", {"sheet": queries.transfer_sheet(order)})
    assert "<svg viewBox=" in pending  # without it a style sheet that sizes the code would cut it
    assert f"/thanh-toan/{order.id}/trang-thai/" in pending
    assert "style=" not in pending
    post(letter(memo=order.code))
    order.refresh_from_db()
    paid = render_to_string("payments/vietqr.html", {"sheet": queries.transfer_sheet(order)})
    assert "FT26326000001" in paid
    assert "hx-get" not in paid
