"""Keys and certificates of the sandbox's authority (khóa, chứng thư): made when they are first needed, kept in a folder."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

NAME = "CA công vụ thử nghiệm"
ORGANIZATION = "Cơ quan chứng thực công vụ (thử nghiệm)"

type Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and its certificate."""

    key: Key
    certificate: x509.Certificate


class Keys:
    """Root, issuing authority, OCSP responder and TSA, by name: "root", "issuing", "responder", "tsa"."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder, self._url = folder, url
        self._pairs: dict[str, Pair] = {}
        self._lock = threading.RLock()

    def publish_root(self) -> None:
        """The root in a file of its own, for those who are told whom to trust by a file."""
        content, path = pem(self.pair("root").certificate), self._folder / "goc.pem"
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)

    def pair(self, name: str) -> Pair:
        """Key and certificate of that name."""
        with self._lock:
            if name not in self._pairs:
                self._pairs[name] = _read(self._folder / f"{name}.pem") or self._make(name)
            return self._pairs[name]

    def _make(self, name: str) -> Pair:
        begin = datetime.now(UTC) - timedelta(days=2 * 365)
        many_years = begin + timedelta(days=20 * 365)
        # The stamper of the library signs with RSA only.
        key: Key = rsa.generate_private_key(65537, 2048) if name == "tsa" else ec.generate_private_key(ec.SECP256R1())
        subject = _name(
            {"root": f"{NAME} - gốc", "issuing": NAME, "responder": f"{NAME} - OCSP", "tsa": f"{NAME} - TSA"}[name]
        )
        parent = {"root": None, "issuing": "root"}.get(name, "issuing")
        made = Pair(
            key,
            self.certificate(
                key.public_key(),
                subject,
                self.pair(parent) if parent else Pair(key, None),  # type: ignore[arg-type]  # a root vouches for itself
                begin=begin,
                end=many_years,
                kind=name,
            ),
        )
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{name}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + pem(made.certificate)
        )
        path.chmod(0o600)
        return made

    def certificate(
        self,
        public_key: Any,
        subject: x509.Name,
        issuer: Pair,
        *,
        begin: datetime,
        end: datetime,
        kind: str = "person",
    ) -> x509.Certificate:
        """A certificate; `kind` is a name of a pair, or "person"."""
        is_ca = kind in {"root", "issuing"}
        parent = issuer.certificate
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(parent.subject if parent else subject)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(_usage(is_ca=is_ca), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        )
        if parent is not None:
            of_root = parent.subject == parent.issuer
            builder = builder.add_extension(self._crl_point(of_root=of_root), critical=False)
            if kind != "responder":
                builder = builder.add_extension(self._access(of_root=of_root), critical=False)
        uses = {"tsa": ExtendedKeyUsageOID.TIME_STAMPING, "responder": ExtendedKeyUsageOID.OCSP_SIGNING}.get(kind)
        if kind == "person":
            uses = ExtendedKeyUsageOID.EMAIL_PROTECTION
        if uses is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([uses]), critical=kind == "tsa")
        if kind == "responder":
            builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
        return builder.sign(issuer.key, hashes.SHA256())

    def _crl_point(self, *, of_root: bool) -> x509.CRLDistributionPoints:
        url = f"{self._url}/ca/{'goc' if of_root else 'cap'}.crl"
        return x509.CRLDistributionPoints(
            [x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)]
        )

    def _access(self, *, of_root: bool) -> x509.AuthorityInformationAccess:
        url = self._url
        issuer = f"{url}/ca/{'goc' if of_root else 'cap'}.crt"
        return x509.AuthorityInformationAccess(
            [
                x509.AccessDescription(
                    AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{url}/ca/ocsp")
                ),
                x509.AccessDescription(
                    AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(issuer)
                ),
            ]
        )


def subject_of(common_name: str, *, title: str = "", agency: str = "") -> x509.Name:
    """The name of a person at an agency, as this authority writes it."""
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, agency[:60]),
        (NameOID.TITLE, title[:60]),
        (NameOID.COMMON_NAME, common_name[:60]),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANIZATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(*, is_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=not is_ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )


def _read(path: Path) -> Pair | None:
    if not path.exists():
        return None
    content = path.read_bytes()
    key = serialization.load_pem_private_key(content, None)
    return Pair(key, x509.load_pem_x509_certificate(content))  # type: ignore[arg-type]  # of the two kinds made here


def pem(certificate: x509.Certificate) -> bytes:
    """PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def der(certificate: x509.Certificate) -> bytes:
    """DER."""
    return certificate.public_bytes(serialization.Encoding.DER)
