"""Which calendar holds (tra lịch làm việc). Calendars are public: no actor."""

from datetime import date
from functools import lru_cache

from django.db import connection

from lienthong.foundation.workdays.errors import CalendarNotFound
from lienthong.foundation.workdays.models import WorkingCalendar
from lienthong.foundation.workdays.rules import Calendar, read_calendar
from lienthong.foundation.workdays.rules.national import national_calendar

# Plain SQL: asked several times in every submission, and building it with the ORM costs more than running it.
_IN_FORCE = """
SELECT id, revision FROM workdays_workingcalendar
WHERE (agency_id IS NULL OR agency_id = %(agency)s)
  AND (valid_from IS NULL OR valid_from <= %(day)s) AND (valid_to IS NULL OR valid_to >= %(day)s)
ORDER BY agency_id NULLS LAST, valid_from DESC NULLS LAST, id DESC
LIMIT 1
"""


def calendar_for(agency_id: int | None, day: date) -> Calendar:
    """The agency's own calendar in force on `day`, else the one of all agencies, else the national one as shipped. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, {"agency": agency_id, "day": day})
        found = cursor.fetchone()
    return _calendar(*found) if found else national_calendar()


def get_calendar(calendar_id: int) -> Calendar:
    """One calendar. Raises CalendarNotFound."""
    revision = WorkingCalendar.objects.filter(id=calendar_id).values_list("revision", flat=True).first()
    if revision is None:
        raise CalendarNotFound
    return _calendar(calendar_id, revision)


@lru_cache(maxsize=512)
def _calendar(calendar_id: int, revision: int) -> Calendar:  # the revision is there to miss the cache
    row = WorkingCalendar.objects.get(id=calendar_id)
    return read_calendar(name=row.name, weekdays=row.weekdays, closed=row.closed, open_days=row.open_days)
