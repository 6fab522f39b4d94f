"""Signing XML (ký số tệp XML): XML-DSig and XAdES, enveloped, by the same devices as PDF.

XAdES B-B; B-T where the authority of time answers. Canonical XML 1.1 (exclusive canonicalisation breaks XAdES in signxml), SHA-256, RSA or ECDSA.
"""

import asyncio
import hashlib
from base64 import b64encode
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from lxml import etree
from signxml.algorithms import SignatureConstructionMethod, SignatureMethod
from signxml.signer import XMLSigner
from signxml.xades.xades import XAdESSigner

from lienthong.foundation.signing import queries
from lienthong.foundation.signing.adapters import device_for
from lienthong.foundation.signing.choices import Level
from lienthong.foundation.signing.errors import NotSignable
from lienthong.foundation.signing.models import Certificate
from lienthong.foundation.signing.services import chains, proving
from lienthong.foundation.signing.services.concluding import record_signature
from lienthong.kit import clock
from lienthong.kit.actor import Actor

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
LARGEST_BYTES = 20 * 1024 * 1024


def sign_xml(*, actor: Actor, content: bytes, reason: str, advanced: bool = True, by_agency: bool = False) -> bytes:
    """The document with a signature as the last child of its root. `advanced`: XAdES, else plain XML-DSig. `by_agency`: the agency's key.

    Raises NoCertificate, KeyUnavailable, AuthorizationNeeded, NotSignable.
    """
    if by_agency:
        certificate = queries.certificate_of_agency(actor.agency_id)
    else:
        certificate = queries.certificate_of_position(actor.position.id if actor.position else None)
    root = read_xml(content)
    if root is None:
        raise NotSignable(
            "Chỉ ký được tệp XML đúng cú pháp, không có khai báo DTD; tệp này không đọc được. Ông/bà tạo lại tệp rồi ký."
        )
    own, *above = chains.certificates_of(certificate.chain_pem)
    options: dict[str, Any] = {
        "method": SignatureConstructionMethod.enveloped,
        "signature_algorithm": _algorithm(own),
        "digest_algorithm": "sha256",
    }
    signer = XAdESSigner(**options) if advanced else XMLSigner(**options)
    signed = signer.sign(root, key=_DeviceKey(certificate, own), cert=[own, *above])  # type: ignore[arg-type]  # it asks for `sign` only
    level = Level.B
    if advanced and proving.wanted_level(certificate.agency_id or actor.agency_id, clock.now()) != Level.B:
        level = _add_time(signed)
    out: bytes = etree.tostring(signed, xml_declaration=True, encoding="UTF-8")
    with transaction.atomic():
        record_signature(actor, certificate, reason, out, level=level)
    return out


def read_xml(content: bytes) -> Any:
    """The root; None for what is no XML, or XML that brings definitions or entities of its own."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    if len(content) > LARGEST_BYTES:
        return None
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root.getroottree().docinfo.doctype else root


def canonical_value(signature: Any) -> bytes:
    """What a time stamp of XAdES is about: the canonical form of `ds:SignatureValue`."""
    value = signature.find(f"{{{DS}}}SignatureValue")
    out: bytes = etree.tostring(value, method="c14n", exclusive=True, with_tail=False)
    return out


class _DeviceKey:
    """A device in the shape of a private key of `cryptography`."""

    def __init__(self, certificate: Certificate, own: x509.Certificate) -> None:
        self._device = device_for(certificate.key_ref)
        self._public = cast("Any", own.public_key())
        self.key_size = self._public.key_size
        self.curve = getattr(self._public, "curve", None)

    def public_key(self) -> Any:
        """The public half."""
        return self._public

    def sign(self, data: bytes, padding: Any = None, algorithm: Any = None, signature_algorithm: Any = None) -> bytes:
        """RSA PKCS#1 v1.5 or DER of ECDSA over SHA-256."""
        del padding, algorithm, signature_algorithm
        return self._device.sign(data, "sha256")


def _algorithm(own: x509.Certificate) -> SignatureMethod:
    is_ec = isinstance(own.public_key(), ec.EllipticCurvePublicKey)
    return SignatureMethod.ECDSA_SHA256 if is_ec else SignatureMethod.RSA_SHA256


def _add_time(root: Any) -> Level:
    signature = root.find(f"{{{DS}}}Signature")
    properties = signature.find(f".//{{{XADES}}}QualifyingProperties")
    digest = hashlib.sha256(canonical_value(signature)).digest()
    try:
        token = asyncio.run(proving.stamper().async_timestamp(digest, "sha256"))
    except OSError:
        return Level.B
    unsigned = etree.SubElement(properties, f"{{{XADES}}}UnsignedProperties")
    unsigned = etree.SubElement(unsigned, f"{{{XADES}}}UnsignedSignatureProperties")
    stamp = etree.SubElement(unsigned, f"{{{XADES}}}SignatureTimeStamp")
    etree.SubElement(stamp, f"{{{DS}}}CanonicalizationMethod", Algorithm=EXCLUSIVE)
    etree.SubElement(stamp, f"{{{XADES}}}EncapsulatedTimeStamp").text = b64encode(token.dump()).decode()
    return Level.T
