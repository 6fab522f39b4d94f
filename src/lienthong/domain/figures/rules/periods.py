"""Periods of reports (kỳ số liệu): days, weeks from Monday, months, quarters, years of the calendar, in Vietnam's time."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lienthong.domain.figures.choices import PeriodKind
from lienthong.domain.figures.errors import NoSuchPeriod
from lienthong.kit.clock import VIETNAM

_ROMAN = ("I", "II", "III", "IV")
_WORDS = {
    "ngay": PeriodKind.DAY,
    "tuan": PeriodKind.WEEK,
    "thang": PeriodKind.MONTH,
    "quy": PeriodKind.QUARTER,
    "nam": PeriodKind.YEAR,
}
_PARTS = {
    PeriodKind.WEEK: (PeriodKind.DAY,),
    PeriodKind.MONTH: (PeriodKind.DAY,),
    PeriodKind.QUARTER: (PeriodKind.MONTH,),
    PeriodKind.YEAR: (PeriodKind.QUARTER, PeriodKind.MONTH),
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `starts_on` to the one before `ends_before`."""

    starts_on: date
    ends_before: date
    kind: PeriodKind

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.starts_on, time(), VIETNAM)

    @property
    def until(self) -> datetime:
        """The moment after its last."""
        return datetime.combine(self.ends_before, time(), VIETNAM)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.ends_before - timedelta(days=1)

    @property
    def name(self) -> str:
        """As officials write it: "Tháng 10/2026", "Quý III/2026"."""
        day = self.starts_on
        match self.kind:
            case PeriodKind.DAY:
                return f"Ngày {day:%d/%m/%Y}"
            case PeriodKind.WEEK:
                year, week, _ = day.isocalendar()
                return f"Tuần {week}/{year} ({day:%d/%m} đến {self.last_day:%d/%m/%Y})"
            case PeriodKind.MONTH:
                return f"Tháng {day:%m/%Y}"
            case PeriodKind.QUARTER:
                return f"Quý {_ROMAN[(day.month - 1) // 3]}/{day.year}"
            case _:
                return f"Năm {day.year}"

    @property
    def short(self) -> str:
        """For the axis of a chart: "10/26"."""
        day = self.starts_on
        match self.kind:
            case PeriodKind.DAY | PeriodKind.WEEK:
                return f"{day:%d/%m}"
            case PeriodKind.MONTH:
                return f"{day:%m/%y}"
            case PeriodKind.QUARTER:
                return f"{_ROMAN[(day.month - 1) // 3]}/{day:%y}"
            case _:
                return str(day.year)

    @property
    def slug(self) -> str:
        """For addresses: "thang-2026-10", "quy-2026-3", "tuan-2026-45", "ngay-2026-11-09", "nam-2026"."""
        day = self.starts_on
        match self.kind:
            case PeriodKind.DAY:
                return f"ngay-{day.isoformat()}"
            case PeriodKind.WEEK:
                year, week, _ = day.isocalendar()
                return f"tuan-{year}-{week:02d}"
            case PeriodKind.MONTH:
                return f"thang-{day:%Y-%m}"
            case PeriodKind.QUARTER:
                return f"quy-{day.year}-{(day.month + 2) // 3}"
            case _:
                return f"nam-{day.year}"

    def previous(self) -> "Period":
        """The period of the same kind before it."""
        return containing(self.kind, self.starts_on - timedelta(days=1))

    def next(self) -> "Period":
        """The period of the same kind after it."""
        return containing(self.kind, self.ends_before)

    def parts(self) -> list[list["Period"]]:
        """The ways to put it together from shorter periods: a year from four quarters or twelve months."""
        return [between(kind, self.starts_on, self.ends_before) for kind in _PARTS.get(self.kind, ())]


def containing(kind: str, day: date) -> Period:
    """The period of this kind in which `day` lies."""
    match PeriodKind(kind):
        case PeriodKind.DAY:
            start, end = day, day + timedelta(days=1)
        case PeriodKind.WEEK:
            start = day - timedelta(days=day.weekday())
            end = start + timedelta(days=7)
        case PeriodKind.MONTH:
            start = day.replace(day=1)
            end = _months_later(start, 1)
        case PeriodKind.QUARTER:
            start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            end = _months_later(start, 3)
        case _:
            start, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return Period(start, end, PeriodKind(kind))


def between(kind: str, start: date, end: date) -> list[Period]:
    """Periods of this kind from the one that holds `start`, as long as they end by `end`."""
    found = []
    period = containing(kind, start)
    while period.ends_before <= end:
        found.append(period)
        period = period.next()
    return found


def read_slug(slug: str) -> Period:
    """The period an address names. Raises NoSuchPeriod."""
    match = re.fullmatch(r"(ngay|tuan|thang|quy|nam)-(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", slug)
    if match is None:
        raise NoSuchPeriod
    kind, year, first, second = _WORDS[match[1]], int(match[2]), int(match[3] or 0), int(match[4] or 0)
    try:
        match kind:
            case PeriodKind.DAY:
                day = date(year, first, second)
            case PeriodKind.WEEK:
                day = date.fromisocalendar(year, first, 1)
            case PeriodKind.MONTH:
                day = date(year, first, 1)
            case PeriodKind.QUARTER:
                day = date(year, first * 3 - 2, 1)
            case _:
                day = date(year, 1, 1)
    except ValueError:
        raise NoSuchPeriod from None
    period = containing(kind, day)
    if period.slug != slug:  # one address for one period
        raise NoSuchPeriod
    return period


def _months_later(start: date, months: int) -> date:
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 1)
