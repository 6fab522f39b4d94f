"""Which set of forms a dossier prints (bộ mẫu giấy tờ của một cửa): that of the day on which it was filed."""

from dataclasses import dataclass
from datetime import date

from lienthong.domain.dossiers.models import Dossier
from lienthong.kit import clock


@dataclass(frozen=True, slots=True)
class FormSet:
    """Forms by what they are for: {purpose: (number, title)}; a number of "" is a letter that the set has no form for."""

    regime: str
    valid_from: date
    circular: str
    forms: dict[str, tuple[str, str]]

    def mark(self, purpose: str) -> str:
        """`Mẫu số 04, Thông tư 03/2025/TT-VPCP`, as printed at the head; empty where the set has no such form."""
        number = self.forms[purpose][0]
        return f"Mẫu số {number}, {self.circular}" if number else ""


_SHARED = {
    "receipt": ("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    "supplement": ("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    "rejection": ("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
}
FORM_SETS = (
    FormSet(
        regime="2018",
        valid_from=date(2018, 11, 23),
        circular="Thông tư 01/2018/TT-VPCP",
        forms={
            **_SHARED,
            "apology": ("04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
            "stopping": ("", "Thông báo dừng giải quyết hồ sơ"),
            "control": ("05", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
            "register": ("06", "Sổ theo dõi hồ sơ"),
        },
    ),
    FormSet(
        regime="2025",
        # The day of the circular; from when it binds was not seen in a source [M].
        valid_from=date(2025, 9, 15),
        circular="Thông tư 03/2025/TT-VPCP",
        forms={
            **_SHARED,
            "apology": ("04", "Văn bản xin lỗi và đề nghị gia hạn"),
            "stopping": ("05", "Thông báo dừng giải quyết hồ sơ"),
            "control": ("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
            "register": ("07", "Sổ theo dõi hồ sơ"),
        },
    ),
)
"""Oldest first. A new circular is a new entry; what was printed before stays as it was."""


def form_set_on(day: date) -> FormSet:
    """The set in force on a day; the oldest for days before all of them."""
    return next((each for each in reversed(FORM_SETS) if each.valid_from <= day), FORM_SETS[0])


def form_set_of(dossier: Dossier) -> FormSet:
    """The set of a dossier: a paper begun under one circular ends under it."""
    return form_set_on((dossier.accepted_at or dossier.submitted_at).astimezone(clock.VIETNAM).date())
