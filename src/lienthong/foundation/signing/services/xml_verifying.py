"""Judging signed XML (kiểm tra chữ ký số tệp XML): XML-DSig and XAdES, in the same words as PDF."""

import asyncio
import binascii
import contextlib
import hashlib
import itertools
from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.x509.oid import NameOID
from lxml import etree
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext
from signxml.exceptions import InvalidDigest, InvalidInput, InvalidSignature
from signxml.verifier import SignatureConfiguration, XMLVerifier

from lienthong.foundation.signing import queries
from lienthong.foundation.signing.choices import Level, SignatureState
from lienthong.foundation.signing.services import chains
from lienthong.foundation.signing.services.judging import Brought, Told, certificates_from, judge_certificate
from lienthong.foundation.signing.services.verifying import (
    NO_SIGNATURE,
    Signer,
    Verdict,
    unreadable,
    unreadable_signer,
    verify_pdf,
)
from lienthong.foundation.signing.services.xml_signing import DS, EXCLUSIVE, XADES, canonical_value, read_xml
from lienthong.kit import clock

_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, etree.LxmlError)


def verify_file(content: bytes, *, may_ask: bool = True) -> Verdict:
    """The verdict on a signed file of either kind, known by its content."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" not in content[:1024] and start.startswith(b"<"):
        return verify_xml(content, may_ask=may_ask)
    return verify_pdf(content, may_ask=may_ask)


def verify_xml(content: bytes, *, may_ask: bool = True) -> Verdict:
    """Check the signatures of an XML document. Never raises for bad content. See `verify_pdf`."""
    root = read_xml(content)
    if root is None:
        return unreadable("Tệp không phải XML đúng cú pháp (hoặc có khai báo DTD) nên không kiểm tra được chữ ký.")
    signatures = [root] if root.tag == f"{{{DS}}}Signature" else root.findall(f".//{{{DS}}}Signature")
    if not signatures:
        return Verdict(valid=False, signers=(), problems=(NO_SIGNATURE,))
    asked_again = False
    judged = []
    for signature in signatures[:20]:
        signer, again = _judge(root, signature, may_ask=may_ask)
        judged.append(signer)
        asked_again = asked_again or again
    problems = tuple(each.problem for each in judged if each.problem)
    return Verdict(valid=not problems, signers=tuple(judged), problems=problems, is_asked_again=asked_again)


def _judge(root: Any, signature: Any, *, may_ask: bool) -> tuple[Signer, bool]:
    now = max(clock.now(), datetime.now(UTC))
    try:
        found = certificates_from(b64decode(each.text) for each in signature.iterfind(f".//{{{DS}}}X509Certificate"))
    except (binascii.Error, TypeError):
        found = []
    if not found:
        return unreadable_signer("Chữ ký trong tệp XML không kèm chứng thư số nên không biết ai ký."), False
    certificate, *others = found
    brought = Brought(
        certificates=others,
        crls=_carried(signature, f"{{{DS}}}X509CRL", f"{{{XADES}}}EncapsulatedCRLValue"),
        ocsps=_carried(signature, f"{{{XADES}}}EncapsulatedOCSPValue"),
    )
    told = _told(signature, brought, now)
    name = _first(certificate, NameOID.COMMON_NAME) or "không rõ"
    opinion = judge_certificate(
        certificate, name, told=told, now=now, brought=brought, trusted=chains.roots(), may_ask=may_ask
    )
    state, problem, notes = opinion.state, opinion.problem, list(opinion.notes)
    whole = _check(root, signature, certificate)
    if whole is SignatureState.CHANGED:
        state = SignatureState.CHANGED
        problem = f"Nội dung đã bị thay đổi sau khi {name} ký: chữ ký không còn khớp với tệp."
    elif whole is SignatureState.UNREADABLE:
        return unreadable_signer(f"Chữ ký của {name} trong tệp XML theo cách mà hệ thống không đọc được."), False
    elif whole is None:
        notes.append("Chữ ký chỉ bao một phần của tệp XML; phần còn lại không được ký.")
    if state == SignatureState.VALID and not _may_sign(certificate):
        state, problem = SignatureState.UNKNOWN, f"Chứng thư số của {name} không được cấp để ký văn bản."
    trusted = state == SignatureState.VALID
    ours = queries.certificate_by_serial(f"{certificate.serial_number:x}") if trusted else None
    return Signer(
        name=ours.common_name if ours else name,
        title=ours.title if ours else _first(certificate, NameOID.TITLE),
        agency=ours.agency_name if ours else _first(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME),
        signed_at=told.at.astimezone(clock.VIETNAM) if told.is_proven or _claimed(signature) else None,
        serial=f"{certificate.serial_number:x}",
        reason="",
        is_intact=state != SignatureState.CHANGED,
        is_trusted=trusted,
        problem=problem,
        state=state,
        is_time_proven=told.is_proven,
        level=Level.T if told.is_proven else Level.B,
        issuer=opinion.issuer,
        valid_from=certificate.not_valid_before_utc.astimezone(clock.VIETNAM),
        valid_until=certificate.not_valid_after_utc.astimezone(clock.VIETNAM),
        notes=tuple(notes),
    ), opinion.is_asked_again


def _check(root: Any, signature: Any, certificate: x509.Certificate) -> SignatureState | None:
    """VALID: the whole document is as signed; None: a part of it is; CHANGED, UNREADABLE."""
    parent = signature.getparent()
    location = "./" if parent is None or parent is root else f"./{root.getroottree().getelementpath(parent)}/"
    if parent is not None and parent.find(f"{{{DS}}}Signature") is not signature:
        return SignatureState.UNREADABLE  # two in one place: the library reads the first
    config = SignatureConfiguration(
        location=location,
        expect_references=True if len(signature.findall(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")) != 1 else 1,
        verification_time=certificate.not_valid_before_utc,  # dates are judged at the time of signing, elsewhere
    )
    try:
        results = XMLVerifier().verify(
            root, x509_cert=certificate, expect_config=config, id_attribute=_id_name(signature)
        )
    except (InvalidDigest, InvalidSignature):
        return SignatureState.CHANGED
    except (InvalidInput, NotImplementedError, *_BROKEN):
        return SignatureState.UNREADABLE
    signed = results if isinstance(results, list) else [results]
    uris = [each.get("URI") for each in signature.iterfind(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")]
    covers = "" in uris or any(each.signed_xml is not None and each.signed_xml.tag == root.tag for each in signed)
    return SignatureState.VALID if covers else None


def _id_name(signature: Any) -> str | None:
    """XAdES writes `Id`; edXML `id`: whichever names what is referred to."""
    for reference in signature.iterfind(f"{{{DS}}}SignedInfo/{{{DS}}}Reference"):
        wanted = (reference.get("URI") or "").removeprefix("#")
        for name in ("Id", "ID", "id") if wanted else ():
            if signature.getroottree().getroot().find(f".//*[@{name}='{wanted}']") is not None and name == "id":
                return "id"
    return None


def _carried(signature: Any, *tags: str) -> list[bytes]:
    """Lists and answers of authorities that came along; each is believed only under its authority's own signature."""
    found = []
    for each in itertools.islice(signature.iter(*tags), 20):
        with contextlib.suppress(binascii.Error, TypeError):
            found.append(b64decode(each.text))
    return found


