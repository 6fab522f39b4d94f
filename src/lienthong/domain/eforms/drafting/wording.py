"""Questions in words (diễn giải câu hỏi): conditions and settings as an official reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from lienthong.domain.eforms import catalogues
from lienthong.domain.eforms.drafting.settings import CATALOGUES, LABELS, MEANINGS, kind_label
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
    if values == [True]:
        return f"{asked} được đánh dấu" if operator in {"in", "equals"} else f"{asked} không được đánh dấu"
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
    if key == "kind":
        return kind_label(value)
    if key == "when":
        return f"chỉ hỏi khi {condition_words(value, labels)}"
    if key == "catalogue":
        return CATALOGUES.get(str(value), str(value))
    if key == "name":
        return next((meanings[str(value)] for meanings in MEANINGS.values() if value in meanings), "–")
    if isinstance(value, int):
        return format_number(value)
    if isinstance(value, list | tuple):
        return "; ".join(_part_words(each) for each in value)
    return _part_words(value)


def _part_words(value: Json) -> str:
    return str(value.get("label") or value.get("name") or "…") if isinstance(value, Mapping) else str(value)


def setting_label(key: str, kind: str) -> str:
    """The choices of a table are its columns."""
    return "Các cột" if key == "choices" and kind == "table" else LABELS.get(key, key)


def labels_of(entries: Sequence[Mapping[str, Json]], key: str = "id") -> dict[str, str]:
    """Id (or name) -> wording."""
    return {str(entry[key]): str(entry.get("label") or "") for entry in entries if entry.get(key)}
