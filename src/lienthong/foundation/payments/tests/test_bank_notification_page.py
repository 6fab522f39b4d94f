import pytest
from django.test import Client

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
