"""Separators as paper (in tờ ngăn)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lienthong.domain.scans.marks import Mark
from lienthong.kit import pdf

_TEMPLATE = Path(__file__).parent / "templates" / "scans" / "separators.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One separator: its mark, the big words, a line below them."""

    mark: Mark
    name: str
    about: str = ""


def print_separators(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """PDF, one A4 page a sheet, in order."""
    return pdf.render(
        _TEMPLATE,
        {
            "title": title,
            "sheets": [
                {
                    "qr": pdf.qr_svg(each.mark.text),
                    "kind": "TỜ NGĂN" if each.mark.slot or each.mark.scope == "g" else "TỜ BÌA HỒ SƠ",
                    "name": each.name,
                    "about": each.about,
                    "code": each.mark.reference,
                    "hint": _hint(each.mark),
                }
                for each in sheets
            ],
        },
    )


def _hint(mark: Mark) -> str:
    if mark.scope == "g":
        return "Đặt trước mỗi giấy tờ chưa có tờ ngăn riêng. Cán bộ chọn tên giấy tờ sau khi quét. Dùng lại nhiều lần."
    if not mark.slot:
        return "Đặt trên cùng, trước giấy tờ đầu tiên của hồ sơ này. Tờ này không lưu vào hồ sơ."
    again = " Dùng lại nhiều lần." if mark.scope == "p" else ""
    return f"Đặt ngay trước giấy tờ này trong tập quét. Tờ này không lưu vào hồ sơ.{again}"
