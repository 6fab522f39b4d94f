import json

import pytest

from sandbox import bank
from sandbox.bank import RETRY_AFTER, Bank

# The same text, secret and moment stand in the platform's own tests of its webhook: neither side imports the other.
VECTOR = (
    "shared-secret",
    1795305600,
    b'{"ref":"FT26326000001","amount":8000,"memo":"LT0123456789"}',
    "t=1795305600,v1=a67a92e4ac1a27ffa4620bbe93dc6a6981c9c35ec54e1749fe97767854294510",
)
PAYLOAD = "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA53037045405500005802VN62130809PHI HO SO6304754C"


@pytest.fixture
def told(sandbox, monkeypatch):
    """What the platform was told; it answers 200."""
    letters = []

    def send(url, body, headers):
        letters.append((url, body, headers))
        return 200, '{"outcome": "paid", "message": "Đã ghi nhận thanh toán."}'

    monkeypatch.setattr(sandbox.bank, "_send", send)
    return letters


def test_it_works(browser, told, config):
    page = browser.get("/ngan-hang/chuyen-tien", params={"payload": PAYLOAD})
    assert "50.000\u00a0₫" in page.text
    assert "PHI HO SO" in page.text
    done = browser.post("/ngan-hang/chuyen-tien", data={"payload": PAYLOAD, "amount": "50000"}, follow_redirects=True)
    assert "Đã ghi nhận thanh toán." in done.text
    ((url, body, headers),) = told
    stamp = int(headers["X-Bank-Signature"][2:].split(",")[0])
    assert url == f"{config.platform_url}/thanh-toan/ngan-hang/thong-bao/"
    assert headers["X-Bank-Signature"] == bank.sign(config.bank_secret, stamp, body)
    assert {"amount": 50000, "memo": "PHI HO SO", "account": "0123456789"}.items() <= json.loads(body).items()
    assert "FT" in browser.get("/ngan-hang/so-phu").text


def test_signature_is_what_the_platform_expects():
    secret, stamp, body, expected = VECTOR
    assert bank.sign(secret, stamp, body) == expected


def test_api_pays_by_code_or_by_memo(browser, told):
    by_code = browser.post("/ngan-hang/api/transfer", json={"payload": PAYLOAD}).json()
    assert (by_code["amount"], by_code["notice"]["status"]) == (50000, 200)
    browser.post("/ngan-hang/api/transfer", json={"memo": "LT0123456789", "amount": 8000})
    assert json.loads(told[-1][1])["memo"] == "LT0123456789"


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"[]",
        b'{"memo": "x"}',
        b'{"memo": "x", "amount": -1}',
        b'{"memo": "x", "amount": true}',
        b'{"payload": "6304"}',
        json.dumps({"payload": PAYLOAD[:-1] + "D"}).encode(),
    ],
)
def test_api_says_what_is_wrong(browser, told, wrong):
    answer = browser.post("/ngan-hang/api/transfer", content=wrong)
    assert answer.status_code in {400, 422}
    assert answer.json()["error"]
    assert told == []


def test_trial_buttons_repeat_and_forge(browser, told):
    ref = browser.post("/ngan-hang/api/transfer", json={"payload": PAYLOAD}).json()["ref"]
    for kind in ("", "forged", "old"):
        browser.post(f"/ngan-hang/giao-dich/{ref}/gui-lai", data={"kind": kind})
    bodies = {body for _, body, _ in told}
    signatures = [headers["X-Bank-Signature"] for _, _, headers in told]
    assert len(bodies) == 1
    assert len(told) == 4
    assert signatures[2] != signatures[0]


def test_an_unreachable_platform_is_tried_again(sandbox, config):
    answers = iter([(0, "refused"), (503, ""), (200, "{}")])
    tried = Bank(config, sandbox.store, send=lambda *_: next(answers))
    waits = []
    tried._stopping.wait = waits.append
    ref = tried._book("1", 1000, "LT0123456789", "")
    assert tried._notify(ref) == (0, "refused")
    for thread in list(tried.retries):
        thread.join(5)
    for thread in list(tried.retries):
        thread.join(5)
    assert waits == list(RETRY_AFTER[:2])
    assert [row["status"] for row in sandbox.store.rows("SELECT status FROM notices ORDER BY id")] == [0, 503, 200]
