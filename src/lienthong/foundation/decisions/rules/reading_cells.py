"""Reading what an official typed into a cell (đọc ô điều kiện). No expression of any language is ever run.

A scanner and a parser of their own, linear in the length of the cell, which `MOST_CHARACTERS` limits.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NoReturn

from lienthong.foundation.decisions.choices import ValueType
from lienthong.foundation.decisions.errors import CellRefused
from lienthong.foundation.decisions.rules.cells import (
    EXAMPLES,
    Anything,
    Between,
    Blank,
    Either,
    Equal,
    Other,
    Test,
    Value,
    looks_grouped,
    read_day,
    read_number,
    read_yes_no,
)
from lienthong.kit.text_vi import clean, shown

MOST_CHARACTERS = 600
MOST_ALTERNATIVES = 40

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"(?:[^"\\]|\\.)*"|“[^”"]*”)
    | (?P<day>date\(\s*"[^"]*"\s*\)|\d{1,2}/\d{1,2}/\d{4})
    | (?P<dots>\.\.)
    | (?P<op>>=|<=|!=|>|<|=|≥|≤|≠)
    | (?P<mark>[\[\](),])
    | (?P<number>-?\d+(?:\.\d+)*(?![\w]))
    | (?P<word>[^\s\[\](),"“<>=≥≤≠!]+)
    )""",
    re.VERBOSE,
)
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!="}
_ANYTHING = {"", "-", "–", "—", "tất cả", "bất kỳ"}
_BLANKS = {"null", "trống", "không trả lời"}

type Token = tuple[str, str]


def read_cell(text: str, kind: str, allowed: Sequence[str] = ()) -> Test:
    """The test in a cell of a column of type `kind`. Raises CellRefused with a Vietnamese sentence."""
    text = clean(text)
    if text.lower() in _ANYTHING:
        return Anything()
    if len(text) > MOST_CHARACTERS:
        raise CellRefused(f"Ô dài {len(text)} ký tự; mỗi ô tối đa {MOST_CHARACTERS} ký tự. Tách thành nhiều quy tắc.")
    if kind == ValueType.TEXT and (whole := _allowed(text, allowed)):
        return Equal(whole)
    return _Reader(text, kind, allowed).cell()


def read_constant(text: str, kind: str, allowed: Sequence[str] = ()) -> Value:
    """One constant, for the cell of an output; None for an empty cell. Raises CellRefused."""
    text = clean(text, lines=kind == ValueType.PROSE)
    if text in {"", "-"}:
        return None
    if kind in {ValueType.PROSE, ValueType.TEXT}:
        if len(text) >= 2 and text[0] == text[-1] == '"':
            text = _unquoted(text)
        return _allowed(text, allowed) or text
    value = _constant(text, kind)
    if value is None:
        raise CellRefused(f"“{shown(text)}” không phải là {_KIND_WORDS[ValueType(kind)]}.")
    return value


_KIND_WORDS = {
    ValueType.NUMBER: "số, ví dụ 75",
    ValueType.BOOLEAN: "Có hoặc Không",
    ValueType.DATE: "ngày, ví dụ 01/07/2026",
}


def _allowed(text: str, allowed: Sequence[str]) -> str:
    lowered = text.lower()
    return next((each for each in allowed if each.lower() == lowered), "")


def _unquoted(text: str) -> str:
    if text[0] == "“":
        return text[1:-1]
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _constant(text: str, kind: str) -> Decimal | bool | date | None:
    match kind:
        case ValueType.NUMBER:
            if looks_grouped(text):
                raise CellRefused(f"Số “{text}” có dấu chấm ngăn hàng nghìn. Viết liền: {text.replace('.', '')}.")
            return read_number(text)
        case ValueType.BOOLEAN:
            return read_yes_no(text)
        case _:
            return read_day(text.removeprefix('date("').removesuffix('")').strip() if "date(" in text else text)


