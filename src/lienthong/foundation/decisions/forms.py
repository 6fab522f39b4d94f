"""Reading the grid that an official fills in (đọc lưới soạn bảng), and the acts of its buttons. Shapes only; rules are judged elsewhere.

Names: `in-2-label`, `out-0-values`, `rule-3-when-1`, `rule-3-then-0`, `test-1-given-0`, `test-1-expect-0`, `try-1`; counts in
`in-count`, `out-count`, `rule-count`, `test-count`. An act is the value of the pressed button: `add-rule`, `copy-rule-3`, `remove-in-1`.
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from lienthong.foundation.decisions.choices import HitPolicy, ValueType
from lienthong.foundation.decisions.rules.table import MOST_INPUTS, MOST_OUTPUTS, MOST_RULES, MOST_TESTS
from lienthong.kit.text_vi import clean, slug

_SUBJECT = re.compile(r"[\w.\-]{1,40}")
INPUT_TEXTS = ("name", "label", "hint", "minimum", "maximum")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What came with a POST. `tries`: what was typed into the fields for trying, by name of the input."""

    content: dict[str, Any]
    edits: int
    act: str
    note: str
    tries: dict[str, str]


def read_typed(post: QueryDict) -> Typed:
    """The whole grid. Counts are capped a little above the guards, which then say what is too much."""
    inputs = [_read_input(post, number) for number in range(_count(post, "in", MOST_INPUTS))]
    outputs = [_read_output(post, number) for number in range(_count(post, "out", MOST_OUTPUTS))]
    _give_names(inputs, outputs)
    content = {
        "hit_policy": post.get("hit_policy") if post.get("hit_policy") in HitPolicy.values else HitPolicy.FIRST.value,
        "inputs": inputs,
        "outputs": outputs,
        "rules": [
            {
                "when": [post.get(f"rule-{number}-when-{at}", "-").strip() or "-" for at in range(len(inputs))],
                "then": [_text(post, f"rule-{number}-then-{at}") for at in range(len(outputs))],
                "note": _text(post, f"rule-{number}-note"),
            }
            for number in range(_count(post, "rule", MOST_RULES))
        ],
        "tests": [_read_test(post, number, inputs, outputs) for number in range(_count(post, "test", MOST_TESTS))],
    }
    return Typed(
        content=content,
        edits=_whole(post.get("edits")),
        act=post.get("act", "save"),
        note=post.get("note", ""),
        tries={row["name"]: _text(post, f"try-{at}") for at, row in enumerate(inputs)},
    )


def read_subjects(text: str) -> list[str]:
    """Codes separated by commas or blanks."""
    return _SUBJECT.findall(text)[:40]


