"""Tracking numbers of the Universal Postal Union: two letters, eight digits, a check digit, the country."""


def number(serial: int, service: str = "EB", country: str = "VN") -> str:
    """`EB123456785VN` for 12345678."""
    digits = f"{serial % 10**8:08d}"
    rest = 11 - sum(weight * int(digit) for weight, digit in zip((8, 6, 4, 2, 3, 5, 9, 7), digits, strict=True)) % 11
    return f"{service}{digits}{ {10: 0, 11: 5}.get(rest, rest) }{country}"
