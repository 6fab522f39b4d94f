"""What goes where when agencies change, and who carries it (đi theo cơ quan kế thừa).

Organizations know nothing of dossiers or tickets. Each app that keeps open work at an agency registers a `Mover` in
`config/reorganizing.py`; a test walks every foreign key to agencies and seats and demands that a mover or a reason covers it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lienthong.kit.actor import SYSTEM, Actor


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One change as movers see it. In a rehearsal an agency that is not founded yet has a negative id.

    leaving   agencies whose open work moves
    main      the agency that takes all that is not routed otherwise; stands in `leaving` when that part stays where it is
    by_field  field of administration (code) → agency that takes its work
    seats     seat before → seat after, for what is named for a person; `seated` the agency of each seat after. In a rehearsal
              a seat is its own successor
    actor     who carries the change out
    """

    leaving: tuple[int, ...]
    main: int
    at: datetime
    actor: Actor = SYSTEM
    by_field: Mapping[str, int] = field(default_factory=dict)
    seats: Mapping[int, int] = field(default_factory=dict)
    seated: Mapping[int, int] = field(default_factory=dict)

    def routes(self) -> Iterator[tuple[int, list[str], list[str]]]:
        """(agency, only these fields, all but these fields): every dossier falls under exactly one; what stays is left out."""
        named: dict[int, list[str]] = {}
        for code, agency_id in sorted(self.by_field.items()):
            if agency_id != self.main:
                named.setdefault(agency_id, []).append(code)
        for agency_id, codes in named.items():
            if agency_id not in self.leaving:
                yield agency_id, codes, []
        if self.main not in self.leaving:
            yield self.main, [], [code for codes in named.values() for code in codes]

    @property
    def moves_rest(self) -> bool:
        """Whether what has no field (numbers, appointments) moves at all."""
        return self.main not in self.leaving


type Counts = dict[str, int]


def _no_notes(passage: Passage) -> list[str]:
    del passage
    return []


def _no_parts(agencies: Sequence[int]) -> list[tuple[str, str, int]]:
    del agencies
    return []


@dataclass(frozen=True, kw_only=True)
class Mover:
    """What one app does when agencies change.

    count   {"hồ sơ đang giải quyết": 1000} of what `move` would move; nothing is changed
    move    moves it, in the transaction of the change, and returns the same counts
    notes   sentences an official should read before the change
    parts   (code, name, open) of the fields of administration with open work, for a split
    covers  the foreign keys it looks after, "dossiers.Dossier.agency"
    """

    count: Callable[[Passage], Counts]
    move: Callable[[Passage], Counts]
    covers: frozenset[str]
    notes: Callable[[Passage], list[str]] = _no_notes
    parts: Callable[[Sequence[int]], list[tuple[str, str, int]]] = _no_parts


_movers: dict[str, Mover] = {}


def register_mover(name: str, mover: Mover) -> None:
    """Make `mover` part of every change from now on; the same name again replaces it. Called by `config/reorganizing.py` alone."""
    _movers[name] = mover


def movers() -> tuple[Mover, ...]:
    """Every mover, in the order of registration."""
    return tuple(_movers.values())
