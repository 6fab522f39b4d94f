"""Two versions of a text side by side (so sánh hai bản): lines that stayed, went or came, and inside changed lines the words. No database here."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"\s+|[^\s]+")
CONTEXT = 2


@dataclass(frozen=True, slots=True)
class DiffLine:
    """`kind`: same, was, now, or gap for lines left out; `parts`: (text, whether it changed)."""

    kind: str
    parts: tuple[tuple[str, bool], ...] = ()


def compared(before: str, after: str) -> list[DiffLine]:
    """The lines of both, unchanged ones far from any change left out. Empty when the texts are equal."""
    old, new = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    lines: list[DiffLine] = []
    groups = list(matcher.get_grouped_opcodes(CONTEXT))
    for number, group in enumerate(groups):
        if number or group[0][1] > 0:
            lines.append(DiffLine("gap"))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                lines += [DiffLine("same", ((line, False),)) for line in old[i1:i2]]
            else:
                lines += _changed(old[i1:i2], new[j1:j2])
    if groups and groups[-1][-1][2] < len(old):
        lines.append(DiffLine("gap"))
    return lines


def _changed(old: list[str], new: list[str]) -> Iterator[DiffLine]:
    """Lines that face each other are compared word by word, the rest went or came whole."""
    paired = min(len(old), len(new))
    for before, after in zip(old[:paired], new[:paired], strict=True):
        was, now = _words(before, after)
        yield DiffLine("was", was)
        yield DiffLine("now", now)
    yield from (DiffLine("was", ((line, True),)) for line in old[paired:])
    yield from (DiffLine("now", ((line, True),)) for line in new[paired:])


def _words(before: str, after: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    was: list[tuple[str, bool]] = []
    now: list[tuple[str, bool]] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if i2 > i1:
            was.append(("".join(old[i1:i2]), tag != "equal"))
        if j2 > j1:
            now.append(("".join(new[j1:j2]), tag != "equal"))
    return tuple(was), tuple(now)
