"""The national calendar as shipped (lịch làm việc chung): hours, public holidays, make-up days.

Public holidays and substituted days off come from the package `holidays` (Bộ luật Lao động, article 112; 24/11 from 2026).
It names the Saturdays that are worked in exchange only inside the name of the day off ("thay cho ngày 22/08/2026"): they
are read from there, and `MAKE_UP_DAYS` holds those it does not know. From the year after the last yearly decision on, its
days are a projection: an administrator corrects the row when the decision is out.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from lienthong.foundation.workdays.rules.calendar import Calendar, read_calendar

NATIONAL_CODE: Final = "quoc-gia"
NATIONAL_NAME: Final = "Lịch làm việc chung"
YEARS: Final = range(2019, 2028)

# Eight hours: what time limits in hours and internal processes count with.
OFFICE_HOURS: Final = [["07:00", "11:30"], ["13:30", "17:00"]]
OFFICE_WEEK: Final[dict[str, list[list[str]]]] = {
    **{str(number): OFFICE_HOURS for number in range(5)},
    "5": [],
    "6": [],
}

# Worked in exchange for a day off, beyond what the names of the days off tell.
MAKE_UP_DAYS: Final[tuple[date, ...]] = ()

_IN_EXCHANGE = re.compile(r"thay cho ngày (\d\d)/(\d\d)/(\d{4})")


def national_days() -> tuple[list[dict[str, str]], dict[str, list[list[str]]]]:
    """`closed` and `open_days` of `YEARS`, in the shapes of the model."""
    from holidays.countries.vietnam import Vietnam  # half a second to import, wanted only where no row is

    days = sorted(Vietnam(years=YEARS, language="vi").items())  # type: ignore[no-untyped-call]
    worked = {
        date(int(found[3]), int(found[2]), int(found[1])) for _, name in days if (found := _IN_EXCHANGE.search(name))
    }
    closed = [{"date": day.isoformat(), "name": name} for day, name in days]
    return closed, {day.isoformat(): OFFICE_HOURS for day in sorted(worked | set(MAKE_UP_DAYS))}


@lru_cache(maxsize=1)
def national_calendar() -> Calendar:
    """The calendar that holds where no row says otherwise."""
    closed, open_days = national_days()
    week: dict[str, Any] = OFFICE_WEEK
    return read_calendar(name=NATIONAL_NAME, weekdays=week, closed=closed, open_days=open_days)
