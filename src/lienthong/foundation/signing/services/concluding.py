"""What follows a signature (sau khi ký): proof that it stood, what is to be added later, the record of the act."""

import hashlib
from datetime import datetime

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.signing.choices import Level
from lienthong.foundation.signing.models import Certificate
from lienthong.foundation.signing.services import proving
from lienthong.kit.actor import Actor


def conclude(
    *,
    actor: Actor,
    certificate: Certificate,
    reason: str,
    before: bytes,
    signed: bytes,
    wanted: Level,
    has_time: bool,
    moment: datetime,
    why: str,
) -> bytes:
    """The signed file, with evidence where it is wanted and at hand. `before`: the file that was signed; `why` something is added later."""
    reached = Level.T if has_time else Level.B
    if wanted == Level.LT and reached == Level.T:
        proven = proving.add_evidence(signed, moment)
        if proven is not None:
            signed, reached = proven, Level.LT
    with transaction.atomic():
        if reached != wanted:
            proving.remember(content=signed, certificate=certificate, wanted=wanted, reached=reached, why=why)
        proving.replace_waiting(before)
        record_signature(actor, certificate, reason, signed, level=reached)
    return signed


def record_signature(actor: Actor, certificate: Certificate, reason: str, signed: bytes, *, level: str) -> None:
    """That it was signed, in the record of acts."""
    audit.record(
        actor=actor,
        verb="sign_pdf",
        subject_type="certificate",
        subject_id=certificate.id,
        details={
            "serial": certificate.serial,
            "reason": reason,
            "sha256": hashlib.sha256(signed).hexdigest(),
            "level": level,
        },
    )