class _Reader:
    """Recursive descent over the tokens of one cell."""

    def __init__(self, text: str, kind: str, allowed: Sequence[str]) -> None:
        self.text, self.kind, self.allowed = text, kind, allowed
        self.tokens = self._scan()
        self.at = 0

    def cell(self) -> Test:
        if self._word_is("not", "khác", "không phải") and not self._is_value_ahead():
            self._take_words("not", "khác", "không phải")
            bracketed = self._sees("(")
            if bracketed:
                self.at += 1
            test: Test = Other(self._tests())
            if bracketed:
                self._expect(")")
        else:
            test = self._tests()
        if self.at < len(self.tokens):
            self._refuse()
        return test

    def _tests(self) -> Test:
        tests = [self._test()]
        while self._sees(",") or self._word_is("hoặc"):
            self.at += 1
            tests.append(self._test())
            if len(tests) > MOST_ALTERNATIVES:
                raise CellRefused(f"Ô có hơn {MOST_ALTERNATIVES} giá trị. Tách thành nhiều quy tắc.")
        return tests[0] if len(tests) == 1 else Either(tuple(tests))

    def _test(self) -> Test:
        kind, text = self._peek()
        if kind == "op":
            self.at += 1
            return self._compared(_SIGNS.get(text, text))
        if kind == "mark" and text in "[(]":
            self.at += 1
            return self._range(low_in=text == "[")
        if self._word_is(*_BLANKS):
            self._take_words(*_BLANKS)
            return Blank()
        if self.kind in {ValueType.NUMBER, ValueType.DATE} and (spoken := self._spoken()):
            return spoken
        return Equal(self._value())

    def _spoken(self) -> Test | None:
        """`từ 18 đến dưới 60`, `trên 75`, `dưới 60`, `không quá 60`."""
        if self._word_is("từ"):
            self.at += 1
            low = self._ordered()
            self._take_words("trở lên")
            if not self._word_is("đến"):
                return Between(low, None)
            self.at += 1
            below = self._word_is("dưới")
            self.at += below
            return self._between(low, self._ordered(), low_in=True, high_in=not below)
        if self._word_is("trên"):
            self.at += 1
            low = self._ordered()
            if not self._word_is("đến"):
                return Between(low, None, low_in=False)
            self.at += 1
            return self._between(low, self._ordered(), low_in=False, high_in=True)
        if self._word_is("dưới"):
            self.at += 1
            return Between(None, self._ordered(), high_in=False)
        if self._word_is("đến", "không quá"):
            self._take_words("đến", "không quá")
            return Between(None, self._ordered())
        return None

    def _compared(self, sign: str) -> Test:
        if sign == "=":
            return Equal(self._value())
        if sign == "!=":
            return Other(Equal(self._value()))
        end = self._ordered()
        if sign[0] == ">":
            return Between(end, None, low_in=sign == ">=")
        return Between(None, end, high_in=sign == "<=")

    def _range(self, *, low_in: bool) -> Test:
        low = self._ordered()
        if self._peek()[0] != "dots":
            raise CellRefused(f"Khoảng viết là [18..60): hai đầu cách nhau bằng hai dấu chấm. Đã nhập “{self.text}”.")
        self.at += 1
        high = self._ordered()
        if not self._sees("]", ")", "["):
            raise CellRefused(f"Khoảng thiếu dấu đóng ] hoặc ). Đã nhập “{self.text}”.")
        closes = self._peek()[1]
        self.at += 1
        return self._between(low, high, low_in=low_in, high_in=closes == "]")

    def _between(self, low: Decimal | date, high: Decimal | date, *, low_in: bool, high_in: bool) -> Test:
        if type(low) is type(high) and (low > high or (low == high and not (low_in and high_in))):  # type: ignore[operator]  # one type
            raise CellRefused(f"Khoảng “{self.text}” không chứa giá trị nào: đầu dưới phải nhỏ hơn đầu trên.")
        return Between(low, high, low_in, high_in)

    def _ordered(self) -> Decimal | date:
        value = self._value()
        if isinstance(value, Decimal | date) and not isinstance(value, bool):
            return value
        raise CellRefused(f"Chỉ so sánh lớn, nhỏ với số và ngày. Với cột này, viết {EXAMPLES[ValueType(self.kind)]}.")

    def _value(self) -> Value:
        kind, text = self._peek()
        if self.kind == ValueType.TEXT:
            return self._text_value(kind, text)
        if kind not in {"number", "day", "word", "string"}:
            self._refuse()
        self.at += 1
        value = _constant(_unquoted(text) if kind == "string" else text, self.kind)
        if value is None:
            raise CellRefused(
                f"“{shown(text)}” không phải là {_KIND_WORDS[ValueType(self.kind)]}. Ô này viết: {EXAMPLES[ValueType(self.kind)]}."
            )
        return value

    def _text_value(self, kind: str, text: str) -> str:
        if kind == "string":
            self.at += 1
            inside = _unquoted(text)
            return _allowed(inside, self.allowed) or inside
        start = self.at
        while self._peek()[0] in {"word", "number", "day"} and not self._word_is("hoặc"):
            self.at += 1
        bare = " ".join(token[1] for token in self.tokens[start : self.at])
        if found := _allowed(bare, self.allowed):
            return found
        if not bare:
            self._refuse()
        raise CellRefused(
            f"“{shown(bare)}” không có trong danh sách giá trị của cột. Chọn một giá trị trong danh sách, hoặc đặt chữ trong ngoặc kép."
        )

    # tokens

    def _scan(self) -> list[Token]:
        tokens: list[Token] = []
        at = 0
        while at < len(self.text):
            found = _TOKEN.match(self.text, at)
            if found is None or found.end() == at:
                raise CellRefused(
                    f"Không đọc được “{shown(self.text[at:])}”. Ô này viết: {EXAMPLES[ValueType(self.kind)]}."
                )
            tokens.append((str(found.lastgroup), str(found[str(found.lastgroup)])))
            at = found.end()
        return tokens

    def _peek(self, ahead: int = 0) -> Token:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ("end", "")

    def _sees(self, *marks: str) -> bool:
        kind, text = self._peek()
        return kind == "mark" and text in marks

    def _expect(self, mark: str) -> None:
        if not self._sees(mark):
            raise CellRefused(f"Thiếu dấu {mark} trong “{self.text}”.")
        self.at += 1

    def _matching(self, phrases: Sequence[str]) -> int:
        """How many tokens the first phrase that stands here takes; 0 for none."""
        for phrase in phrases:
            words = phrase.split()
            if all(self._peek(ahead)[1].lower() == word for ahead, word in enumerate(words)):
                return len(words)
        return 0

    def _word_is(self, *phrases: str) -> bool:
        return self._matching(phrases) > 0

    def _take_words(self, *phrases: str) -> None:
        self.at += self._matching(phrases)

    def _is_value_ahead(self) -> bool:
        """`Khác` may itself be an allowed value: alone in its cell or followed by a comma, it is."""
        return bool(_allowed(self._peek()[1], self.allowed)) and self._peek(1) in {("end", ""), ("mark", ",")}

    def _refuse(self) -> NoReturn:
        kind, text = self._peek()
        what = f"“{shown(text)}” đứng sai chỗ" if kind != "end" else "Ô viết chưa hết"
        raise CellRefused(f"{what} trong “{shown(self.text)}”. Ô này viết: {EXAMPLES[ValueType(self.kind)]}.")
