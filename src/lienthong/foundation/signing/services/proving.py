"""How much proof a signature carries (mức chữ ký): B-B, a time stamp (B-T), and that nothing was taken back (B-LT).

Nobody waits for a foreign server: what cannot be had at once is marked (`Raising`) and added later, as another file. The bytes that were
signed stay as they are.
"""

import hashlib
import io
import re
from datetime import UTC, datetime, timedelta

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from django.conf import settings
from django.db import transaction
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import queries as files
from lienthong.foundation.files import services as storing
from lienthong.foundation.signing.adapters.time_stamps import HttpTimeStamper
from lienthong.foundation.signing.choices import Level, RaisingState
from lienthong.foundation.signing.events import SignatureRaised
from lienthong.foundation.signing.models import AgencySigning, Certificate, Raising
from lienthong.foundation.signing.services import chains
from lienthong.foundation.signing.services.evidence import gather
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import publish

MOST_ATTEMPTS = 5000
"""About a week, one every two minutes."""
_PRESENT = timedelta(hours=1)
_RANGE = re.compile(rb"/ByteRange\s*\[\s*\d+\s+\d+\s+(\d+)\s+(\d+)\s*\]")


def wanted_level(agency_id: int | None, moment: datetime) -> Level:
    """The level an agency signs at; B-B where nobody stamps time, and for a paper that is dated on another day than today."""
    if not settings.TSA_URL or abs(moment - datetime.now(UTC)) > _PRESENT:
        return Level.B
    own = AgencySigning.objects.filter(agency_id=agency_id or 0).values_list("level", flat=True).first()
    return Level(own or settings.SIGNING_LEVEL)


def stamper() -> HttpTimeStamper:
    """The authority of time of this installation."""
    return HttpTimeStamper(settings.TSA_URL)


def add_evidence(content: bytes, now: datetime) -> bytes | None:
    """The file with a security store (DSS): chains and answers about revocation for every signature and time stamp; None when one is missing."""
    trusted = chains.roots()
    certificates = {}
    crls: dict[bytes, None] = {}
    ocsps: dict[bytes, None] = {}
    for held in _signers(content):
        chain = chains.climb(
            chains.from_asn1(held.signer_cert), [chains.from_asn1(each) for each in held.other_certs], trusted
        )
        if chain is None:
            return None
        proof = gather(chain, now)
        if not proof.is_complete:
            return None
        certificates.update(dict.fromkeys(chain))
        crls.update(dict.fromkeys(proof.crls))
        ocsps.update(dict.fromkeys(proof.ocsps))
    out = io.BytesIO(content)
    DocumentSecurityStore.add_dss(
        out,
        None,
        certs=[chains.as_asn1(each) for each in certificates],
        crls=[asn1_crl.CertificateList.load(each) for each in crls],
        ocsps=[asn1_ocsp.OCSPResponse.load(each) for each in ocsps],
        strict=False,
    )
    return out.getvalue()


def add_document_time(content: bytes) -> bytes | None:
    """The file with a time stamp over all of it (DocTimeStamp); None when the authority does not answer."""
    source = stamper()
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    try:
        made = signers.PdfTimeStamper(source).timestamp_pdf(writer, "sha256", None, bytes_reserved=16_384)
    except OSError:
        return None
    return bytes(made.getvalue())


def remember(*, content: bytes, certificate: Certificate, wanted: Level, reached: Level, why: str) -> None:
    """That this file is to be raised later."""
    Raising.objects.get_or_create(
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "certificate": certificate,
            "wanted": wanted,
            "reached": reached,
            "why": why[:200],
            "signed_at": clock.now(),
        },
    )


def replace_waiting(content: bytes) -> None:
    """A paper that is signed on: what waited for its earlier signatures is covered by what follows."""
    ends = {int(start) + int(length) for start, length in _RANGE.findall(content)}
    if ends:
        earlier = [hashlib.sha256(content[:end]).hexdigest() for end in ends]
        Raising.objects.filter(sha256__in=earlier, state=RaisingState.WAITING).update(state=RaisingState.REPLACED)


def follow_filled(before: bytes, filled: bytes) -> None:
    """Number and day were written into a signed paper: what waits for proof is the paper with them."""
    Raising.objects.filter(sha256=hashlib.sha256(before).hexdigest(), state=RaisingState.WAITING).update(
        sha256=hashlib.sha256(filled).hexdigest()
    )


def raise_waiting(*, at_most: int = 50) -> int:
    """Try what waits, longest waiting first, each in its own transaction. How many were raised. Running twice does nothing twice."""
    if not settings.TSA_URL:
        return 0
    ids = (
        Raising.objects.filter(state=RaisingState.WAITING)
        .order_by("attempts", "signed_at")
        .values_list("id", flat=True)
    )
    return sum(raise_one(raising_id=each) for each in list(ids[:at_most]))


@transaction.atomic
def raise_one(*, raising_id: int) -> bool:
    """Raise one file to the level that was wanted. True when it is done now."""
    row = Raising.objects.select_for_update(skip_locked=True).filter(pk=raising_id, state=RaisingState.WAITING).first()
    if row is None:
        return False
    file = row.file or files.file_with_sha256(row.sha256)
    made, row.why = (
        (None, "Chưa thấy tệp đã ký trong kho tệp.") if file is None else _raised(storing.read_bytes(file), row.wanted)
    )
    row.file, row.attempts = file, row.attempts + 1
    if file is not None and made is not None:
        row.raised = storing.store_bytes(
            name=file.name, media_type=file.media_type, content=made, purpose=file.purpose, actor=SYSTEM, made_from=file
        )
        row.reached, row.state, row.done_at = row.wanted, RaisingState.DONE, clock.now()
        audit.record(
            actor=SYSTEM,
            verb="raise_signature",
            subject_type="file",
            subject_id=file.id,
            details={"level": row.wanted, "raised": str(row.raised.id), "sha256": row.raised.sha256},
        )
        publish(SignatureRaised(file_id=file.id, raised_id=row.raised.id, level=row.wanted))
    elif row.attempts >= MOST_ATTEMPTS or (file is None and clock.now() - row.signed_at > timedelta(days=1)):
        row.state = RaisingState.GIVEN_UP
    row.save()
    return row.state == RaisingState.DONE


def _raised(content: bytes, wanted: str) -> tuple[bytes | None, str]:
    """Stamped where a signature has no time yet, then with evidence where that is wanted; or why not."""
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    if any(time_stamp_of(each) is None for each in reader.embedded_regular_signatures):
        stamped = add_document_time(content)
        if stamped is None:
            return None, "Cơ quan cấp dấu thời gian chưa trả lời."
        content = stamped
    if wanted == Level.T:
        return content, ""
    made = add_evidence(content, datetime.now(UTC))
    return (made, "") if made else (None, "Cơ quan chứng thực chưa trả lời về tình trạng chứng thư.")


def time_stamp_of(signature: EmbeddedPdfSignature) -> cms.SignedData | None:
    """The time stamp inside a signature, None without one."""
    return next(iter(extract_tst_data_iter(signature.signer_info, signed=False)), None)


def _signers(content: bytes) -> list[SignedDataCerts]:
    found = []
    for each in PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures:
        found.append(extract_certificate_info(each.signed_data))
        stamp = time_stamp_of(each)
        if stamp is not None:
            found.append(extract_certificate_info(stamp))
    return found
