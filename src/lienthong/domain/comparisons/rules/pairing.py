"""Which row here is which row there (ghép dòng): by what names it first, then by how alike the words are."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from lienthong.domain.procedures.queries.interchange import same_words

ALIKE: Final = 0.6
"""Share of common letters from which two leftover rows are the same row with changed words."""

type Pair = tuple[int | None, int | None]


def pairs(ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]]) -> list[Pair]:
    """Pairs of places. A row is given by its names, surest first (code, name in its case, name); "" names nothing."""
    left, right = list(range(len(ours))), list(range(len(theirs)))
    found: list[Pair] = []
    levels = max((len(row) for row in [*ours, *theirs]), default=0)
    for level in range(levels):
        for mine in list(left):
            name = ours[mine][level] if level < len(ours[mine]) else ""
            match = next(
                (each for each in right if name and level < len(theirs[each]) and theirs[each][level] == name), None
            )
            if match is not None:
                found.append((mine, match))
                left.remove(mine)
                right.remove(match)
    for mine, match in _alike(left, right, lambda place: ours[place][-1], lambda place: theirs[place][-1]):
        found.append((mine, match))
        left.remove(mine)
        right.remove(match)
    found += [(mine, None) for mine in left] + [(None, match) for match in right]
    return sorted(found, key=lambda pair: (pair[0] is None, pair[0] if pair[0] is not None else pair[1] or 0))


def _alike(
    left: Sequence[int], right: Sequence[int], mine: Callable[[int], str], other: Callable[[int], str]
) -> Iterator[tuple[int, int]]:
    """The most alike leftovers first."""
    if len(left) * len(right) > 2_500:
        return  # two different things, not two spellings of one
    scored = sorted(
        (
            (SequenceMatcher(None, mine(one), other(two), autojunk=False).ratio(), one, two)
            for one in left
            for two in right
        ),
        key=lambda score: (-score[0], score[1], score[2]),
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    for score, one, two in scored:
        if score >= ALIKE and one not in taken[0] and two not in taken[1]:
            taken[0].add(one)
            taken[1].add(two)
            yield one, two


def words(text: object) -> str:
    """A text as compared: spelling, case and spaces do not matter."""
    return same_words(str(text or "").replace("<br>", " "))
