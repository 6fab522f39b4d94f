"""Whether a certificate was taken back, and the proof of the answer (bằng chứng thu hồi).

What a file carries is read first, then what was asked before (`RevocationAnswer`), then the authority itself. Only certificates whose
chain ends at an authority we trust are asked about: addresses in foreign certificates are never opened.
"""

import hashlib
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from lienthong.foundation.signing.adapters.authorities import (
    AuthorityUnreachable,
    ask_status,
    fetch_list,
    list_urls,
    status_urls,
)
from lienthong.foundation.signing.choices import Evidence
from lienthong.foundation.signing.models import RevocationAnswer
from lienthong.foundation.signing.services.answering import own_list
from lienthong.kit import clock

LONGEST = timedelta(hours=24)
"""An answer is asked again after a day at the latest, however long it says that it is good."""
ASK_AGAIN = "signing.ask_again"  # the job's name; jobs.py registers it
SILENCE = timedelta(minutes=2)
"""How long an authority that did not answer is not asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an authority said of one certificate: `revoked_at` None when it stands. `told_at` is the time of the answer."""

    revoked_at: datetime | None
    told_at: datetime
    source: Evidence
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """Answers in DER about every certificate of a chain below its root. `is_complete`: nothing is missing."""

    crls: tuple[bytes, ...]
    ocsps: tuple[bytes, ...]
    is_complete: bool


def gather(chain: Sequence[x509.Certificate], now: datetime) -> Proof:
    """Proof about a chain, its own certificate first, root last."""
    crls: dict[bytes, None] = {}
    ocsps: dict[bytes, None] = {}
    complete = True
    for certificate, issuer in itertools.pairwise(chain):
        found = _answer(certificate, issuer, now)
        if found is None:
            complete = False
        elif found[0] == Evidence.CRL:
            crls[found[1]] = None
        else:
            ocsps[found[1]] = None
    return Proof(tuple(crls), tuple(ocsps), complete)


def standing(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    *,
    crls: Iterable[bytes] = (),
    ocsps: Iterable[bytes] = (),
    now: datetime,
    since: datetime | None = None,
    may_ask: bool = True,
) -> Standing | None:
    """What is known of a certificate; None when nobody says. What was brought along (`crls`, `ocsps`) counts when it was told after `since`."""
    brought = [
        *(each for each in (read_status(der, certificate, issuer) for der in ocsps) if each),
        *(each for each in (read_list(der, certificate, issuer) for der in crls) if each),
    ]
    revoked = [each for each in brought if each.revoked_at is not None]
    if revoked:
        return revoked[0]
    usable = [each for each in brought if since is None or each.told_at >= since]
    if usable:
        return max(usable, key=lambda each: each.told_at)
    found = _answer(certificate, issuer, now, may_ask=may_ask)
    if found is None:
        return None
    read = read_list if found[0] == Evidence.CRL else read_status
    return read(found[1], certificate, issuer)


def ask_later(certificate: x509.Certificate, issuer: x509.Certificate) -> None:
    """Have a job ask what an authority did not answer at once; one job at a time for one certificate."""
    lock = f"{ASK_AGAIN}:{certificate.fingerprint(hashes.SHA256()).hex()}"
    asked = {
        name: each.public_bytes(Encoding.PEM).decode()
        for name, each in (("certificate", certificate), ("issuer", issuer))
    }
    try:
        with transaction.atomic():
            jobs.configure_task(ASK_AGAIN, queueing_lock=lock, schedule_in={"seconds": 150}).defer(**asked)
    except AlreadyEnqueued:
        return


def ask_now(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Ask again what was silent; whether there is an answer now."""
    return _answer(certificate, issuer, clock.now()) is not None


def read_list(der: bytes, certificate: x509.Certificate, issuer: x509.Certificate) -> Standing | None:
    """What a CRL says; None when it is not this issuer's or cannot be read."""
    try:
        crl = x509.load_der_x509_crl(der)
        if crl.issuer != issuer.subject or not crl.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]
            return None
        entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
    except (ValueError, TypeError):
        return None
    told_at = crl.last_update_utc
    if entry is None:
        return Standing(revoked_at=None, told_at=told_at, source=Evidence.CRL)
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
    except (x509.ExtensionNotFound, ValueError):
        reason = ""
    return Standing(revoked_at=entry.revocation_date_utc, told_at=told_at, source=Evidence.CRL, reason=reason)


