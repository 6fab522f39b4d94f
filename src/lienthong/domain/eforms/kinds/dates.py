# every kind answers the same calls, whether or not it needs the question
"""Questions answered with a day or an hour, typed into separate boxes as the paper forms do."""

import calendar
import re
from datetime import date, datetime

from lienthong.domain.eforms.kinds.base import Inputs, Read
from lienthong.domain.eforms.kinds.text import all_digits
from lienthong.domain.eforms.structure import Json, Question
from lienthong.kit import clock
from lienthong.kit.text_vi import clean, shown

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2})?", re.ASCII)
_ISO_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_TYPED_DATE = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,4})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1850, 2150


def day_problem(day: int, month: int, year: int) -> str:
    """Whether the calendar has this day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f"Năm {year} không hợp lệ. Ghi đủ 4 chữ số, ví dụ 1995"
    if not 1 <= month <= 12:
        return f"Tháng {month} không có trong lịch: một năm có 12 tháng"
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        of = f"tháng 2 năm {year}" if month == 2 else f"tháng {month}"
        return f"Ngày {day}/{month}/{year} không có trong lịch: {of} có {length} ngày"
    return ""


def read_day(day: str, month: str, year: str) -> tuple[str, str]:
    """Three typed texts to (ISO date, problem); both empty when all are blank."""
    parts = {"ngày": clean(day[:40]), "tháng": clean(month[:40]), "năm": clean(year[:40])}
    if not any(parts.values()):
        return "", ""
    for called, text in parts.items():
        if not text:
            return "", f"Chưa ghi {called}. Ghi đủ ngày, tháng, năm, ví dụ 7 11 2026"
        if not all_digits(text) or len(text) > 4:
            return "", f"{called.capitalize()} “{shown(text)}” không hợp lệ. Ghi bằng chữ số, ví dụ 7 11 2026"
    if len(parts["năm"]) != 4:
        return "", f"Năm {parts['năm']} chưa đủ 4 chữ số. Ghi đủ, ví dụ 1995"
    problem = day_problem(*(int(text) for text in parts.values()))
    return ("", problem) if problem else (f"{parts['năm']}-{int(parts['tháng']):02}-{int(parts['ngày']):02}", "")


def read_partial_day(day: str, month: str, year: str) -> tuple[str, str]:
    """As `read_day`, but day, or day and month, may stay blank: `1992-05`, `1992` (ISO 8601 with reduced precision)."""
    # People write 00, ?, xx or … for what they do not know.
    day, month = ("" if not clean(part[:40]).strip("0?xX….") else part for part in (day, month))
    if day or not clean(year[:40]):
        return read_day(day, month, year)
    value, problem = read_day("1", month or "1", year)
    return (value[:7] if month else value[:4]), problem


def read_typed_day(text: str) -> tuple[str, str]:
    """`7/11/2026` in one box (a cell of a table) to (ISO date, problem)."""
    found = _TYPED_DATE.fullmatch(text)
    return (
        read_day(*found.groups())
        if found
        else ("", f"“{shown(text)}” không phải là ngày. Ghi ngày/tháng/năm, ví dụ 7/11/2026")
    )


def partial_problem(value: Json, *, past: bool) -> str:
    """What is wrong with a date whose day, or day and month, may be unknown."""
    if not isinstance(value, str) or not _PARTIAL_DATE.fullmatch(value):
        return iso_problem(value, past=past)
    problem = iso_problem(f"{value}-01" if len(value) == 7 else f"{value}-01-01", past=False)
    if not problem and past and value > clock.today().isoformat()[: len(value)]:
        return f"{shown_day(value)} chưa tới. Hôm nay là ngày {clock.today():%d/%m/%Y}"
    return problem


def iso_problem(value: Json, *, past: bool) -> str:
    """What is wrong with an ISO date, and whether it lies ahead where it must not."""
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        return f"“{shown(value)}” không phải là ngày. Ghi theo dạng năm-tháng-ngày, ví dụ 2026-11-07"
    year, month, day = (int(part) for part in value.split("-"))
    problem = day_problem(day, month, year)
    if problem:
        return problem
    today = clock.today()
    if past and date(year, month, day) > today:
        return f"Ngày {day}/{month}/{year} chưa tới. Hôm nay là ngày {today:%d/%m/%Y}"
    return ""


def shown_day(value: str) -> str:
    """`2026-11-07` -> `07/11/2026`; what is unknown stays open: `…/05/1992`, `…/…/1992`."""
    year, *rest = value.split("-")
    month, day = (*rest, "…", "…")[:2]
    return f"{day}/{month}/{year}"


class Date:
    """A `partial` one may have an unknown day, or an unknown day and month, as old papers do."""

    widget = "date"
    verb = "ghi"

    def schema(self, question: Question) -> dict[str, Json]:
        """ISO 8601."""
        if question.partial:
            return {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Three boxes."""
        raw: dict[str, Json] = {part: inputs.text(part) for part in ("day", "month", "year")}
        read = read_partial_day if question.partial else read_day
        value, problem = read(raw["day"], raw["month"], raw["year"])
        return Read(value=value or None, problem=problem, raw=raw)

    def problem(self, question: Question, value: Json) -> str:
        """A real day, not ahead of today where the question says so."""
        return (partial_problem if question.partial else iso_problem)(value, past=question.past)

    def display(self, question: Question, value: Json) -> str:
        """dd/mm/yyyy."""
        return shown_day(value)

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """Three boxes."""
        year, *rest = value.split("-")
        month, day = (*(str(int(part)) for part in rest), "", "")[:2]
        return {"day": day, "month": month, "year": year}