def expected(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outputs that tests compare: not the sentences."""
    return [row for row in outputs if row["type"] != ValueType.PROSE]


def perform(content: dict[str, Any], act: str, tries: Mapping[str, str], found: Mapping[str, str]) -> dict[str, Any]:
    """The content after an act; unchanged by `save` and by acts that do not fit. `found`: what the try said, kept by `keep-try`."""
    verb, _, rest = act.partition("-")
    part, _, place = rest.partition("-")
    done = deepcopy(content)
    if verb == "keep" and part == "try":
        name = ", ".join(value for value in tries.values() if value)[:120] or "Không trả lời gì"
        done["tests"].append({"name": name, "given": dict(tries), "expect": dict(found)})
        return done
    change = _ACTS.get(part)
    if change and (verb == "add" or place.isdecimal()):
        change(done, verb, int(place) if place.isdecimal() else -1)
    return done


def _rules(done: dict[str, Any], verb: str, at: int) -> None:
    rows = done["rules"]
    blank = {"when": ["-"] * len(done["inputs"]), "then": [""] * len(done["outputs"]), "note": ""}
    if verb == "add":
        rows.insert(at + 1 if at >= 0 else len(rows), blank)
    elif verb == "copy" and at < len(rows):
        rows.insert(at + 1, deepcopy(rows[at]))
    else:
        _shift(rows, verb, at)


def _inputs(done: dict[str, Any], verb: str, at: int) -> None:
    before = len(done["inputs"])
    if verb == "add":
        taken = {row["name"] for row in (*done["inputs"], *done["outputs"])}
        name = _free("dieu_kien", taken)
        done["inputs"].append({"name": name, "label": "Điều kiện mới", "type": "text", "values": ["Có", "Không"]})
    else:
        _shift(done["inputs"], verb, at)
    for rule in done["rules"]:
        if verb == "add":
            rule["when"].append("-")
        elif before:
            _shift(rule["when"], verb, at)


def _outputs(done: dict[str, Any], verb: str, at: int) -> None:
    if verb == "add":
        taken = {row["name"] for row in (*done["inputs"], *done["outputs"])}
        done["outputs"].append({"name": _free("ket_qua", taken), "label": "Kết quả mới", "type": "text", "values": []})
    else:
        _shift(done["outputs"], verb, at)
    for rule in done["rules"]:
        if verb == "add":
            rule["then"].append("")
        else:
            _shift(rule["then"], verb, at)


def _tests(done: dict[str, Any], verb: str, at: int) -> None:
    if verb == "add":
        done["tests"].append({"name": f"Ca {len(done['tests']) + 1}", "given": {}, "expect": {}})
    else:
        _shift(done["tests"], verb, at)


_ACTS: dict[str, Callable[[dict[str, Any], str, int], None]] = {
    "rule": _rules,
    "in": _inputs,
    "out": _outputs,
    "test": _tests,
}


def _shift(rows: list[Any], verb: str, at: int) -> None:
    if not 0 <= at < len(rows):
        return
    if verb == "remove":
        del rows[at]
    elif verb == "up" and at > 0:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    elif verb == "down" and at + 1 < len(rows):
        rows[at + 1], rows[at] = rows[at], rows[at + 1]


def _read_input(post: QueryDict, number: int) -> dict[str, Any]:
    kind = post.get(f"in-{number}-type", "")
    row: dict[str, Any] = {name: _text(post, f"in-{number}-{name}") for name in INPUT_TEXTS}
    row["type"] = kind if kind in ValueType.values and kind != ValueType.PROSE else ValueType.TEXT.value
    row["values"] = _lines(post.get(f"in-{number}-values", ""))
    row["fills"] = [clean(each) for each in post.get(f"in-{number}-fills", "").split(",") if clean(each)]
    row |= {flag: f"in-{number}-{flag}" in post for flag in ("optional", "whole")}
    return {key: value for key, value in row.items() if value or key in {"name", "label", "type", "values"}}


def _read_output(post: QueryDict, number: int) -> dict[str, Any]:
    kind = post.get(f"out-{number}-type", "")
    return {
        "name": _text(post, f"out-{number}-name"),
        "label": _text(post, f"out-{number}-label"),
        "type": kind if kind in ValueType.values else ValueType.TEXT.value,
        "values": _lines(post.get(f"out-{number}-values", "")),
    }


def _read_test(
    post: QueryDict, number: int, inputs: list[dict[str, Any]], outputs: list[dict[str, Any]]
) -> dict[str, Any]:
    given = {row["name"]: _text(post, f"test-{number}-given-{at}") for at, row in enumerate(inputs)}
    wanted = {row["name"]: _text(post, f"test-{number}-expect-{at}") for at, row in enumerate(expected(outputs))}
    return {
        "name": _text(post, f"test-{number}-name") or f"Ca {number + 1}",
        "given": given,
        # An empty box asks nothing, unless it is meant to be empty: then it is written as a dash.
        "expect": {name: "" if text == "-" else text for name, text in wanted.items() if text},
    }


def _give_names(*parts: list[dict[str, Any]]) -> None:
    """Columns without a name, or with one that is taken, get one from their label."""
    taken: set[str] = set()
    for rows in parts:
        for row in rows:
            name = slug(row["name"] or row["label"]).replace("-", "_")[:36].strip("_")
            name = name if name and name[0].isalpha() else f"cot_{name}".strip("_")
            row["name"] = _free(name, taken)
            row["label"] = row["label"] or row["name"]
            taken.add(row["name"])


def _free(name: str, taken: set[str]) -> str:
    number, found = 2, name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _count(post: QueryDict, part: str, most: int) -> int:
    return min(_whole(post.get(f"{part}-count")), most + 2)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 0


def _text(post: QueryDict, name: str) -> str:
    return clean(post.get(name, ""), lines=True)


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line for line in (clean(each) for each in text.splitlines()) if line))
