"""Working time as a ruler (trục giờ làm việc): stories are laid out in working hours, the calendar says when that was."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta

from lienthong.foundation.workdays import queries as workdays
from lienthong.kit.clock import VIETNAM

DAYS_BACK = 130


@dataclass(frozen=True, slots=True)
class Timeline:
    """Hours worked since the beginning of the ruler: `now` is the hour of the present, `at` turns an hour into a moment."""

    starts: tuple[float, ...]
    openings: tuple[datetime, ...]
    lengths: tuple[float, ...]
    present: datetime

    @classmethod
    def until(cls, present: datetime) -> "Timeline":
        """The ruler that ends at `present` (aware), by the calendar of all agencies."""
        today = present.astimezone(VIETNAM).date()
        calendar = workdays.calendar_for(None, present)
        starts, openings, lengths, total = [], [], [], 0.0
        for back in range(DAYS_BACK, -1, -1):
            day = today - timedelta(days=back)
            midnight = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
            for opening, closing in calendar.intervals(day.toordinal()):
                begins = midnight + timedelta(microseconds=opening)
                ends = min(midnight + timedelta(microseconds=closing), present)
                if ends <= begins:
                    continue
                starts.append(total)
                openings.append(begins)
                lengths.append((ends - begins).total_seconds() / 3600)
                total += lengths[-1]
        return cls(tuple(starts), tuple(openings), tuple(lengths), present)

    @property
    def now(self) -> float:
        """The hour of the present."""
        return self.starts[-1] + self.lengths[-1]

    def at(self, hour: float) -> datetime:
        """The moment at which `hour` was worked; never after the present."""
        part = max(0, bisect_right(self.starts, hour) - 1)
        return min(self.openings[part] + timedelta(hours=max(0.0, hour - self.starts[part])), self.present)

    def morning_of(self, hour: float) -> float:
        """The hour at which the working day of `hour` opened."""
        day = self.at(hour).astimezone(VIETNAM).date()
        return next(
            start
            for start, opening in zip(self.starts, self.openings, strict=True)
            if opening.astimezone(VIETNAM).date() == day
        )
