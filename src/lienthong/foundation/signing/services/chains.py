"""Whom we believe (cơ quan chứng thực được tin cậy), and how a certificate leads up to one of them.

Roots stand in the register (`Purpose.AUTHORITY`) or in the files of the setting TRUSTED_ROOTS.
"""

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from lienthong.foundation.signing import queries

_HIGHEST = 6
"""Certificates between a signer and a root; more is no chain of an authority."""


def roots() -> tuple[x509.Certificate, ...]:
    """The roots we believe now. One query."""
    pems = [root.chain_pem for root in queries.trust_roots()]
    found = [certificates_of(each)[0] for each in pems]
    for name in filter(None, settings.TRUSTED_ROOTS.split(",")):
        try:
            stamp = os.stat(name).st_mtime_ns  # noqa: PTH116
        except OSError:
            continue  # its owner has not written it yet
        found += _file(name, stamp)
    return tuple(dict.fromkeys(found))


def climb(
    certificate: x509.Certificate, others: Iterable[x509.Certificate], trusted: Sequence[x509.Certificate]
) -> list[x509.Certificate] | None:
    """The certificate and those above it, a trusted root last; None when none is reached. Dates and uses are judged elsewhere."""
    known = [*trusted, *others]
    chain = [certificate]
    while len(chain) < _HIGHEST:
        if chain[-1] in trusted:
            return chain
        above = next((each for each in known if each not in chain and _issued(each, chain[-1])), None)
        if above is None:
            return None
        chain.append(above)
    return None


@lru_cache(maxsize=1024)
def certificates_of(chain_pem: str) -> tuple[x509.Certificate, ...]:
    """A PEM chain, read once."""
    return tuple(x509.load_pem_x509_certificates(chain_pem.encode()))


@lru_cache(maxsize=2048)
def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate as pyHanko holds it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def from_asn1(certificate: asn1_x509.Certificate) -> x509.Certificate:
    """The same certificate as `cryptography` holds it. Raises ValueError."""
    return _from_der(certificate.dump())


@lru_cache(maxsize=2048)
def _from_der(der: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(der)


@lru_cache(maxsize=4096)
def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


@lru_cache(maxsize=16)
def _file(name: str, stamp: int) -> list[x509.Certificate]:
    del stamp
    return x509.load_pem_x509_certificates(Path(name).read_bytes())
