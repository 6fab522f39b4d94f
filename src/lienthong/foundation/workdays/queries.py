"""Which calendar holds (tra lịch làm việc). Calendars are public: no actor."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from django.db import connection
from django.db.models import F, Q, QuerySet

from lienthong.foundation.workdays.errors import CalendarNotFound
from lienthong.foundation.workdays.models import CalendarVersion, WorkingCalendar
from lienthong.foundation.workdays.rules import Calendar, read_calendar
from lienthong.foundation.workdays.rules.national import national_calendar

# What the functions below return, by names that pages may use.
type CalendarRow = WorkingCalendar
type VersionRow = CalendarVersion

# Plain SQL: asked several times in every submission, and building it with the ORM costs more than running it.
_KNOWN = """
SELECT v.id FROM workdays_calendarversion v
WHERE v.published_at <= %(known_at)s AND v.calendar_id = (
    SELECT id FROM workdays_workingcalendar c WHERE (c.agency_id = %(agency)s OR c.agency_id IS NULL)
      AND EXISTS (SELECT FROM workdays_calendarversion k WHERE k.calendar_id = c.id AND k.published_at <= %(known_at)s)
    ORDER BY c.agency_id NULLS LAST LIMIT 1)
ORDER BY v.valid_from NULLS FIRST, v.number
"""


def calendar_for(agency_id: int | None, known_at: datetime) -> Calendar:
    """The agency's own calendar as it was published at `known_at`, else the common one, else the national one as shipped.

    One calendar with all its versions: each day is judged by the version with the latest `valid_from` not after it. What is published later changes nothing
    for those who ask with an earlier moment, so a promise stays explained by the calendar it was made by. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"agency": agency_id, "known_at": known_at})
        found = tuple(row[0] for row in cursor.fetchall())
    return _pieced(found) if found else national_calendar()


def calendars_known() -> Callable[[int | None, datetime], Calendar]:
    """`calendar_for` for those who ask thousands of times: every version is read once. One query, then none."""
    rows = CalendarVersion.objects.order_by(F("valid_from").asc(nulls_first=True), "number").values_list(
        "calendar__agency_id", "published_at", "id"
    )
    versions: dict[int | None, list[tuple[datetime, int]]] = {}
    for agency_id, published_at, version_id in rows:
        versions.setdefault(agency_id, []).append((published_at, version_id))

    def known(agency_id: int | None, known_at: datetime) -> Calendar:
        for whose in (agency_id, None):
            found = tuple(version for published_at, version in versions.get(whose, ()) if published_at <= known_at)
            if found:
                return _pieced(found)
        return national_calendar()

    return known


def get_calendar(calendar_id: int) -> Calendar:
    """One calendar with all its versions. Raises CalendarNotFound."""
    found = tuple(
        CalendarVersion.objects.filter(calendar_id=calendar_id)
        .order_by(F("valid_from").asc(nulls_first=True), "number")
        .values_list("id", flat=True)
    )
    if not found:
        raise CalendarNotFound
    return _pieced(found)


def calendars() -> QuerySet[WorkingCalendar]:
    """All calendars, the common one first."""
    return WorkingCalendar.objects.select_related("agency").order_by(F("agency_id").asc(nulls_first=True), "name")


def calendar_row(calendar_id: int) -> WorkingCalendar:
    """The head of a calendar. Raises CalendarNotFound."""
    row = WorkingCalendar.objects.select_related("agency").filter(id=calendar_id).first()
    if row is None:
        raise CalendarNotFound
    return row


def versions_of(calendar_id: int) -> QuerySet[CalendarVersion]:
    """The versions of a calendar, newest first."""
    return CalendarVersion.objects.filter(calendar_id=calendar_id).order_by("-number")


def version_in_force(calendar_id: int, day: date) -> CalendarVersion | None:
    """The version that holds on `day` as decided today."""
    return (
        CalendarVersion.objects.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day), calendar_id=calendar_id)
        .order_by(F("valid_from").desc(nulls_last=True), "-number")
        .first()
    )


@lru_cache(maxsize=512)
def _pieced(version_ids: tuple[int, ...]) -> Calendar:
    """Versions, by their first day, as one calendar. They never change, so what they make together is kept by their ids."""
    rows = CalendarVersion.objects.select_related("calendar").in_bulk(version_ids)
    pieced: Calendar | None = None
    for version_id in version_ids:
        row = rows[version_id]
        read = read_calendar(name=row.calendar.name, weekdays=row.weekdays, closed=row.closed, open_days=row.open_days)
        if pieced is None or row.valid_from is None:
            pieced = read
        else:
            pieced = pieced.followed_by(read, row.valid_from.toordinal())
    assert pieced is not None
    return pieced
