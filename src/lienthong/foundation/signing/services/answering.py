"""What our own authority answers (cơ quan chứng thực thử nghiệm trả lời): the list of those taken back, the status of one, its certificate."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from django.core.cache import cache
from django.db.models import Count, Max

from lienthong.foundation.signing.choices import Status
from lienthong.foundation.signing.models import Certificate, CertificateQuerySet
from lienthong.foundation.signing.services.authority import authority_key, current_authority, own_authorities

CRL_DAYS = 7
_KEPT_SECONDS = 60  # a revocation is public within a minute


def revocation_list() -> bytes:
    """The list of revoked certificates (CRL), DER, signed by the authority, good for `CRL_DAYS` days. Raises NoCertificate."""
    authority = current_authority()
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
    return builder.sign(authority_key(authority), hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def kept_list() -> bytes:
    """The list as it is given away: made anew every minute, and at once after a revocation. Raises NoCertificate."""
    authority = current_authority()
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
    root = x509.load_pem_x509_certificate(current_authority().chain_pem.encode())
    return root.public_bytes(serialization.Encoding.DER)


def own_list(issuer: x509.Certificate) -> bytes | None:
    """Our list, when `issuer` is our own authority: nobody has to be asked. A few are remembered by process."""
    serial = f"{issuer.serial_number:x}"
    authority = own_authorities().filter(serial=serial).first()
    if authority is None or x509.load_pem_x509_certificate(authority.chain_pem.encode()) != issuer:
        return None
    newest = own_authorities().filter(status=Status.ACTIVE).order_by("-id").first()
    return kept_list() if newest == authority else None


def status_answer(asked: bytes) -> bytes:
    """An OCSP answer, DER (RFC 6960), for a request about one certificate; one that says what is wrong with the request."""
    try:
        request = ocsp.load_der_ocsp_request(asked)
    except ValueError:
        return _unsuccessful(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    authority = own_authorities().filter(status=Status.ACTIVE).order_by("-id").first()
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
    answer = builder.sign(authority_key(authority), hashes.SHA256())
    return answer.public_bytes(serialization.Encoding.DER)


def _revoked_by(authority: Certificate) -> CertificateQuerySet:
    return Certificate.objects.filter(status=Status.REVOKED, issuer_name=authority.common_name)


def _unsuccessful(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(serialization.Encoding.DER)
