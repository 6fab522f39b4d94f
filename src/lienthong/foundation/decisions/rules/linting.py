"""What is wrong with a table (soát bảng quyết định), in plain Vietnamese: cells, overlaps, gaps, rules that are never reached.

Overlaps and gaps are found over the pieces of `atoms`, exactly and not by trying values. Looking for gaps walks input by input and keeps
the set of rules still alive; the same set met again is not walked twice. `MOST_STEPS` bounds all walks of a table together: one beyond it is told so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, count

from lienthong.foundation.decisions.choices import HitPolicy, Severity, ValueType
from lienthong.foundation.decisions.errors import AmbiguousDecision, ValueRefused
from lienthong.foundation.decisions.rules.atoms import Space
from lienthong.foundation.decisions.rules.cells import Value, constants, said
from lienthong.foundation.decisions.rules.evaluation import decide
from lienthong.foundation.decisions.rules.table import Table, TestCase

MOST_STEPS = 60_000
MOST_GAPS = 5
MOST_OVERLAPS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend. `kind` for programs, `message` for people; `rules` are numbers from 1; `place` names the cell."""

    kind: str
    severity: Severity
    message: str
    rules: tuple[int, ...] = ()
    place: str = ""

    @property
    def is_error(self) -> bool:
        """Forbids publishing."""
        return self.severity == Severity.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """How a saved try ended. `found`: outputs that differ, {label: (expected, found)}; `refused`: why it could not be run."""

    __test__ = False

    case: TestCase
    rule_numbers: tuple[int, ...] = ()
    found: tuple[tuple[str, str, str], ...] = ()
    refused: str = ""

    @property
    def passed(self) -> bool:
        """Says what was expected."""
        return not self.found and not self.refused


class TooWide(Exception):
    """The walk would take too long."""


def lint(table: Table) -> list[Finding]:
    """All findings, errors first."""
    found = [
        Finding(
            kind="cell",
            severity=Severity.ERROR,
            message=f"Quy tắc {each.rule}: {each.message}" if each.rule else each.message,
            rules=(each.rule,) if each.rule else (),
            place=each.place,
        )
        for each in table.problems
    ]
    found += _shape(table)
    if table.inputs and table.rules:
        found += _unknown_values(table)
        if not table.problems:
            space = Space(table)
            found += _empty_rules(table, space)
            found += _overlaps(table, space)
            found += _coverage(table, space)
    return sorted(found, key=lambda each: not each.is_error)


def run_tests(table: Table) -> list[TestResult]:
    """Every saved try against the table as it is."""
    return [_run(table, case) for case in table.tests]


def read_values(table: Table, given: dict[str, str]) -> dict[str, Value]:
    """Given texts as values. Raises ValueRefused for the first that does not fit."""
    return {each.name: each.read(given.get(each.name, "")) for each in table.inputs}


def _run(table: Table, case: TestCase) -> TestResult:
    try:
        decision = decide(table, read_values(table, case.given))
    except ValueRefused as refusal:
        return TestResult(case=case, refused=str(refusal))
    except AmbiguousDecision as refusal:
        return TestResult(case=case, refused=refusal.message)
    labels = {each.name: each.label for each in table.outputs}
    differ = []
    for name, expected in case.expect.items():
        values = [said(row.get(name)) if row.get(name) is not None else "" for row in decision.rows]
        found = "; ".join(value for value in values if value)
        if name not in labels:
            differ.append((name, expected, "cột này không còn"))
        elif found != expected:
            differ.append((labels[name], expected, found or "không nói gì"))
    return TestResult(case=case, rule_numbers=tuple(rule.number for rule in decision.rules), found=tuple(differ))


def _shape(table: Table) -> Iterator[Finding]:
    for missing, message in (
        (not table.inputs, "Bảng chưa có điều kiện nào. Thêm ít nhất một điều kiện."),
        (not table.outputs, "Bảng chưa có cột kết quả nào. Thêm ít nhất một cột."),
        (not table.rules, "Bảng chưa có quy tắc nào. Thêm ít nhất một quy tắc."),
    ):
        if missing:
            yield Finding(kind="empty", severity=Severity.ERROR, message=message)
    if table.hit_policy == HitPolicy.SUM and not any(each.type == ValueType.NUMBER for each in table.outputs):
        yield Finding(kind="sum", severity=Severity.ERROR, message="Bảng cộng cần một cột kết quả kiểu số để cộng.")
    for each in table.inputs:
        if each.type == ValueType.TEXT and not each.values:
            yield Finding(
                kind="open-text",
                severity=Severity.WARNING,
                message=f"Điều kiện “{each.label}” chưa có danh sách giá trị, nên người trả lời phải gõ đúng từng chữ. Ghi danh sách giá trị cho phép.",
            )
    for rule in table.rules:
        for column, (value, out) in enumerate(zip(rule.then, table.outputs, strict=True)):
            if out.values and isinstance(value, str) and value not in out.values:
                yield Finding(
                    kind="unknown-value",
                    severity=Severity.ERROR,
                    rules=(rule.number,),
                    place=f"rule-{rule.number - 1}-then-{column}",
                    message=f"Quy tắc {rule.number}: “{value}” không có trong danh sách của cột “{out.label}”.",
                )
        if rule.then and all(value is None for value in rule.then):
            yield Finding(
                kind="says-nothing",
                severity=Severity.ERROR,
                rules=(rule.number,),
                message=f"Quy tắc {rule.number} chưa ghi kết quả nào.",
            )


