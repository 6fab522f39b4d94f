"""How numbers, money and time are written (cách ghi số, tiền, ngày giờ). Pure functions, used by pages and documents.

Sources: decree 30/2020/NĐ-CP for dates; the house wording: "1.234.567 ₫", "97,2 %", "08:15, 10/11/2026", no-break spaces inside.
"""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lienthong.kit import clock

NBSP = "\u00a0"


def number_vi(value: object, decimals: int | None = None) -> str:
    """`1234567.891` -> `1.234.567,891`. `decimals` fixes the digits after the comma. Returns "" for nothing or no number."""
    if value is None or value == "":
        return ""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if decimals is not None:
        number = round(number, decimals)
    elif number == number.to_integral_value():
        number = number.quantize(Decimal(1))
    text = f"{number:,f}"
    return text.translate(str.maketrans(",.", ".,"))


def money(value: object) -> str:
    """Đồng: `1234567` -> `1.234.567 ₫` with a no-break space."""
    text = number_vi(value, 0)
    return f"{text}{NBSP}₫" if text else ""


def percent(value: object, decimals: int = 1) -> str:
    """`97.24` -> `97,2 %`. The value is already in per cent."""
    text = number_vi(value, decimals)
    return f"{text}{NBSP}%" if text else ""


def _local(value: date | datetime | str | None) -> date | datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(clock.VIETNAM)
    return value


def date_vi(value: date | datetime | str | None) -> str:
    """`10/11/2026`, the day in Vietnam. Accepts dates, moments and their ISO text."""
    day = _local(value)
    return day.strftime("%d/%m/%Y") if day else ""


def time_vi(value: datetime | str | None) -> str:
    """`08:15` in Vietnam."""
    moment = _local(value)
    return moment.strftime("%H:%M") if isinstance(moment, datetime) else ""


def datetime_vi(value: date | datetime | str | None) -> str:
    """`08:15, 10/11/2026` in Vietnam."""
    moment = _local(value)
    return moment.strftime("%H:%M, %d/%m/%Y") if isinstance(moment, datetime) else date_vi(moment)


def hour_or_day(value: datetime | str | None, now: datetime | None = None) -> str:
    """`17:00 hôm nay` when it is the day of `now`, else `10/11/2026`."""
    moment = _local(value)
    if isinstance(moment, datetime) and moment.date() == (now or clock.now()).astimezone(clock.VIETNAM).date():
        return f"{moment:%H:%M} hôm nay"
    return date_vi(moment)


def size_vi(value: int | None) -> str:
    """Bytes as `2,4 MB` or `310 KB`."""
    if not value:
        return ""
    if value < 1_048_576 * 0.95:
        return f"{max(1, round(value / 1024))}{NBSP}KB"
    return f"{number_vi(value / 1_048_576, 1)}{NBSP}MB"


def id_masked(value: object) -> str:
    """A citizen's number with all but the last four digits hidden: `•••• •••• 0000`. Shorter text is hidden whole."""
    text = "".join(char for char in str(value or "") if char.isdigit())
    if not text:
        return ""
    return f"••••{NBSP}••••{NBSP}{text[-4:]}" if len(text) >= 8 else "••••"


def initials(name: object) -> str:
    """First letters of the middle and the given name, as staff call each other: `Lê Văn Dũng` -> `VD`."""
    words = str(name or "").split()
    return "".join(word[0] for word in words[-2:]).upper()
