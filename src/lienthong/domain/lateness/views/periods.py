"""The period a figure is for (kỳ): months, quarters and years by name, as officials say them."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_BACK = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included. `key` stands in the address."""

    key: str
    label: str
    since: date
    until: date


def periods(today: date) -> list[Period]:
    """What can be chosen, the present month first."""
    month = today.replace(day=1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    before = _shift(quarter, -3)
    found = [
        Period("thang-nay", f"Tháng này ({month:%m/%Y})", month, today),
        Period("quy-nay", f"Quý này (quý {_quarter(today)}/{today.year})", quarter, today),
        Period("quy-truoc", f"Quý trước (quý {_quarter(before)}/{before.year})", before, quarter - timedelta(days=1)),
        Period("nam-nay", f"Năm nay ({today.year})", date(today.year, 1, 1), today),
        Period("12-thang", "12 tháng qua", _shift(month, -MONTHS_BACK + 1), today),
    ]
    for back in range(1, MONTHS_BACK + 1):
        first = _shift(month, -back)
        found.append(Period(f"{first:%Y-%m}", f"Tháng {first:%m/%Y}", first, _shift(first, 1) - timedelta(days=1)))
    return found


def period_of(key: str, today: date) -> Period:
    """The one asked for; the last twelve months when there is no such key."""
    choices = periods(today)
    return next((each for each in choices if each.key == key), choices[4])


def _quarter(day: date) -> int:
    return (day.month - 1) // 3 + 1


def _shift(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
