"""The table of steps (bảng các bước của quy trình nội bộ)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.workflows.choices import Operator, StepAgency, StepKind
from lienthong.foundation.workflows.errors import StepsInvalid

MAX_STEPS = 60
MAX_CONDITIONS = 8

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")

type Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a field of the form with a value (điều kiện). No `and`, no code: officials must be able to read it."""

    field: str
    op: str
    value: Scalar | tuple[Scalar, ...]

    @property
    def expression(self) -> str:
        """As written into BPMN, for example `loai == 'cap_moi'`."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return f"{self.field} {self.op} {value!r}"

    def holds(self, data: Mapping[str, Any]) -> bool:
        """Whether the data fulfils it. A field without an answer equals nothing and is neither more nor less than anything."""
        answer = data.get(self.field)
        match self.op:
            case Operator.EQUAL:
                return bool(answer == self.value)
            case Operator.NOT_EQUAL:
                return bool(answer != self.value)
            case Operator.IN:
                return isinstance(self.value, tuple) and answer in self.value
            case _:
                return self._compares(answer)

    def _compares(self, answer: Any) -> bool:
        try:
            left, right = Decimal(str(answer)), Decimal(str(self.value))
        except InvalidOperation:
            return False
        if not left.is_finite():
            return False
        match self.op:
            case Operator.LESS:
                return left < right
            case Operator.AT_MOST:
                return left <= right
            case Operator.MORE:
                return left > right
            case _:
                return left >= right


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One step (bước). `hours` of working time, 0 for a step outside the time limit; `agency` is a `StepAgency`.

    Steps next to each other with the same `parallel` are done at the same time; a step with `when` is skipped unless it holds.
    """

    key: str
    name: str
    role: str
    hours: float
    kind: str
    agency: str
    when: Condition | None = None
    parallel: str = ""

    @property
    def role_name(self) -> str:
        """Who does it, in Vietnamese."""
        return str(Role(self.role).label)

    @property
    def agency_name(self) -> str:
        """Where, in Vietnamese."""
        return str(StepAgency(self.agency).label)

    def as_json(self) -> dict[str, Any]:
        """The row of the table: what `read_steps` reads."""
        row: dict[str, Any] = {
            "key": self.key,
            "name": self.name,
            "role": self.role,
            "hours": self.hours,
            "kind": self.kind,
            "agency": self.agency,
        }
        if self.when:
            value = list(self.when.value) if isinstance(self.when.value, tuple) else self.when.value
            row["when"] = {"field": self.when.field, "op": self.when.op, "value": value}
        if self.parallel:
            row["parallel"] = self.parallel
        return row


type Steps = tuple[StepSpec, ...]


def number_text(value: float) -> str:
    """`4.5` -> `4,5`."""
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def blocks_of(steps: Steps) -> list[Steps]:
    """Steps in the order they come, those done at the same time together."""
    return [tuple(group) for _, group in groupby(steps, key=lambda step: step.parallel or step.key)]


def position_of(steps: Steps) -> dict[str, int]:
    """Key -> number of its block."""
    return {step.key: number for number, block in enumerate(blocks_of(steps)) for step in block}


def read_steps(rows: Iterable[Mapping[str, Any]]) -> Steps:
    """Check and read a table. Raises StepsInvalid: row or field -> Vietnamese sentence."""
    problems: dict[str, str] = {}
    steps: list[StepSpec] = []
    for number, row in enumerate(rows, start=1):
        try:
            steps.append(_read_step(row))
        except ValueError as error:
            problems[f"steps.{number}"] = f"Bước {number}: {error}"
    if not problems:
        problems = _problems_of_table(tuple(steps))
    if problems:
        raise StepsInvalid(problems)
    return tuple(steps)


def load_steps(rows: Iterable[Mapping[str, Any]]) -> Steps:
    """Read a table that was checked when it was published."""
    return tuple(_read_step(row) for row in rows)


