"""The space of a table (không gian của bảng): each input cut into pieces within which no rule tells two values apart.

A number input whose rules say `< 60`, `[60..75)` and `>= 75` has the pieces below 60, 60, between, 75, above. Over these pieces, a rule
is a box of bit masks, and questions about infinitely many values become finite ones: do two boxes meet, is a place left uncovered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext

from lienthong.foundation.decisions.choices import ValueType
from lienthong.foundation.decisions.rules.cells import Value, constants, said
from lienthong.foundation.decisions.rules.table import Input, Table

OTHER_TEXT = "\x00"
"""Stands for any text that no cell names; it cannot be typed."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece: one `sample` value, and its ends (None: open). `is_point`: holds the sample alone."""

    sample: Value
    low: Value = None
    high: Value = None
    is_point: bool = True


class Space:
    """The pieces of every input of a table, and per rule and input the mask of pieces its cell holds for."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.atoms: list[list[Atom]] = [
            atoms_of(each, [value for rule in table.rules for value in constants(rule.when[column])])
            for column, each in enumerate(table.inputs)
        ]
        self.masks: list[list[int]] = [
            [
                sum(1 << at for at, atom in enumerate(atoms) if test.holds(atom.sample))
                for test, atoms in zip(rule.when, self.atoms, strict=True)
            ]
            for rule in table.rules
        ]

    def full(self, column: int) -> int:
        """The mask of everything an input may be."""
        return (1 << len(self.atoms[column])) - 1

    def covers_all(self, rule: int, column: int) -> bool:
        """Whether the cell holds whatever the answer."""
        return self.masks[rule][column] == self.full(column)

    def sample(self, column: int) -> Value:
        """Some value the input may have."""
        return self.atoms[column][0].sample if self.atoms[column] else None

    def words(self, column: int, mask: int) -> str:
        """What a mask means: `từ 60 đến dưới 75`, `Nghèo, Cận nghèo`; empty when it is everything."""
        if mask == self.full(column):
            return ""
        chosen = [(at, atom) for at, atom in enumerate(self.atoms[column]) if mask >> at & 1]
        if self.table.inputs[column].type not in {ValueType.NUMBER, ValueType.DATE}:
            return ", ".join(atom_words(atom) for _, atom in chosen)
        runs: list[list[tuple[int, Atom]]] = []
        for at, atom in chosen:
            if runs and runs[-1][-1][0] == at - 1 and atom.sample is not None and runs[-1][-1][1].sample is not None:
                runs[-1].append((at, atom))
            else:
                runs.append([(at, atom)])
        return " hoặc ".join(run_words([atom for _, atom in run]) for run in runs)


def atoms_of(each: Input, named: Iterable[Value]) -> list[Atom]:
    """The pieces of one input, cut at the values that cells name."""
    match each.type:
        case ValueType.BOOLEAN:
            atoms = [Atom(sample=True), Atom(sample=False)]
        case ValueType.NUMBER | ValueType.DATE:
            atoms = _ordered(each, named)
        case _:
            words = each.values or (*dict.fromkeys(str(value) for value in named), OTHER_TEXT)
            atoms = [Atom(word) for word in words]
    return [*atoms, Atom(None)] if each.optional else atoms


def _ordered(each: Input, named: Iterable[Value]) -> list[Atom]:
    points: set[Decimal | date] = {value for value in named if isinstance(value, Decimal | date)}
    ends = [end for end in (each.minimum, each.maximum) if end is not None]
    cuts: Sequence[Decimal | date] = sorted({*points, *ends})
    if not cuts:
        return [Atom(Decimal(0) if each.type == ValueType.NUMBER else date(2000, 1, 1), is_point=False)]
    atoms: list[Atom] = []
    for low, high in zip([None, *cuts], [*cuts, None], strict=True):
        if low is not None:
            atoms.append(Atom(low, low, low))
        inside = _between(low, high, whole=each.whole)
        if inside is not None:
            atoms.append(Atom(inside, low, high, is_point=False))
    return [atom for atom in atoms if _allowed(each, atom)]


def _allowed(each: Input, atom: Atom) -> bool:
    value = atom.sample
    if each.whole and isinstance(value, Decimal) and value != value.to_integral_value():
        return False
    if each.minimum is not None and value < each.minimum:  # type: ignore[operator]  # one type a column
        return False
    return not (each.maximum is not None and value > each.maximum)  # type: ignore[operator]  # one type a column


def _between(low: Decimal | date | None, high: Decimal | date | None, *, whole: bool) -> Decimal | date | None:
    """A value strictly between two cuts, None when there is none (whole numbers, days)."""
    known = low if low is not None else high
    if isinstance(known, date):
        day = timedelta(days=1)
        if low is None:
            return known - day if known > date.min else None
        inside = known + day if known < date.max else None
        return inside if inside is not None and (high is None or inside < high) else None  # type: ignore[operator]  # one type
    assert isinstance(known, Decimal)
    if low is None:
        return known.to_integral_value(rounding="ROUND_CEILING") - 1
    floor = known.to_integral_value(rounding="ROUND_FLOOR") + 1
    if high is None:
        return floor
    assert isinstance(high, Decimal)
    if whole:
        return floor if floor < high else None
    with localcontext() as context:
        context.prec = 60
        return (known + high) / 2


def atom_words(atom: Atom) -> str:
    """One piece in words."""
    return "giá trị khác" if atom.sample == OTHER_TEXT else said(atom.sample)


def run_words(run: Sequence[Atom]) -> str:
    """Neighbouring pieces of numbers or days as one range."""
    first, last = run[0], run[-1]
    if first.sample is None or (first is last and first.is_point):
        return said(first.sample)
    low = "" if first.low is None else f"{'từ' if first.is_point else 'trên'} {said(first.low)}"
    high = "" if last.high is None else f"{'' if last.is_point else 'dưới '}{said(last.high)}"
    if low and high:
        return f"{low} đến {high}"
    if low:
        return f"{low} trở lên" if first.is_point else low
    return (f"không quá {said(last.high)}" if last.is_point else high) if high else "mọi giá trị"
