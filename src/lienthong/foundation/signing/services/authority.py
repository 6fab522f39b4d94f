"""The demo authority (cơ quan chứng thực thử nghiệm): issues and revokes certificates with our own root.

Everything it issues says so in its name. A real installation registers certificates of the national authority instead
(`registering.py`). It answers as any authority does: list of those taken back, status, its own certificate.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.db import connection, transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.signing.adapters.software_key import PrivateKey, read_key, write_key
from lienthong.foundation.signing.choices import Purpose, Status
from lienthong.foundation.signing.errors import NoCertificate
from lienthong.foundation.signing.models import Certificate, CertificateQuerySet
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import NotFound

if TYPE_CHECKING:
    from lienthong.foundation.signing.services.registering import HeldElsewhere

AUTHORITY_NAME = "CA thử nghiệm Liên Thông"
AUTHORITY_YEARS = 20
CERTIFICATE_YEARS = 5
_LOCK = 7_251_640_011  # advisory lock: two processes must not found two authorities


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holder:
    common_name: str
    title: str = ""
    agency_name: str = ""
    organization: str = ""


@transaction.atomic
def create_demo_authority(*, actor: Actor = SYSTEM) -> Certificate:
    """The root of the demo: made at the first call, returned afterwards. ECDSA P-384, 20 years."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    existing = own_authorities().valid_at(clock.now()).order_by("-id").first()
    if existing is not None:
        return existing
    key = ec.generate_private_key(ec.SECP384R1())
    holder = _Holder(common_name=AUTHORITY_NAME, organization=f"Tỉnh {settings.PROVINCE_NAME} (thử nghiệm)")
    name = _name(holder)
    unsigned = _builder(name, name, key.public_key(), years=AUTHORITY_YEARS)
    unsigned = unsigned.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    unsigned = unsigned.add_extension(_usage(authority=True), critical=True)
    return _keep(unsigned.sign(key, hashes.SHA384()), key, holder, purpose=Purpose.AUTHORITY, actor=actor)


@transaction.atomic
def issue_certificate(
    *, position_id: int, common_name: str, title: str, agency_name: str, organization: str = "", actor: Actor = SYSTEM
) -> Certificate:
    """A personal certificate for one position (chứng thư số cá nhân), five years, ECDSA P-256 on a software key.

    The holder's earlier certificates stay as they are; signing takes the newest valid one.
    """
    holder = _Holder(common_name=common_name, title=title, agency_name=agency_name, organization=organization)
    return _issue(holder, purpose=Purpose.PERSON, actor=actor, position_id=position_id)


@transaction.atomic
def issue_agency_certificate(
    *, agency_id: int, agency_name: str, organization: str = "", actor: Actor = SYSTEM
) -> Certificate:
    """The certificate behind an agency's red seal (chứng thư số cơ quan)."""
    holder = _Holder(common_name=agency_name, agency_name=agency_name, organization=organization)
    return _issue(holder, purpose=Purpose.AGENCY, actor=actor, agency_id=agency_id)


@transaction.atomic
def revoke_certificate(*, actor: Actor, certificate_id: int, reason: str = "") -> Certificate:
    """Take a certificate back (thu hồi); it stands in the revocation list from now on. Raises NotFound.

    One that another authority issued is only no longer used here: that authority is told by its own form.
    """
    certificate = (
        Certificate.objects.select_for_update().filter(pk=certificate_id).exclude(purpose=Purpose.AUTHORITY).first()
    )
    if certificate is None:
        raise NotFound
    if certificate.status == Status.ACTIVE:
        certificate.status, certificate.revoked_at = Status.REVOKED, clock.now()
        certificate.revocation_reason = reason.strip()[:200]
        certificate.save(update_fields=["status", "revoked_at", "revocation_reason"])
        audit.record(
            actor=actor,
            verb="revoke_certificate",
            subject_type="certificate",
            subject_id=certificate.id,
            details={"serial": certificate.serial, "reason": certificate.revocation_reason},
        )
    return certificate


def _issue(
    holder: _Holder, *, purpose: Purpose, actor: Actor, position_id: int | None = None, agency_id: int | None = None
) -> Certificate:
    authority = current_authority()
    root = x509.load_pem_x509_certificate(authority.chain_pem.encode())
    # P-256: a demo province has hundreds of signers, and an RSA key takes a fifth of a second to find.
    key = ec.generate_private_key(ec.SECP256R1())
    unsigned = _builder(_name(holder), root.subject, key.public_key(), years=CERTIFICATE_YEARS, root=root)
    unsigned = unsigned.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    unsigned = unsigned.add_extension(_usage(authority=False), critical=True)
    unsigned = unsigned.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    point = x509.DistributionPoint(
        [x509.UniformResourceIdentifier(f"{settings.PUBLIC_URL}/chung-thu/crl")], None, None, None
    )
    unsigned = unsigned.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    unsigned = unsigned.add_extension(_access(), critical=False)
    signed = unsigned.sign(authority_key(authority), hashes.SHA256())
    return _keep(
        signed,
        key,
        holder,
        purpose=purpose,
        actor=actor,
        position_id=position_id,
        agency_id=agency_id,
        issuer_pem=authority.chain_pem,
    )


