"""Questions in words (diễn giải câu hỏi): conditions and settings as an official reads them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lienthong.domain.eforms import catalogues, formulas
from lienthong.domain.eforms.drafting.settings import CATALOGUES, LABELS, MEANINGS, UNITS, kind_label
from lienthong.domain.eforms.parts import PARTS
from lienthong.kit.money import format_number

type Json = Any

_OPERATORS = {
    "in": "là", "equals": "là", "not_in": "không phải là", "not_equals": "không phải là", "greater": "lớn hơn",
    "at_least": "từ", "less": "nhỏ hơn", "at_most": "không quá",
}  # fmt: skip


def condition_words(when: Json, labels: Mapping[str, str], catalogue_of: Mapping[str, str] | None = None) -> str:
    """`“Cha mẹ đã kết hôn” là “Có”`; empty when there is no condition. `labels`: id or name -> wording."""
    if not isinstance(when, Mapping) or not when:
        return ""
    for key, joint in (("all", " và "), ("any", " hoặc ")):
        if isinstance(when.get(key), list):
            return joint.join(
                condition_words(part, labels, catalogue_of) if "question" in part
                else f"({condition_words(part, labels, catalogue_of)})"
                for part in when[key]
            )  # fmt: skip
    path = str(when.get("question") or "")
    head = path.split(".", 1)[0]
    asked = f"“{labels.get(head) or 'câu hỏi đã bỏ'}”"
    if "answered" in when:
        return f"{asked} {'đã' if when['answered'] else 'chưa'} trả lời"
    operator = next((each for each in _OPERATORS if each in when), "")
    if not operator:
        return f"{asked} chưa chọn câu trả lời"
    found = when[operator]
    values = list(found) if isinstance(found, list | tuple) else [found]
    if not values:
        return f"{asked} chưa chọn câu trả lời"
    listed = " hoặc ".join(_answer_words(value, (catalogue_of or {}).get(head, "")) for value in values)
    return f"{asked} {_OPERATORS[operator]} {listed}"


def _answer_words(value: Json, catalogue: str) -> str:
    if isinstance(value, bool):
        return "“Có”" if value else "“Không”"
    if isinstance(value, int):
        return format_number(value)
    text = catalogues.catalogue(catalogue).get(value, value) if catalogue in CATALOGUES else value
    return f"“{text}”"


def value_words(key: str, value: Json, labels: Mapping[str, str]) -> str:
    """One setting as it is read in a comparison; a dash where there is none."""
    if key == "required" or isinstance(value, bool):
        return "có" if value else "không"
    if value in (None, "", [], ()):
        return "–"
    if speak := _SPOKEN.get(key):
        return speak(value, labels)
    if isinstance(value, int):
        return format_number(value)
    if isinstance(value, list | tuple):
        return "; ".join(_part_words(each) for each in value)
    return _part_words(value)


def _meaning(value: Json, labels: Mapping[str, str]) -> str:
    return next((meanings[str(value)] for meanings in MEANINGS.values() if value in meanings), "–")


def formula_words(formula: Json, labels: Mapping[str, str]) -> str:
    """`tổng của “Tầng 1”, “Tầng 2”`."""
    if formulas.problem_of(formula):
        return "chưa xong"
    return formulas.in_words(formula, lambda path: f"“{labels.get(path[0], 'câu hỏi đã bỏ')}”")


def part_label(name: str) -> str:
    """What of a person or organization is asked."""
    return next((parts[name].label for parts in PARTS.values() if name in parts), name)


def _part_words(value: Json) -> str:
    return str(value.get("label") or value.get("name") or "…") if isinstance(value, Mapping) else str(value)


def setting_label(key: str, kind: str) -> str:
    """The choices of a table are its columns."""
    if kind == "group" and key in {"minimum", "maximum"}:
        return "Ít nhất mấy dòng" if key == "minimum" else "Nhiều nhất mấy dòng"
    return "Các cột" if key == "choices" and kind == "table" else LABELS.get(key, key)


def labels_of(entries: Sequence[Mapping[str, Json]], key: str = "id") -> dict[str, str]:
    """Id (or name) -> wording."""
    return {str(entry[key]): str(entry.get("label") or "") for entry in entries if entry.get(key)}


_SPOKEN: dict[str, Callable[[Json, Mapping[str, str]], str]] = {
    "kind": lambda value, _: kind_label(value),
    "when": lambda value, labels: f"chỉ hỏi khi {condition_words(value, labels)}",
    "required_when": lambda value, labels: f"khi {condition_words(value, labels)}",
    "formula": formula_words,
    "parts": lambda value, _: "; ".join(part_label(part) for part in value),
    "optional": lambda value, _: "; ".join(part_label(part) for part in value),
    "units": lambda value, _: UNITS.get(str(value), str(value)),
    "as_of": lambda value, labels: f"“{labels.get(str(value).split('.', 1)[0], value)}”",
    "subject": lambda *_: "có",
    "catalogue": lambda value, _: CATALOGUES.get(str(value), str(value)),
    "name": _meaning,
}
