"""Which calendar holds (tra lịch làm việc). Calendars are public: no actor."""

from datetime import date
from functools import lru_cache

from django.db.models import F, Q

from lienthong.foundation.workdays.errors import CalendarNotFound
from lienthong.foundation.workdays.models import WorkingCalendar
from lienthong.foundation.workdays.rules import Calendar, read_calendar
from lienthong.foundation.workdays.rules.national import national_calendar


def calendar_for(agency_id: int | None, day: date) -> Calendar:
    """The agency's own calendar in force on `day`, else the one of all agencies, else the national one as shipped. One query."""
    own = Q(agency__isnull=True) if agency_id is None else Q(agency__isnull=True) | Q(agency_id=agency_id)
    found = (
        WorkingCalendar.objects.valid_on(day)
        .filter(own)
        .order_by(F("agency_id").asc(nulls_last=True), F("valid_from").desc(nulls_last=True), "-id")
        .values_list("id", "revision")
        .first()
    )
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
