"""A day asked in three boxes (ngày, tháng, năm). Day or month of a birth date may be unknown.

The boxes are called `<name>_day`, `<name>_month`, `<name>_year`. `read_boxes` is for forms made from data,
`DateBoxesField` for Django forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Boxes:
    """What was typed, as text."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing typed at all."""
        return not (self.day or self.month or self.year)

    @property
    def value(self) -> date | None:
        """The day, None when empty or when there is no such day."""
        try:
            return date(int(self.year), int(self.month), int(self.day))
        except ValueError:
            return None

    @property
    def iso(self) -> str:
        """`2026-11-10`, "" when empty or when there is no such day."""
        return self.value.isoformat() if self.value else ""

    @property
    def problem(self) -> str:
        """What is wrong and what is needed, in one sentence; "" when right or empty."""
        if self.is_empty or (self.value and self.value.year >= 1850):
            return ""
        for text, name in ((self.day, "ngày"), (self.month, "tháng"), (self.year, "năm")):
            if not text:
                return f"Chưa ghi {name}. Ghi đủ ngày, tháng, năm"
            if not text.isdigit():
                return f"Ô {name} có “{text}”. Ô này chỉ ghi chữ số"
        if not 1850 <= int(self.year) <= 2200:
            return f"Năm {self.year} không hợp lệ. Ghi năm có 4 chữ số, ví dụ 1995"
        written = f"{int(self.day):02}/{int(self.month):02}/{self.year}"
        if not 1 <= int(self.month) <= 12:
            return f"Ngày {written} không có trong lịch: năm có 12 tháng"
        last = 28 if int(self.month) == 2 and not _leap(int(self.year)) else MONTH_DAYS[int(self.month) - 1]
        return f"Ngày {written} không có trong lịch: tháng {int(self.month)} có {last} ngày"


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def read_boxes(data: Mapping[str, Any], name: str) -> Boxes:
    """The three boxes of `name` in a request's data."""
    return Boxes(*(str(data.get(f"{name}_{part}") or "").strip() for part in ("day", "month", "year")))


def boxes_of(value: object) -> Boxes:
    """Boxes to show for a date, its ISO text, Boxes or a dict with day, month, year."""
    if isinstance(value, Boxes):
        return value
    if isinstance(value, Mapping):
        return Boxes(*(str(value.get(part) or "") for part in ("day", "month", "year")))
    if isinstance(value, str) and value:
        year, _, rest = value[:10].partition("-")
        month, _, day = rest.partition("-")
        return Boxes(day, month, year)
    if isinstance(value, date):
        return Boxes(f"{value.day:02}", f"{value.month:02}", str(value.year))
    return Boxes()


class DateBoxesInput(forms.Widget):
    """Widget of a Django form; drawn by `{% field form.name %}`."""

    input_type = "date-boxes"
    use_fieldset = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> Boxes | None:  # the signature is Django's
        """The three boxes, None when all are empty."""
        boxes = read_boxes(data, name)
        return None if boxes.is_empty else boxes

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> bool:  # the signature is Django's
        """Absent when no box came."""
        return f"{name}_year" not in data


class DateBoxesField(forms.Field):
    """A day in a Django form; cleans to `datetime.date`, errors say what was found."""

    widget = DateBoxesInput

    def to_python(self, value: object) -> date | None:
        """Check what was typed."""
        if value in self.empty_values:
            return None
        boxes = boxes_of(value)
        if boxes.problem:
            raise ValidationError(boxes.problem, code="invalid")
        return boxes.value
