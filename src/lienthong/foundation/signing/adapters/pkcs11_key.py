"""Keys in tokens and HSMs (PKCS#11): `pkcs11:token=<label>;object=<label>`, in the words of RFC 7512. The key never leaves the device.

The module is PKCS11_MODULE, the PIN PKCS11_PIN, or the content of `pin-source=<file in SIGNING_KEYS_DIR>` where tokens have PINs of their own.
`pin-source=holder`: the PIN is its holder's, typed for every signature and kept nowhere.
"""

import hashlib
import threading
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pkcs11
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.conf import settings

from lienthong.foundation.signing.errors import AuthorizationNeeded, KeyUnavailable

_RSA = {
    "sha256": pkcs11.Mechanism.SHA256_RSA_PKCS,
    "sha384": pkcs11.Mechanism.SHA384_RSA_PKCS,
    "sha512": pkcs11.Mechanism.SHA512_RSA_PKCS,
}


_NO_MODULE = (
    "Chưa khai báo thư viện PKCS#11 (PKCS11_MODULE) nên không mở được thiết bị ký. Ông/bà báo quản trị hệ thống."
)
_TOKENS: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
"""One at a time by token: who is logged in, is so for the whole process."""


class Pkcs11Key:
    """One private key in a token. Sessions are not shared between threads: one signature at a time."""

    def __init__(self, name: str) -> None:
        parts = dict(part.partition("=")[::2] for part in name.split(";") if part)
        self._token, self._object = unquote(parts.get("token", "")), unquote(parts.get("object", ""))
        self._pin_source = unquote(parts.get("pin-source", ""))
        self._lock = _TOKENS[self._token]
        self._key: Any = None

    @classmethod
    def open(cls, name: str) -> "Pkcs11Key":
        """Log in and find the key. Raises KeyUnavailable."""
        made = cls(name)
        with made._lock:
            made._find()
        return made

    def sign(self, data: bytes, digest: str) -> bytes:
        """See `SigningDevice.sign`. A token that was taken out and put back is opened again, once."""
        with self._lock:
            try:
                return self._signed(data, digest)
            except (pkcs11.PKCS11Error, KeyUnavailable):
                self._find()
            try:
                return self._signed(data, digest)
            except pkcs11.PKCS11Error as error:
                raise KeyUnavailable(token=self._token) from error

    def sign_all(self, data: Sequence[bytes], *, pin: str, otp: str) -> list[bytes]:
        """See `HolderKey.sign_all`. Logs in, signs, logs out: nobody signs after the holder without the PIN."""
        del otp
        with self._lock:
            try:
                session = self._opened(pin)
            except pkcs11.PinLocked as error:
                raise AuthorizationNeeded.locked() from error
            except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
                raise AuthorizationNeeded.wrong_pin() from error
            except (pkcs11.PKCS11Error, OSError, RuntimeError) as error:
                raise KeyUnavailable(token=self._token) from error
            try:
                self._key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self._object)
                return [self._signed(each, "sha256") for each in data]
            except pkcs11.PKCS11Error as error:
                raise KeyUnavailable(token=self._token) from error
            finally:
                self._key = None
                session.close()

    def _opened(self, pin: str) -> Any:
        if not settings.PKCS11_MODULE:
            raise KeyUnavailable(_NO_MODULE)
        return pkcs11.lib(settings.PKCS11_MODULE).get_token(token_label=self._token).open(user_pin=pin)

    def _signed(self, data: bytes, digest: str) -> bytes:
        if self._key.key_type == pkcs11.KeyType.RSA:
            return bytes(self._key.sign(data, mechanism=_RSA[digest]))
        # Tokens sign what is hashed already, and answer r and s side by side.
        raw = bytes(self._key.sign(hashlib.new(digest, data).digest(), mechanism=pkcs11.Mechanism.ECDSA))
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))

    def _find(self) -> None:
        if not settings.PKCS11_MODULE:
            raise KeyUnavailable(_NO_MODULE)
        try:
            token = pkcs11.lib(settings.PKCS11_MODULE).get_token(token_label=self._token)
            try:
                session = token.open(user_pin=self._pin())
            except pkcs11.UserAlreadyLoggedIn:  # another key of the same token, in this process
                session = token.open()
            self._key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self._object)
        except (pkcs11.PKCS11Error, OSError, RuntimeError) as error:
            raise KeyUnavailable(token=self._token) from error

    def _pin(self) -> str:
        if not self._pin_source:
            return str(settings.PKCS11_PIN)
        return (Path(settings.SIGNING_KEYS_DIR) / Path(self._pin_source).name).read_text().strip()
