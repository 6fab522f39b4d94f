"""Cells of a report and their balance (ô số liệu, cân đối).

carried over + received + reopened + moved in + linked in
    = done (early, on time, late, undated) + refused + withdrawn + stopped + moved out + linked out
    + in progress (waiting, in time, overdue, paused)
"""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

OPENING = ("opening",)
INTO = ("received", "reopened", "moved_in", "linked_in")
DONE = ("early", "on_time", "late", "undated")
ENDED = ("refused", "withdrawn", "stopped")
OUT = ("moved_out", "linked_out")
STANDING = ("waiting", "in_time", "overdue", "paused")
COLUMNS = (*OPENING, *INTO, *DONE, *ENDED, *OUT, *STANDING)
FLOWS = (*INTO, *DONE, *ENDED, *OUT)
MEASURES = ("spent",)


class Key(NamedTuple):
    """What a cell counts: dossiers of a procedure that an agency held, by channel; children of dossiers elsewhere apart."""

    agency: int
    procedure: int
    channel: str
    is_child: bool


class Numbers(NamedTuple):
    """The columns of a cell, a unit or the province. Counts of dossiers; `spent` in seconds, over the dossiers done."""

    opening: int = 0
    received: int = 0
    reopened: int = 0
    moved_in: int = 0
    linked_in: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    undated: int = 0
    refused: int = 0
    withdrawn: int = 0
    stopped: int = 0
    moved_out: int = 0
    linked_out: int = 0
    waiting: int = 0
    in_time: int = 0
    overdue: int = 0
    paused: int = 0
    spent: int = 0

    def of(self, columns: Iterable[str]) -> int:
        """The sum of these columns."""
        return sum(getattr(self, column) for column in columns)

    @property
    def done(self) -> int:
        """With a result in the period (đã giải quyết)."""
        return self.of(DONE)

    @property
    def done_in_time(self) -> int:
        """Before or on the day promised."""
        return self.early + self.on_time

    @property
    def open(self) -> int:
        """In progress at the end of the period (đang giải quyết)."""
        return self.of(STANDING)

    @property
    def taken(self) -> int:
        """Everything the holder had to do with in the period."""
        return self.of((*OPENING, *INTO))

    @property
    def difference(self) -> int:
        """What came in more than went out and stands: nought when the cell balances."""
        return self.taken - self.of((*DONE, *ENDED, *OUT, *STANDING))

    @property
    def on_time_rate(self) -> float | None:
        """Share of the done that were early or on time, in per cent; None where nothing with a date was done."""
        dated = self.done - self.undated
        return 100 * self.done_in_time / dated if dated else None

    @property
    def days_each(self) -> float | None:
        """Average days a dossier was handled, pauses taken out, nights and free days counted; None where nothing was done."""
        return self.spent / self.done / 86400 if self.done else None


type Cells = dict[Key, Numbers]


def add(numbers: Iterable[Numbers]) -> Numbers:
    """Column by column."""
    rows = list(numbers)
    return Numbers(*(sum(column) for column in zip(*rows, strict=True))) if rows else Numbers()


def grouped[K: Hashable](cells: Cells, by: Callable[[Key], K]) -> dict[K, Numbers]:
    """Cells added up by what `by` makes of their keys."""
    parts: dict[K, list[Numbers]] = {}
    for key, numbers in cells.items():
        parts.setdefault(by(key), []).append(numbers)
    return {key: add(rows) for key, rows in parts.items()}


def uneven(cells: Cells) -> dict[Key, int]:
    """The cells that do not balance, with their difference."""
    return {key: numbers.difference for key, numbers in cells.items() if numbers.difference}


def chained(periods: Iterable[Cells]) -> Cells:
    """Periods that follow each other, as one: flows added, opening of the first, standing of the last.

    What a report of a month is when it is put together from its days.
    """
    parts = list(periods)
    if not parts:
        return {}
    found: Cells = {}
    for key in {key for cells in parts for key in cells}:
        rows = [cells.get(key, Numbers()) for cells in parts]
        whole = add(rows)._asdict()
        whole |= {column: getattr(rows[0], column) for column in OPENING}
        whole |= {column: getattr(rows[-1], column) for column in STANDING}
        numbers = Numbers(**whole)
        if any(numbers):
            found[key] = numbers
    return found


def standing_of(cells: Cells) -> dict[Key, int]:
    """What is in progress at the end, cell by cell."""
    return {key: numbers.open for key, numbers in cells.items() if numbers.open}


def opening_of(cells: Cells) -> dict[Key, int]:
    """What was carried over into the period, cell by cell."""
    return {key: numbers.opening for key, numbers in cells.items() if numbers.opening}
