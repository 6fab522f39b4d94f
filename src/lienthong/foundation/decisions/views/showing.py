"""What the pages show of a content (dữ liệu cho trang): grid, findings, tries. Plain dicts for templates."""

from collections.abc import Mapping
from typing import Any

from lienthong.foundation.decisions.choices import HitPolicy, ValueType
from lienthong.foundation.decisions.errors import AmbiguousDecision, ValueRefused
from lienthong.foundation.decisions.forms import expected
from lienthong.foundation.decisions.queries import rule_in_words, said
from lienthong.foundation.decisions.rules.cells import EXAMPLES
from lienthong.foundation.decisions.rules.evaluation import decide
from lienthong.foundation.decisions.rules.linting import TestResult, read_values
from lienthong.foundation.decisions.services import Readiness

YES_NO = ["Có", "Không"]
INPUT_TYPES = [(kind.value, kind.label) for kind in ValueType if kind != ValueType.PROSE]
OUTPUT_TYPES = ValueType.choices
MOST_TOLD = 12


def grid(content: Mapping[str, Any], bad: Mapping[str, str]) -> dict[str, Any]:
    """Columns and rows with the names of their fields. `bad`: place -> why the cell there is no good."""
    inputs = [
        {
            **row,
            "values": row.get("values", []),
            "at": at,
            "options": _options(row),
            "example": EXAMPLES[ValueType(row["type"])],
            "values_text": "\n".join(row.get("values", [])),
            "fills_text": ", ".join(row.get("fills", [])),
            "type_label": ValueType(row["type"]).label,
        }
        for at, row in enumerate(content["inputs"])
    ]
    outputs = [
        {
            **row,
            "values": row.get("values", []),
            "at": at,
            "is_prose": row["type"] == ValueType.PROSE,
            "choices": YES_NO if row["type"] == ValueType.BOOLEAN else row.get("values", []),
            "values_text": "\n".join(row.get("values", [])),
            "type_label": ValueType(row["type"]).label,
        }
        for at, row in enumerate(content["outputs"])
    ]
    short = [row for row in outputs if not row["is_prose"]]
    prose = [row for row in outputs if row["is_prose"]]
    rules = [
        {
            "at": at,
            "number": at + 1,
            "when": [
                _cell(f"rule-{at}-when-{column['at']}", text, column, bad)
                for text, column in zip(row["when"], inputs, strict=True)
            ],
            "then": [
                _cell(f"rule-{at}-then-{column['at']}", row["then"][column["at"]], column, bad) for column in short
            ],
            "prose": [
                _cell(f"rule-{at}-then-{column['at']}", row["then"][column["at"]], column, bad) for column in prose
            ],
        }
        for at, row in enumerate(content["rules"])
    ]
    return {
        "inputs": inputs,
        "outputs": outputs,
        "short": short,
        "prose": prose,
        "rules": rules,
        "hit_policy": content["hit_policy"],
        "policies": HitPolicy.choices,
        "policy_label": HitPolicy(content["hit_policy"]).label,
        "tests": _tests(content, inputs),
        "expected": expected(outputs),
        "input_types": INPUT_TYPES,
        "output_types": OUTPUT_TYPES,
        "width": len(inputs) + len(short),
    }


def _options(row: Mapping[str, Any]) -> list[str]:
    if row["type"] == ValueType.BOOLEAN:
        return ["-", *YES_NO]
    values = list(row.get("values", []))
    return ["-", *values, *(f'not("{value}")' for value in values if len(values) > 2)] if values else []


def _cell(name: str, text: str, column: Mapping[str, Any], bad: Mapping[str, str]) -> dict[str, Any]:
    return {"name": name, "text": text, "column": column, "bad": bad.get(name, "")}


def _tests(content: Mapping[str, Any], inputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    outputs = expected(content["outputs"])
    return [
        {
            "at": at,
            "name": row.get("name", ""),
            "given": [
                {"at": each["at"], "text": row.get("given", {}).get(each["name"], ""), "column": each}
                for each in inputs
            ],
            "expect": [
                {"at": place, "text": _shown_expectation(row.get("expect", {}), each["name"]), "column": each}
                for place, each in enumerate(outputs)
            ],
        }
        for at, row in enumerate(content.get("tests", []))
    ]


def _shown_expectation(expect: Mapping[str, str], name: str) -> str:
    return "" if name not in expect else expect[name] or "-"


def judged(ready: Readiness) -> dict[str, Any]:
    """Findings and test results for the strip that is kept fresh while somebody types."""
    bad = {each.place: each.message for each in ready.findings if each.place}
    errors = list(ready.errors)
    warnings = [each for each in ready.findings if not each.is_error]
    return {
        "bad": bad,
        "errors": errors[:MOST_TOLD],
        "more_errors": max(0, len(errors) - MOST_TOLD),
        "warnings": warnings[:MOST_TOLD],
        "missing": ready.missing,
        "tests": [_result(each) for each in ready.tests],
        "failed": len(ready.failed),
        "passed": len(ready.tests) - len(ready.failed),
        "is_ready": ready.is_ready,
        "error_count": len(errors) + len(ready.missing),
        "error_words": f"Còn {len(errors) + len(ready.missing)} chỗ phải sửa",
        "failed_words": f"{len(ready.failed)} trên {len(ready.tests)} ca kiểm thử chưa đạt",
        "passed_words": f"{len(ready.tests)} ca kiểm thử đều đạt",
    }


def _result(result: TestResult) -> dict[str, Any]:
    differences = "; ".join(f"{label}: cần “{wanted}”, bảng nói “{found}”" for label, wanted, found in result.found)
    return {
        "name": result.case.name,
        "passed": result.passed,
        "rules": ", ".join(str(number) for number in result.rule_numbers),
        "why": result.refused or differences,
    }


def words(ready: Readiness) -> list[str]:
    """Every rule as a sentence."""
    return [rule_in_words(ready.table, rule) for rule in ready.table.rules]


def tried(ready: Readiness, given: Mapping[str, str]) -> dict[str, Any] | None:
    """What the table says to a try: rules that fire, outputs; None when nothing was typed. `expect` is what a test would keep."""
    if not any(given.values()):
        return None
    try:
        decision = decide(ready.table, read_values(ready.table, dict(given)))
    except (ValueRefused, AmbiguousDecision) as refusal:
        return {"refused": getattr(refusal, "message", str(refusal))}
    rows = [
        {
            "rule": rule.number,
            "rule_text": str(rule.number),
            "words": rule_in_words(ready.table, rule),
            "says": [(out.label, said(row[out.name])) for out in ready.table.outputs if row[out.name] is not None],
        }
        for rule, row in zip(decision.rules, decision.rows, strict=True)
    ]
    names = [out.name for out in ready.table.outputs if out.type != ValueType.PROSE]
    expect = {name: "; ".join(said(row[name]) for row in decision.rows if row[name] is not None) for name in names[:3]}
    return {
        "rows": rows,
        "total": said(decision.total) if decision.total is not None else "",
        "fired": " ".join(str(rule.number) for rule in decision.rules),
        "expect": expect,
    }
