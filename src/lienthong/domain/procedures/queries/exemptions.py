"""Exemptions and reductions of fees (miễn, giảm phí, lệ phí), decided by tables that officials write.

What a table asks comes from the filing: `fills` of an input names a question of the form, or `cach_nop` (the way of filing),
`tuoi:question` (whole years since that day), `so_ngay:question` (days since that day).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lienthong.domain.procedures.choices import FeeKind, FilingChannel
from lienthong.foundation.decisions import queries as decisions
from lienthong.foundation.decisions.choices import Effect, FeesMeant, Purpose
from lienthong.kit import clock

CHANNEL = "cach_nop"
AGE, DAYS = "tuoi:", "so_ngay:"
_KINDS = {
    FeesMeant.CHARGES: {FeeKind.CHARGE},
    FeesMeant.FEES: {FeeKind.FEE},
    FeesMeant.ALL: {FeeKind.CHARGE, FeeKind.FEE},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """What a rule grants. `percent` off, 100 for a full exemption; `proof`: the paper that shows it, empty when none is needed."""

    percent: int
    kinds: frozenset[str]
    reason: str
    law: str
    proof: str
    is_demo: bool

    @property
    def grants(self) -> str:
        """`Miễn lệ phí`, `Giảm 50 % lệ phí`."""
        what = "phí, lệ phí" if len(self.kinds) > 1 else "lệ phí" if FeeKind.CHARGE in self.kinds else "phí"
        return f"Miễn {what}" if self.percent == 100 else f"Giảm {self.percent} % {what}"


ExemptionText = Exemption
"""The same, read as a sentence of the procedure's page instead of an answer to a filing."""


def exemptions_for(
    code: str, answers: Mapping[str, Any], *, channel: str, at: datetime | None = None
) -> tuple[Exemption, ...]:
    """What the tables in force at the moment `at` grant a filing of procedure `code` (1 query)."""
    found: list[Exemption] = []
    for asked in decisions.tables_in_force(Purpose.FEES, code, at=at):
        given = {each.name: _given(each.fills, answers, channel, at) for each in asked.inputs}
        said = decisions.ask(asked, decisions.read_answers(asked.inputs, given))
        found += [grant for row in said.rows if (grant := _exemption(row))]
    return tuple(found)


def exemptions_in_words(code: str) -> tuple[Exemption, ...]:
    """Every exemption and reduction there is for procedure `code`, for its page (1 query)."""
    rows = (
        {out.name: value for out, value in zip(asked.table.outputs, rule.then, strict=True)}
        for asked in decisions.tables_in_force(Purpose.FEES, code)
        for rule in asked.table.rules
    )
    return tuple(grant for row in rows if (grant := _exemption(row)))


def best(exemptions: Iterable[Exemption], kind: str) -> Exemption | None:
    """The one that helps most with a fee of this kind; reductions do not add up."""
    return max((each for each in exemptions if kind in each.kinds), key=lambda each: each.percent, default=None)


def _exemption(row: Mapping[str, Any]) -> Exemption | None:
    percent = row.get("percent")
    value = 100 if row.get("effect") == Effect.WAIVED else int(percent) if isinstance(percent, Decimal) else 0
    if not 0 < value <= 100:
        return None
    return Exemption(
        percent=value,
        kinds=frozenset(str(kind) for kind in _KINDS[FeesMeant(row.get("of") or FeesMeant.CHARGES)]),
        reason=str(row.get("reason") or ""),
        law=str(row.get("law") or ""),
        proof=str(row.get("proof") or ""),
        is_demo=bool(row.get("is_demo")),
    )


def _given(sources: tuple[str, ...], answers: Mapping[str, Any], channel: str, at: datetime | None) -> str:
    source = sources[0] if sources else ""
    if source == CHANNEL:
        return str(FilingChannel(channel).label)
    today = (at or clock.now()).astimezone(clock.VIETNAM).date()
    for lead, count in ((AGE, _years), (DAYS, _days)):
        if source.startswith(lead):
            day = _day(answers.get(source.removeprefix(lead)))
            return str(count(day, today)) if day and day <= today else ""
    value = answers.get(source)
    return str(value) if isinstance(value, str | int | float) else ""


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _years(day: date, today: date) -> int:
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def _days(day: date, today: date) -> int:
    return (today - day).days
