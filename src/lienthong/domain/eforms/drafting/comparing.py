"""Compare two lists of questions (so sánh hai phiên bản): question by question, setting by setting, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from lienthong.domain.eforms.drafting.entries import Entry, section_of
from lienthong.domain.eforms.drafting.settings import LABELS
from lienthong.domain.eforms.drafting.wording import labels_of, setting_label, value_words

type Json = Any

_UNSAID = {"id", "columns", "autocomplete"}  # ids are ours; the rest follows from name and wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One setting: what it was, what it is. For a list also what was added and taken out."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One question. `sort`: added, removed, changed or moved."""

    sort: str
    entry_id: str
    label: str
    lines: tuple[Line, ...] = field(default=())


def compare(before: Sequence[Entry], after: Sequence[Entry]) -> list[Change]:
    """What changed, in the order of `after`; what was taken out stands where it was."""
    old, new = {entry["id"]: entry for entry in before}, {entry["id"]: entry for entry in after}
    words = labels_of(before) | labels_of(after)
    moved = _moved([each for each in old if each in new], [each for each in new if each in old])
    changes: list[Change] = []
    for entry_id in _merged(list(old), list(new)):
        if entry_id not in new:
            changes.append(Change(sort="removed", entry_id=entry_id, label=_called(old[entry_id])))
        elif entry_id not in old:
            changes.append(
                Change(
                    sort="added",
                    entry_id=entry_id,
                    label=_called(new[entry_id]),
                    lines=_described(new[entry_id], words),
                )
            )
        else:
            lines = _lines(old[entry_id], new[entry_id], words)
            if lines or entry_id in moved:
                sort = "changed" if lines else "moved"
                changes.append(Change(sort=sort, entry_id=entry_id, label=_called(new[entry_id]), lines=lines))
    return changes


def differing(old: Mapping[str, Json], new: Mapping[str, Json]) -> list[str]:
    """The settings in which two states of a question differ; absent, empty and no are the same."""
    keys = dict.fromkeys((*LABELS, *old, *new))
    return [key for key in keys if key not in _UNSAID and _plain(key, old) != _plain(key, new)]


def _plain(key: str, entry: Mapping[str, Json]) -> Json:
    if key == "section":
        return section_of(entry)
    value = entry.get(key)
    return None if value in (None, "", [], False, ()) else value


def _lines(old: Entry, new: Entry, words: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(
        Line(
            label=setting_label(key, new["kind"]),
            before=value_words(key, _shown(key, old), words),
            after=value_words(key, _shown(key, new), words),
        )
        for key in differing(old, new)
        if key != "name"
    )


def _described(entry: Entry, words: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(
        Line(label=setting_label(key, entry["kind"]), before="", after=value_words(key, _shown(key, entry), words))
        for key in differing({}, entry)
        if key not in {"label", "name"}
    )


def _shown(key: str, entry: Entry) -> Json:
    return section_of(entry) if key == "section" else entry.get(key)


def _called(entry: Entry) -> str:
    return str(entry.get("label") or "") or "Câu chưa có lời hỏi"


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The fewest questions whose moving explains the new order."""
    kept = {
        old[at]
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        for at in range(block.a, block.a + block.size)
    }
    return set(new) - kept


def _merged(old: list[str], new: list[str]) -> list[str]:
    merged = list(new)
    for at, entry_id in enumerate(old):
        if entry_id not in new:
            previous = next((each for each in reversed(old[:at]) if each in merged), None)
            merged.insert(merged.index(previous) + 1 if previous else 0, entry_id)
    return merged
