import hashlib
import hmac
import json
import time

import pytest

from sandbox import s10


@pytest.fixture
def told(sandbox, monkeypatch):
    """What the platform was told; it answers 200."""
    letters = []

    def send(url, body, headers):
        letters.append((url, json.loads(body), headers))
        return 200, '{"code": "success"}'

    monkeypatch.setattr(sandbox.post, "_send", send)
    return letters


ORDER = {
    "order_code": "BC261126-8F3K2Q",
    "from_name": "Một cửa",
    "from_phone": "02693000000",
    "from_province": "52",
    "from_ward": "23563",
    "from_address": "01 Trần Hưng Đạo",
    "to_name": "Siu H'Ngan",
    "to_phone": "0905000512",
    "to_province": "52",
    "to_ward": "23575",
    "to_address": "Tổ 5",
    "product_name": "Trả kết quả: Đăng ký khai sinh",
    "total_weight": 100,
    "money_collect": 8000,
    "money_collect_at": "delivery",
}


def ask(browser, config, method, path, body=None, *, secret=None):
    raw = json.dumps(body).encode() if body is not None else b""
    stamp = str(int(time.time()))
    signed = f"{stamp}.{method} {path.partition('?')[0]}\n".encode() + raw
    digest = hmac.new((secret or config.post_secret).encode(), signed, hashlib.sha256).hexdigest()
    headers = {"Merchant-Token": config.post_token, "X-Post-Signature": f"t={stamp},v1={digest}"}
    return browser.request(
        method, f"/buu-dien/api/v1{path.removeprefix('/buu-dien/api/v1')}", content=raw, headers=headers
    )


def create(browser, config, **changes):
    return ask(browser, config, "POST", "/buu-dien/api/v1/orders/create-v2", ORDER | changes)


def test_it_works(browser, config, told):
    taken = create(browser, config).json()["data"]
    assert taken["tracking_code"] == "EB123456785VN"
    assert taken["fee"]["fee"] == 26000
    assert create(browser, config).json()["data"]["tracking_code"] == "EB123456785VN"  # the same order again
    assert browser.post("/buu-dien/api/play/clock", json={"hours": 30}).json() == {"happened": 5}
    assert [letter["status_code"] for _, letter, _ in told] == [2, 3, 4, 11000, 5]
    assert [letter["money_collect"] for _, letter, _ in told] == [None, None, None, None, 8000]
    assert told[0][0].endswith("/buu-chinh/hanh-trinh/")
    journey = ask(browser, config, "GET", "/buu-dien/api/v1/orders/tracking/EB123456785VN").json()["data"]
    assert [line["status"] for line in journey["__get_status"]] == [5, 11000, 4, 3, 2]
    assert "Phát thành công" in browser.get("/buu-dien/EB123456785VN/").text
    assert "EB123456785VN" in browser.get("/buu-dien/").text


def test_nobody_without_the_key(browser, config):
    assert ask(browser, config, "POST", "/buu-dien/api/v1/orders/create-v2", ORDER, secret="guessed").status_code == 401
    assert browser.post("/buu-dien/api/v1/orders/create-v2", json=ORDER).status_code == 401


@pytest.mark.parametrize(
    "wrong", [{"order_code": ""}, {"to_ward": ""}, {"to_phone": "abc"}, {"to_address": "Không rõ"}]
)
def test_bad_orders_are_refused_with_a_reason(browser, config, wrong):
    answer = create(browser, config, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "error")
    assert answer.json()["message"]


def test_the_buttons_fail_return_and_pass_money_on(browser, config, told):
    create(browser, config)
    for act in ("lay", "khong-giao-duoc", "van-chuyen", "giao"):
        browser.post(f"/buu-dien/EB123456785VN/{act}", data={"reason": "Đi vắng"})
    assert [letter["status_code"] for _, letter, _ in told] == [3, 6, 4, 5]
    browser.post("/buu-dien/doi-soat", data={"wrong": "1"})
    told_us = ask(browser, config, "GET", "/buu-dien/api/v1/cod/statements?from=2026-01-01").json()["data"][
        "statements"
    ]
    assert told_us[0]["lines"] == [{"tracking_code": "EB123456785VN", "amount": 7000}]
    assert browser.post("/buu-dien/api/play/statement").json() == {}


def test_messages_get_lost_doubled_and_reversed(browser, config, told, sandbox):
    create(browser, config)
    sandbox.post.put("mode", "mat")
    sandbox.post.advance(30)
    assert [letter["status_code"] for _, letter, _ in told] == [3, 11000]
    browser.post("/buu-dien/EB123456785VN/bao-lai")
    assert [letter["status_code"] for _, letter, _ in told[2:]] == [5, 5, 11000, 11000, 4, 4, 3, 3, 2, 2]
    browser.post("/buu-dien/EB123456785VN/bao-lai", data={"kind": "forged"})
    assert len(told) == 13


def test_tracking_numbers_have_the_check_digit_of_the_union():
    assert s10.number(71761, country="HK") == "EB000717618HK"
    assert s10.number(12345678) == "EB123456785VN"
