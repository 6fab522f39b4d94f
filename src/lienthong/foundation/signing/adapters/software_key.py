"""Keys in files (khóa mềm), for the demo authority: encrypted PKCS#8, readable by the owner only.

The files are worth nothing without SECRET_KEY. A real installation uses the Government Cipher Committee's devices instead.
"""

import base64
import hashlib
import hmac
import os
import re
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.conf import settings

from lienthong.foundation.signing.errors import KeyUnavailable

type PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class SoftwareKey:
    """A private key in this process's memory."""

    def __init__(self, key: PrivateKey) -> None:
        self._key = key

    @classmethod
    def open(cls, name: str) -> "SoftwareKey":
        """Read and decrypt. Raises KeyUnavailable."""
        return cls(read_key(name))

    def sign(self, data: bytes, digest: str) -> bytes:
        """See `SigningDevice.sign`."""
        algorithm = _HASHES[digest]()
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), algorithm)
        return self._key.sign(data, ec.ECDSA(algorithm))


def read_key(name: str) -> PrivateKey:
    """The key of a file in SIGNING_KEYS_DIR. Raises KeyUnavailable."""
    try:
        key = serialization.load_pem_private_key(_path(name).read_bytes(), _password())
    except (OSError, ValueError) as error:
        raise KeyUnavailable(key=name) from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyUnavailable(key=name)
    return key


def write_key(name: str, key: PrivateKey) -> None:
    """Keep a key, mode 0600, encrypted. The file must not exist yet."""
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_password()),
    )
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _path(name: str) -> Path:
    if not re.fullmatch(r"[0-9a-f]{8,40}\.pem", name):
        raise ValueError(f"not a key name: {name!r}")
    return Path(settings.SIGNING_KEYS_DIR) / name


def _password() -> bytes:
    # SECRET_KEY is used for many things; this one gets a key of its own.
    return base64.b64encode(
        hmac.digest(settings.SECRET_KEY.encode(), b"lienthong.signing.software-keys", hashlib.sha256)
    )
