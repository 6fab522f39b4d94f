"""A due date and why it is that day (hẹn trả, cách tính)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal, NamedTuple

from lienthong.foundation.workdays.rules.calendar import Calendar
from lienthong.foundation.workdays.rules.reckoning import Pause, Spot, microseconds_between, spot_of

HOUR = 3_600_000_000
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

type Counting = Literal["working_days", "days", "hours", "none"]


class DayState(NamedTuple):
    """One cell of the `lt-days` calendar. `label` is its small line, `note` the name of a holiday or of a make-up day."""

    day: date
    state: Literal["start", "count", "paused", "off", "due"]
    label: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How a due date came about: the spots of acceptance and of the beginning, the end, and the limit in words."""

    received: Spot
    begin: Spot
    original: datetime
    due: datetime
    limit: str
    counting: Counting
    total: int | None
    pauses: Sequence[Pause]


@dataclass(frozen=True)
class Due:
    """A due date (hẹn trả). Sentences and cells are made when somebody asks: most callers want only the date.

    due         aware, in Vietnam's time
    original    the same without pauses
    derivation  Vietnamese sentences, in the order of the reckoning
    days        whole weeks, Monday to Sunday, from acceptance to the due day
    """

    due: datetime
    original: datetime
    calendar: Calendar = field(repr=False)
    reckoned: Reckoned = field(repr=False)

    @cached_property
    def derivation(self) -> tuple[str, ...]:
        """Why it is that moment."""
        return tuple(_derivation(self.calendar, self.reckoned))

    @cached_property
    def days(self) -> tuple[DayState, ...]:
        """The cells of `lt-days`, a multiple of seven."""
        return tuple(_cells(self.calendar, self.reckoned))

    def as_json(self) -> dict[str, object]:
        """To keep beside the date: {due, original, lines: [str], days: [{date, state, label, note}]}, moments in ISO 8601."""
        return {
            "due": self.due.isoformat(),
            "original": self.original.isoformat(),
            "lines": list(self.derivation),
            "days": [
                {"date": cell.day.isoformat(), "state": cell.state, "label": cell.label, "note": cell.note}
                for cell in self.days
            ],
        }


def weeks_of(days: Sequence[Mapping[str, str]], today: date) -> list[list[dict[str, object]]]:
    """Kept cells (`as_json()["days"]`) as the weeks that the `days` tag draws: {day, state, label, note, is_today}."""
    cells: list[dict[str, object]] = []
    for cell in days:
        day = date.fromisoformat(cell["date"])
        cells.append({**cell, "day": day.day, "is_today": day == today})
    return [cells[first : first + 7] for first in range(0, len(cells), 7)]


def in_words(spot: Spot) -> str:
    """`08:15 thứ Ba, 10/11/2026`."""
    minutes = spot[1] // 60_000_000
    return f"{minutes // 60:02d}:{minutes % 60:02d} {day_in_words(spot[0])}"


def day_in_words(ordinal: int) -> str:
    """`thứ Ba, 10/11/2026`."""
    return f"{WEEKDAYS[(ordinal - 1) % 7]}, {_dmy(ordinal)}"


def amount_in_words(microseconds: int) -> str:
    """Working time as `16 giờ`, `3 giờ 30 phút`."""
    minutes = microseconds // 60_000_000
    parts = [f"{minutes // 60} giờ" if minutes >= 60 else "", f"{minutes % 60} phút" if minutes % 60 else ""]
    return " ".join(part for part in parts if part) or "0 phút"


