from datetime import date, datetime

import pytest

from lienthong.foundation.organizations.models import Agency, Tier
from lienthong.foundation.workdays.errors import CalendarNotFound, LimitOutOfRange
from lienthong.foundation.workdays.models import WorkingCalendar
from lienthong.foundation.workdays.queries import calendar_for
from lienthong.foundation.workdays.rules.national import OFFICE_WEEK
from lienthong.foundation.workdays.services import due_for, load_default_calendar, read_pauses, shift_due
from lienthong.kit.clock import VIETNAM

pytestmark = pytest.mark.django_db
SATURDAYS = {**OFFICE_WEEK, "5": [["07:30", "11:00"]]}


def at(day, hour=8, minute=15):
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.fixture
def centre():
    tier = Tier.objects.create(code="xa", name="Xã", rank=2)
    return Agency.objects.create(
        identifier="H21.88", name="UBND phường Diên Hồng", short_name="Diên Hồng", tier=tier, kind="ubnd"
    )


@pytest.mark.parametrize(
    ("value", "unit", "due"),
    [
        (1, "same_day", at(13, 17, 0)),
        (4, "hours", at(13, 14, 15)),
        (1, "working_days", at(16, 17, 0)),
        (1, "days", at(16, 17, 0)),
        (10, "days", at(23, 17, 0)),
    ],
)
def test_it_works_without_any_row(value, unit, due, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert due_for(start=at(13), limit_value=value, limit_unit=unit).due == due


def test_the_shipped_calendar_becomes_a_row_once_and_keeps_corrections():
    row = load_default_calendar()
    assert {"date": "2026-11-24", "name": "Ngày Văn hóa Việt Nam"} in row.closed
    assert set(row.open_days) == {"2019-05-04", "2024-05-04", "2025-04-26", "2026-08-22"}
    WorkingCalendar.objects.update(closed=[], revision=2)
    assert load_default_calendar().closed == []
    assert due_for(start=at(23), limit_value=1, limit_unit="working_days").due == at(24, 17, 0)


def test_an_agency_may_work_by_its_own_calendar_and_changes_show_at_once(centre):
    load_default_calendar()
    own = WorkingCalendar.objects.create(
        code="dien-hong", name="Sáng thứ Bảy", agency=centre, weekdays=SATURDAYS, valid_from=date(2026, 7, 1)
    )
    assert due_for(agency_id=centre.id, start=at(13), limit_value=1, limit_unit="working_days").due == at(14, 11, 0)
    assert due_for(agency_id=None, start=at(13), limit_value=1, limit_unit="working_days").due == at(16, 17, 0)
    assert due_for(calendar_id=own.id, start=at(13), limit_value=1, limit_unit="working_days").due == at(14, 11, 0)
    assert calendar_for(centre.id, date(2026, 6, 30)).name == "Lịch làm việc chung"
    own.weekdays, own.revision = OFFICE_WEEK, own.revision + 1
    own.save()
    assert due_for(agency_id=centre.id, start=at(13), limit_value=1, limit_unit="working_days").due == at(16, 17, 0)


def test_kept_pauses_move_a_due_date():
    pauses = read_pauses([[at(18, 7, 0).isoformat(), at(20, 7, 0).isoformat()]])
    assert due_for(start=at(10), limit_value=10, limit_unit="working_days", pauses=pauses).due == at(27, 17, 0)
    assert shift_due(due=at(25, 17, 0), pauses=pauses) == at(27, 17, 0)


def test_unknown_calendars_and_units_are_refused():
    with pytest.raises(CalendarNotFound):
        due_for(calendar_id=0, start=at(10), limit_value=1, limit_unit="hours")
    with pytest.raises(LimitOutOfRange, match="“tuần”"):
        due_for(start=at(10), limit_value=1, limit_unit="tuần")
