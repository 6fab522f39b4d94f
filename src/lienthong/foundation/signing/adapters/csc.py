"""Remote signing (ký số từ xa) by the API of the Cloud Signature Consortium, version 1.0.4, or 2 where the address ends in `/v2`.

The provider keeps the key; the holder allows every signature by PIN and one-time code. `csc:<credentialID>`.
"""

import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.core.cache import cache

from lienthong.foundation.signing.adapters.authorizing import given
from lienthong.foundation.signing.errors import AuthorizationNeeded, KeyUnavailable

PATIENCE = httpx.Timeout(15.0, connect=3.0)
"""A provider asks a device of its own and perhaps a telephone."""
_SHA256 = "2.16.840.1.101.3.4.2.1"
_RSA, _ECDSA = "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"
_TOKEN = "signing.csc.token"  # noqa: S105  # a name in the cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A key at the provider: its certificate with those above it, PEM; whether PIN and code are asked for."""

    id: str
    chain_pem: str
    wants_pin: bool
    wants_otp: bool


class CscKey:
    """One key at a provider."""

    def __init__(self, credential_id: str, sign_algorithm: str) -> None:
        self._id, self._algorithm = credential_id, sign_algorithm

    @classmethod
    def open(cls, name: str) -> "CscKey":
        """Ask which kind of key it is. Raises KeyUnavailable."""
        own = x509.load_pem_x509_certificates(credential(name).chain_pem.encode())[0]
        return cls(name, _ECDSA if isinstance(own.public_key(), ec.EllipticCurvePublicKey) else _RSA)

    def sign(self, data: bytes, digest: str) -> bytes:
        """See `SigningDevice.sign`. Raises AuthorizationNeeded without a PIN and a code that the provider takes."""
        if digest != "sha256":
            raise ValueError(f"only sha256 is asked of providers, not {digest}")
        allowed = given()
        value = b64encode(hashlib.sha256(data).digest()).decode()
        sad = allowed.tokens.get(self._id)
        if sad is None:
            asked: dict[str, Any] = {"credentialID": self._id, "numSignatures": allowed.signatures}
            if allowed.signatures == 1:
                asked |= _hashes(value)
            asked |= _secrets(allowed.pin, allowed.otp)
            sad = str(_call("credentials/authorize", asked, refused=AuthorizationNeeded.refused)["SAD"])
            if allowed.signatures > 1:
                allowed.tokens[self._id] = sad
        told = {"credentialID": self._id, "SAD": sad, "signAlgo": self._algorithm, **_hashes(value)}
        if not _is_v2():
            told["hashAlgo"] = _SHA256
        return b64decode(_call("signatures/signHash", told)["signatures"][0])


def credential_ids(user_id: str = "") -> list[str]:
    """Keys of one user, or those the service sees. Raises KeyUnavailable."""
    found = _call("credentials/list", {"userID": user_id} if user_id else {})
    return [str(each) for each in found.get("credentialIDs", [])]


def credential(credential_id: str) -> Credential:
    """What the provider tells of a key. Raises KeyUnavailable."""
    told = _call(
        "credentials/info", {"credentialID": credential_id, "certificates": "chain", "authInfo": True}, _unknown
    )
    try:
        ders = [b64decode(each) for each in told["cert"]["certificates"]]
        chain = "".join(x509.load_der_x509_certificate(each).public_bytes(Encoding.PEM).decode() for each in ders)
    except (KeyError, TypeError, ValueError) as error:
        raise KeyUnavailable(credential=credential_id) from error
    return Credential(
        id=credential_id,
        chain_pem=chain,
        wants_pin=_wants(told, "PIN"),
        wants_otp=_wants(told, "OTP"),
    )


def send_otp(credential_id: str) -> None:
    """Let the provider send a code to the holder's telephone. Raises KeyUnavailable."""
    _call("credentials/sendOTP", {"credentialID": credential_id})


def _unknown() -> KeyUnavailable:
    return KeyUnavailable(
        "Nhà cung cấp chữ ký từ xa không có chứng thư với mã này. Ông/bà xem lại mã (credentialID) do nhà cung cấp đưa."
    )


def _wants(told: dict[str, Any], name: str) -> bool:
    if isinstance(told.get(name), dict):
        return told[name].get("presence") in {True, "true", "optional"}
    objects = told.get("auth", {}).get("objects", [])
    return any(each.get("id") == name for each in objects)


def _hashes(value: str) -> dict[str, Any]:
    return {"hashes": [value], "hashAlgorithmOID": _SHA256} if _is_v2() else {"hash": [value]}


def _secrets(pin: str, otp: str) -> dict[str, Any]:
    if _is_v2():
        return {"authData": [{"id": "PIN", "value": pin}, {"id": "OTP", "value": otp}]}
    return {"PIN": pin, "OTP": otp}


def _is_v2() -> bool:
    return str(settings.CSC_URL).rstrip("/").endswith("/v2")


def _call(operation: str, body: dict[str, Any], refused: Any = None, *, again: bool = True) -> dict[str, Any]:
    if not settings.CSC_URL:
        raise KeyUnavailable("Chưa khai báo nhà cung cấp chữ ký từ xa (CSC_URL). Ông/bà báo quản trị hệ thống.")
    try:
        with httpx.Client(base_url=f"{settings.CSC_URL.rstrip('/')}/", timeout=PATIENCE) as client:
            answer = client.post(operation, json=body, headers={"Authorization": f"Bearer {_token(client)}"})
    except (httpx.HTTPError, KeyError, ValueError) as error:
        raise KeyUnavailable(operation=operation) from error
    if answer.status_code == httpx.codes.UNAUTHORIZED and again:
        cache.delete(_TOKEN)  # it ended earlier than it said
        return _call(operation, body, refused, again=False)
    if answer.status_code == httpx.codes.BAD_REQUEST and refused is not None:
        raise refused()
    if not answer.is_success:
        raise KeyUnavailable(operation=operation, status=answer.status_code)
    try:
        found: dict[str, Any] = answer.json() if answer.content else {}
    except ValueError as error:
        raise KeyUnavailable(operation=operation) from error
    return found


def _token(client: httpx.Client) -> str:
    """Of the service itself: OAuth 2 client credentials, or HTTP Basic where CSC_AUTH says so."""
    kept = cache.get(_TOKEN)
    if kept:
        return str(kept)
    name, secret = settings.CSC_CLIENT_ID, settings.CSC_CLIENT_SECRET
    if settings.CSC_AUTH == "basic":
        answer = client.post("auth/login", json={}, auth=(name, secret))
    else:
        form = {"grant_type": "client_credentials", "client_id": name, "client_secret": secret, "scope": "service"}
        answer = client.post("oauth2/token", data=form)
    answer.raise_for_status()
    told = answer.json()
    cache.set(_TOKEN, told["access_token"], max(30, int(told.get("expires_in", 300)) - 30))
    return str(told["access_token"])
