"""The door to private keys (thiết bị ký số)."""

from functools import lru_cache
from typing import Protocol

from lienthong.foundation.signing.adapters.csc import CscKey
from lienthong.foundation.signing.adapters.software_key import SoftwareKey
from lienthong.foundation.signing.errors import KeyUnavailable, OwnDeviceNeeded


class SigningDevice(Protocol):
    """Signs with one private key and never gives it away."""

    def sign(self, data: bytes, digest: str) -> bytes:
        """The raw signature over `data`, hashed by `digest` ("sha256"): PKCS#1 v1.5 for RSA, DER for ECDSA.

        Raises KeyUnavailable.
        """
        ...


@lru_cache(maxsize=512)
def device_for(key_ref: str) -> SigningDevice:
    """The device of a `key_ref`, opened once per process: reading a key costs more than signing with it.

    Raises KeyUnavailable when the key cannot be opened (not cached), OwnDeviceNeeded for a token on the holder's desk, ValueError for an
    unknown scheme.
    """
    scheme, _, name = key_ref.partition(":")
    match scheme:
        case "software":
            return SoftwareKey.open(name)
        case "pkcs11":
            from lienthong.foundation.signing.adapters.pkcs11_key import Pkcs11Key  # loads a native library

            return Pkcs11Key.open(name)
        case "csc":
            return CscKey.open(name)
        case "token":
            raise OwnDeviceNeeded
        case "":
            raise KeyUnavailable("Khóa của chứng thư này không do hệ thống giữ nên không ký tại đây được.")
    raise ValueError(f"unknown kind of signing device: {scheme}")
