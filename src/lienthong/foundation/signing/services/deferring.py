"""Signing by a device on the holder's own desk (ký bằng thiết bị của người dùng): prepared here, signed there, checked here before it is kept.

docs/guides/cau-noi-ky-so.md describes what goes between the browser and the bridge on its machine.
"""

import asyncio
import io
import uuid
from base64 import b64encode
from dataclasses import dataclass
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

from lienthong.foundation.signing import queries
from lienthong.foundation.signing.choices import Level
from lienthong.foundation.signing.errors import DeviceAnswerWrong
from lienthong.foundation.signing.models import Certificate, PreparedSignature
from lienthong.foundation.signing.services import chains, proving
from lienthong.foundation.signing.services.composing import compose
from lienthong.foundation.signing.services.containers import Stamped
from lienthong.foundation.signing.services.signing import record_signature
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

PATIENCE = timedelta(minutes=10)
"""How long a paper waits for the device."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """What the browser hands to the bridge: base64 of SHA-256 of the signed attributes, which certificate (SHA-256 of its DER, hex)."""

    id: uuid.UUID
    hash: str
    algorithm: str
    certificate_sha256: str
    certificate: str
    expires_at: datetime


@transaction.atomic
def prepare_pdf(*, actor: Actor, content: bytes, reason: str, location: str, stamp: bool = True) -> ToSign:
    """A paper ready for the device of the actor's position. Raises NoCertificate, NotSignable."""
    certificate = queries.certificate_of_position(actor.position.id if actor.position else None)
    moment = clock.now()
    wanted = proving.wanted_level(actor.agency_id, moment)
    signer = _external(certificate, b"\x00" * 256)
    composed = compose(
        certificate=certificate,
        content=content,
        reason=reason,
        location=location,
        visible=stamp,
        look=None,
        moment=moment,
        signer=signer,
        stamper=proving.stamper() if wanted != Level.B else None,
    )
    digest, prepared = composed.prepare()
    attributes = asyncio.run(signer.signed_attrs(digest.document_digest, "sha256", use_pades=True)).dump()
    kept = PreparedSignature.objects.create(
        account_id=actor.account_id or 0,
        certificate=certificate,
        subject=reason[:200],
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
        expires_at=kept.expires_at,
    )


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
    checked = _checked(own, signature, bytes(kept.signed_attributes))
    wanted = proving.wanted_level(actor.agency_id, kept.prepared_at)
    stamper = proving.stamper() if wanted != Level.B else None
    container = asyncio.run(
        _external(kept.certificate, checked).async_sign_prescribed_attributes(
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
    signed = out.getvalue()
    reached = Level.T if stamper is not None and stamper.answered else Level.B
    if reached != wanted:
        proving.remember(
            content=signed,
            certificate=kept.certificate,
            wanted=wanted,
            reached=reached,
            why="Bổ sung sau khi ký bằng thiết bị.",
        )
    kept.signed, kept.signed_at = signed, clock.now()
    kept.save(update_fields=["signed", "signed_at"])
    record_signature(actor, kept.certificate, kept.subject, signed, level=reached)
    return signed


def finished_pdf(*, actor: Actor, prepared_id: uuid.UUID) -> bytes:
    """The signed paper, again. Raises NotFound, also for another's or one that is not signed yet."""
    kept = PreparedSignature.objects.filter(
        pk=prepared_id, account_id=actor.account_id or 0, signed_at__isnull=False
    ).first()
    if kept is None:
        raise NotFound
    return bytes(kept.signed)


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