def read_status(der: bytes, certificate: x509.Certificate, issuer: x509.Certificate) -> Standing | None:
    """What an OCSP answer says; None when it is about another certificate, badly signed, or says that it does not know."""
    try:
        answer = ocsp.load_der_ocsp_response(der)
        if answer.response_status != ocsp.OCSPResponseStatus.SUCCESSFUL:
            return None
        single = next((each for each in answer.responses if each.serial_number == certificate.serial_number), None)
        if single is None or not _is_about(single, issuer) or not _is_signed_for(answer, issuer):
            return None
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return None
    if single.certificate_status == ocsp.OCSPCertStatus.UNKNOWN:
        return None
    reason = single.revocation_reason.value if single.revocation_reason else ""
    revoked_at = single.revocation_time_utc if single.certificate_status == ocsp.OCSPCertStatus.REVOKED else None
    return Standing(revoked_at=revoked_at, told_at=single.this_update_utc, source=Evidence.OCSP, reason=reason)


def _is_about(single: ocsp.OCSPSingleResponse, issuer: x509.Certificate) -> bool:
    digest = hashlib.new(single.hash_algorithm.name, issuer.subject.public_bytes(), usedforsecurity=False).digest()
    return digest == single.issuer_name_hash


def _is_signed_for(answer: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    """By the issuer itself, or by a responder whom the issuer certified for it (RFC 6960, 4.2.2.2)."""
    signer = issuer
    for each in answer.certificates:
        if each == issuer:
            break
        each.verify_directly_issued_by(issuer)
        uses = each.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        if (
            ExtendedKeyUsageOID.OCSP_SIGNING in uses
            and each.not_valid_before_utc <= answer.produced_at_utc <= each.not_valid_after_utc
        ):
            signer = each
            break
    key, algorithm = signer.public_key(), answer.signature_hash_algorithm
    if algorithm is None:
        return False
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(answer.signature, answer.tbs_response_bytes, ec.ECDSA(algorithm))
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(answer.signature, answer.tbs_response_bytes, padding.PKCS1v15(), algorithm)
    else:
        return False
    return True


def _answer(
    certificate: x509.Certificate, issuer: x509.Certificate, now: datetime, *, may_ask: bool = True
) -> tuple[Evidence, bytes] | None:
    """The last answer that still holds, else a new one."""
    own = own_list(issuer)
    if own is not None:
        return Evidence.CRL, own
    key = hashlib.sha256(issuer.public_bytes(Encoding.DER)).hexdigest()
    serial = f"{certificate.serial_number:x}"
    kept = {Evidence(row.kind): row for row in RevocationAnswer.objects.filter(issuer=key, serial__in=["", serial])}
    for kind in (Evidence.OCSP, Evidence.CRL):
        row = kept.get(kind)
        if row is not None and row.good_until > now and row.der:
            return kind, bytes(row.der)
    if not may_ask:
        return None
    asked: list[tuple[Evidence, str, list[str]]] = [
        (Evidence.OCSP, serial, status_urls(certificate)),
        (Evidence.CRL, "", list_urls(certificate)),
    ]
    for kind, name, urls in asked:
        row = kept.get(kind)
        if row is not None and row.good_until > now:
            continue  # it was silent a moment ago
        der = _fetched(kind, urls, certificate, issuer) if urls else b""
        if urls:
            RevocationAnswer.objects.update_or_create(
                kind=kind,
                issuer=key,
                serial=name,
                defaults={"der": der, "fetched_at": now, "good_until": _good_until(kind, der, certificate, now)},
            )
        if der:
            return kind, der
    return None


def _fetched(kind: Evidence, urls: list[str], certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    for url in urls[:2]:
        try:
            der = ask_status(url, certificate, issuer) if kind == Evidence.OCSP else fetch_list(url)
        except AuthorityUnreachable:
            continue
        read = read_status if kind == Evidence.OCSP else read_list
        if read(der, certificate, issuer) is not None:
            return der
    return b""


def _good_until(kind: Evidence, der: bytes, certificate: x509.Certificate, now: datetime) -> datetime:
    if not der:
        return now + SILENCE
    if kind == Evidence.CRL:
        until = x509.load_der_x509_crl(der).next_update_utc
    else:
        answers = ocsp.load_der_ocsp_response(der).responses
        until = next(each for each in answers if each.serial_number == certificate.serial_number).next_update_utc
    return min(max(until or now, now + SILENCE), now + LONGEST)


def forget_old(now: datetime | None = None) -> int:
    """Answers nobody may use any more."""
    return RevocationAnswer.objects.filter(good_until__lt=(now or datetime.now(UTC)) - LONGEST).delete()[0]
