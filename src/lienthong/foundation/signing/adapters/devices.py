"""The door to private keys (thiết bị ký số)."""

from functools import lru_cache
from typing import Protocol

from lienthong.foundation.signing.adapters.software_key import SoftwareKey


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

    Raises KeyUnavailable when the key cannot be opened (not cached), ValueError for an unknown scheme.
    """
    scheme, _, name = key_ref.partition(":")
    if scheme == "software":
        return SoftwareKey.open(name)
    raise ValueError(f"unknown kind of signing device: {scheme}")
