"""The form of a receipt for fees (mẫu biên lai thu phí, lệ phí), by the day of the receipt. All of it is data.

[M] Nghị định 123/2020/NĐ-CP, amended by Nghị định 70/2025/NĐ-CP, and Thông tư 78/2021/TT-BTC name a receipt without printed amounts `02BLP`; the
marks below follow that naming from memory and were not seen in a source. The number is our own: without gaps, by agency and year.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ReceiptForm:
    """`mark`: mẫu số; `symbol`: ký hiệu, with {yy} for the year; `copies`: one page each, as they are named at the head."""

    valid_from: date
    mark: str
    symbol: str
    title: str
    basis: str
    copies: tuple[str, ...]

    def symbol_of(self, day: date) -> str:
        """`LP-26T`."""
        return self.symbol.format(yy=f"{day.year % 100:02d}")


FORMS = (
    ReceiptForm(
        valid_from=date(2020, 1, 1),
        mark="02BLP",
        symbol="LP-{yy}T",
        title="Biên lai thu phí, lệ phí",
        basis="Nghị định 123/2020/NĐ-CP",
        copies=("Liên 1: lưu tại cơ quan thu", "Liên 2: giao người nộp"),
    ),
)
"""Oldest first. A new decree is a new entry; what was printed before stays as it was."""


def form_on(day: date) -> ReceiptForm:
    """The form in use on that day."""
    return next((form for form in reversed(FORMS) if form.valid_from <= day), FORMS[0])
