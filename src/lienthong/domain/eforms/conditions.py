"""When a question is asked, or needs an answer (điều kiện). Data, judged here and written as JSON Schema; no database.

    {"question": "married", "equals": "Có"}         {"question": "wants", "in": ["Bản sao", "Trích lục"]}
    {"question": "nation", "not_equals": "VN"}      {"question": "nation", "not_in": ["VN", "LA"]}
    {"question": "floors", "at_least": 3}           greater, at_least, less, at_most: numbers only
    {"question": "father", "answered": true}        or false
    {"all": [condition, …]}    {"any": [condition, …]}

`question` is a name, or a path: `father.nationality` is that part of a person, an organization or an address, `members.gender` that
column of a repeated group. Of several values one is enough, but `not_in` wants none among the list. Only `"answered": false` holds
of a question without an answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

type Json = Any
type Answers = Mapping[str, Json]

ORDERS = {
    "greater": "exclusiveMinimum",
    "at_least": "minimum",
    "less": "exclusiveMaximum",
    "at_most": "maximum",
}
COMBINATIONS = {"all": "allOf", "any": "anyOf"}
OPERATORS = ("equals", "in", "not_equals", "not_in", *ORDERS, "answered")
MOST_TESTS = 30  # in one condition; more cannot be read by the official who keeps it


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One test of one answer (`op` in, not_in, greater, at_least, less, at_most, answered), or several joined (`op` all, any)."""

    op: str = "in"
    question: str = ""
    value: Json = None
    parts: tuple["Condition", ...] = ()

    @classmethod
    def of(cls, raw: Json) -> "Condition":
        """Read it. Raises ValueError with a Vietnamese sentence."""
        condition = _read(raw)
        if sum(1 for _ in condition.tests()) > MOST_TESTS:
            raise ValueError(f"Điều kiện có hơn {MOST_TESTS} phép so. Tách thành vài câu hỏi")
        return condition

    @property
    def among(self) -> tuple[Json, ...]:
        """The values of `in` and `not_in`."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def path(self) -> tuple[str, ...]:
        """`father.nationality` in its parts."""
        return tuple(self.question.split("."))

    def tests(self) -> Iterator["Condition"]:
        """The single tests in it."""
        if self.parts:
            for part in self.parts:
                yield from part.tests()
        else:
            yield self

    def names(self) -> frozenset[str]:
        """The questions it looks at."""
        return frozenset(test.path[0] for test in self.tests())

    def holds(self, answers: Answers) -> bool:
        """Whether the answers fulfil it."""
        if self.op in COMBINATIONS:
            return (all if self.op == "all" else any)(part.holds(answers) for part in self.parts)
        found = values_at(answers, self.path)
        if self.op == "answered":
            return bool(found) is self.value
        if self.op == "in":
            return any(_among(each, self.among) for each in found)
        if self.op == "not_in":
            return bool(found) and not any(_among(each, self.among) for each in found)
        return any(_compares(each, self.op, self.value) for each in found)

    def as_json(self) -> dict[str, Json]:
        """The stored form."""
        if self.parts:
            return {self.op: [part.as_json() for part in self.parts]}
        return {"question": self.question, self.op: list(self.value) if isinstance(self.value, tuple) else self.value}

    def schema_of_value(self) -> Json:
        """JSON Schema of one value that passes; `answered` has none."""
        if self.op in ORDERS:
            return {"type": "number", ORDERS[self.op]: self.value}
        return {"enum": list(self.among)}


def values_at(answers: Answers, path: tuple[str, ...]) -> list[Json]:
    """What is answered at a path: nothing, one value, or one for each row or ticked entry."""
    found: list[Json] = [answers]
    for step in path:
        found = [each[step] for each in found if isinstance(each, Mapping) and each.get(step) is not None]
        found = [item for each in found for item in (each if isinstance(each, list) else [each])]
    return found


def _among(value: Json, wanted: tuple[Json, ...]) -> bool:
    return any(value == each and isinstance(value, bool) is isinstance(each, bool) for each in wanted)


def _compares(value: Json, op: str, limit: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if op == "greater":
        return value > limit
    if op == "at_least":
        return value >= limit
    return value < limit if op == "less" else value <= limit


def _read(raw: Json, depth: int = 0) -> Condition:
    if not isinstance(raw, Mapping) or depth > 4:
        raise ValueError("Điều kiện phải là một phép so, hoặc all, any của vài phép so, lồng tối đa 4 lớp")
    for how in COMBINATIONS:
        if how in raw:
            if len(raw) > 1 or not isinstance(raw[how], list) or not raw[how]:
                raise ValueError(f"“{how}” cần một danh sách điều kiện và không đứng cùng mục khác")
            return Condition(op=how, parts=tuple(_read(each, depth + 1) for each in raw[how]))
    question = raw.get("question")
    given = [op for op in OPERATORS if op in raw]
    if not isinstance(question, str) or not question or len(given) != 1 or len(raw) != 2:
        raise ValueError(f"Mỗi phép so gồm question và đúng một trong: {', '.join(OPERATORS)}")
    op, value = given[0], raw[given[0]]
    if op in {"equals", "not_equals"}:
        return Condition(op="in" if op == "equals" else "not_in", question=question, value=(_plain(value),))
    if op in {"in", "not_in"}:
        if not isinstance(value, list | tuple) or not value:
            raise ValueError(f"“{op}” cần một danh sách giá trị")
        return Condition(op=op, question=question, value=tuple(_plain(each) for each in value))
    if op == "answered":
        if not isinstance(value, bool):
            raise ValueError("“answered” nhận true hoặc false")
    elif isinstance(value, bool) or not isinstance(value, int | float) or not -1e15 < value < 1e15:
        raise ValueError(f"“{op}” cần một con số")
    return Condition(op=op, question=question, value=value)


def _plain(value: Json) -> Json:
    if value is None or not isinstance(value, str | int | float | bool):
        raise ValueError("Điều kiện so với chữ, số hoặc true, false")
    return value
