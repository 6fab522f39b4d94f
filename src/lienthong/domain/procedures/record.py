"""The entry: the whole record of a procedure as it is declared (bản khai thủ tục). Pure; no database.

Keys, all of them but the first five optional: docs/guides/danh-muc-thu-tuc.md. Text is kept as it was given; what could not be read as a
number or a known word stands in `flags`, `[{"path", "text", "why"}]`, until an official settles it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from lienthong.domain.procedures.choices import LEVEL_OF_2011, Mark, OldServiceLevel, ServiceLevel, TimeUnit

type Entry = dict[str, Any]

NOT_SAID_BY_A_VERSION = frozenset({"popularity", "keywords", "field", "status", "origin"})
HOURS_A_DAY = 8
WORKED_OF_30_DAYS = 22
"""Calendar days as working days: 22 of 30 are worked."""


def settled(value: Any) -> Any:
    """`value` without what says nothing: None, empty text, empty lists and objects, at every depth. Two entries that settle alike say the same."""
    if isinstance(value, Mapping):
        held = {key: settled(each) for key, each in value.items()}
        return {key: each for key, each in held.items() if not is_nothing(each)}
    if isinstance(value, list | tuple):
        return [settled(each) for each in value]
    return value


def is_nothing(value: Any) -> bool:
    """None, "", [] and {}; 0 and False say something."""
    return value is None or (isinstance(value, str | list | dict | tuple) and not value)


def digest(entry: Entry) -> str:
    """SHA-256 of what a version says; popularity, search words, field and origin may change without a new version."""
    said = {key: value for key, value in settled(entry).items() if key not in NOT_SAID_BY_A_VERSION}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def results_of(entry: Entry) -> list[dict[str, str]]:
    """Every result as {name, code}; `result`, the first one, need not be repeated in `results`."""
    first, more = entry.get("result") or {}, entry.get("results") or []
    rows = [dict(row) for row in more] or ([dict(first)] if first else [])
    return [{"name": row.get("name", ""), "code": row.get("code") or ""} for row in rows]


def level_of(entry: Entry) -> str:
    """Service level of 2022; worked out from the level of 2011 where only that is known; "" when neither is."""
    level, old = entry.get("service_level_2022") or "", entry.get("service_level_2019")
    if not level and old in OldServiceLevel.values:
        level = LEVEL_OF_2011[old]
    return level if level in ServiceLevel.values else ""


def has_demo(entry: Entry) -> bool:
    """Something in it was written for the demo."""
    rows = [row for part in ("requirements", "fees", "legal_bases") for row in entry.get(part) or ()]
    return Mark.DEMO in (entry.get("marks") or {}).values() or any(row.get("mark") == Mark.DEMO for row in rows)


def hours_of(limit: float, unit: str) -> float:
    """A time limit in working hours."""
    match unit:
        case TimeUnit.SAME_DAY:
            return HOURS_A_DAY
        case TimeUnit.HOURS:
            return limit
        case TimeUnit.WORKING_DAYS:
            return limit * HOURS_A_DAY
        case TimeUnit.DAYS:
            return limit * WORKED_OF_30_DAYS / 30 * HOURS_A_DAY
        case _:
            return limit * WORKED_OF_30_DAYS * HOURS_A_DAY


def questions_asked_for(fees: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Name of each fee -> names of the questions of the form that it is computed from."""
    return {
        str(fee.get("name", "")): {term["answer"] for term in fee.get("quantity") or ()}
        | ({fee["applies"]["answer"]} if fee.get("applies") else set())
        for fee in fees
    }
