"""Periods that figures of documents are asked for (kỳ thống kê): a week, month, quarter, year, or any days; and the one before."""

from dataclasses import dataclass
from datetime import date, timedelta

WEEK, MONTH, QUARTER, YEAR, FREE = "tuan", "thang", "quy", "nam", "tu-chon"
KINDS = {WEEK: "Tuần", MONTH: "Tháng", QUARTER: "Quý", YEAR: "Năm", FREE: "Từ ngày đến ngày"}
LONGEST = 366 * 2
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both included."""

    kind: str
    since: date
    until: date

    @property
    def name(self) -> str:
        """As officials write it."""
        match self.kind:
            case "tuan":
                return f"Tuần {self.since.isocalendar().week} ({self.since:%d/%m} đến {self.until:%d/%m/%Y})"
            case "thang":
                return f"Tháng {self.since:%m/%Y}"
            case "quy":
                return f"Quý {_ROMAN[(self.since.month - 1) // 3]}/{self.since.year}"
            case "nam":
                return f"Năm {self.since.year}"
            case _:
                return f"Từ {self.since:%d/%m/%Y} đến {self.until:%d/%m/%Y}"

    def before(self) -> "Period":
        """The one of the same kind that ends where this begins; of free days as many."""
        last = self.since - timedelta(days=1)
        if self.kind == FREE:
            return Period(FREE, last - (self.until - self.since), last)
        return containing(self.kind, last)

    def params(self) -> dict[str, str]:
        """For an address."""
        if self.kind == FREE:
            return {"ky": FREE, "tu": self.since.isoformat(), "den": self.until.isoformat()}
        return {"ky": self.kind, "ngay": self.since.isoformat()}


def containing(kind: str, day: date) -> Period:
    """The period of this kind in which a day lies."""
    match kind:
        case "tuan":
            first = day - timedelta(days=day.weekday())
            return Period(kind, first, first + timedelta(days=6))
        case "quy":
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            return Period(kind, first, _later(first, 3) - timedelta(days=1))
        case "nam":
            return Period(kind, date(day.year, 1, 1), date(day.year, 12, 31))
        case _:
            first = day.replace(day=1)
            return Period(MONTH, first, _later(first, 1) - timedelta(days=1))


def _later(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)
