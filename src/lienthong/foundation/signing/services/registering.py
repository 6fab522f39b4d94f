"""The register of certificates (sổ chứng thư số): those of other authorities are entered, all are watched, those not to be used any more are
taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.db import IntegrityError, transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import policies, queries
from lienthong.foundation.signing.adapters import ask_of, csc
from lienthong.foundation.signing.choices import Ask, Level, Purpose, Status
from lienthong.foundation.signing.errors import BadCertificate
from lienthong.foundation.signing.events import CertificateExpiring, CertificateRevoked
from lienthong.foundation.signing.models import AgencySigning, Certificate, CertificateWarning
from lienthong.foundation.signing.services import authority, chains
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.clock import VIETNAM
from lienthong.kit.errors import Invalid, NotAllowed, Refused
from lienthong.kit.events import publish

WARN_DAYS = (60, 30, 7)
SCHEMES = ("token", "pkcs11", "csc")
_LONGEST_PEM = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldElsewhere:
    """A certificate of our own authority whose key nobody here keeps; of a seat or of an agency. `until`, `revoked_at` may lie in the past."""

    common_name: str
    agency_name: str
    agency_id: int | None = None
    position_id: int | None = None
    title: str = ""
    since: datetime
    until: datetime
    revoked_at: datetime | None = None
    revocation_reason: str = ""


@transaction.atomic(durable=True)
def register_certificate(
    *, actor: Actor, content: bytes, key_ref: str, position_id: int | None = None, agency_id: int | None = None
) -> Certificate:
    """Enter a certificate of an authority we trust, for a seat or (without one) an agency. `content`: PEM with its chain, or DER.

    Raises NotAllowed, Invalid, BadCertificate, NotFound.
    """
    if not policies.keeps_register(actor):
        raise NotAllowed
    if key_ref.partition(":")[0] not in SCHEMES:
        raise Invalid({"key_ref": "Chọn nơi giữ khóa: thiết bị của người giữ, PKCS#11 của cơ quan, hoặc ký từ xa."})
    seat = organizations.get_position(position_id) if position_id else None
    agency = seat.agency if seat is not None else organizations.agency(agency_id or 0)
    own, chain = _read(content)
    name = _common_name(own.subject)
    try:
        with transaction.atomic():
            kept = Certificate.objects.create(
                purpose=Purpose.PERSON if seat is not None else Purpose.AGENCY,
                position=seat,
                agency=None if seat is not None else agency,
                common_name=name[:200],
                title=seat.title if seat is not None else "",
                agency_name=agency.name,
                subject=own.subject.rfc4514_string(),
                serial=f"{own.serial_number:x}",
                chain_pem="".join(each.public_bytes(Encoding.PEM).decode() for each in chain),
                not_before=own.not_valid_before_utc,
                not_after=own.not_valid_after_utc,
                key_ref=key_ref,
                issuer_name=_common_name(own.issuer)[:200],
            )
    except IntegrityError as error:
        raise Invalid({"file": f"Chứng thư số {own.serial_number:x} đã có trong sổ."}) from error
    audit.record(
        actor=actor,
        verb="register_certificate",
        subject_type="certificate",
        subject_id=kept.id,
        details={"serial": kept.serial, "subject": kept.subject, "key": key_ref.partition(":")[0]},
    )
    return kept


def register_remote(
    *, actor: Actor, credential_id: str, position_id: int | None = None, agency_id: int | None = None
) -> Certificate:
    """Enter a key at the provider of remote signatures, with the certificate the provider tells; of a seat or (without one) an agency.

    Raises as above, and KeyUnavailable.
    """
    if not policies.keeps_register(actor):
        raise NotAllowed
    told = csc.credential(credential_id)
    return register_certificate(
        actor=actor,
        content=told.chain_pem.encode(),
        key_ref=f"csc:{credential_id}",
        position_id=position_id,
        agency_id=agency_id,
    )


def send_code(*, actor: Actor, of_seal: bool = False) -> None:
    """Have the provider send a code to the holder's telephone, for the certificate of the actor's seat, or for their agency's seal.

    Raises NotAllowed where they do not keep the seal; NoCertificate, KeyUnavailable, Refused for a key that is no provider's.
    """
    if of_seal and not policies.keeps_seal(actor, actor.agency_id or 0):
        raise NotAllowed
    certificate = (
        queries.certificate_of_agency(actor.agency_id)
        if of_seal
        else queries.certificate_of_position(actor.position.id if actor.position else None)
    )
    key_ref = certificate.key_ref
    if ask_of(key_ref) != Ask.CODES:
        raise Refused(
            "Khóa này không nằm ở nhà cung cấp chữ ký từ xa nên không có mã để gửi. Ông/bà tải lại trang để xem khóa cần gì."
        )
    csc.send_otp(key_ref.partition(":")[2])


@transaction.atomic(durable=True)
def register_authority(*, actor: Actor, content: bytes) -> Certificate:
    """Believe a root from now on. Raises NotAllowed, BadCertificate, Invalid."""
    if not policies.keeps_register(actor):
        raise NotAllowed
    (own, *_) = _certificates(content)
    if own.subject != own.issuer or not _is_authority(own):
        raise BadCertificate(
            "Đây không phải chứng thư gốc của một cơ quan chứng thực. Ông/bà tải chứng thư gốc từ trang của cơ quan đó."
        )
    kept, made = Certificate.objects.get_or_create(
        serial=f"{own.serial_number:x}",
        defaults={
            "purpose": Purpose.AUTHORITY,
            "common_name": _common_name(own.subject)[:200],
            "subject": own.subject.rfc4514_string(),
            "chain_pem": own.public_bytes(Encoding.PEM).decode(),
            "not_before": own.not_valid_before_utc,
            "not_after": own.not_valid_after_utc,
            "issuer_name": _common_name(own.issuer)[:200],
        },
    )
    if made:
        audit.record(
            actor=actor,
            verb="trust_authority",
            subject_type="certificate",
            subject_id=kept.id,
            details={"subject": kept.subject},
        )
    return kept


@transaction.atomic(durable=True)
def take_back(*, actor: Actor, certificate_id: int, reason: str) -> Certificate:
    """Not to be used any more, and why (thu hồi). Raises NotAllowed, Invalid, NotFound."""
    if not policies.keeps_register(actor):
        raise NotAllowed
    if len(reason.strip()) < 5:
        raise Invalid({"reason": "Ghi lý do thu hồi, ví dụ: thôi giữ chức vụ, mất thiết bị."})
    kept = authority.revoke_certificate(actor=actor, certificate_id=certificate_id, reason=reason)
    publish(
        CertificateRevoked(
            certificate_id=kept.id,
            position_id=kept.position_id or 0,
            agency_id=kept.agency_id or 0,
            holder=kept.common_name,
            serial=kept.serial,
            reason=kept.revocation_reason,
        )
    )
    return kept


@transaction.atomic(durable=True)
def set_level(*, actor: Actor, agency_id: int, level: str) -> None:
    """How much proof an agency's signatures carry; empty: as the installation. Raises NotAllowed, Invalid, NotFound."""
    organizations.agency(agency_id)
    if not policies.sets_authority(actor, agency_id):
        raise NotAllowed
    if level and level not in Level.values:
        raise Invalid({"level": "Chọn một trong các mức chữ ký."})
    if level and level != Level.B and not settings.TSA_URL:
        raise Invalid({"level": "Hệ thống chưa khai báo cơ quan cấp dấu thời gian (TSA_URL) nên chỉ ký được mức B-B."})
    if level:
        AgencySigning.objects.update_or_create(
            agency_id=agency_id, defaults={"level": level, "set_at": clock.now(), "set_by_name": actor.name[:160]}
        )
    else:
        AgencySigning.objects.filter(agency_id=agency_id).delete()
    audit.record(
        actor=actor, verb="set_signing_level", subject_type="agency", subject_id=agency_id, details={"level": level}
    )


