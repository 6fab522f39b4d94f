"""A whole table (bảng quyết định) as data, and reading it from the JSON that is stored.

    {"hit_policy": "F",
     "inputs":  [{"name": "tuoi", "label": "Năm nay bao nhiêu tuổi?", "type": "number", "hint": "", "values": [], "optional": false,
                  "minimum": "0", "maximum": "150", "whole": true, "fills": ["age"]}],
     "outputs": [{"name": "outcome", "label": "Kết luận", "type": "text", "values": ["Được nộp", "Không đủ điều kiện"]}],
     "rules":   [{"when": [">= 75"], "then": ["Được nộp"], "note": ""}],
     "tests":   [{"name": "Người 80 tuổi", "given": {"tuoi": "80"}, "expect": {"outcome": "Được nộp"}}]}

`when` and `then` stand in the order of inputs and outputs. A draft may hold cells that cannot be read: they become problems of the
table. What breaks a guard (sizes, names) is refused altogether, so no draft can grow into something that hurts.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from lienthong.foundation.decisions.choices import HitPolicy, ValueType
from lienthong.foundation.decisions.errors import CellRefused, TableInvalid, ValueRefused
from lienthong.foundation.decisions.rules.cells import (
    Anything,
    Test,
    Value,
    read_day,
    read_number,
    read_yes_no,
    said,
)
from lienthong.foundation.decisions.rules.reading_cells import read_cell, read_constant
from lienthong.kit.text_vi import clean, shown, slug

MOST_INPUTS = 10
MOST_OUTPUTS = 12
MOST_RULES = 200
MOST_VALUES = 60
MOST_TESTS = 100
MOST_BYTES = 400_000
MOST_PROSE = 1200
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A question the rules look at. `values`: the only answers there are (type text). `fills`: questions of forms it answers."""

    name: str
    label: str
    type: str
    hint: str = ""
    values: tuple[str, ...] = ()
    optional: bool = False
    minimum: Decimal | date | None = None
    maximum: Decimal | date | None = None
    whole: bool = False
    fills: tuple[str, ...] = ()

    def read(self, raw: object) -> Value:
        """A value given from outside: text as typed, or JSON. Raises ValueRefused with what fits."""
        if raw is None or raw == "":
            if self.optional:
                return None
            raise ValueRefused(f"Chưa trả lời “{self.label}”.")
        value = self._typed(raw)
        if self.values and value not in self.values:
            raise ValueRefused(f"“{shown(raw)}” không có trong danh sách trả lời của “{self.label}”.")
        self._check_bounds(value)
        return value

    def _typed(self, raw: object) -> Value:
        text = clean(str(raw)[:600])
        value: Value
        match self.type:
            case ValueType.BOOLEAN:
                value = raw if isinstance(raw, bool) else read_yes_no(text)
                wanted = "Có hoặc Không"
            case ValueType.NUMBER:
                value = read_number(text.replace(",", ".") if text.count(",") == 1 else text)
                wanted = "một số, ví dụ 75"
            case ValueType.DATE:
                value = raw if type(raw) is date else read_day(text)
                wanted = "một ngày, ví dụ 01/07/2026"
            case _:
                lowered = text.lower()
                return next((each for each in self.values if each.lower() == lowered or slug(each) == lowered), text)
        if value is None:
            raise ValueRefused(f"“{self.label}” cần {wanted}; đã nhập “{shown(raw)}”.")
        return value

    def _check_bounds(self, value: Value) -> None:
        if isinstance(value, bool | str) or value is None:
            return
        if self.whole and isinstance(value, Decimal) and value != value.to_integral_value():
            raise ValueRefused(f"“{self.label}” cần số nguyên; đã nhập {said(value)}.")
        if self.minimum is not None and value < self.minimum:  # type: ignore[operator]  # one type a column
            raise ValueRefused(f"“{self.label}” từ {said(self.minimum)} trở lên; đã nhập {said(value)}.")
        if self.maximum is not None and value > self.maximum:  # type: ignore[operator]  # one type a column
            raise ValueRefused(f"“{self.label}” không quá {said(self.maximum)}; đã nhập {said(value)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A thing the rules say. `values`: the only words there are."""

    name: str
    label: str
    type: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row. `number` counts from 1, as officials do."""

    number: int
    when: tuple[Test, ...]
    then: tuple[Value, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCase:
    """A saved try (ca kiểm thử): what is given as text, and what some outputs must then say."""

    __test__ = False

    name: str
    given: dict[str, str]
    expect: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A cell that cannot be read. `place`: `rule-3-when-1`, `rule-3-then-0`, `input-2-values`."""

    place: str
    message: str
    rule: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that can be asked, apart from the rules named in `problems`."""

    hit_policy: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    tests: tuple[TestCase, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def empty_content() -> dict[str, Any]:
    """The JSON of a table with nothing in it."""
    return {"hit_policy": HitPolicy.FIRST.value, "inputs": [], "outputs": [], "rules": [], "tests": []}


def read_table(content: Mapping[str, Any]) -> Table:
    """Read stored or typed JSON. Raises TableInvalid when a guard is broken; other faults become `problems`."""
    check_guards(content)
    problems: list[Problem] = []
    inputs = tuple(_read_input(row, number, problems) for number, row in enumerate(content["inputs"]))
    outputs = tuple(
        Output(
            name=row["name"],
            label=clean(str(row.get("label") or row["name"])),
            type=row["type"],
            values=_words(row.get("values", ())),
        )
        for row in content["outputs"]
    )
    rules = tuple(_read_rule(row, number, inputs, outputs, problems) for number, row in enumerate(content["rules"]))
    tests = tuple(
        TestCase(
            name=clean(str(row.get("name", "")))[:200],
            given={str(key): str(value) for key, value in row.get("given", {}).items()},
            expect={str(key): str(value) for key, value in row.get("expect", {}).items()},
        )
        for row in content.get("tests", ())
    )
    return Table(
        hit_policy=content["hit_policy"],
        inputs=inputs,
        outputs=outputs,
        rules=rules,
        tests=tests,
        problems=tuple(problems),
    )


def check_guards(content: Mapping[str, Any]) -> None:
    """Refuse what no draft may be. Raises TableInvalid with every broken guard."""
    found: dict[str, str] = {}
    if len(json.dumps(content, ensure_ascii=False, default=str)) > MOST_BYTES:
        raise TableInvalid({"content": f"Bảng lớn hơn {MOST_BYTES // 1000} kB. Tách thành nhiều bảng."})
    if content.get("hit_policy") not in HitPolicy.values:
        found["hit_policy"] = "Cách chọn quy tắc phải là một trong: U, F, C, C+."
    for part, most, name in (
        ("inputs", MOST_INPUTS, "điều kiện"),
        ("outputs", MOST_OUTPUTS, "cột kết quả"),
        ("rules", MOST_RULES, "quy tắc"),
        ("tests", MOST_TESTS, "ca kiểm thử"),
    ):
        rows = content.get(part, [])
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise TableInvalid({part: f"Phần {name} phải là một danh sách dòng."})
        if len(rows) > most:
            found[part] = f"Bảng có {len(rows)} {name}, tối đa {most}. Tách thành nhiều bảng."
    _check_columns(content, found)
    width, depth = len(content.get("inputs", [])), len(content.get("outputs", []))
    for number, row in enumerate(content.get("rules", []), start=1):
        when, then = row.get("when"), row.get("then")
        if not isinstance(when, list) or not isinstance(then, list) or len(when) != width or len(then) != depth:
            found[f"rule-{number}"] = f"Quy tắc {number} phải có {width} ô điều kiện và {depth} ô kết quả."
        if isinstance(then, list) and any(len(str(cell)) > MOST_PROSE for cell in (*then, row.get("note") or "")):
            found[f"rule-{number}-then"] = f"Quy tắc {number} có ô dài hơn {MOST_PROSE} ký tự. Viết gọn lại."
        if isinstance(when, list) and any(len(str(cell)) > MOST_PROSE for cell in when):
            found[f"rule-{number}-when"] = (
                f"Quy tắc {number} có ô điều kiện dài hơn {MOST_PROSE} ký tự. Tách thành nhiều quy tắc."
            )
    if found:
        raise TableInvalid(found)


def _check_columns(content: Mapping[str, Any], found: dict[str, str]) -> None:
    seen: set[str] = set()
    for part in ("inputs", "outputs"):
        for row in content.get(part, []):
            name, kind = str(row.get("name", "")), row.get("type")
            if not _NAME.fullmatch(name):
                found[f"{part}-{name}"] = f"Tên cột “{shown(name)}” chỉ gồm chữ thường không dấu, chữ số và gạch dưới."
            if name in seen:
                found[f"{part}-{name}"] = f"Hai cột cùng tên “{name}”. Mỗi cột một tên."
            seen.add(name)
            if kind not in ValueType.values or (part == "inputs" and kind == ValueType.PROSE):
                found[f"{part}-{name}-type"] = f"Cột “{name}” có kiểu “{shown(kind)}” không dùng được."
            values = row.get("values", [])
            if not isinstance(values, list | tuple) or len(values) > MOST_VALUES:
                found[f"{part}-{name}-values"] = f"Cột “{name}” có tối đa {MOST_VALUES} giá trị cho phép."


def _words(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in (clean(str(each))[:200] for each in values) if word))


def _read_input(row: Mapping[str, Any], number: int, problems: list[Problem]) -> Input:
    ends: dict[str, Decimal | date | None] = {}
    for name in ("minimum", "maximum"):
        text = clean(str(row.get(name) or ""))
        value = read_number(text) if row["type"] == ValueType.NUMBER else read_day(text)
        ends[name] = value
        if text and value is None:
            problems.append(
                Problem(place=f"input-{number}-{name}", message=f"“{shown(text)}” không phải là số hoặc ngày.")
            )
    values = _words(row.get("values", ())) if row["type"] == ValueType.TEXT else ()
    if len({slug(each) for each in values}) < len(values):
        problems.append(
            Problem(
                place=f"input-{number}-values", message="Hai giá trị chỉ khác nhau ở dấu; đặt tên khác nhau rõ hơn."
            )
        )
    return Input(
        name=row["name"],
        label=clean(str(row.get("label") or row["name"]))[:200],
        type=row["type"],
        hint=clean(str(row.get("hint") or ""))[:400],
        values=values,
        optional=bool(row.get("optional")),
        minimum=ends["minimum"],
        maximum=ends["maximum"],
        whole=bool(row.get("whole")),
        fills=_words(row.get("fills", ())),
    )


def _read_rule(
    row: Mapping[str, Any],
    at: int,
    inputs: Sequence[Input],
    outputs: Sequence[Output],
    problems: list[Problem],
) -> Rule:
    when: list[Test] = []
    for column, (text, each) in enumerate(zip(row["when"], inputs, strict=True)):
        try:
            when.append(read_cell(str(text), each.type, each.values))
        except CellRefused as refusal:
            problems.append(Problem(place=f"rule-{at}-when-{column}", message=str(refusal), rule=at + 1))
            when.append(Anything())
    then: list[Value] = []
    for column, (text, out) in enumerate(zip(row["then"], outputs, strict=True)):
        try:
            then.append(read_constant(str(text), out.type, out.values))
        except CellRefused as refusal:
            problems.append(Problem(place=f"rule-{at}-then-{column}", message=str(refusal), rule=at + 1))
            then.append(None)
    return Rule(number=at + 1, when=tuple(when), then=tuple(then), note=clean(str(row.get("note") or ""))[:400])
