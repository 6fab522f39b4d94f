"""What an official types into the page of a calendar (biểu mẫu lịch làm việc): hours as words, days as dd/mm/yyyy."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lienthong.foundation.workdays.queries import VersionRow
from lienthong.kit.text_vi import clean

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
BLANKS = 3
MOST_ROWS = 80
_STRETCH = re.compile(r"(\d{1,2})(?:[:hg.](\d{2})?)?\s*(?:-|–|—|đến)\s*(\d{1,2})(?:[:hg.](\d{2})?)?")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_REST = re.compile(r"[\s,;]+|và")

type Hours = list[list[str]]


@dataclass(slots=True)
class Typed:
    """A page as typed, and what was understood of it. `problems`: {name of the box: sentence}."""

    boxes: dict[str, str]
    closed_rows: list[int]
    open_rows: list[int]
    problems: dict[str, str] = field(default_factory=dict)
    weekdays: dict[str, Hours] = field(default_factory=dict)
    closed: list[dict[str, str]] = field(default_factory=list)
    open_days: dict[str, Hours] = field(default_factory=dict)
    valid_from: date | None = None


def as_typed(version: VersionRow, year: int, first: date) -> Typed:
    """A version the way it is typed, with the days of one year and some empty rows."""
    boxes = {f"hours-{number}": words_of(version.weekdays.get(str(number), [])) for number in range(7)}
    of_year = [each for each in version.closed if each["date"].startswith(f"{year}-")]
    for number, each in enumerate(of_year):
        boxes[f"closed-{number}-day"] = _written(each["date"])
        boxes[f"closed-{number}-name"] = each["name"]
    opened = [(day, hours) for day, hours in version.open_days.items() if day.startswith(f"{year}-")]
    for number, (day, hours) in enumerate(opened):
        boxes[f"open-{number}-day"] = _written(day)
        boxes[f"open-{number}-hours"] = words_of(hours)
    boxes["valid_from"] = f"{first:%d/%m/%Y}"
    return Typed(boxes, list(range(len(of_year) + BLANKS)), list(range(len(opened) + BLANKS)))


def read_typed(post: Mapping[str, Any], version: VersionRow, year: int) -> Typed:
    """What was typed, understood where it can be; days of other years stay as they are in `version`."""
    boxes = {str(name): str(post.get(name, ""))[:300] for name in post}
    typed = Typed(boxes, _rows(boxes, "closed"), _rows(boxes, "open"))
    for number, name in enumerate(WEEKDAYS):
        key = f"hours-{number}"
        hours = read_hours(boxes.get(key, ""))
        if hours is None:
            typed.problems[key] = _hours_problem(name, boxes[key])
        typed.weekdays[str(number)] = hours or []
    typed.closed = [each for each in version.closed if not each["date"].startswith(f"{year}-")]
    typed.open_days = {day: hours for day, hours in version.open_days.items() if not day.startswith(f"{year}-")}
    for row in typed.closed_rows:
        day, name = clean(boxes.get(f"closed-{row}-day", "")), clean(boxes.get(f"closed-{row}-name", ""))
        if day or name:
            found = _day(typed, f"closed-{row}-day", day)
            if found and not name:
                typed.problems[f"closed-{row}-name"] = f"Ngày nghỉ {day} chưa có tên. Ghi tên, ví dụ Giỗ Tổ Hùng Vương."
            typed.closed.append({"date": found, "name": name})
    for row in typed.open_rows:
        day, text = clean(boxes.get(f"open-{row}-day", "")), boxes.get(f"open-{row}-hours", "")
        if day or text.strip():
            found = _day(typed, f"open-{row}-day", day)
            hours = read_hours(text)
            if not hours:
                typed.problems[f"open-{row}-hours"] = _hours_problem(f"ngày làm bù {day}", text)
            typed.open_days[found] = hours or []
    valid_from = _day(typed, "valid_from", clean(boxes.get("valid_from", "")))
    typed.valid_from = date.fromisoformat(valid_from) if valid_from else None
    if not clean(boxes.get("reason", "")):
        typed.problems["reason"] = "Chưa ghi lý do thay đổi. Ghi ngắn gọn, ví dụ Lịch nghỉ Tết năm 2027."
    return typed


def read_hours(text: str) -> Hours | None:
    """`07:00–11:30, 13:30–17:00`, `7h-11h30; 13h30-17h` as stretches; [] for `nghỉ` or nothing; None when it cannot be read."""
    text = clean(text).lower()
    if text in {"", "nghỉ", "nghi", "-", "–"}:
        return []
    hours = []
    for found in _STRETCH.finditer(text):
        opening, closing = (
            f"{int(hour):02d}:{int(minute or 0):02d}" for hour, minute in (found.groups()[:2], found.groups()[2:])
        )
        if not ("00:00" <= opening < closing <= "24:00") or int(opening[3:]) > 59 or int(closing[3:]) > 59:
            return None
        hours.append([opening, closing])
    if not hours or _REST.sub("", _STRETCH.sub("", text)):
        return None
    hours.sort()
    return None if any(later[0] < earlier[1] for earlier, later in itertools.pairwise(hours)) else hours


def words_of(hours: Hours) -> str:
    """Stretches as they are typed."""
    return ", ".join(f"{opening}–{closing}" for opening, closing in hours) or "nghỉ"


def read_day(text: str) -> date | None:
    """dd/mm/yyyy; None when there is no such day."""
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def day_problem(text: str) -> str:
    """The sentence about a day that cannot be read."""
    if not text:
        return "Chưa ghi ngày. Ghi dạng ngày/tháng/năm, ví dụ 24/11/2026."
    return f"“{text[:40]}” không phải là một ngày. Ghi dạng ngày/tháng/năm, ví dụ 24/11/2026."


def _day(typed: Typed, box: str, text: str) -> str:
    found = read_day(text)
    if found is None:
        typed.problems[box] = day_problem(text)
        return ""
    return found.isoformat()


def _hours_problem(name: str, text: str) -> str:
    return (
        f"Giờ làm việc của {name[:1].lower()}{name[1:]} ghi “{clean(text)[:60]}” chưa đọc được. "
        "Ghi dạng 07:00–11:30, 13:30–17:00, các khoảng không chồng nhau; để “nghỉ” nếu không làm việc."
    )


def _rows(boxes: Mapping[str, str], part: str) -> list[int]:
    found = {int(name.split("-")[1]) for name in boxes if re.fullmatch(rf"{part}-\d{{1,3}}-day", name)}
    return sorted(found)[:MOST_ROWS]


def _written(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"
