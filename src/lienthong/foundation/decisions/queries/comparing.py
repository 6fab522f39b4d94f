"""What changed between two contents of a table (so sánh phiên bản): columns by name, rules by what they ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. `kind`: added, removed, changed, moved. `before` and `after` as texts."""

    kind: str
    where: str
    before: str = ""
    after: str = ""


_HIT = "Cách chọn quy tắc"


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Differences in the order of the table: how rules are chosen, columns, rules, tests."""
    changes: list[Change] = []
    if old["hit_policy"] != new["hit_policy"]:
        changes.append(Change(kind="changed", where=_HIT, before=old["hit_policy"], after=new["hit_policy"]))
    for part, name in (("inputs", "Điều kiện"), ("outputs", "Cột kết quả")):
        changes += _columns(old[part], new[part], name)
    changes += _rules(old, new)
    before, after = ({row["name"]: row for row in each.get("tests", [])} for each in (old, new))
    for label in {**before, **after}:
        if before.get(label) != after.get(label):
            kind = "added" if label not in before else "removed" if label not in after else "changed"
            told = {"before": _test(before.get(label)), "after": _test(after.get(label))}
            changes.append(Change(kind=kind, where=f"Ca kiểm thử “{label}”", **told))
    return changes


def _columns(old: list[Any], new: list[Any], name: str) -> list[Change]:
    before, after = ({row["name"]: row for row in rows} for rows in (old, new))
    changes = []
    for key in {**before, **after}:
        where = f"{name} “{(after.get(key) or before[key]).get('label') or key}”"
        if key not in before:
            changes.append(Change(kind="added", where=where))
        elif key not in after:
            changes.append(Change(kind="removed", where=where))
        else:
            changes += [
                Change(
                    kind="changed",
                    where=where,
                    before=_shown(before[key].get(part)),
                    after=_shown(after[key].get(part)),
                )
                for part in ("label", "hint", "type", "values", "minimum", "maximum", "optional", "whole", "fills")
                if (before[key].get(part) or "") != (after[key].get(part) or "")
                and (before[key].get(part) or after[key].get(part))
            ]
    return changes


def _rules(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    rows_before, rows_after = _by_name(old), _by_name(new)
    labels = {
        row["name"]: row.get("label") or row["name"]
        for each in (old, new)
        for row in (*each["inputs"], *each["outputs"])
    }
    keys_before = [repr(sorted(row.items())) for row in rows_before]
    keys_after = [repr(sorted(row.items())) for row in rows_after]
    changes: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, keys_before, keys_after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        shared = min(b - a, d - c)
        for offset in range(shared):
            changes += _cells(rows_before[a + offset], rows_after[c + offset], c + offset + 1, labels)
        changes += [
            Change(kind="removed", where=f"Quy tắc {at + 1} cũ", before=_row(rows_before[at]))
            for at in range(a + shared, b)
        ]
        changes += [
            Change(kind="added", where=f"Quy tắc {at + 1}", after=_row(rows_after[at])) for at in range(c + shared, d)
        ]
    return changes


def _by_name(content: Mapping[str, Any]) -> list[dict[str, str]]:
    names = [row["name"] for row in (*content["inputs"], *content["outputs"])]
    return [
        dict(zip(names, [str(cell) for cell in (*row["when"], *row["then"])], strict=True)) for row in content["rules"]
    ]


def _cells(before: Mapping[str, str], after: Mapping[str, str], number: int, labels: Mapping[str, str]) -> list[Change]:
    return [
        Change(
            kind="changed",
            where=f"Quy tắc {number}, “{labels.get(name, name)}”",
            before=before.get(name, ""),
            after=after.get(name, ""),
        )
        for name in {**before, **after}
        if before.get(name, "") != after.get(name, "")
    ]


def _row(row: Mapping[str, str]) -> str:
    return " | ".join(value for value in row.values() if value and value != "-")[:200]


def _test(row: Mapping[str, Any] | None) -> str:
    """`76, Không → Được nộp`"""
    if row is None:
        return ""
    sides = ([str(each) for each in row.get(part, {}).values() if each] for part in ("given", "expect"))
    return " → ".join(", ".join(side) for side in sides)


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return (
        {True: "Có", False: "Không", None: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
    )
