# every kind answers the same calls, whether or not it needs the question
"""Questions answered with figures: counts, measures, amounts."""

import math
import re

from lienthong.domain.eforms.kinds.base import OneBox
from lienthong.domain.eforms.structure import Json, Question
from lienthong.kit.money import MAX_AMOUNT, format_money, format_number, parse_money
from lienthong.kit.text_vi import shown

_LARGEST = 10**12
_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+", re.ASCII)


def is_number(value: Json) -> bool:
    """A finite JSON number; True and False are none."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and (isinstance(value, int) or math.isfinite(value))
    )


def range_problem(value: Json, low: int, high: int) -> str:
    """Below or above what the question allows."""
    if value < low:
        return f"Giá trị {shown(value)} nhỏ hơn mức thấp nhất là {format_number(low)}"
    return f"Giá trị {shown(value)} lớn hơn mức cao nhất là {format_number(high)}" if value > high else ""


def decimal_text(value: float) -> str:
    """`1234.5` -> `1.234,5`; at most six places."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def with_unit(text: str, question: Question) -> str:
    """`82,5 m²`, with a space that does not break."""
    return f"{text}\u00a0{question.unit}" if question.unit else text


class Number(OneBox):
    widget = "text"
    largest = _LARGEST

    def bounds(self, question: Question) -> tuple[int, int]:
        """Lowest and highest value."""
        return question.minimum or 0, self.largest if question.maximum is None else question.maximum

    def schema(self, question: Question) -> dict[str, Json]:
        """A whole number in its bounds."""
        low, high = self.bounds(question)
        return {"type": "integer", "minimum": low, "maximum": high}

    def parse(self, question: Question, text: str) -> Json:
        """Digits, with or without points between thousands."""
        amount = parse_money(text) if text[-1:].isdigit() else None
        return text if amount is None else amount

    def problem(self, question: Question, value: Json) -> str:
        """Not a whole number, or out of bounds."""
        if not is_number(value) or value != int(value):
            return f"“{shown(value)}” không phải là số nguyên. Ghi bằng chữ số, ví dụ 2"
        return range_problem(value, *self.bounds(question))

    def display(self, question: Question, value: Json) -> str:
        """A year is written without a point."""
        text = str(int(value)) if question.name.endswith("year") else format_number(int(value))
        return with_unit(text, question)

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """The unit stands beside the box."""
        return {"": str(int(value)) if question.name.endswith("year") else format_number(int(value))}


class Money(Number):
    widget = "money"
    largest = MAX_AMOUNT

    def parse(self, question: Question, text: str) -> Json:
        """`1.234.567 đồng`."""
        amount = parse_money(text)
        return text if amount is None else amount

    def problem(self, question: Question, value: Json) -> str:
        """Whole đồng."""
        if not is_number(value) or value != int(value):
            return f"“{shown(value)}” không phải là số tiền. Ghi bằng chữ số, tính bằng đồng, ví dụ 1.500.000"
        return range_problem(value, *self.bounds(question))

    def display(self, question: Question, value: Json) -> str:
        """`1.234.567 ₫`."""
        return format_money(int(value))

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """The unit stands beside the box."""
        return {"": format_number(int(value))}


class Decimal(Number):
    def schema(self, question: Question) -> dict[str, Json]:
        """A number in its bounds."""
        return super().schema(question) | {"type": "number"}

    def parse(self, question: Question, text: str) -> Json:
        """Comma is the decimal mark. A point is one too, unless it stands between groups of three digits."""
        plain = text.replace(" ", "")
        if _GROUPED.fullmatch(plain) or "," in plain:
            plain = plain.replace(".", "").replace(",", ".")
        if not _PLAIN.fullmatch(plain):
            return text
        number = float(plain)
        return int(number) if number.is_integer() else number

    def problem(self, question: Question, value: Json) -> str:
        """Not a number, or out of bounds."""
        if not is_number(value):
            return f"“{shown(value)}” không phải là số. Ghi bằng chữ số, dấu phẩy trước phần lẻ, ví dụ 82,5"
        return range_problem(value, *self.bounds(question))

    def display(self, question: Question, value: Json) -> str:
        """`82,5 m²`."""
        return with_unit(decimal_text(value), question)

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """The unit stands beside the box."""
        return {"": decimal_text(value)}
