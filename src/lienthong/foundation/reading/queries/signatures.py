"""Signatures of a file in words (chữ ký của tệp), judged once for its bytes and kept for a while: a certificate may be revoked."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.files.queries import StoredFile

KEPT_SECONDS = 10 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureSeen:
    """One signature. `tone`: "done" holds, "soon" holds but its signer is not known for sure, "late" does not hold."""

    name: str
    about: str
    tone: str
    verdict: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturesSeen:
    """`said` sums it up in a sentence, `tone` as above or "" without signatures. `notes`, `problems`: sentences on the whole file."""

    said: str
    tone: str
    signatures: tuple[SignatureSeen, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


NONE = SignaturesSeen(said="Tệp không có chữ ký số.", tone="")


def signatures_of(file: StoredFile) -> SignaturesSeen:
    """What the signatures of a PDF say. Raises FileDamaged."""
    if file.media_type != PDF:
        return NONE
    key = f"reading:signatures:{file.sha256}"
    found: SignaturesSeen | None = cache.get(key)
    if found is None:
        found = _judged(files.read_bytes(file))
        cache.set(key, found, KEPT_SECONDS)
    return found


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
    of_signers = {getattr(signer, "problem", "") for signer in verdict.signers}
    count = len(seen)
    return SignaturesSeen(
        said=f"{count} chữ ký, tất cả còn nguyên vẹn và hợp lệ."
        if verdict.valid
        else "Chữ ký không hợp lệ hoặc chưa kiểm được hết. Xem từng chữ ký bên dưới.",
        tone="done" if verdict.valid else "late",
        signatures=seen,
        problems=tuple(each for each in verdict.problems if each not in of_signers),
        notes=tuple(verdict.notes),
    )


def _seen(signer: object) -> SignatureSeen:
    """Whatever the judge tells of a signature; what it does not tell is left out."""

    def told(*names: str) -> str:
        found = next((value for name in names if (value := getattr(signer, name, None)) not in (None, "", ())), "")
        return _words(found)

    intact, trusted = bool(getattr(signer, "is_intact", False)), bool(getattr(signer, "is_trusted", False))
    problem = told("problem")
    tone = "late" if not intact else "soon" if problem or not trusted else "done"
    rows = (
        ("Ký lúc", told("stamped_at", "signed_at")),
        ("Dấu thời gian", told("timestamp_authority", "stamped_by")),
        ("Mức chữ ký", told("level")),
        ("Số chứng thư", told("serial")),
        ("Nơi cấp", told("issuer", "issuer_name")),
        ("Chứng thư đến", told("not_after", "valid_until")),
        ("Lý do", told("reason")),
    )
    return SignatureSeen(
        name=told("name"),
        about=", ".join(each for each in (told("title"), told("agency")) if each),
        tone=tone,
        verdict=problem or "Nội dung còn nguyên vẹn từ khi ký; chứng thư số do nơi hệ thống tin cậy cấp.",
        rows=tuple((label, value) for label, value in rows if value),
    )


def _words(value: object) -> str:
    if isinstance(value, datetime):
        from lienthong.kit.clock import VIETNAM

        return f"{value.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}"
    label = getattr(value, "label", None)
    return str(label or value)
