"""The parts of the national record that pages read but nothing computes with (trường hợp, trình tự, cách thức thực hiện, cơ quan…)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lienthong.domain.procedures.choices import FilingChannel, TimeUnit
from lienthong.domain.procedures.record import Entry, results_of
from lienthong.kit.money import format_money


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFee:
    """A fee as the record prints it beside a time limit; `amount` in đồng, None when only prose is known."""

    amount: int | None
    currency: str
    kind: str
    note: str
    text: str

    @property
    def words(self) -> str:
        """`75.000 ₫`, or the prose."""
        return self.text if self.amount is None else format_money(self.amount) if self.amount else "Không thu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A time limit of one channel; `value` None when `text` is prose."""

    value: int | None
    unit: str
    text: str
    note: str
    fees: tuple[TermFee, ...]

    @property
    def words(self) -> str:
        """`3 ngày làm việc`, or the prose as it stands."""
        if self.value is None or self.unit not in TimeUnit.values:
            return self.text or "Theo từng trường hợp"
        return "Trong ngày làm việc" if self.unit == TimeUnit.SAME_DAY else f"{self.value} {TimeUnit(self.unit).label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A channel with its own time limits and fees (cách thức thực hiện)."""

    channel: str
    note: str
    terms: tuple[Term, ...]

    @property
    def channel_name(self) -> str:
        """`Trực tiếp`."""
        return str(FilingChannel(self.channel).label) if self.channel in FilingChannel.values else self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A case, a result or an agency: `code` is its key or code, perhaps empty."""

    name: str
    code: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedSteps:
    """What is done in order (trình tự thực hiện) in one case; `case` empty: in every case."""

    case: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A place where prose stands for what should be a number or a known word; `path` as in `ways.0.terms.1.value`."""

    path: str
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalParts:
    """All of them; empty tuples and texts where the record says nothing."""

    cases: tuple[Named, ...]
    order: tuple[OrderedSteps, ...]
    ways: tuple[Way, ...]
    results: tuple[Named, ...]
    carried_out_by: tuple[Named, ...]
    combined_with: tuple[Named, ...]
    subjects: tuple[str, ...]
    tier_text: str
    kind_text: str
    flags: tuple[Flag, ...]


def national_parts(entry: Entry) -> NationalParts:
    """Read them out of an entry."""
    return NationalParts(
        cases=tuple(Named(name=row["name"], code=row["key"]) for row in entry.get("cases") or ()),
        order=tuple(
            OrderedSteps(case=row.get("case") or "", steps=tuple(row.get("steps") or ()))
            for row in entry.get("order") or ()
        ),
        ways=tuple(
            Way(
                channel=way.get("channel") or "",
                note=way.get("note") or "",
                terms=tuple(_term(term) for term in way.get("terms") or ()),
            )
            for way in entry.get("ways") or ()
        ),
        results=_named(results_of(entry)) if entry else (),
        carried_out_by=_named(entry.get("carried_out_by") or ()),
        combined_with=_named(entry.get("combined_with") or ()),
        subjects=tuple(entry.get("national_subjects") or ()),
        tier_text=entry.get("national_tier") or "",
        kind_text=entry.get("kind_text") or "",
        flags=tuple(
            Flag(path=row.get("path") or "", text=row.get("text") or "", why=row.get("why") or "")
            for row in entry.get("flags") or ()
        ),
    )


def _named(rows: Iterable[Mapping[str, Any]]) -> tuple[Named, ...]:
    return tuple(
        Named(name=row.get("name") or "", code=row.get("code") or "", tier=row.get("tier") or "") for row in rows
    )


def _term(term: Mapping[str, Any]) -> Term:
    return Term(
        value=term.get("value"),
        unit=term.get("unit") or "",
        text=term.get("text") or "",
        note=term.get("note") or "",
        fees=tuple(
            TermFee(
                amount=fee.get("amount"),
                currency=fee.get("currency") or "",
                kind=fee.get("kind") or "",
                note=fee.get("note") or "",
                text=fee.get("text") or "",
            )
            for fee in term.get("fees") or ()
        ),
    )
