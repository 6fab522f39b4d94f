"""Signing by a key its holder must allow (ký bằng khóa của người dùng): prepared here, signed elsewhere, checked here before it is kept.

docs/guides/cau-noi-ky-so.md describes what goes between the browser and the bridge on its machine.
"""

import asyncio
import hashlib
import io
import uuid
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.db import transaction
from pyhanko.sign import signers
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lienthong.foundation.signing.asked import Paper, ToSign
from lienthong.foundation.signing.choices import Level
from lienthong.foundation.signing.errors import DeviceAnswerWrong
from lienthong.foundation.signing.models import Certificate, PreparedSignature
from lienthong.foundation.signing.services import chains, proving
from lienthong.foundation.signing.services.composing import compose
from lienthong.foundation.signing.services.concluding import conclude
from lienthong.foundation.signing.services.containers import Stamped
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

PATIENCE = timedelta(minutes=10)
"""How long a paper waits for the device."""
GOOD_FOR = timedelta(hours=1)
"""How long an answer waits for its act, which a job may carry out."""
_LONGEST = 200  # characters kept of what a signature says


@transaction.atomic
def prepare(*, actor: Actor, paper: Paper) -> ToSign:
    """A paper ready for the holder of its key, who acts as `actor`: whether they may was asked by the act it comes from. Raises NotSignable."""
    certificate = Certificate.objects.get(pk=paper.certificate_id)
    moment = clock.now()
    wanted = proving.wanted_level(paper.agency_id or actor.agency_id, moment)
    signer = _external(certificate, b"\x00" * 256)
    composed = compose(
        certificate=certificate,
        content=paper.content,
        reason=paper.reason,
        location=paper.location,
        visible=paper.stamp,
        look=paper.look,
        moment=moment,
        signer=signer,
        stamper=proving.stamper() if wanted != Level.B else None,
    )
    digest, prepared = composed.prepare()
    attributes = asyncio.run(signer.signed_attrs(digest.document_digest, "sha256", use_pades=True)).dump()
    kept = PreparedSignature.objects.create(
        account_id=actor.account_id or 0,
        certificate=certificate,
        subject=paper.reason[:_LONGEST],
        source_sha256=hashlib.sha256(paper.content).hexdigest(),
        location=paper.location[:_LONGEST],
        stamp=paper.stamp,
        shows=paper.shows,
        wanted=wanted,
        pdf=prepared,
        document_digest=digest.document_digest,
        signed_attributes=attributes,
        signature_start=digest.reserved_region_start,
        signature_end=digest.reserved_region_end,
        prepared_at=moment,
        expires_at=moment + PATIENCE,
    )
    return to_sign(kept)


def to_sign(kept: PreparedSignature) -> ToSign:
    """What is asked of the device."""
    own = chains.certificates_of(kept.certificate.chain_pem)[0]
    digest = hashes.Hash(hashes.SHA256())
    digest.update(bytes(kept.signed_attributes))
    return ToSign(
        id=kept.id,
        hash=b64encode(digest.finalize()).decode(),
        algorithm="ecdsa-sha256" if isinstance(own.public_key(), ec.EllipticCurvePublicKey) else "rsa-sha256",
        certificate_sha256=own.fingerprint(hashes.SHA256()).hex(),
        certificate=f"{kept.certificate.common_name}, {kept.certificate.title}".strip(", "),
        subject=kept.subject,
        expires_at=kept.expires_at,
    )


@transaction.atomic
def answer(*, actor: Actor, answers: Mapping[uuid.UUID, bytes]) -> None:
    """Keep the signatures that the actor's key made of prepared papers; the acts that need them find them. One that is used already, or
    another's, is passed over. Raises DeviceAnswerWrong, and keeps none then.
    """
    rows = PreparedSignature.objects.select_for_update(of=("self",)).select_related("certificate").order_by("pk")
    now = clock.now()
    for kept in rows.filter(pk__in=answers, account_id=actor.account_id or 0, signed_at=None, answered_at=None):
        if kept.expires_at < now:
            raise DeviceAnswerWrong.late()
        own = chains.certificates_of(kept.certificate.chain_pem)[0]
        kept.answer = _checked(own, answers[kept.pk], bytes(kept.signed_attributes))
        kept.answered_at, kept.expires_at = now, now + GOOD_FOR
        kept.save(update_fields=["answer", "answered_at", "expires_at"])


