"""Small numbers that would tell of a person (bảo vệ số nhỏ).

Where a place and a sensitive matter stand together (a unit's table of procedures, a procedure's table of units), a count from 1 to 4 may
be somebody's neighbour. It is shown as "<5". As the sums beside it are public, one hidden count alone could be found again by
subtraction: every line of a table hides none or at least two, the second one marked "*".
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from lienthong.domain.figures.rules.cells import DONE, ENDED, OUT, STANDING, Numbers

LEAST = 5
"""k: a count below it, and not nought, is hidden."""
SMALL, ALONGSIDE = -1, -2
"""What stands for a hidden count in plain data; shown as "<5" and "*"."""
SHARES = ("in_time", "late", "other", "open")
"""The columns of the tables that name place and matter. Together they are everything the unit had to do with."""


class Place(NamedTuple):
    """Where a unit and a procedure meet."""

    agency: int
    procedure: int


def shares_of(numbers: Numbers) -> tuple[int, int, int, int]:
    """Done in time, done late, ended or left otherwise, in progress."""
    late = numbers.late
    return numbers.of(DONE) - late, late, numbers.of((*ENDED, *OUT)), numbers.of(STANDING)


def hidden_places(table: Mapping[Place, tuple[int, ...]], sensitive: Collection[int]) -> dict[tuple[Place, int], int]:
    """(place, column) -> SMALL or ALONGSIDE for every count that is not shown.

    `sensitive`: procedures whose dossiers say something of a person by themselves. Lines are a unit's column, a procedure's column and
    the row of one unit and procedure. Where a line has nothing else to hide, a nought is taken; a line of one count gives it away and
    is left: then the sum says no less.
    """
    hidden = {
        (place, column): SMALL
        for place, counts in table.items()
        if place.procedure in sensitive
        for column, count in enumerate(counts)
        if 0 < count < LEAST
    }
    lines: dict[tuple[str, int, int], list[tuple[Place, int]]] = defaultdict(list)
    for place, counts in table.items():
        for column in range(len(counts)):
            for line in _lines_of(place, column):
                lines[line].append((place, column))
    waiting = [line for spot in hidden for line in _lines_of(*spot)]
    while waiting:
        spots = lines[waiting.pop()]
        if sum(spot in hidden for spot in spots) != 1:
            continue
        others = [spot for spot in spots if spot not in hidden]
        if not others:
            continue
        chosen = min(others, key=lambda spot: (table[spot[0]][spot[1]] == 0, table[spot[0]][spot[1]], spot))
        hidden[chosen] = SMALL if 0 < table[chosen[0]][chosen[1]] < LEAST else ALONGSIDE
        waiting += _lines_of(*chosen)
    return hidden


def _lines_of(place: Place, column: int) -> tuple[tuple[str, int, int], ...]:
    return (
        ("unit", place.agency, column),
        ("procedure", place.procedure, column),
        ("row", place.agency, place.procedure),
    )


def shown(counts: tuple[int, ...], place: Place, hidden: Mapping[tuple[Place, int], int]) -> tuple[int, ...]:
    """The counts with the marks of the hidden ones in their place."""
    return tuple(hidden.get((place, column), count) for column, count in enumerate(counts))


def whole_of(counts: tuple[int, ...], marked: tuple[int, ...]) -> int:
    """The sum of a row; hidden itself when it is small and any of its counts is."""
    whole = sum(counts)
    return SMALL if 0 < whole < LEAST and any(count < 0 for count in marked) else whole