def _unknown_values(table: Table) -> Iterator[Finding]:
    for rule in table.rules:
        for column, (test, each) in enumerate(zip(rule.when, table.inputs, strict=True)):
            for value in constants(test):
                if isinstance(value, str) and each.values and value not in each.values:
                    yield Finding(
                        kind="unknown-value",
                        severity=Severity.ERROR,
                        rules=(rule.number,),
                        place=f"rule-{rule.number - 1}-when-{column}",
                        message=f"Quy tắc {rule.number}: “{value}” không có trong danh sách giá trị của “{each.label}”, nên không bao giờ gặp.",
                    )


def _empty_rules(table: Table, space: Space) -> Iterator[Finding]:
    for index, rule in enumerate(table.rules):
        for column, each in enumerate(table.inputs):
            if not space.masks[index][column]:
                yield Finding(
                    kind="unreachable",
                    severity=Severity.ERROR,
                    rules=(rule.number,),
                    place=f"rule-{index}-when-{column}",
                    message=f"Quy tắc {rule.number} không bao giờ khớp: ô “{each.label}” nằm ngoài mọi giá trị cho phép.",
                )


def _overlaps(table: Table, space: Space) -> Iterator[Finding]:
    """Two rules that fit the same values: an error where only one may."""
    if table.hit_policy != HitPolicy.UNIQUE:
        return
    told = 0
    for first, second in combinations(range(len(table.rules)), 2):
        met = [a & b for a, b in zip(space.masks[first], space.masks[second], strict=True)]
        if not all(met):
            continue
        told += 1
        if told > MOST_OVERLAPS:
            yield Finding(
                kind="overlap",
                severity=Severity.ERROR,
                message="Còn nhiều cặp quy tắc chồng nhau nữa. Sửa các cặp trên rồi soát lại.",
            )
            return
        yield Finding(
            kind="overlap",
            severity=Severity.ERROR,
            rules=(first + 1, second + 1),
            message=f"Quy tắc {first + 1} và {second + 1} chồng nhau: cùng khớp khi {_example(space, met)}. Thu hẹp một quy tắc, hoặc chọn cách “Ưu tiên”.",
        )


def _coverage(table: Table, space: Space) -> Iterator[Finding]:
    everything = [space.full(column) for column in range(len(table.inputs))]
    all_rules = (1 << len(table.rules)) - 1
    steps = count(1)
    try:
        if table.hit_policy in {HitPolicy.UNIQUE, HitPolicy.FIRST}:
            gaps = _Walk(space, steps).gaps(everything, all_rules)
            for gap in gaps[:MOST_GAPS]:
                yield Finding(
                    kind="gap",
                    severity=Severity.ERROR,
                    message=f"Chưa có quy tắc nào cho trường hợp {_example(space, gap)}.",
                )
            if len(gaps) > MOST_GAPS:
                yield Finding(kind="gap", severity=Severity.ERROR, message="Còn trường hợp khác chưa có quy tắc.")
        if table.hit_policy == HitPolicy.FIRST:
            for index in range(1, len(table.rules)):
                box = space.masks[index]
                if all(box) and not _Walk(space, steps).gaps(box, (1 << index) - 1, most=1):
                    yield Finding(
                        kind="unreachable",
                        severity=Severity.ERROR,
                        rules=(index + 1,),
                        message=f"Quy tắc {index + 1} không bao giờ được dùng: các quy tắc đứng trước đã nhận hết trường hợp của nó. Đưa lên trên, hoặc xóa.",
                    )
    except TooWide:
        yield Finding(
            kind="too-wide",
            severity=Severity.ERROR,
            message="Bảng có quá nhiều tổ hợp để soát hết chỗ trống. Tách thành hai bảng nhỏ hơn.",
        )


def _example(space: Space, masks: list[int]) -> str:
    parts = [
        f"“{each.label}” là {words}"
        for column, each in enumerate(space.table.inputs)
        if (words := space.words(column, masks[column]))
    ]
    return "; ".join(parts) or "bất kỳ"


class _Walk:
    """Finds boxes that no rule of a set covers, input by input."""

    def __init__(self, space: Space, steps: "count[int]") -> None:
        self.space = space
        self.steps = steps
        self.covered: set[tuple[int, int]] = set()

    def gaps(self, box: list[int], rules: int, *, most: int = MOST_GAPS + 1) -> list[list[int]]:
        """At most `most` boxes inside `box` in which none of `rules` (a mask) holds. Raises TooWide."""
        found: list[list[int]] = []
        self._look(box, 0, rules, [], found, most)
        return found

    def _look(
        self, box: list[int], column: int, rules: int, path: list[int], found: list[list[int]], most: int
    ) -> None:
        if len(found) >= most or (column, rules) in self.covered:
            return
        if not rules:
            found.append([*path, *box[column:]])
            return
        if column == len(box):
            return
        before = len(found)
        for alive, pieces in self._alive(box[column], column, rules).items():
            if next(self.steps) > MOST_STEPS:
                raise TooWide
            self._look(box, column + 1, alive, [*path, pieces], found, most)
        if len(found) == before:
            self.covered.add((column, rules))

    def _alive(self, allowed: int, column: int, rules: int) -> dict[int, int]:
        """Rules still alive -> the pieces of this input that leave exactly them."""
        groups: dict[int, int] = {}
        indexes = [index for index in range(len(self.space.table.rules)) if rules >> index & 1]
        for at in range(len(self.space.atoms[column])):
            if not allowed >> at & 1:
                continue
            alive = sum(1 << index for index in indexes if self.space.masks[index][column] >> at & 1)
            groups[alive] = groups.get(alive, 0) | 1 << at
        return groups
