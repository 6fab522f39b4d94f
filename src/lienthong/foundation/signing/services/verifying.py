"""Judging signed PDFs (kiểm tra chữ ký số): whole? by whom? trusted? Answered in sentences people can act on."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from lienthong.foundation.signing import queries
from lienthong.foundation.signing.choices import Status
from lienthong.foundation.signing.models import Certificate
from lienthong.foundation.signing.services.numbering import TEXT_FIELDS
from lienthong.kit import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One signature. `is_intact`: the bytes it covers are those signed; `is_trusted`: an authority we believe vouches for it."""

    name: str
    title: str
    agency: str
    signed_at: datetime | None
    serial: str
    reason: str
    is_intact: bool
    is_trusted: bool
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`valid` when there is a signature, every one holds and nothing was changed after the last but a number and a day filled in.

    `problems` and `notes` in Vietnamese.
    """

    valid: bool
    signers: tuple[Signer, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()


def verify_pdf(content: bytes) -> Verdict:
    """Check every signature of a PDF against the authorities we trust. Never raises for bad content: that is a verdict too."""
    try:
        signatures = list(PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures)
    except (PdfError, ValueError, KeyError, TypeError):
        return _unreadable()
    if not signatures:
        return Verdict(valid=False, signers=(), problems=("Tệp không có chữ ký số nào.",))
    context = _context(queries.trust_roots())
    judged = tuple(_judge(signature, context) for signature in signatures)
    problems = [signer.problem for signer in judged if signer.problem]
    notes = []
    try:
        if signatures[-1].evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_FILE and not problems:
            if _only_filled(signatures[-1]):
                notes.append("Số và ngày được ghi sau chữ ký, vào đúng chỗ để trống; chưa có chữ ký số của cơ quan.")
            else:
                problems.append("Tệp đã được thêm nội dung sau chữ ký cuối cùng.")
    except (PdfError, ValueError, KeyError, TypeError):
        return _unreadable()
    return Verdict(valid=not problems, signers=judged, problems=tuple(problems), notes=tuple(notes))


def _only_filled(signature: Any) -> bool:
    """Whether all that came after a signature is a number and a day in the fields that were left empty for them."""
    signature.compute_integrity_info()
    signed = signature.reader.get_historical_resolver(signature.signed_revision)
    empty = {
        str(ref.get_object().get("/T")) for ref in signed.root["/AcroForm"]["/Fields"] if "/V" not in ref.get_object()
    }
    changes = signature.diff_result
    return (
        bool(empty.intersection(TEXT_FIELDS))
        and getattr(changes, "modification_level", None) == ModificationLevel.FORM_FILLING
        and set(changes.changed_form_fields) <= set(TEXT_FIELDS)
    )


def _unreadable() -> Verdict:
    return Verdict(
        valid=False, signers=(), problems=("Tệp không phải PDF hoặc đã hỏng nên không kiểm tra được chữ ký.",)
    )


def _context(roots: list[Certificate]) -> ValidationContext:
    trusted = [asn1_x509.Certificate.load(pem.unarmor(root.chain_pem.encode())[2]) for root in roots]
    # Revocation of our own certificates stands in our table; fetching lists from outside must not hang a page.
    return ValidationContext(trust_roots=trusted, allow_fetching=False, revocation_mode="soft-fail")


def _judge(signature: Any, context: ValidationContext) -> Signer:
    certificate = signature.signer_cert
    subject = certificate.subject.native
    serial = f"{certificate.serial_number:x}"
    ours = queries.certificate_by_serial(serial)  # holds the names whole, X.509 cuts them
    name = str(subject.get("common_name", "không rõ"))
    intact = trusted = False
    try:
        status = validate_pdf_signature(signature, context)
    except (PdfError, ValueError, KeyError, TypeError) as error:
        problem = f"Chữ ký của {name} không đọc được ({type(error).__name__})."
    else:
        intact, trusted = bool(status.intact and status.valid), bool(status.trusted)
        problem = _problem(name, status, intact=intact)
    if not trusted:
        ours = None  # a serial number can be copied
    if ours is not None and ours.status == Status.REVOKED and ours.revoked_at is not None and not problem:
        trusted = False
        problem = f"Chứng thư số của {name} đã bị thu hồi ngày {ours.revoked_at.astimezone(clock.VIETNAM):%d/%m/%Y}."
    signed_at = signature.self_reported_timestamp
    return Signer(
        name=ours.common_name if ours else name,
        title=ours.title if ours else str(subject.get("title", "")),
        agency=ours.agency_name if ours else str(subject.get("organizational_unit_name", "")),
        signed_at=signed_at.astimezone(clock.VIETNAM) if signed_at else None,
        serial=serial,
        reason=str(signature.sig_object.get("/Reason", "")),
        is_intact=intact,
        is_trusted=trusted,
        problem=problem,
    )


def _problem(name: str, status: Any, *, intact: bool) -> str:
    if not intact:
        return f"Nội dung đã bị thay đổi sau khi {name} ký: chữ ký không còn khớp với tệp."
    if not status.trusted:
        return f"Chứng thư số của {name} không do cơ quan chứng thực mà hệ thống tin cậy cấp, hoặc đã hết hạn."
    if not status.bottom_line:
        return f"Sau khi {name} ký, tệp bị sửa ngoài phạm vi cho phép."
    return ""
