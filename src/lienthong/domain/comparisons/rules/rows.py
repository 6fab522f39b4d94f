"""Rows of two records and what may differ of them (dòng của bản ghi)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lienthong.domain.comparisons.rules.pairing import words

type Record = Mapping[str, Any]
type Path = tuple[str | int, ...]

NOTHING: Final = "(không có)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`row` names the row (a paper, a channel), `field` what of it differs; texts are as people read them.

    `where` is the same for the same place in every run. `our_path` and `their_path` lead to the place in each record, None where it is
    missing there; `into` is the list of ours a missing row would join.
    """

    where: str
    part: str
    row: str
    field: str
    ours: str
    theirs: str
    our_path: Path | None = None
    their_path: Path | None = None
    into: Path = ()


def shown(value: object) -> str:
    """A value as people read it."""
    text = str(value if value is not None else "").replace("<br>", "\n").strip()
    return text or NOTHING


@dataclass(frozen=True, slots=True)
class Row:
    """A row and where it stands."""

    path: Path
    value: Record


def rows_of(record: Record, name: str) -> list[Row]:
    return [Row((name, place), row) for place, row in enumerate(record.get(name) or ())]


def nested(record: Record, name: str, inner: str) -> list[tuple[str, Row]]:
    """(case, row) of groups by case."""
    return [
        (words(group.get("TRUONGHOP")), Row((name, at, inner, place), row))
        for at, group in enumerate(record.get(name) or ())
        for place, row in enumerate(group.get(inner) or ())
    ]


def missing(
    part: str,
    key: str,
    label: str,
    field: str,
    mine: Row | None,
    other: Row | None,
    into: Path,
    say: Callable[[Record], str],
) -> Difference:
    """A row that only one side has."""
    return Difference(
        where=f"{part}/{key}",
        part=part,
        row=label,
        field=field,
        ours=shown(say(mine.value)) if mine else NOTHING,
        theirs=shown(say(other.value)) if other else NOTHING,
        our_path=mine.path if mine else None,
        their_path=other.path if other else None,
        into=into,
    )


def cell(part: str, key: str, label: str, name: str, field: str, mine: Row, other: Row) -> Difference:
    """One field of a row that both have."""
    return Difference(
        where=f"{part}/{key}/{name}",
        part=part,
        row=label,
        field=field,
        ours=shown(mine.value.get(name)),
        theirs=shown(other.value.get(name)),
        our_path=(*mine.path, name),
        their_path=(*other.path, name),
    )
