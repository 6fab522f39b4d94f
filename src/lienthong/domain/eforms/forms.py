"""What the pages of the builder send (dữ liệu các màn hình soạn biểu mẫu), as settings of a question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from lienthong.domain.eforms.drafting.checking import offered_by
from lienthong.domain.eforms.drafting.entries import Entry, by_id, name_from, section_of
from lienthong.domain.eforms.drafting.settings import (
    CATALOGUES,
    INNER_KINDS,
    MEANINGS,
    OPERATIONS,
    PER_KIND,
    UNITS,
    settings_of,
)
from lienthong.domain.eforms.parts import PARTS
from lienthong.kit.money import parse_money
from lienthong.kit.text_vi import clean, shown

type Json = Any
type Values = dict[str, Json]

MOST_CHOICES = 120
MOST_INNER = 30
_WHOLE = ("minimum", "maximum", "max_length")
_FLAGS = ("past", "partial", "passport")
_TEXTS = {"unit": 20, "row": 40, "text": 2000}


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelInput:
    """Settings that could be read, and sentences about those that could not."""

    values: Values
    problems: dict[str, str]


def read_panel(post: QueryDict, entry: Entry, entries: Sequence[Entry], kinds: frozenset[str]) -> PanelInput:
    """The panel of one question. What the kind does not need is taken away; a box that is not on the page changes nothing."""
    problems: dict[str, str] = {}
    kind = post.get("kind", entry["kind"])
    kind = kind if kind in kinds else entry["kind"]
    values: Values = {
        "kind": kind,
        "label": clean(post.get("label", ""))[:300],
        "hint": clean(post.get("hint", ""))[:400] or None,
        "section": clean(post.get("section", ""))[:120] or section_of(entry),
        "required": ((bool(post.get("required")) or kind == "statement") and kind != "computed") or None,
    }
    wanted = settings_of(kind)
    values |= dict.fromkeys(PER_KIND - {*wanted, *(("optional",) if "parts" in wanted else ())})
    for key in wanted:
        if reader := _READERS.get(key):
            reader(post, entry, values)
        elif key in _WHOLE and key in post:
            _read_whole(key, str(post[key]), values, problems)
        elif key in _FLAGS and kind == entry["kind"]:
            values[key] = bool(post.get(key)) or None
        elif key in _TEXTS and key in post:
            values[key] = clean(str(post[key]), lines=key == "text")[: _TEXTS[key]] or None
    if "formula" in wanted:
        _read_formula(post, entry, entries, values)
    _read_meaning(post, entry, wanted, values)
    _read_condition(post, entry, entries, values)
    return PanelInput(values=values, problems=problems)


def _read_choices(post: QueryDict, entry: Entry, values: Values) -> None:
    if "choices" in post:
        lines = [clean(line)[:200] for line in str(post["choices"]).splitlines()]
        values["choices"] = [line for line in lines if line][:MOST_CHOICES] or None


def _read_catalogue(post: QueryDict, entry: Entry, values: Values) -> None:
    if "catalogue" in post:
        values["catalogue"] = post["catalogue"] if post["catalogue"] in CATALOGUES else None


def _read_units(post: QueryDict, entry: Entry, values: Values) -> None:
    if post.get("units") in UNITS:
        values["units"] = post["units"] or None


def _read_subject(post: QueryDict, entry: Entry, values: Values) -> None:
    if values["kind"] == entry["kind"]:
        values["subject"] = "applicant" if post.get("subject") else None


def _read_parts(post: QueryDict, entry: Entry, values: Values) -> None:
    """Parts come in the order of the kind; none ticked means the usual ones."""
    if "parts_shown" not in post:
        return
    offered = PARTS[values["kind"]]
    parts = [name for name in offered if name in post.getlist("parts")]
    values["parts"] = parts or None
    values["optional"] = [name for name in parts if name not in post.getlist("needed")] or None


def _read_inner(post: QueryDict, entry: Entry, values: Values) -> None:
    """Rows `inner-<n>-…`; a row without wording is taken away. A name once given stays."""
    if "inner-rows" not in post:
        return
    found: list[Entry] = []
    old = {str(each["name"]): each for each in entry.get("questions") or ()}
    taken = set(old)
    for number in range(min(read_number(post["inner-rows"]), MOST_INNER)):
        label = clean(post.get(f"inner-{number}-label", ""))[:200]
        if not label:
            continue
        kept = old.get(post.get(f"inner-{number}-name", ""), {})
        name = kept.get("name") or name_from(label)
        if not kept:
            base, counter = name, 2
            while name in taken:
                name, counter = f"{base}_{counter}", counter + 1
        taken.add(name)
        kind = post.get(f"inner-{number}-kind", "text")
        choices = [clean(each) for each in post.get(f"inner-{number}-choices", "").split(";")]
        row = {
            **kept,
            "name": name,
            "label": label,
            "kind": kind if kind in INNER_KINDS or kind == kept.get("kind") else "text",
            "required": bool(post.get(f"inner-{number}-required")),
            "choices": [each for each in choices if each],
        }
        found.append({key: value for key, value in row.items() if value not in (None, "", [], False)})
    values["questions"] = found or None


_READERS: dict[str, Callable[[QueryDict, Entry, Values], None]] = {
    "choices": _read_choices,
    "catalogue": _read_catalogue,
    "units": _read_units,
    "subject": _read_subject,
    "parts": _read_parts,
    "questions": _read_inner,
}


def _read_whole(key: str, text: str, values: Values, problems: dict[str, str]) -> None:
    text = clean(text)
    number = parse_money(text) if text else None
    if text and (number is None or number >= 10**12):
        problems[key] = f"“{shown(text)}” không phải là số nguyên. Ghi bằng chữ số, ví dụ 30"
    else:
        values[key] = number


def _read_formula(post: QueryDict, entry: Entry, entries: Sequence[Entry], values: Values) -> None:
    """One operation over earlier questions; what was written otherwise stays until another operation is chosen."""
    operation = post.get("operation", "")
    if operation not in OPERATIONS:
        return
    known = {each["id"] for each in entries}
    operands = [{"answer": each} for each in post.getlist("operands") if each in known]
    if operation == "age":
        values["formula"] = {"age": {"born": operands[0]}} if operands else None
    elif operation == "difference":
        values["formula"] = {"difference": operands[:2]} if len(operands) > 1 else None
    else:
        values["formula"] = {operation: operands} if operands else None


def _read_meaning(post: QueryDict, entry: Entry, wanted: Sequence[str], values: Values) -> None:
    reserved = {name for names in MEANINGS.values() for name in names}
    if "meaning" in wanted and "name" in post:
        values["name"] = post["name"] if post["name"] in MEANINGS.get(values["kind"], {}) else None
    elif entry.get("name") in reserved and entry["name"] != entry["id"]:
        values["name"] = None


def _read_condition(post: QueryDict, entry: Entry, entries: Sequence[Entry], values: Values) -> None:
    mode = post.get("when_mode", "")
    if mode == "always":
        values["when"] = None
    elif mode == "when":
        other = by_id(entries, post.get("when_question", ""))
        offered = offered_by(other[1]) if other else None
        truths = {"true": True, "false": False}
        among = [truths.get(text, text) for text in post.getlist("when_in")]
        values["when"] = {
            "question": post.get("when_question", ""),
            "in": [value for value in among if offered is not None and value in offered],
        }


def read_number(text: str | list[object]) -> int:
    """A count that our own page sent; 0 when it is none."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 9 else 0
