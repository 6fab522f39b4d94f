"""Signatures of a file in words (chữ ký của tệp), judged once for its bytes and kept for a while: a certificate may be revoked."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.cache import cache

from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.files.queries import StoredFile
from lienthong.kit.clock import VIETNAM

if TYPE_CHECKING:
    from lienthong.foundation.signing.services import Signer

KEPT_SECONDS = 10 * 60
ASKED_AGAIN_SECONDS = 30
"""When an authority did not answer: it may soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureSeen:
    """One signature. `tone`: "done" holds, "soon" the bytes hold but nobody we know vouches for the signer, "late" does not hold."""

    name: str
    about: str
    tone: str
    verdict: str
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturesSeen:
    """`said` sums it up in a sentence, `tone` as above or "" without signatures. `notes`, `problems`: sentences on the whole file."""

    said: str
    tone: str
    signatures: tuple[SignatureSeen, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_asked_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The file as it was signed, before proof was added: its digest, by which token it is fetched, to which level it was raised and when."""

    sha256: str
    token: str
    level: str
    raised_at: datetime


NONE = SignaturesSeen(said="Tệp không có chữ ký số.", tone="")


def signatures_of(file: StoredFile) -> SignaturesSeen:
    """What the signatures of a PDF say. Raises FileDamaged."""
    if file.media_type != PDF:
        return NONE
    key = f"reading:signatures:{file.sha256}"
    found: SignaturesSeen | None = cache.get(key)
    if found is None:
        found = _judged(files.read_bytes(file))
        cache.set(key, found, ASKED_AGAIN_SECONDS if found.is_asked_again else KEPT_SECONDS)
    return found


def original_of(file: StoredFile) -> Original | None:
    """Where this file got its proof later: the one that was signed."""
    if file.media_type != PDF or file.made_from_id is None:
        return None
    from lienthong.foundation.signing import queries as signing

    found = signing.original_of(file_id=file.id)
    if found is None or found.done_at is None:
        return None
    return Original(sha256=found.sha256, token=signing.token_of(found), level=found.reached, raised_at=found.done_at)


def _judged(content: bytes) -> SignaturesSeen:
    if b"/ByteRange" not in content:  # nothing to judge, and nothing to load pyHanko for
        return NONE
    from lienthong.foundation.signing import services as signing

    verdict = signing.verify_pdf(content)
    if not verdict.signers:
        return SignaturesSeen(
            said=verdict.problems[0] if verdict.problems else NONE.said, tone="late" if verdict.problems else ""
        )
    seen = tuple(_seen(signer) for signer in verdict.signers)
    of_signers = {signer.problem for signer in verdict.signers}
    count = len(seen)
    return SignaturesSeen(
        said=f"{count} chữ ký, tất cả còn nguyên vẹn và hợp lệ."
        if verdict.valid
        else "Chữ ký không hợp lệ hoặc chưa kiểm được hết. Xem từng chữ ký bên dưới.",
        tone="done" if verdict.valid else "late",
        signatures=seen,
        problems=tuple(each for each in verdict.problems if each not in of_signers),
        notes=tuple(verdict.notes),
        is_asked_again=verdict.is_asked_again,
    )


def _seen(signer: "Signer") -> SignatureSeen:
    problem = signer.problem
    tone = "done" if signer.is_trusted and not problem else "soon" if signer.state == "unknown" else "late"
    rows = (
        ("Ký lúc", _moment(signer.signed_at) + ("" if signer.is_time_proven else " (theo máy người ký)")),
        ("Dấu thời gian", "có, do cơ quan cấp dấu thời gian xác nhận" if signer.is_time_proven else "không có"),
        ("Mức chữ ký", str(signer.level.label)),
        ("Nơi cấp chứng thư", signer.issuer),
        ("Chứng thư đến", f"{signer.valid_until.astimezone(VIETNAM):%d/%m/%Y}" if signer.valid_until else ""),
        ("Số chứng thư", signer.serial),
        ("Lý do ký", signer.reason),
    )
    return SignatureSeen(
        name=signer.name,
        about=", ".join(each for each in (signer.title, signer.agency) if each),
        tone=tone,
        verdict=problem or f"{signer.state_text}. Nội dung còn nguyên vẹn từ khi ký.",
        rows=tuple((label, value) for label, value in rows if value),
        notes=signer.notes,
    )


def _moment(value: datetime | None) -> str:
    return f"{value.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}" if value else "không ghi"
