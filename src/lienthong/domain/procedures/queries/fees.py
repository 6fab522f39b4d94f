"""What a filing costs (phí, lệ phí phải nộp): the fees of a version, the answers of the form, and what tables of exemptions grant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from lienthong.domain.procedures.choices import FeeChannel, FilingChannel
from lienthong.domain.procedures.queries.exemptions import Exemption, best, exemptions_for
from lienthong.domain.procedures.queries.versions import FeeSnapshot, VersionSnapshot
from lienthong.kit import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """One line of what is to be paid, in đồng: `amount` = `unit_amount` × `quantity` less what `exemption` grants."""

    name: str
    kind: str
    unit_amount: int
    quantity: int
    per: str
    amount: int
    note: str
    is_demo: bool
    exemption: Exemption | None = None

    @property
    def full_amount(self) -> int:
        """Before the exemption."""
        return self.unit_amount * self.quantity

    @property
    def explained(self) -> str:
        """`Miễn lệ phí. Người thuộc hộ nghèo được miễn… Căn cứ: …`; empty without an exemption."""
        if self.exemption is None:
            return ""
        law = f" Căn cứ: {self.exemption.law}." if self.exemption.law else ""
        return f"{self.exemption.grants}: {self.exemption.reason}{law}"

    @property
    def proof(self) -> str:
        """The paper that shows the exemption, empty when none is needed."""
        return self.exemption.proof if self.exemption else ""


def fees_for(
    version: VersionSnapshot,
    answers: Mapping[str, Any],
    *,
    channel: str = FilingChannel.ONLINE,
    at: datetime | None = None,
) -> list[FeeLine]:
    """Fees of a filing with `answers` (name -> value as stored). Fees of quantity 0 and of other channels are left out.

    A fee of 0 đồng stays in the list: that nothing is charged is worth saying. Exemptions come from the tables that were in force at the
    moment `at` (now), so that what a person was told holds while they pay: 1 query, and only where something is charged.
    """
    lines = _charged(version, answers, channel)
    if not any(line.amount for line in lines):
        return lines
    granted = exemptions_for(version.code, answers, channel=channel, at=at)
    return [_less(line, best(granted, line.kind)) for line in lines] if granted else lines


def _less(line: FeeLine, exemption: Exemption | None) -> FeeLine:
    if exemption is None or not line.amount:
        return line
    # Lệ phí is paid in whole đồng; a half is not charged.
    return replace(line, amount=line.amount * (100 - exemption.percent) // 100, exemption=exemption)


def _charged(version: VersionSnapshot, answers: Mapping[str, Any], channel: str) -> list[FeeLine]:
    lines = []
    for fee in version.fees:
        if fee.channel not in {FeeChannel.ANY, channel} or not _applies(fee, answers):
            continue
        quantity = _quantity(fee, answers)
        if quantity:
            lines.append(
                FeeLine(
                    name=fee.name,
                    kind=fee.kind,
                    unit_amount=fee.amount,
                    quantity=quantity,
                    per=fee.per,
                    amount=fee.amount * quantity,
                    note=fee.note,
                    is_demo=fee.is_demo,
                )
            )
    return lines


def total(lines: Iterable[FeeLine]) -> int:
    """Sum in đồng."""
    return sum(line.amount for line in lines)


def _quantity(fee: FeeSnapshot, answers: Mapping[str, Any]) -> int:
    quantity = 1
    for term in fee.quantity:
        value = _whole(answers.get(term["answer"]))
        value = max(0, value - int(term.get("after", 0)))
        for limit in ("first", "most"):
            if limit in term:
                value = min(value, int(term[limit]))
        quantity *= value
    return quantity


def _applies(fee: FeeSnapshot, answers: Mapping[str, Any]) -> bool:
    rule = fee.applies
    if not rule:
        return True
    value = answers.get(rule["answer"])
    if "in" in rule:
        return value in rule["in"]
    if "not_in" in rule:
        return value is not None and value not in rule["not_in"]
    if "below" in rule:
        return value is not None and _whole(value) < rule["below"]
    if "from" in rule:
        return value is not None and _whole(value) >= rule["from"]
    return _days_since(value) > int(rule["older_than_days"])


def _whole(value: object) -> int:
    try:
        return max(0, int(str(value)))
    except ValueError:
        return 0


def _days_since(value: object) -> int:
    try:
        return (clock.today() - date.fromisoformat(str(value))).days
    except ValueError:
        return 0
