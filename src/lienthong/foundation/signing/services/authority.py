"""The demo authority (cơ quan chứng thực thử nghiệm): issues and revokes certificates with our own root.

Everything it issues says so in its name. A real installation registers certificates of the national authority instead
(`registering.py`). It answers as any authority does: list of those taken back, status, its own certificate.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Count, Max

from lienthong.foundation.audit import services as audit
from lienthong.foundation.signing.adapters.software_key import PrivateKey, read_key, write_key
from lienthong.foundation.signing.choices import Purpose, Status
from lienthong.foundation.signing.errors import NoCertificate
from lienthong.foundation.signing.models import Certificate, CertificateQuerySet
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import NotFound

AUTHORITY_NAME = "CA thử nghiệm Liên Thông"
AUTHORITY_YEARS = 20
CERTIFICATE_YEARS = 5
CRL_DAYS = 7
_KEPT_SECONDS = 60  # a revocation is public within a minute
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
    existing = _own().valid_at(clock.now()).order_by("-id").first()
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


def revocation_list() -> bytes:
    """The list of revoked certificates (CRL), DER, signed by the authority, good for `CRL_DAYS` days. Raises NoCertificate."""
    authority = _authority()
    now = datetime.now(UTC)  # verifiers outside live in real time, whatever day the demo plays
    root = x509.load_pem_x509_certificate(authority.chain_pem.encode())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now - timedelta(minutes=5))
        .next_update(now + timedelta(days=CRL_DAYS))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False)  # type: ignore[arg-type]
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
    )
    for serial, revoked_at in _revoked_by(authority).values_list("serial", "revoked_at"):
        moment = min(revoked_at or now, now)
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(int(serial, 16)).revocation_date(moment).build()
        )
    return builder.sign(_authority_key(authority), hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def kept_list() -> bytes:
    """The list as it is given away: made anew every minute, and at once after a revocation. Raises NoCertificate."""
    authority = _authority()
    facts = _revoked_by(authority).aggregate(many=Count("id"), last=Max("revoked_at"))
    name = (
        f"signing.crl:{authority.serial}:{facts['many']}:{facts['last']:%Y%m%d%H%M%S%f}"
        if facts["many"]
        else f"signing.crl:{authority.serial}:0"
    )
    kept: bytes | None = cache.get_or_set(name, revocation_list, _KEPT_SECONDS)
    return kept or revocation_list()


def own_certificate() -> bytes:
    """Our authority, DER. Raises NoCertificate."""
    root = x509.load_pem_x509_certificate(_authority().chain_pem.encode())
    return root.public_bytes(serialization.Encoding.DER)


def own_list(issuer: x509.Certificate) -> bytes | None:
    """Our list, when `issuer` is our own authority: nobody has to be asked. A few are remembered by process."""
    serial = f"{issuer.serial_number:x}"
    authority = _own().filter(serial=serial).first()
    if authority is None or x509.load_pem_x509_certificate(authority.chain_pem.encode()) != issuer:
        return None
    newest = _own().filter(status=Status.ACTIVE).order_by("-id").first()
    return kept_list() if newest == authority else None


def status_answer(asked: bytes) -> bytes:
    """An OCSP answer, DER (RFC 6960), for a request about one certificate; one that says what is wrong with the request."""
    try:
        request = ocsp.load_der_ocsp_request(asked)
    except ValueError:
        return _unsuccessful(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    authority = _own().filter(status=Status.ACTIVE).order_by("-id").first()
    found = (
        Certificate.objects.filter(serial=f"{request.serial_number:x}", issuer_name=authority.common_name).first()
        if authority
        else None
    )
    if authority is None or found is None:
        return _unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    now = datetime.now(UTC).replace(microsecond=0)
    root = x509.load_pem_x509_certificate(authority.chain_pem.encode())
    revoked_at = min(found.revoked_at, now) if found.revoked_at else None
    builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
        issuer_name_hash=request.issuer_name_hash,
        issuer_key_hash=request.issuer_key_hash,
        serial_number=request.serial_number,
        algorithm=request.hash_algorithm,
        cert_status=ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD,
        this_update=now - timedelta(minutes=1),
        next_update=now + timedelta(hours=12),
        revocation_time=revoked_at,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, root)
    try:
        nonce = request.extensions.get_extension_for_class(x509.OCSPNonce)
        builder = builder.add_extension(nonce.value, critical=False)
    except x509.ExtensionNotFound:
        pass
    answer = builder.sign(_authority_key(authority), hashes.SHA256())
    return answer.public_bytes(serialization.Encoding.DER)


def _revoked_by(authority: Certificate) -> CertificateQuerySet:
    return Certificate.objects.filter(status=Status.REVOKED, issuer_name=authority.common_name)


def _unsuccessful(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(serialization.Encoding.DER)


def _issue(
    holder: _Holder, *, purpose: Purpose, actor: Actor, position_id: int | None = None, agency_id: int | None = None
) -> Certificate:
    authority = _authority()
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
    signed = unsigned.sign(_authority_key(authority), hashes.SHA256())
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


def _authority_key(authority: Certificate) -> PrivateKey:
    if authority.key_ref not in _authority_keys:
        _authority_keys[authority.key_ref] = read_key(authority.key_ref.partition(":")[2])
    return _authority_keys[authority.key_ref]


def _own() -> CertificateQuerySet:
    """Authorities whose key is ours; those of others are registered without one."""
    return Certificate.objects.filter(purpose=Purpose.AUTHORITY, key_ref__startswith="software:")


def _authority() -> Certificate:
    authority = _own().filter(status=Status.ACTIVE).order_by("-id").first()
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