def _dmy(ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _derivation(calendar: Calendar, reckoned: Reckoned) -> Iterator[str]:
    yield f"Nhận lúc {in_words(reckoned.received)}."
    if reckoned.begin != reckoned.received:
        yield f"Lúc nhận ở ngoài giờ làm việc, nên tính là nhận lúc {in_words(reckoned.begin)}."
    yield reckoned.limit
    last = reckoned.due.toordinal()
    if reckoned.counting != "days":
        yield from _days_not_counted(calendar, reckoned.begin[0] + 1, last)
    for start, end in reckoned.pauses:
        paused = microseconds_between(calendar, spot_of(start), spot_of(end))
        yield (
            f"Tạm dừng từ {in_words(spot_of(start))} đến {in_words(spot_of(end))}: "
            f"{amount_in_words(paused)} làm việc không tính vào thời hạn."
        )
    if reckoned.due != reckoned.original:
        yield f"Hẹn trả ban đầu: {in_words(spot_of(reckoned.original))}."
    yield f"Hẹn trả: {in_words(spot_of(reckoned.due))}."
    known = calendar.on(reckoned.due.toordinal()).known_until_year
    if known is not None and reckoned.due.year > known:
        yield f"Ngày nghỉ lễ của năm {reckoned.due.year} chưa có trong lịch làm việc, nên hẹn trả có thể thay đổi."


def _days_not_counted(calendar: Calendar, first: int, last: int) -> Iterator[str]:
    weekly, holidays, make_up = 0, [], []
    for ordinal in range(first, last + 1):
        if not calendar.intervals(ordinal):
            name = calendar.holiday(ordinal)
            if name:
                holidays.append(f"{_dmy(ordinal)} ({name})")
            else:
                weekly += 1
        elif calendar.is_make_up(ordinal):
            make_up.append(day_in_words(ordinal))
    if weekly:
        yield f"Không tính {weekly} ngày nghỉ hằng tuần."
    if holidays:
        yield f"Không tính ngày nghỉ lễ: {', '.join(holidays)}."
    if make_up:
        yield f"Có tính ngày làm bù: {', '.join(make_up)}."


def _cells(calendar: Calendar, reckoned: Reckoned) -> Iterator[DayState]:
    received, begin, last = reckoned.received[0], reckoned.begin[0], reckoned.due.toordinal()
    counting, total = reckoned.counting, reckoned.total
    counted = 0
    for ordinal in range(received - (received - 1) % 7, last + 7 - (last - 1) % 7):
        day = date.fromordinal(ordinal)
        note = calendar.day_off(ordinal) if not calendar.intervals(ordinal) else ""
        if calendar.is_make_up(ordinal):
            note = "làm bù"
        if ordinal < received or ordinal > last:
            yield DayState(day, "off", "", note)
            continue
        works = bool(calendar.intervals(ordinal)) or counting == "days"
        paused = works and ordinal > begin and _is_paused(calendar, ordinal, reckoned.pauses)
        if ordinal > begin and works and not paused:
            counted += 1
        label = f"{min(counted, total)}/{total}" if total and ordinal > begin else ""
        if counting == "hours" and works:
            label = _hours_used(calendar, ordinal, reckoned)
        if ordinal == last:
            yield DayState(day, "due", label or "hẹn trả", note)
        elif ordinal == received:
            yield DayState(day, "start", "nhận", note)
        elif not works or ordinal < begin:
            yield DayState(day, "off", "nghỉ" if calendar.holiday(ordinal) else "", note)
        elif ordinal == begin:
            yield DayState(day, "start", "bắt đầu", note)
        elif paused:
            yield DayState(day, "paused", "dừng", note)
        else:
            yield DayState(day, "count", label, note)


def _is_paused(calendar: Calendar, ordinal: int, pauses: Sequence[Pause]) -> bool:
    intervals = calendar.intervals(ordinal)
    if not pauses or not intervals:
        return False
    opening, closing = (ordinal, intervals[0][0]), (ordinal, intervals[-1][1])
    return any(spot_of(start) <= opening and spot_of(end) >= closing for start, end in pauses)


def _hours_used(calendar: Calendar, ordinal: int, reckoned: Reckoned) -> str:
    """Working time of the limit that falls on this day."""
    start = max(reckoned.begin, (ordinal, 0))
    end = min(spot_of(reckoned.due), (ordinal + 1, 0))
    used = microseconds_between(calendar, start, end)
    for pause_start, pause_end in reckoned.pauses:
        used -= microseconds_between(calendar, max(start, spot_of(pause_start)), min(end, spot_of(pause_end)))
    return f"{used / HOUR:.1f}".removesuffix(".0").replace(".", ",") + " giờ" if used > 0 else ""
