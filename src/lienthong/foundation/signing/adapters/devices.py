"""The door to private keys (thiết bị ký số)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from lienthong.foundation.signing.adapters.csc import CscKey, wants
from lienthong.foundation.signing.adapters.software_key import SoftwareKey
from lienthong.foundation.signing.choices import Ask
from lienthong.foundation.signing.errors import AuthorizationNeeded, KeyUnavailable, OwnDeviceNeeded

_HOLDER = "holder"  # in place of the name of a file: see `pkcs11_key`


class SigningDevice(Protocol):
    """Signs with one private key and never gives it away."""

    def sign(self, data: bytes, digest: str) -> bytes:
        """The raw signature over `data`, hashed by `digest` ("sha256"): PKCS#1 v1.5 for RSA, DER for ECDSA.

        Raises KeyUnavailable.
        """
        ...


class HolderKey(Protocol):
    """A key that signs when its holder says so, with what the holder types."""

    def sign_all(self, data: Sequence[bytes], *, pin: str, otp: str) -> list[bytes]:
        """Raw signatures over each of `data`, hashed by SHA-256, for one PIN and one code; all or none.

        Raises AuthorizationNeeded, KeyUnavailable, TooManyAtOnce.
        """
        ...


def ask_of(key_ref: str) -> Ask:
    """What the holder of a key is asked for when it signs."""
    scheme, _, name = key_ref.partition(":")
    if scheme == "token":
        return Ask.DEVICE
    if scheme == "csc":
        return Ask.CODES
    return Ask.PIN if scheme == "pkcs11" and f"pin-source={_HOLDER}" in name.split(";") else Ask.NOTHING


def codes_of(key_ref: str) -> tuple[bool, bool]:
    """Whether the holder types a PIN, and a one-time code. Asks the provider where it has not said so within a day."""
    ask = ask_of(key_ref)
    return wants(key_ref.partition(":")[2]) if ask == Ask.CODES else (ask == Ask.PIN, False)


def holder_key(key_ref: str) -> HolderKey:
    """The key, to be allowed by PIN or codes. Raises KeyUnavailable, ValueError for one that asks nobody."""
    scheme, _, name = key_ref.partition(":")
    if scheme == "csc":
        return _at_provider(name)
    if scheme == "pkcs11":
        from lienthong.foundation.signing.adapters.pkcs11_key import Pkcs11Key  # loads a native library

        return Pkcs11Key(name)
    raise ValueError(f"not a key that its holder allows by a code: {scheme}")


@lru_cache(maxsize=512)
def _at_provider(name: str) -> HolderKey:
    return CscKey.open(name)


@lru_cache(maxsize=512)
def device_for(key_ref: str) -> SigningDevice:
    """The device of a `key_ref`, opened once per process: reading a key costs more than signing with it.

    Raises KeyUnavailable when the key cannot be opened (not cached), AuthorizationNeeded and OwnDeviceNeeded for one that its holder must
    allow (`holder_key`), ValueError for an unknown scheme.
    """
    scheme, _, name = key_ref.partition(":")
    match scheme:
        case "software":
            return SoftwareKey.open(name)
        case "pkcs11":
            if ask_of(key_ref) == Ask.PIN:
                raise AuthorizationNeeded.pin()
            from lienthong.foundation.signing.adapters.pkcs11_key import Pkcs11Key  # loads a native library

            return Pkcs11Key.open(name)
        case "csc":
            raise AuthorizationNeeded
        case "token":
            raise OwnDeviceNeeded
        case "":
            raise KeyUnavailable("Khóa của chứng thư này không do hệ thống giữ nên không ký tại đây được.")
    raise ValueError(f"unknown kind of signing device: {scheme}")