def take_answered(actor: Actor, certificate: Certificate, paper: Paper) -> bytes | None:
    """The paper signed by its holder, once, inside the act that needed it, saying and showing what that act says; None where nobody
    allowed it, or not lately.
    """
    kept = (
        PreparedSignature.objects.select_for_update()
        .filter(
            certificate=certificate,
            source_sha256=hashlib.sha256(paper.content).hexdigest(),
            subject=paper.reason[:_LONGEST],
            location=paper.location[:_LONGEST],
            stamp=paper.stamp,
            shows=paper.shows,
            account_id=actor.account_id or 0,
            answered_at__isnull=False,
            signed_at=None,
            expires_at__gte=clock.now(),
        )
        .order_by("answered_at")
        .first()
    )
    if kept is None:
        return None
    kept.certificate = certificate
    signed = _filled(actor, kept, before=paper.content)
    kept.delete()
    return signed


def drop_prepared(ids: Iterable[uuid.UUID]) -> None:
    """Papers nobody will sign: a PIN was wrong, a provider silent."""
    PreparedSignature.objects.filter(pk__in=ids, answered_at=None).delete()


@transaction.atomic
def finish_pdf(*, actor: Actor, prepared_id: uuid.UUID, signature: bytes) -> bytes:
    """The signed paper. `signature`: raw, PKCS#1 v1.5 for RSA; DER, or r and s side by side, for ECDSA.

    Twice gives the same paper. Raises NotFound, DeviceAnswerWrong (the paper is as it was).
    """
    kept = (
        PreparedSignature.objects.select_for_update().filter(pk=prepared_id, account_id=actor.account_id or 0).first()
    )
    if kept is None:
        raise NotFound
    if kept.signed_at is not None:
        return bytes(kept.signed)
    if kept.expires_at < clock.now():
        raise DeviceAnswerWrong.late()
    own = chains.certificates_of(kept.certificate.chain_pem)[0]
    kept.answer = _checked(own, signature, bytes(kept.signed_attributes))
    kept.signed, kept.signed_at = _filled(actor, kept), clock.now()
    kept.save(update_fields=["answer", "signed", "signed_at"])
    return bytes(kept.signed)


def _filled(actor: Actor, kept: PreparedSignature, before: bytes = b"") -> bytes:
    """The prepared paper with the container that its answer makes."""
    wanted = Level(kept.wanted)
    stamper = proving.stamper() if wanted != Level.B else None
    container = asyncio.run(
        _external(kept.certificate, bytes(kept.answer)).async_sign_prescribed_attributes(
            "sha256", signed_attrs=cms.CMSAttributes.load(bytes(kept.signed_attributes)), timestamper=stamper
        )
    )
    out = io.BytesIO(bytes(kept.pdf))
    place = PreparedByteRangeDigest(
        document_digest=bytes(kept.document_digest),
        reserved_region_start=kept.signature_start,
        reserved_region_end=kept.signature_end,
    )
    place.fill_with_cms(out, container)
    return conclude(
        actor=actor,
        certificate=kept.certificate,
        reason=kept.subject,
        before=before or bytes(kept.pdf),
        signed=out.getvalue(),
        wanted=wanted,
        has_time=stamper is not None and stamper.answered,
        moment=clock.now(),
        why="Bổ sung sau khi ký bằng thiết bị.",
    )


def forget_prepared() -> int:
    """Papers that waited in vain, and those that were fetched a day ago."""
    now = datetime.now(UTC)
    return PreparedSignature.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()[0]


class _ExternalSigner(signers.ExternalSigner):
    """Of a signature that was made elsewhere; the stamp of time may be missing."""

    def _unsigned_attr_provider_spec(self, timestamper: TimeStamper | None = None) -> Any:
        return Stamped(timestamper)


def _external(certificate: Certificate, value: bytes) -> _ExternalSigner:
    own, *above = chains.certificates_of(certificate.chain_pem)
    chain = SimpleCertificateStore()
    chain.register_multiple([chains.as_asn1(each) for each in above])
    return _ExternalSigner(chains.as_asn1(own), chain, signature_value=value)


def _checked(own: x509.Certificate, signature: bytes, data: bytes) -> bytes:
    """The signature in the form a container holds. Raises DeviceAnswerWrong when it is not one of `data` by this certificate."""
    key = own.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            size = (key.curve.key_size + 7) // 8
            if len(signature) == 2 * size and signature[:1] != b"\x30":
                signature = encode_dss_signature(int.from_bytes(signature[:size]), int.from_bytes(signature[size:]))
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            raise DeviceAnswerWrong
    except (InvalidSignature, ValueError) as error:
        raise DeviceAnswerWrong from error
    return signature