def read_hour(hour: str, minute: str) -> tuple[str, str]:
    """Two typed texts to (HH:MM, problem). Minutes may stay blank."""
    hour, minute = clean(hour[:40]), clean(minute[:40])
    if not hour and not minute:
        return "", ""
    if not (all_digits(hour) and len(hour) <= 2 and int(hour) <= 23):
        return "", f"Giờ “{shown(hour)}” không hợp lệ. Ghi số từ 0 đến 23"
    if minute and not (all_digits(minute) and len(minute) <= 2 and int(minute) <= 59):
        return "", f"Phút “{shown(minute)}” không hợp lệ. Ghi số từ 0 đến 59"
    return f"{int(hour):02}:{int(minute or 0):02}", ""


class Time:
    widget = "time"
    verb = "ghi"

    def schema(self, question: Question) -> dict[str, Json]:
        """HH:MM."""
        return {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Two boxes."""
        raw: dict[str, Json] = {part: inputs.text(part) for part in ("hour", "minute")}
        value, problem = read_hour(raw["hour"], raw["minute"])
        return Read(value=value or None, problem=problem, raw=raw)

    def problem(self, question: Question, value: Json) -> str:
        """A real hour."""
        if isinstance(value, str) and _ISO_TIME.fullmatch(value):
            return ""
        return f"“{shown(value)}” không phải là giờ. Ghi theo dạng giờ:phút, ví dụ 21:05"

    def display(self, question: Question, value: Json) -> str:
        """HH:MM."""
        return str(value)

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """Two boxes."""
        hour, minute = value.split(":")
        return {"hour": hour, "minute": minute}


class DateTime:
    widget = "datetime"
    verb = "ghi"

    def schema(self, question: Question) -> dict[str, Json]:
        """Local time of Vietnam."""
        return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$"}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """Five boxes."""
        raw: dict[str, Json] = {part: inputs.text(part) for part in ("day", "month", "year", "hour", "minute")}
        day, day_wrong = read_day(raw["day"], raw["month"], raw["year"])
        hour, hour_wrong = read_hour(raw["hour"], raw["minute"])
        if day and not hour and not hour_wrong:
            hour_wrong = "Chưa ghi giờ. Ghi số từ 0 đến 23"
        if hour and not day and not day_wrong:
            day_wrong = "Chưa ghi ngày. Ghi đủ ngày, tháng, năm, ví dụ 7 11 2026"
        problem = day_wrong or hour_wrong
        return Read(value=f"{day}T{hour}" if day and hour and not problem else None, problem=problem, raw=raw)

    def problem(self, question: Question, value: Json) -> str:
        """A real day and hour."""
        if not isinstance(value, str) or not _ISO_TIME.fullmatch(value[11:]) or value[10:11] != "T":
            return f"“{shown(value)}” không phải là ngày, giờ. Ghi theo dạng 2026-11-07T21:05"
        return iso_problem(value[:10], past=question.past)

    def display(self, question: Question, value: Json) -> str:
        """`21:05, 07/11/2026`."""
        return f"{datetime.fromisoformat(value):%H:%M, %d/%m/%Y}"

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """Five boxes."""
        return Date().boxes(question, value[:10]) | Time().boxes(question, value[11:])
