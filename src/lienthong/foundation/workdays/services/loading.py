"""The shipped calendar as a row that administrators can change (nạp lịch làm việc chung)."""

from datetime import UTC, datetime

from django.db import transaction

from lienthong.foundation.workdays.models import CalendarVersion, WorkingCalendar
from lienthong.foundation.workdays.rules.national import NATIONAL_CODE, NATIONAL_NAME, OFFICE_WEEK, national_days

SINCE_EVER = datetime(2000, 1, 1, tzinfo=UTC)


@transaction.atomic
def load_default_calendar() -> WorkingCalendar:
    """Write the national calendar once; one that is there is left alone, for people may have corrected it."""
    calendar, _ = WorkingCalendar.objects.get_or_create(
        agency=None, defaults={"code": NATIONAL_CODE, "name": NATIONAL_NAME}
    )
    if not calendar.versions.exists():
        closed, open_days = national_days()
        CalendarVersion.objects.create(
            calendar=calendar,
            number=1,
            weekdays=OFFICE_WEEK,
            closed=closed,
            open_days=open_days,
            reason="Ngày nghỉ lễ, ngày làm bù theo thông báo hằng năm",
            published_at=SINCE_EVER,
        )
    return calendar
