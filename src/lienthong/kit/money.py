"""Amounts of đồng (tiền): whole numbers, written as Vietnam writes them."""

import re

from lienthong.kit.text_vi import clean

NBSP = "\u00a0"
MAX_AMOUNT = 10**15  # a thousand thousand billion đồng; above the State's budget, below the exact range of JSON numbers

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPED = re.compile(r"\d{1,3}(?:[., ]\d{3})+")


def format_number(value: int) -> str:
    """`1234567` -> `1.234.567`."""
    return f"{value:,}".replace(",", ".")


def format_money(amount: int) -> str:
    """`1234567` -> `1.234.567 ₫`, with a space that does not break."""
    return f"{format_number(amount)}{NBSP}₫"


def parse_money(text: str) -> int | None:
    """Read `1.234.567`, `1234567`, `1 234 567 đồng`, `50.000 ₫`. None when it is not a whole amount or too large.

    A comma or a point counts only between groups of three digits, so `1,5` is refused, not read as 15.
    """
    text = clean(text[:60]).casefold()
    for unit in ("việt nam đồng", "đồng", "vnđ", "vnd", "₫", "đ"):
        text = text.removesuffix(unit).rstrip()
    if not (text.isascii() and (text.isdigit() or _GROUPED.fullmatch(text))):
        return None
    amount = int(re.sub(r"\D", "", text))
    return amount if amount <= MAX_AMOUNT else None


def money_in_words(amount: int) -> str:
    """`1234567` -> `một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng`, as receipts require."""
    if amount < 0:
        return f"âm {money_in_words(-amount)}"
    return f"{number_in_words(amount)} đồng"


def number_in_words(value: int) -> str:
    """A whole number from 0 up, read aloud."""
    if value == 0:
        return _DIGITS[0]
    return " ".join(_billions(value, leading=True))


def _billions(value: int, *, leading: bool) -> list[str]:
    head, rest = divmod(value, 10**9)
    words: list[str] = []
    if head:
        words += [*_billions(head, leading=leading), "tỷ"]
        leading = False
    for size, unit in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            words += _group(group, leading=leading)
            words += [unit] if unit else []
            leading = False
    return words


def _group(value: int, *, leading: bool) -> list[str]:
    """Three digits. Hundreds are said even when zero, unless nothing stands before."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or not leading else []
    if tens == 0:
        if ones:
            words += ["linh", _DIGITS[ones]] if words else [_DIGITS[ones]]
        return words
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 4 and tens > 1:
        words.append("tư")
    elif ones == 5:
        words.append("lăm")
    elif ones:
        words.append(_DIGITS[ones])
    return words