def certificate_held_elsewhere(held: "HeldElsewhere", key_ref: str) -> Certificate:
    """A row, not stored yet, of a certificate whose key is thrown away here. Raises NoCertificate."""
    authority = current_authority()
    root = x509.load_pem_x509_certificate(authority.chain_pem.encode())
    holder = _Holder(common_name=held.common_name, title=held.title, agency_name=held.agency_name)
    unsigned = (
        x509.CertificateBuilder()
        .subject_name(_name(holder))
        .issuer_name(root.subject)
        .public_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(held.since)
        .not_valid_after(held.until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(_access(), critical=False)
    )
    made = unsigned.sign(authority_key(authority), hashes.SHA256())
    return Certificate(
        purpose=Purpose.PERSON if held.position_id else Purpose.AGENCY,
        position_id=held.position_id,
        agency_id=None if held.position_id else held.agency_id,
        common_name=held.common_name,
        title=held.title,
        agency_name=held.agency_name,
        subject=made.subject.rfc4514_string(),
        serial=f"{made.serial_number:x}",
        chain_pem=made.public_bytes(serialization.Encoding.PEM).decode() + authority.chain_pem,
        not_before=made.not_valid_before_utc,
        not_after=made.not_valid_after_utc,
        key_ref=key_ref,
        status=Status.REVOKED if held.revoked_at else Status.ACTIVE,
        revoked_at=held.revoked_at,
        revocation_reason=held.revocation_reason,
        issuer_name=authority.common_name,
    )


def _keep(
    certificate: x509.Certificate,
    key: PrivateKey,
    holder: _Holder,
    *,
    purpose: Purpose,
    actor: Actor,
    position_id: int | None = None,
    agency_id: int | None = None,
    issuer_pem: str = "",
) -> Certificate:
    serial = f"{certificate.serial_number:x}"
    write_key(f"{serial}.pem", key)
    kept = Certificate.objects.create(
        purpose=purpose,
        position_id=position_id,
        agency_id=agency_id,
        common_name=holder.common_name,
        title=holder.title,
        agency_name=holder.agency_name,
        subject=certificate.subject.rfc4514_string(),
        serial=serial,
        chain_pem=certificate.public_bytes(serialization.Encoding.PEM).decode() + issuer_pem,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        key_ref=f"software:{serial}.pem",
        issuer_name=AUTHORITY_NAME,
    )
    audit.record(
        actor=actor,
        verb="issue_certificate",
        subject_type="certificate",
        subject_id=kept.id,
        details={"serial": serial, "subject": kept.subject},
    )
    return kept


def _access() -> x509.AuthorityInformationAccess:
    said = {
        AuthorityInformationAccessOID.OCSP: "/chung-thu/ocsp",
        AuthorityInformationAccessOID.CA_ISSUERS: "/chung-thu/goc.crt",
    }
    return x509.AuthorityInformationAccess(
        [
            x509.AccessDescription(method, x509.UniformResourceIdentifier(f"{settings.PUBLIC_URL}{path}"))
            for method, path in said.items()
        ]
    )


_authority_keys: dict[str, PrivateKey] = {}


def authority_key(authority: Certificate) -> PrivateKey:
    """Its key, read once per process. Raises KeyUnavailable."""
    if authority.key_ref not in _authority_keys:
        _authority_keys[authority.key_ref] = read_key(authority.key_ref.partition(":")[2])
    return _authority_keys[authority.key_ref]


def own_authorities() -> CertificateQuerySet:
    """Authorities whose key is ours; those of others are registered without one."""
    return Certificate.objects.filter(purpose=Purpose.AUTHORITY, key_ref__startswith="software:")


def current_authority() -> Certificate:
    """Our authority that issues now. Raises NoCertificate."""
    authority = own_authorities().filter(status=Status.ACTIVE).order_by("-id").first()
    if authority is None:
        raise NoCertificate(
            "Hệ thống chưa có cơ quan chứng thực thử nghiệm. Quản trị hệ thống khởi tạo trước khi cấp chứng thư số."
        )
    return authority


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    *,
    years: int,
    root: x509.Certificate | None = None,
) -> x509.CertificateBuilder:
    now = clock.now()
    issuer_key = root.public_key() if root else public_key
    # The demo's papers may be dated some weeks back; its certificates must have been valid then.
    start = max(now - timedelta(days=90), root.not_valid_before_utc) if root else now - timedelta(days=180)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)  # type: ignore[arg-type]
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _name(holder: _Holder) -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, holder.organization),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, holder.agency_name),
        (NameOID.TITLE, holder.title),
        (NameOID.COMMON_NAME, holder.common_name),
    ]
    return x509.Name([x509.NameAttribute(oid, _short(value)) for oid, value in parts if value])


def _short(value: str) -> str:
    """At most 64 bytes of UTF-8, as readers of X.520 names expect; the whole name stands in our own row and on the stamp."""
    if len(value.encode()) <= 64:
        return value
    cut = value.encode()[:61].decode(errors="ignore")
    return f"{cut.rsplit(' ', 1)[0]}…"
