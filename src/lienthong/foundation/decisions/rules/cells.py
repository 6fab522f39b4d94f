"""One cell of a decision table (ô điều kiện): a small part of FEEL's unary tests, read into data and never run as code.

    -                       anything               "Nghèo", "Cận nghèo"     one of these
    >= 75   < 60   75       compared               [18..60)                 a range; [ ] include the end, ( ) do not
    not("Nghèo")            anything but           null                     not answered
    true  false             yes, no                date("2026-07-01")       a day

Officials may also type what they say: `từ 18 đến dưới 60`, `trên 75`, `01/07/2026`, `Có`, `trống`, and an allowed value without
quotes. `canonical` writes every test back as FEEL (OMG DMN 1.3, 7.3.1.5 and 10.3), which is how it is stored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lienthong.foundation.decisions.choices import ValueType

type Value = str | Decimal | bool | date | None
"""A value of an input. None: not answered."""


@dataclass(frozen=True, slots=True)
class Anything:
    """`-`"""

    def holds(self, value: Value) -> bool:
        """Always."""
        return True


@dataclass(frozen=True, slots=True)
class Blank:
    """`null`"""

    def holds(self, value: Value) -> bool:
        """Whether nothing was answered."""
        return value is None


@dataclass(frozen=True, slots=True)
class Equal:
    """A constant."""

    value: Value

    def holds(self, value: Value) -> bool:
        """Whether `value` is the constant."""
        return value is not None and value == self.value


@dataclass(frozen=True, slots=True)
class Between:
    """A range of numbers or days; an end that is None is open to infinity."""

    low: Decimal | date | None
    high: Decimal | date | None
    low_in: bool = True
    high_in: bool = True

    def holds(self, value: Value) -> bool:
        """Whether `value` lies inside. Nothing answered lies nowhere."""
        if value is None or isinstance(value, str | bool):
            return False
        return self._above_low(value) and self._below_high(value)

    def _above_low(self, value: Decimal | date) -> bool:
        if self.low is None:
            return True
        return bool(value > self.low) or (self.low_in and value == self.low)  # type: ignore[operator]  # one type a column

    def _below_high(self, value: Decimal | date) -> bool:
        if self.high is None:
            return True
        return bool(value < self.high) or (self.high_in and value == self.high)  # type: ignore[operator]  # one type a column


@dataclass(frozen=True, slots=True)
class Either:
    """Tests joined by commas."""

    tests: "tuple[Test, ...]"

    def holds(self, value: Value) -> bool:
        """Whether one of them holds."""
        return any(test.holds(value) for test in self.tests)


@dataclass(frozen=True, slots=True)
class Other:
    """`not(…)`"""

    test: "Test"

    def holds(self, value: Value) -> bool:
        """Whether the inner test does not hold; nothing answered is other than any constant."""
        return not self.test.holds(value)


type Test = Anything | Blank | Equal | Between | Either | Other


def constants(test: Test) -> Iterator[Value]:
    """Every constant a test names, ends of ranges included."""
    match test:
        case Equal(value):
            yield value
        case Between(low, high):
            yield from (end for end in (low, high) if end is not None)
        case Either(tests):
            for each in tests:
                yield from constants(each)
        case Other(inner):
            yield from constants(inner)
        case _:
            return


# ---- writing ----


def feel(value: Value) -> str:
    """A constant as FEEL writes it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain_number(value)
        case date():
            return f'date("{value.isoformat()}")'
        case _:
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def plain_number(value: Decimal) -> str:
    """`1500000`, `0.5`: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical(test: Test) -> str:
    """The test as FEEL; reading it again gives the same test."""
    match test:
        case Anything():
            return "-"
        case Blank():
            return "null"
        case Equal(value):
            return feel(value)
        case Between(low, None, low_in=inside) if low is not None:
            return f"{'>=' if inside else '>'} {feel(low)}"
        case Between(None, high, high_in=inside) if high is not None:
            return f"{'<=' if inside else '<'} {feel(high)}"
        case Between(low, high, low_in, high_in):
            return f"{'[' if low_in else '('}{feel(low)}..{feel(high)}{']' if high_in else ')'}"
        case Either(tests):
            return ", ".join(canonical(each) for each in tests)
        case Other(inner):
            return f"not({canonical(inner)})"


def said(value: Value) -> str:
    """A constant as people read it: `Có`, `1.500.000`, `01/07/2026`."""
    match value:
        case None:
            return "không trả lời"
        case bool():
            return "Có" if value else "Không"
        case Decimal():
            whole, _, part = plain_number(abs(value)).partition(".")
            text = f"{int(whole):,}".replace(",", ".") + (f",{part}" if part else "")
            return f"-{text}" if value < 0 else text
        case date():
            return f"{value:%d/%m/%Y}"
        case _:
            return value


def in_words(test: Test) -> str:
    """`từ 18 đến dưới 60`, `Nghèo hoặc Cận nghèo`, `khác Nghèo`; empty for anything."""
    match test:
        case Anything():
            return ""
        case Blank():
            return "không trả lời"
        case Equal(value):
            return said(value)
        case Between(low, None, low_in=inside) if low is not None:
            return f"từ {said(low)} trở lên" if inside else f"trên {said(low)}"
        case Between(None, high, high_in=inside) if high is not None:
            return f"không quá {said(high)}" if inside else f"dưới {said(high)}"
        case Between(low, high, low_in, high_in):
            return f"{'từ' if low_in else 'trên'} {said(low)} đến {'' if high_in else 'dưới '}{said(high)}"
        case Either(tests):
            return " hoặc ".join(in_words(each) for each in tests)
        case Other(inner):
            return f"khác {in_words(inner)}"


# ---- reading constants ----

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
YES, NO = {"có", "co", "true", "đúng"}, {"không", "khong", "false", "sai"}


def read_number(text: str) -> Decimal | None:
    """A number written plainly, None for anything else."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def read_day(text: str) -> date | None:
    """`01/07/2026` or `2026-07-01`; None for anything else, and for a day the calendar does not have."""
    try:
        if found := _DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def read_yes_no(text: str) -> bool | None:
    """`Có`, `true`, `Không`, `false`; None for anything else."""
    lowered = text.lower()
    return True if lowered in YES else False if lowered in NO else None


def looks_grouped(text: str) -> bool:
    """`1.000.000`: a number with points between thousands, which FEEL would read as something else."""
    return _THOUSANDS.fullmatch(text) is not None


EXAMPLES = {
    ValueType.TEXT: "“Nghèo” hoặc nhiều giá trị cách nhau bằng dấu phẩy",
    ValueType.NUMBER: ">= 75, < 60, [18..60)",
    ValueType.BOOLEAN: "Có, Không",
    ValueType.DATE: ">= 01/07/2026",
}
"""What a cell of each type may look like, for messages and hints."""