def _read_step(row: Mapping[str, Any]) -> StepSpec:
    key, name = str(row.get("key", "")), str(row.get("name", "")).strip()
    if not _KEY.fullmatch(key):
        raise ValueError(
            f"mã bước “{key}” phải bắt đầu bằng chữ thường, chỉ gồm chữ thường không dấu, số và dấu gạch dưới."
        )
    if not name or len(name) > 200:
        raise ValueError(f"tên bước phải có từ 1 đến 200 ký tự; tên nhận được có {len(name)} ký tự.")
    if not name.isprintable():
        raise ValueError("tên bước chứa ký tự điều khiển không in được; gõ lại tên.")
    role = str(row.get("role", ""))
    if role not in Role.values:
        raise ValueError(f"vai trò “{role}” chưa có trong danh mục; chọn một trong: {', '.join(Role.values)}.")
    kind = str(row.get("kind") or StepKind.HANDLE)
    if kind not in StepKind.values:
        raise ValueError(f"loại bước “{kind}” chưa có trong danh mục; chọn một trong: {', '.join(StepKind.values)}.")
    agency = str(row.get("agency") or StepAgency.COMPETENT)
    if agency not in StepAgency.values:
        raise ValueError(f"nơi thực hiện “{agency}” phải là {' hoặc '.join(StepAgency.values)}.")
    hours = row.get("hours", 0)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 <= hours <= 10_000:
        raise ValueError(f"số giờ phải từ 0 đến 10000; giá trị nhận được là “{hours}”.")
    parallel = str(row.get("parallel") or "")
    if parallel and not _KEY.fullmatch(parallel):
        raise ValueError(f"tên nhóm song song “{parallel}” chỉ gồm chữ thường không dấu, số và dấu gạch dưới.")
    when = _read_condition(row["when"]) if row.get("when") else None
    return StepSpec(key, name, role, float(hours), kind, agency, when, parallel)


def _read_condition(row: Mapping[str, Any]) -> Condition:
    field, op, value = str(row.get("field", "")), str(row.get("op", "")), row.get("value")
    if not _KEY.fullmatch(field):
        raise ValueError(
            f"điều kiện dùng trường “{field}”; tên trường chỉ gồm chữ thường không dấu, số và dấu gạch dưới."
        )
    if op not in Operator.values:
        raise ValueError(f"phép so sánh “{op}” không có; chọn một trong: {', '.join(Operator.values)}.")
    if isinstance(value, list | tuple):
        value = tuple(value)
    values = value if isinstance(value, tuple) else (value,)
    if (op == Operator.IN) != isinstance(value, tuple) or not all(
        each is None or isinstance(each, str | int | float | bool) for each in values
    ):
        raise ValueError(
            f"giá trị so sánh của “{field}” không đúng dạng; phép “in” cần một danh sách, phép khác cần một giá trị."
        )
    ordered = {Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST}
    if op in ordered and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError(f"phép “{op}” chỉ so sánh số; giá trị nhận được là “{value}”.")
    return Condition(field, op, value)


def _problems_of_table(steps: Steps) -> dict[str, str]:
    if not steps or len(steps) > MAX_STEPS:
        return {"steps": f"Quy trình phải có từ 1 đến {MAX_STEPS} bước; bảng nhận được có {len(steps)} bước."}
    problems: dict[str, str] = {}
    keys = [step.key for step in steps]
    for key in {key for key in keys if keys.count(key) > 1}:
        problems[f"steps.{key}"] = f"Mã bước “{key}” dùng {keys.count(key)} lần. Mỗi bước cần một mã riêng."
    if steps[0].when:
        problems["steps.1"] = "Bước đầu luôn được thực hiện, nên không đặt điều kiện cho bước đầu."
    conditions = sum(1 for step in steps if step.when)
    if conditions > MAX_CONDITIONS:
        problems["steps"] = (
            f"Quy trình có {conditions} bước có điều kiện; nhiều nhất là {MAX_CONDITIONS}. Tách thành hai quy trình."
        )
    groups = [name for name, _ in groupby(step.parallel for step in steps) if name]
    for name in {name for name in groups if groups.count(name) > 1} | (set(groups) & set(keys)):
        problems[f"parallel.{name}"] = f"Nhóm song song “{name}” phải gồm các bước liền nhau và có tên khác mã bước."
    for name in set(groups):
        if sum(1 for step in steps if step.parallel == name) < 2:
            problems[f"parallel.{name}"] = f"Nhóm song song “{name}” chỉ có một bước; cần ít nhất hai bước."
    return problems
