"""Bringing what a file says onto what is known (ghép bản nhập vào bản đang có), so that nothing an office has added is lost. Pure.

A national record knows nothing of our forms, workflows, search words and fee tables: they stay. What it leaves out stays too.
"""

from collections.abc import Mapping
from typing import Any, Final

from lienthong.domain.procedures.formats.national import KEPT, to_entry
from lienthong.domain.procedures.formats.spellings import key
from lienthong.domain.procedures.record import Entry, is_nothing, settled

# Part of the national record -> keys of the entry it fills.
_FILLS: Final = {
    "TENTTHC": ("name",),
    "CAPTHUCHIEN": ("national_tier",),
    "LOAITTHC": ("kind_text",),
    "COQUANTHUCHIEN": ("carried_out_by",),
    "COQUANPHOIHOP": ("combined_with",),
    "DOITUONGTHUCHIEN": ("national_subjects",),
    "MOTADOITUONGTHUCHIEN": ("subjects_note",),
    "CACHTHUCTHUCHIEN": ("ways", "channels", "time_limit_value", "time_limit_unit"),
    "TRINHTUTHUCHIEN": ("order", "cases"),
    "THANHPHANHOSO": ("requirements", "cases"),
    "KETQUATHUCHIEN": ("result", "results"),
    "CANCUPHAPLY": ("legal_bases",),
    "YEUCAU": ("conditions",),
}
_OURS_ALONE: Final = ("form", "workflow", "marks", "fees", "keywords", "popularity", KEPT)
"""What a workbook may leave out without meaning to remove it."""
_OF_A_PAPER: Final = (
    "accepted_as",
    "mode",
    "required",
    "when",
    "instead",
    "register",
    "from_form",
    "from_register",
    "mark",
)


def merged_record(record: Mapping[str, Any], known: Entry | None) -> Entry:
    """The entry after a national record: a new one, or `known` with the parts that the record holds."""
    said = to_entry(record)
    if known is None:
        return dict(settled(said))
    entry = dict(known)
    is_ours = (known.get("origin") or "own") != "national"
    filled = {name for part, names in _FILLS.items() if part in record for name in names}
    if not is_ours:
        filled |= {"subjects", "tiers"} | ({"short_name"} if known.get("short_name") == to_short(known) else set())
        if "LINHVUCTHUCHIEN" in record:
            filled |= {"field", "field_name"}
    for name in filled:
        value = said.get(name)
        if name in {"time_limit_value", "time_limit_unit"} and said.get("time_limit_value") is None and is_ours:
            continue  # our own limit, which the process is made for, is not lost to prose
        entry[name] = _papers(value or [], known.get("requirements") or []) if name == "requirements" else value
    entry["flags"] = said["flags"] if not is_ours else [flag for flag in said["flags"] if _concerns(flag, filled)]
    kept = {part: held for part, held in (known.get(KEPT) or {}).items() if part not in record}
    entry[KEPT] = kept | {part: held for part, held in (said.get(KEPT) or {}).items() if part in record}
    return dict(settled(entry))


def merged_entry(given: Entry, known: Entry | None, *, keeps_rest: bool) -> Entry:
    """The entry after one of ours; with `keeps_rest` what a workbook has no sheet for stays as it is known."""
    entry = dict(settled(given))
    if known is not None and keeps_rest:
        entry = {name: known[name] for name in _OURS_ALONE if not is_nothing(known.get(name))} | entry
    return entry


def to_short(entry: Entry) -> str:
    """The short name that reading the record of `entry` gives."""
    from lienthong.domain.procedures.formats.national_reading import short_name

    return short_name(str(entry.get("name") or ""))


def _concerns(flag: Mapping[str, str], filled: set[str]) -> bool:
    return flag["path"].split(".", 1)[0] in filled


def _papers(said: list[dict[str, Any]], known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Papers as the record names and counts them; a paper we know keeps its key and what only we say of it."""
    by_words: dict[str, list[dict[str, Any]]] = {}
    for paper in known:
        by_words.setdefault(key(paper["name"]), []).append(paper)
    taken = {paper["key"] for paper in known}
    papers = []
    for paper in said:
        twins = by_words.get(key(paper["name"]), [])
        ours = next(
            (twin for twin in twins if (twin.get("cases") or []) == paper["cases"]), twins[0] if twins else None
        )
        if ours is not None:
            twins.remove(ours)
            own = {name: ours[name] for name in _OF_A_PAPER if name in ours}
            papers.append(paper | own | {"key": ours["key"]})
            continue
        number, wanted = 1, paper["key"]
        while wanted in taken:
            number += 1
            wanted = f"{paper['key'][:56]}-{number}"
        taken.add(wanted)
        papers.append(paper | {"key": wanted})
    return papers