@transaction.atomic
def warn_expiring() -> int:
    """Tell of certificates in use that end within 60, 30, 7 days and that nothing follows: once for each. How many were told of."""
    now, told = clock.now(), 0
    soon = (
        Certificate.objects.filter(purpose__in=[Purpose.PERSON, Purpose.AGENCY])
        .valid_at(now)
        .filter(not_after__lte=now + timedelta(days=WARN_DAYS[0]))
        .order_by("not_after", "id")
    )
    for certificate in soon.select_related("position").prefetch_related("warnings"):
        days = min(each for each in WARN_DAYS if certificate.not_after <= now + timedelta(days=each))
        if _is_followed(certificate) or any(each.days <= days for each in certificate.warnings.all()):
            continue
        _, made = CertificateWarning.objects.get_or_create(
            certificate=certificate, days=days, defaults={"told_at": now}
        )
        if made:
            told += 1
            publish(
                CertificateExpiring(
                    certificate_id=certificate.id,
                    position_id=certificate.position_id or 0,
                    agency_id=certificate.agency_id or (certificate.position.agency_id if certificate.position else 0),
                    holder=certificate.common_name,
                    serial=certificate.serial,
                    until=f"{certificate.not_after.astimezone(VIETNAM):%d/%m/%Y}",
                    days=max((certificate.not_after - now).days, 0),
                )
            )
    return told


def issue_held_elsewhere(*, holders: Iterable[HeldElsewhere], key_ref: str = "token:") -> int:
    """Many certificates of our own authority at once, their keys kept by nobody here: for a register to be looked at. How many."""
    made = [authority.certificate_held_elsewhere(each, key_ref) for each in holders]
    Certificate.objects.bulk_create(made, batch_size=200)
    audit.record(
        actor=SYSTEM, verb="issue_certificates", subject_type="certificate", subject_id=0, details={"many": len(made)}
    )
    return len(made)


def _is_followed(certificate: Certificate) -> bool:
    later = Certificate.objects.filter(
        purpose=certificate.purpose, status=Status.ACTIVE, not_after__gt=certificate.not_after
    )
    if certificate.purpose == Purpose.AGENCY:
        return later.filter(agency_id=certificate.agency_id or 0).exists()
    return later.filter(position_id=certificate.position_id or 0).exists()


def _read(content: bytes) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """The certificate and its chain up to a trusted root. Raises BadCertificate."""
    own, *others = _certificates(content)
    if _is_authority(own):
        raise BadCertificate("Đây là chứng thư của cơ quan chứng thực, không phải của người hay cơ quan ký.")
    chain = chains.climb(own, others, chains.roots())
    if chain is None:
        raise BadCertificate(
            f"Chứng thư số do {_common_name(own.issuer)} cấp, không nối được tới cơ quan chứng thực mà hệ thống tin cậy. "
            "Ông/bà tải lên tệp PEM có đủ chuỗi chứng thư, hoặc thêm chứng thư gốc trước."
        )
    return own, chain


def _certificates(content: bytes) -> list[x509.Certificate]:
    try:
        if len(content) > _LONGEST_PEM:
            raise BadCertificate
        if b"-----BEGIN" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except ValueError as error:
        raise BadCertificate from error


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(x509.oid.NameOID.COMMON_NAME)
    return str(found[0].value) if found else "không rõ"
