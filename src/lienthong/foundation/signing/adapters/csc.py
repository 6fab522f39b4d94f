"""Remote signing (ký số từ xa) by the API of the Cloud Signature Consortium, version 1.0.4, or 2 where the address ends in `/v2`.

The provider keeps the key; the holder allows every signature by PIN and one-time code. `csc:<credentialID>`.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.core.cache import cache

from lienthong.foundation.signing.errors import AuthorizationNeeded, KeyUnavailable, TooManyAtOnce

PATIENCE = httpx.Timeout(15.0, connect=3.0)
"""A provider asks a device of its own and perhaps a telephone."""
_SHA256 = "2.16.840.1.101.3.4.2.1"
_RSA, _ECDSA = "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"
_TOKEN = "signing.csc.token"  # noqa: S105  # a name in the cache
_WANTS = "signing.csc.wants"
_REMEMBERED = 24 * 3600  # seconds
_SILENT = 30  # seconds until a provider that did not answer is asked again: pages wait for it once


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A key at the provider: its certificate with those above it, PEM; whether PIN and code are asked for, how many signatures at most by
    one permission.
    """

    id: str
    chain_pem: str
    wants_pin: bool
    wants_otp: bool
    most: int = 1


class CscKey:
    """One key at a provider."""

    def __init__(self, credential_id: str, sign_algorithm: str, most: int) -> None:
        self._id, self._algorithm, self._most = credential_id, sign_algorithm, most

    @classmethod
    def open(cls, name: str) -> "CscKey":
        """Ask which kind of key it is. Raises KeyUnavailable."""
        told = credential(name)
        own = x509.load_pem_x509_certificates(told.chain_pem.encode())[0]
        algorithm = _ECDSA if isinstance(own.public_key(), ec.EllipticCurvePublicKey) else _RSA
        return cls(name, algorithm, told.most)

    def sign_all(self, data: Sequence[bytes], *, pin: str, otp: str) -> list[bytes]:
        """See `HolderKey.sign_all`: one permission for these very hashes."""
        values = [_hash(each) for each in data]
        if len(values) > self._most:
            raise TooManyAtOnce.of(len(values), self._most)
        return self._signed(values, self._authorize(values, pin, otp))

    def _authorize(self, values: list[str], pin: str, otp: str) -> str:
        asked = {"credentialID": self._id, "numSignatures": len(values), **_secrets(pin, otp), **_hashes(values)}
        told = _call("credentials/authorize", asked, refused=_not_allowed)
        if not told.get("SAD"):
            raise KeyUnavailable(operation="credentials/authorize")
        return str(told["SAD"])

    def _signed(self, values: list[str], sad: str) -> list[bytes]:
        told = {"credentialID": self._id, "SAD": sad, "signAlgo": self._algorithm, **_hashes(values)}
        if not _is_v2():
            told["hashAlgo"] = _SHA256
        try:
            made = [b64decode(each) for each in _call("signatures/signHash", told)["signatures"]]
        except (KeyError, TypeError, ValueError) as error:
            raise KeyUnavailable(operation="signatures/signHash") from error
        if len(made) != len(values):
            raise KeyUnavailable(operation="signatures/signHash")
        return made


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
    many = told.get("multisign")
    found = Credential(
        id=credential_id,
        chain_pem=chain,
        wants_pin=_wants(told, "PIN"),
        wants_otp=_wants(told, "OTP"),
        most=many if isinstance(many, int) and many > 0 else 1,
    )
    cache.set(f"{_WANTS}:{credential_id}", (found.wants_pin, found.wants_otp), _REMEMBERED)
    return found


def wants(credential_id: str) -> tuple[bool, bool]:
    """Whether PIN and code are asked for, as the provider said within a day, else says now; both while it does not answer."""
    name = f"{_WANTS}:{credential_id}"
    found: tuple[bool, bool] | None = cache.get(name)
    if found is None:
        try:
            told = credential(credential_id)
            found = (told.wants_pin, told.wants_otp)
        except KeyUnavailable:
            found = (True, True)
            cache.set(name, found, _SILENT)
    return found


def send_otp(credential_id: str) -> None:
    """Let the provider send a code to the holder's telephone. Raises KeyUnavailable."""
    _call("credentials/sendOTP", {"credentialID": credential_id})


def _unknown(_: httpx.Response) -> KeyUnavailable:
    return KeyUnavailable(
        "Nhà cung cấp chữ ký từ xa không có chứng thư với mã này. Ông/bà xem lại mã (credentialID) do nhà cung cấp đưa."
    )


def _wants(told: dict[str, Any], name: str) -> bool:
    if isinstance(told.get(name), dict):
        return told[name].get("presence") in {True, "true", "optional"}
    objects = told.get("auth", {}).get("objects", [])
    return any(each.get("id") == name for each in objects)


def _hash(data: bytes) -> str:
    return b64encode(hashlib.sha256(data).digest()).decode()


def _hashes(values: list[str]) -> dict[str, Any]:
    return {"hashes": values, "hashAlgorithmOID": _SHA256} if _is_v2() else {"hash": values}


def _secrets(pin: str, otp: str) -> dict[str, Any]:
    typed = {name: value for name, value in (("PIN", pin), ("OTP", otp)) if value}
    return {"authData": [{"id": name, "value": value} for name, value in typed.items()]} if _is_v2() else typed


def _not_allowed(answer: httpx.Response) -> AuthorizationNeeded:
    """Why a permission was refused, as far as the provider says (CSC 1.0.4, 11.6)."""
    try:
        told = answer.json()
        said = f"{told.get('error', '')} {told.get('error_description', '')}".lower()
    except (ValueError, AttributeError):
        said = ""
    if "lock" in said:
        return AuthorizationNeeded.locked()
    if "invalid_otp" in said:
        return AuthorizationNeeded.wrong_code()
    return AuthorizationNeeded.wrong_pin() if "invalid_pin" in said else AuthorizationNeeded.refused()


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
        raise refused(answer)
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
