"""Tracking numbers of the Universal Postal Union (số hiệu bưu gửi), S10: `EB123456785VN`."""

import re

_SHAPE = re.compile(r"([A-Z]{2})(\d{8})(\d)([A-Z]{2})", re.ASCII)
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def check_digit(serial: str) -> int:
    """The ninth digit of eight: weighted sum modulo 11, from 11; 10 is written 0 and 11 is written 5."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, serial, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def is_valid(number: str) -> bool:
    """Whether `number` is thirteen characters with the right check digit."""
    found = _SHAPE.fullmatch(number)
    return found is not None and check_digit(found[2]) == int(found[3])


def read(text: str) -> str:
    """What a scanner or a hand typed, as it is stored: `eb 123 456 785 vn` -> `EB123456785VN`."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())[:40]
