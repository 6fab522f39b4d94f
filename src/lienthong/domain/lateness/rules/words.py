"""Working time and moments in words (thời gian làm việc bằng chữ)."""

from datetime import datetime

from lienthong.kit.clock import VIETNAM

DAY = 8 * 60
"""Minutes of a working day in words. A promise in days is longer or shorter by the hours of its calendar; figures are in minutes."""


def amount(minutes: int) -> str:
    """Working time: `2 ngày 3 giờ 5 phút`, eight hours a day."""
    days, rest = divmod(minutes, DAY)
    hours, rest = divmod(rest, 60)
    parts = (f"{days} ngày" if days else "", f"{hours} giờ" if hours else "", f"{rest} phút" if rest else "")
    return " ".join(part for part in parts if part) or "0 phút"


def moment(at: datetime | None) -> str:
    """`17:00, 20/11/2026`."""
    return f"{at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}" if at is not None else ""
