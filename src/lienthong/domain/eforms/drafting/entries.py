"""Entries of a draft (câu hỏi đang soạn) and the question list they become.

An entry is what `reading_questions` reads, with two differences: `id` names it inside the draft and never changes; `name`, the key
under which answers are kept, stands only where it must not change any more (published before, or chosen for its meaning). All
others get one made from their wording when the list is compiled. Conditions and formulas point at ids.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lienthong.domain.eforms.models import Form
from lienthong.kit.text_vi import clean, slug

type Entry = dict[str, Any]
type Json = Any

_CONTINUED = " (tiếp theo)"
_POINTERS = ("question", "answer", "as_of")  # of conditions, of formulas, of old addresses
UNNAMED_PAGE = "Nội dung đề nghị"
LONGEST_NAME = 40


def entries_of(form: Form) -> list[Entry]:
    """The questions of a published version as entries: ids and names are those of the version."""
    entries: list[Entry] = []
    for page in form.layout["pages"]:
        section = str(page["title"]).removesuffix(_CONTINUED)
        for raw in page["questions"]:
            entry: Entry = {**raw, "id": raw["name"], "section": section}
            if entry.get("columns") and not entry.get("choices"):
                entry["choices"] = [column["label"] for column in entry.pop("columns")]
            if entry["kind"] in {"date", "datetime"}:
                entry["past"] = bool(raw.get("past"))
            if entry["kind"] == "id_number":
                entry["passport"] = bool(raw.get("passport"))
            entries.append(entry)
    return entries


def named(entries: Sequence[Mapping[str, Json]]) -> tuple[list[Entry], dict[str, str]]:
    """The question list of a draft, and the name of each id."""
    names: dict[str, str] = {}
    taken = {str(entry["name"]) for entry in entries if entry.get("name")}
    for entry in entries:
        name = str(entry.get("name") or "") or _free(name_from(str(entry.get("label") or "")), taken)
        taken.add(name)
        names[str(entry["id"])] = name
    listed = [{**point(entry, names), "name": names[str(entry["id"])]} for entry in entries]
    for entry in listed:
        del entry["id"]
    return listed, names


def name_from(label: str) -> str:
    """`Họ và tên` -> `ho_va_ten`."""
    name = slug(label).replace("-", "_")[:LONGEST_NAME].strip("_")
    return name if re.match(r"[a-z]", name) else f"cau_{name}".rstrip("_")


def _free(name: str, taken: Iterable[str]) -> str:
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name}_{number}"
    return free


def point(node: Json, to: Mapping[str, str]) -> Json:
    """A copy in which conditions and formulas point elsewhere: ids become names, or names ids. Paths keep their tail."""
    if isinstance(node, Mapping):
        return {
            key: _pointed(value, to) if key in _POINTERS and isinstance(value, str) else point(value, to)
            for key, value in node.items()
        }
    return [point(each, to) for each in node] if isinstance(node, list | tuple) else node


def _pointed(path: str, to: Mapping[str, str]) -> str:
    head, dot, tail = path.partition(".")
    return f"{to.get(head, head)}{dot}{tail}"


def pointers(entry: Mapping[str, Json]) -> set[str]:
    """The ids that conditions and formulas of an entry look at; inside a repeated group its own questions do not count."""
    own = {str(each.get("name")) for each in entry.get("questions") or ()}
    return _heads(entry) - own


def _heads(node: Json) -> set[str]:
    if isinstance(node, Mapping):
        found = {str(node[key]).split(".", 1)[0] for key in _POINTERS if node.get(key) and isinstance(node[key], str)}
        return found.union(*(_heads(value) for value in node.values()))
    return set().union(*(_heads(each) for each in node)) if isinstance(node, list | tuple) else set()


def section_of(entry: Mapping[str, Json]) -> str:
    """The page title under which it is asked."""
    return clean(str(entry.get("section") or "")) or UNNAMED_PAGE


def sections(entries: Sequence[Mapping[str, Json]]) -> list[str]:
    """Page titles in the order in which they come."""
    return list(dict.fromkeys(section_of(entry) for entry in entries))


def grouped(entries: Sequence[Entry]) -> list[Entry]:
    """The same entries, those of one page together: the order of the list is the order in which they are asked."""
    order = {title: at for at, title in enumerate(sections(entries))}
    return sorted(entries, key=lambda entry: order[section_of(entry)])


def by_id(entries: Sequence[Entry], wanted: str) -> tuple[int, Entry] | None:
    """Where an entry stands, and the entry; None when it is not there."""
    return next(((at, entry) for at, entry in enumerate(entries) if entry["id"] == wanted), None)
