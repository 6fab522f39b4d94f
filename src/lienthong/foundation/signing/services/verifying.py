"""Judging signed PDFs (kiểm tra chữ ký số): whole? by whom? trusted? good when it was signed? Answered in sentences people can act on."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from lienthong.foundation.signing import queries
from lienthong.foundation.signing.choices import Level, SignatureState
from lienthong.foundation.signing.services import chains
from lienthong.foundation.signing.services.judging import Brought, Told, judge_certificate
from lienthong.foundation.signing.services.numbering import TEXT_FIELDS
from lienthong.foundation.signing.services.proving import time_stamp_of
from lienthong.kit import clock

# Files come from anywhere: whatever reading one may raise is a verdict about the file.
_BROKEN = (
    PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, NotImplementedError, OverflowError, RecursionError
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One signature. `is_intact`: the bytes it covers are those signed; `is_trusted`: an authority we believe vouches for it.

    `signed_at` is told by an authority of time when `is_time_proven`, else by the signer. `level`: how much proof it carries.
    """

    name: str
    title: str
    agency: str
    signed_at: datetime | None
    serial: str
    reason: str
    is_intact: bool
    is_trusted: bool
    problem: str = ""
    state: SignatureState = SignatureState.VALID
    is_time_proven: bool = False
    level: Level = Level.B
    issuer: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    notes: tuple[str, ...] = ()

    @property
    def state_text(self) -> str:
        """In Vietnamese."""
        return str(self.state.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`valid` when there is a signature, every one holds and nothing was changed after the last but a number and a day filled in.

    `problems` and `notes` in Vietnamese. `is_asked_again`: an authority did not answer; the same question later may say more.
    """

    valid: bool
    signers: tuple[Signer, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()
    is_asked_again: bool = False


NO_SIGNATURE = "Tệp không có chữ ký số nào."
_LOCKED = "Tệp PDF bị khóa bằng mật khẩu nên không đọc được chữ ký. Ông/bà đề nghị nơi gửi gửi lại bản không khóa."


def verify_pdf(content: bytes, *, may_ask: bool = True) -> Verdict:
    """Check every signature of a PDF against the authorities we trust. Never raises for bad content: that is a verdict too.

    `may_ask`: ask authorities about revocation when neither the file nor what was asked before says it; some seconds at most.
    """
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted:
            return unreadable(_LOCKED)
        signatures = list(reader.embedded_signatures)
        regular = [each for each in signatures if each.sig_object_type == "/Sig"]
    except _BROKEN:
        return unreadable()
    if not regular:
        return Verdict(valid=False, signers=(), problems=(NO_SIGNATURE,))
    case = _Case(reader, signatures, may_ask=may_ask)
    judged = tuple(case.judge(each) for each in regular)
    problems = [signer.problem for signer in judged if signer.problem]
    notes = []
    try:
        last = signatures[-1]
        if not problems and last.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_FILE:
            level = _modifications(last)
            if _only_filled(regular[-1]):
                notes.append("Số và ngày được ghi sau chữ ký, vào đúng chỗ để trống; chưa có chữ ký số của cơ quan.")
            elif level != ModificationLevel.LTA_UPDATES:
                problems.append("Tệp đã được thêm nội dung sau chữ ký cuối cùng.")
    except _BROKEN:
        return unreadable()
    return Verdict(
        valid=not problems,
        signers=judged,
        problems=tuple(problems),
        notes=tuple(notes),
        is_asked_again=case.is_asked_again,
    )


def unreadable(why: str = "Tệp không phải PDF hoặc đã hỏng nên không kiểm tra được chữ ký.") -> Verdict:
    """The verdict about a file that cannot be read."""
    return Verdict(valid=False, signers=(), problems=(why,))


class _Case:
    """One file under judgement: whom we trust, what it brought along, what authorities of time say of it."""

    def __init__(self, reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature], *, may_ask: bool) -> None:
        self._now = max(clock.now(), datetime.now(UTC))
        self._trusted = chains.roots()
        self._may_ask = may_ask
        self._brought = _brought(reader)
        self._stamps = [each for each in signatures if each.sig_object_type == "/DocTimeStamp"]
        self.is_asked_again = False

    def judge(self, signature: EmbeddedPdfSignature) -> Signer:
        """The verdict on one signature."""
        try:
            certificate = chains.from_asn1(signature.signer_cert)
            own = [chains.from_asn1(each) for each in signature.other_embedded_certs]
            brought = Brought(
                certificates=[*own, *self._brought.certificates], crls=self._brought.crls, ocsps=self._brought.ocsps
            )
            told, status = self._look(signature, brought)
        except _BROKEN as error:
            return unreadable_signer(f"Một chữ ký trong tệp không đọc được ({type(error).__name__}).")
        return self._signer(signature, certificate, status, told, brought)

    def _look(self, signature: EmbeddedPdfSignature, brought: Brought) -> tuple[Told, Any]:
        """When it was made and what pyHanko says of it at that moment: a stamp inside it counts, else one over the whole file, else its own word."""
        token = time_stamp_of(signature)
        if token is not None:
            told = Told(at=_time_of(token), is_proven=True)
            context = self._context(told.at, brought)
            status = validate_pdf_signature(signature, context, context)
            validity = status.timestamp_validity
            if validity is not None and validity.valid and validity.intact and validity.trusted:
                return told, status
        over = self._stamped_over(signature, brought)
        at = over or signature.self_reported_timestamp or self._now
        told = Told(at=at if at.tzinfo else at.replace(tzinfo=UTC), is_proven=over is not None)
        context = self._context(told.at, brought)
        return told, validate_pdf_signature(signature, context, context)

    def _signer(
        self,
        signature: EmbeddedPdfSignature,
        certificate: x509.Certificate,
        status: Any,
        told: Told,
        brought: Brought,
    ) -> Signer:
        subject = signature.signer_cert.subject.native
        serial = f"{certificate.serial_number:x}"
        name = _text(subject.get("common_name"), "không rõ")
        intact = bool(status.intact and status.valid)
        opinion = judge_certificate(
            certificate,
            name,
            told=told,
            now=self._now,
            brought=brought,
            trusted=self._trusted,
            may_ask=self._may_ask,
        )
        state, problem = opinion.state, opinion.problem
        if not intact:
            state, problem = (
                SignatureState.CHANGED,
                f"Nội dung đã bị thay đổi sau khi {name} ký: chữ ký không còn khớp với tệp.",
            )
        elif state == SignatureState.VALID and not status.trusted:
            state, problem = (
                SignatureState.UNKNOWN,
                f"Chứng thư số của {name} không được cấp để ký văn bản, hoặc chuỗi chứng thực của nó không hợp lệ.",
            )
        elif state == SignatureState.VALID and not (
            status.seed_value_ok and (status.docmdp_ok or status.modification_level is None)
        ):
            state, problem = SignatureState.CHANGED, f"Sau khi {name} ký, tệp bị sửa ngoài phạm vi cho phép."
        trusted = state == SignatureState.VALID or (state == SignatureState.CHANGED and not opinion.problem)
        self.is_asked_again = self.is_asked_again or opinion.is_asked_again
        notes = list(opinion.notes) if state == SignatureState.VALID else []
        if status.timestamp_validity is not None and not told.is_proven:
            notes.append("Dấu thời gian trong chữ ký không kiểm tra được; giờ ký là giờ người ký ghi.")
        ours = queries.certificate_by_serial(serial) if trusted else None  # a serial number can be copied
        if ours is not None and chains.certificates_of(ours.chain_pem)[0] != certificate:
            ours = None
        level = Level.B
        if told.is_proven:
            level = Level.LT if (self._brought.crls or self._brought.ocsps) else Level.T
        return Signer(
            name=ours.common_name if ours else name,  # ours holds the names whole, X.509 cuts them
            title=ours.title if ours else _text(subject.get("title")),
            agency=ours.agency_name if ours else _text(subject.get("organizational_unit_name")),
            signed_at=told.at.astimezone(clock.VIETNAM)
            if told.is_proven or signature.self_reported_timestamp
            else None,
            serial=serial,
            reason=str(signature.sig_object.get("/Reason", "")),
            is_intact=intact,
            is_trusted=trusted,
            problem=problem,
            state=state,
            is_time_proven=told.is_proven,
            level=level,
            issuer=opinion.issuer,
            valid_from=certificate.not_valid_before_utc.astimezone(clock.VIETNAM),
            valid_until=certificate.not_valid_after_utc.astimezone(clock.VIETNAM),
            notes=tuple(notes),
        )

    def _stamped_over(self, signature: EmbeddedPdfSignature, brought: Brought) -> datetime | None:
        """What the first time stamp over a file that already held this signature says."""
        for each in self._stamps:
            if each.signed_revision <= signature.signed_revision:
                continue
            at = _time_of(each.signed_data)
            status = validate_pdf_timestamp(each, self._context(at, brought))
            if status.valid and status.intact and status.trusted:
                return at
        return None

    def _context(self, moment: datetime, brought: Brought) -> ValidationContext:
        # Revocation is judged by `judging`, which says why and knows what was asked before; here nothing is fetched.
        return ValidationContext(
            trust_roots=[chains.as_asn1(each) for each in self._trusted],
            other_certs=[chains.as_asn1(each) for each in brought.certificates],
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
        )


def _only_filled(signature: EmbeddedPdfSignature) -> bool:
    """Whether all that came after a signature is a number and a day in the fields that were left empty for them."""
    signature.compute_integrity_info()
    signed = signature.reader.get_historical_resolver(signature.signed_revision)
    empty = {
        str(ref.get_object().get("/T")) for ref in signed.root["/AcroForm"]["/Fields"] if "/V" not in ref.get_object()
    }
    changes: Any = signature.diff_result
    return (
        bool(empty.intersection(TEXT_FIELDS))
        and getattr(changes, "modification_level", None) == ModificationLevel.FORM_FILLING
        and set(changes.changed_form_fields) <= set(TEXT_FIELDS)
    )


def _modifications(signature: EmbeddedPdfSignature) -> ModificationLevel | None:
    signature.compute_integrity_info()
    return getattr(signature.diff_result, "modification_level", None)


def _brought(reader: PdfFileReader) -> Brought:
    """The security store of a file (DSS); nothing where there is none."""
    try:
        if "/DSS" not in reader.root:
            return Brought()
        store = DocumentSecurityStore.read_dss(reader)
        return Brought(
            certificates=[chains.from_asn1(each) for each in store.load_certs()],
            crls=[each.get_object().data for each in store.crls],
            ocsps=[each.get_object().data for each in store.ocsps],
        )
    except _BROKEN:
        return Brought()


def _time_of(token: Any) -> datetime:
    """`genTime` of a time stamp, aware."""
    told: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return told


def unreadable_signer(problem: str) -> Signer:
    """A signature of which nothing can be said but why."""
    return Signer(
        name="không rõ",
        title="",
        agency="",
        signed_at=None,
        serial="",
        reason="",
        is_intact=False,
        is_trusted=False,
        problem=problem,
        state=SignatureState.UNREADABLE,
    )


def _text(value: Any, default: str = "") -> str:
    """One text of a name; several values are joined."""
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value) if value else default
