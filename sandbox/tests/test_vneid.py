import base64
import hashlib
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from sandbox import vneid
from sandbox.citizens import read

BACK = "http://127.0.0.1:8000/dang-nhap/vneid/callback/"
VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "response_type": "code",
    "client_id": "lienthong",
    "redirect_uri": BACK,
    "scope": "openid profile email",
    "state": "s-1",
    "nonce": "n-1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


def answer(response):
    """Where the browser is sent, and with what."""
    assert response.status_code == 303, response.text
    to = urlsplit(response.headers["location"])
    return f"{to.scheme}://{to.netloc}{to.path}", {name: values[0] for name, values in parse_qs(to.query).items()}


def sign_in(browser, sub="vneid-001", pin="246810", **asked):
    return browser.post("/vneid/authorize", data={**ASKED, **asked, "sub": sub, "pin": pin})


def exchange(browser, code, *, auth=("lienthong", "demo-vneid-secret"), **changes):
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **changes,
    }
    return browser.post("/vneid/token", data=form, auth=auth)


def test_it_works(browser, config):
    metadata = browser.get("/vneid/.well-known/openid-configuration").json()
    assert metadata["issuer"] == config.issuer
    assert "Rơ Châm H&#x27;Lan" in browser.get(metadata["authorization_endpoint"], params=ASKED).text

    back, told = answer(sign_in(browser))
    assert (back, told["state"], told["iss"]) == (BACK, "s-1", config.issuer)
    tokens = exchange(browser, told["code"]).json()

    keys = KeySet.import_key_set(browser.get(metadata["jwks_uri"]).json())
    token = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"])
    rules = {"iss": config.issuer, "aud": "lienthong", "nonce": "n-1", "sub": "vneid-001"}
    registry = jwt.JWTClaimsRegistry(
        exp={"essential": True}, **{name: {"essential": True, "value": value} for name, value in rules.items()}
    )
    registry.validate(token.claims)
    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    assert token.claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()

    person = browser.get(
        metadata["userinfo_endpoint"], headers={"Authorization": f"Bearer {tokens['access_token']}"}
    ).json()
    known = read()["vneid-001"]
    assert person == {**{name: value for name, value in known.items() if name != "pin"}, "email_verified": True}


def test_wrong_pin_keeps_the_choice_and_says_what_to_do(browser):
    page = sign_in(browser, pin="1")
    assert page.status_code == 422
    assert "không đúng" in page.text
    assert 'value="vneid-001" checked' in page.text


def test_cancel_and_silent_requests_go_back_with_an_error(browser):
    assert answer(browser.post("/vneid/authorize", data={**ASKED, "cancel": "1"}))[1]["error"] == "access_denied"
    assert answer(browser.get("/vneid/authorize", params={**ASKED, "prompt": "none"}))[1]["error"] == "login_required"
    assert answer(browser.get("/vneid/authorize", params={**ASKED, "scope": "email"}))[1]["error"] == "invalid_scope"


@pytest.mark.parametrize(
    "uri",
    [
        "http://evil.example/cb",
        "http://127.0.0.1:8000@evil.example/",
        "http://127.0.0.1:9/cb",
        "http://127.0.0.1:8000/cb#x",
        "//x",
        "",
        "http://[",
        "http://a:b/",
    ],
)
def test_unregistered_return_addresses_are_not_followed(browser, uri):
    assert browser.get("/vneid/authorize", params={**ASKED, "redirect_uri": uri}).status_code == 400
    assert sign_in(browser, redirect_uri=uri).status_code == 400


def test_unknown_client(browser):
    assert browser.get("/vneid/authorize", params={**ASKED, "client_id": "other"}).status_code == 400


def test_wrong_secrets_and_wrong_codes_are_refused(browser):
    code = answer(sign_in(browser))[1]["code"]
    assert exchange(browser, code, auth=("lienthong", "wrong")).json()["error"] == "invalid_client"
    assert exchange(browser, code, auth=("lienthong", "wrong")).status_code == 401
    for changes in (
        {"redirect_uri": BACK + "x"},
        {"code_verifier": "other"},
        {"code_verifier": ""},
        {"grant_type": "password"},
    ):
        assert exchange(browser, code, **changes).status_code == 400
    assert exchange(browser, "unknown").json()["error"] == "invalid_grant"
    posted = {"client_id": "lienthong", "client_secret": "demo-vneid-secret"}
    assert exchange(browser, code, auth=None, **posted).status_code == 200


def test_a_code_used_twice_takes_back_what_it_gave(browser):
    code = answer(sign_in(browser))[1]["code"]
    token = exchange(browser, code).json()["access_token"]
    assert exchange(browser, code).json() == {"error": "invalid_grant", "error_description": "code was used"}
    assert browser.get("/vneid/userinfo", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_code_lives_a_minute(browser, monkeypatch):
    code = answer(sign_in(browser))[1]["code"]
    later = time.time() + vneid.CODE_SECONDS + 1
    monkeypatch.setattr(vneid.time, "time", lambda: later)
    assert exchange(browser, code).json()["error_description"] == "code has expired"


def test_sign_out_leads_back(browser):
    assert answer(
        browser.get("/vneid/end_session", params={"post_logout_redirect_uri": "http://localhost:8000/", "state": "x"})
    ) == (
        "http://localhost:8000/",
        {"state": "x"},
    )
    assert (
        browser.get("/vneid/end_session", params={"post_logout_redirect_uri": "http://evil.example/"}).status_code
        == 200
    )


def test_citizens_are_whom_they_seem():
    people = read().values()
    assert len(people) == 12
    for person in people:
        year = int(person["birthdate"][:4])
        sex = (person["gender"] == "female") + 2 * (year >= 2000)
        assert len(person["id_number"]) == 12
        assert person["id_number"][3:6] == f"{sex}{year % 100:02d}"
        assert person["id_number"][:3] in {"052", "064"}