def _told(signature: Any, brought: Brought, now: datetime) -> Told:
    stamp = signature.find(f".//{{{XADES}}}SignatureTimeStamp")
    if stamp is not None:
        proven = _stamped_at(signature, stamp, brought)
        if proven is not None:
            return Told(at=proven, is_proven=True)
    return Told(at=_claimed(signature) or now, is_proven=False)


def _claimed(signature: Any) -> datetime | None:
    text = signature.findtext(f".//{{{XADES}}}SigningTime")
    try:
        said = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return said if said is None or said.tzinfo else said.replace(tzinfo=UTC)


def _stamped_at(signature: Any, stamp: Any, brought: Brought) -> datetime | None:
    method = stamp.find(f"{{{DS}}}CanonicalizationMethod")
    token_text = stamp.findtext(f"{{{XADES}}}EncapsulatedTimeStamp")
    if method is None or method.get("Algorithm") != EXCLUSIVE or not token_text:
        return None
    value = canonical_value(signature)
    try:
        token = cms.ContentInfo.load(b64decode(token_text))["content"]
        at: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
        context = ValidationContext(
            trust_roots=[chains.as_asn1(each) for each in chains.roots()],
            other_certs=[chains.as_asn1(each) for each in brought.certificates],
            moment=at,
            allow_fetching=False,
            revocation_mode="soft-fail",
        )
        told = asyncio.run(
            validate_tst_signed_data(token, context, lambda algorithm: hashlib.new(algorithm, value).digest())
        )
    except (*_BROKEN, binascii.Error):
        return None
    return at if told["intact"] and told["valid"] and told["validation_path"] is not None else None


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return True
    return usage.digital_signature or usage.content_commitment


def _first(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
