"""Is this the copy? (kiểm tra bản sao): the bytes, the signature, whether it still counts."""

from dataclasses import dataclass

from lienthong.domain.copies import queries
from lienthong.domain.copies.choices import CopyState
from lienthong.foundation.signing import services as signing

MAX_BYTES = 30 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`good`: the copy itself, and it counts. `said`: one sentence for whoever asks."""

    good: bool
    said: str


def check_file(*, code: str, content: bytes) -> Answer:
    """Hold a file against the copy with this code. Raises NotFound for an unknown code; never for bad content."""
    shown = queries.shown_by_code(code)
    if not queries.is_the_file(shown, content):
        verdict = signing.verify_pdf(content)
        why = " ".join(verdict.problems) if not verdict.valid else "Tệp có chữ ký hợp lệ nhưng là một văn bản khác."
        return Answer(
            good=False, said=f"Tệp này không phải bản sao {shown.notation}, hoặc đã bị thay đổi: không nhận. {why}"
        )
    if shown.state == CopyState.REVOKED:
        return Answer(good=False, said=f"Đúng là tệp đã cấp, nhưng bản sao đã bị thu hồi: {shown.reason}")
    verdict = signing.verify_pdf(content)
    if not verdict.valid:
        return Answer(
            good=False, said=f"Đúng là tệp đã cấp, nhưng chữ ký số không còn hợp lệ. {' '.join(verdict.problems)}"
        )
    return Answer(good=True, said="Đúng là bản sao đã cấp, nguyên vẹn từng byte, chữ ký số hợp lệ.")
