"""Retention periods and terms as data (thời hạn bảo quản, thời hạn nộp lưu): facts of circulars that change are rows, never code."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data" / "terms.json"
FOR_EVER = "Vĩnh viễn"


@cache
def terms() -> dict[str, Any]:
    """`hand_over_months`, `close_by` (MM-DD of the next year), `remind_days_before`, `tell_leader_after_days`, `loan_days`,
    `set_aside_hours`, `periods` (years; None for ever), `kinds` ({group, title, years})."""
    read: dict[str, Any] = json.loads(_DATA.read_text())
    return read


def retention_name(years: int | None) -> str:
    """`Vĩnh viễn`, `20 năm`."""
    return FOR_EVER if years is None else f"{years} năm"


def read_retention(text: str) -> int | None:
    """Years of `20`, `20 năm`, None of `Vĩnh viễn`, `vv`. Raises ValueError for anything else, also for no or more than 100 years."""
    folded = " ".join(text.casefold().replace("năm", " ").split())
    if folded in {"vĩnh viễn", "vv", "v.v", "vinh vien"}:
        return None
    years = int(folded)
    if not 1 <= years <= 100:
        raise ValueError(text)
    return years


def end_of_retention(closed_on: date, years: int | None) -> date | None:
    """The last day: the end of the year in which the period ends, counted from the year the work ended; None for ever."""
    return None if years is None else date(closed_on.year + years, 12, 31)


def hand_over_by(closed_on: date) -> date:
    """One year after the work ended (Điều 30 khoản 2 Nghị định 30/2020/NĐ-CP)."""
    months = closed_on.month - 1 + int(terms()["hand_over_months"])
    year, month = closed_on.year + months // 12, months % 12 + 1
    return next(found for day in range(closed_on.day, 0, -1) if (found := _day(year, month, day)) is not None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
