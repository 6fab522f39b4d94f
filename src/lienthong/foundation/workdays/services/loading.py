"""The shipped calendar as a row that administrators can change (nạp lịch làm việc chung)."""

from django.db import transaction

from lienthong.foundation.workdays.models import WorkingCalendar
from lienthong.foundation.workdays.rules.national import NATIONAL_CODE, NATIONAL_NAME, OFFICE_WEEK, national_days


@transaction.atomic
def load_default_calendar() -> WorkingCalendar:
    """Write the national calendar once; a row that is there is left alone, for people may have corrected it."""
    closed, open_days = national_days()
    row, _ = WorkingCalendar.objects.get_or_create(
        code=NATIONAL_CODE,
        valid_from=None,
        defaults={"name": NATIONAL_NAME, "weekdays": OFFICE_WEEK, "closed": closed, "open_days": open_days},
    )
    return row
