from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import IntegrityError

from lienthong.foundation.organizations.models import Agency, Tier
from lienthong.foundation.workdays.errors import CalendarChanged, CalendarNotFound, LimitOutOfRange
from lienthong.foundation.workdays.queries import calendar_for
from lienthong.foundation.workdays.rules.national import OFFICE_WEEK
from lienthong.foundation.workdays.services import (
    close_day,
    due_for,
    load_default_calendar,
    own_calendar,
    publish_version,
    read_pauses,
    shift_due,
)
from lienthong.kit import clock
from lienthong.kit.actor import Actor, ActorPosition
from lienthong.kit.clock import VIETNAM
from lienthong.kit.errors import NotAllowed, Refused

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


@pytest.fixture
def manager():
    seat = ActorPosition(
        id=1,
        title="Quản trị",
        agency_id=1,
        agency_name="UBND tỉnh",
        department_id=None,
        roles=frozenset(),
        rights=frozenset({"organizations.manage"}),
    )
    return Actor(account_id=1, name="Nguyễn Thị Quản", position=seat)


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


def test_the_shipped_calendar_becomes_a_row_once_and_keeps_corrections(manager):
    version = load_default_calendar().versions.get()
    assert {"date": "2026-11-24", "name": "Ngày Văn hóa Việt Nam"} in version.closed
    assert set(version.open_days) == {"2019-05-04", "2024-05-04", "2025-04-26", "2026-08-22"}
    with clock.at(at(13)):
        publish_version(
            actor=manager,
            calendar_id=version.calendar_id,
            weekdays=version.weekdays,
            closed=[],
            open_days={},
            valid_from=date(2026, 11, 1),
            reason="Chưa có ngày Văn hóa",
        )
    assert load_default_calendar().versions.count() == 2
    assert due_for(start=at(23), limit_value=1, limit_unit="working_days").due == at(24, 17, 0)


def test_a_version_never_changes():
    version = load_default_calendar().versions.get()
    version.closed = []
    with pytest.raises(IntegrityError, match="never changes"):
        version.save()


def test_an_agency_may_work_by_its_own_calendar(centre, manager):
    load_default_calendar()
    with clock.at(at(10)):
        own = own_calendar(actor=manager, agency_id=centre.id, code="dien-hong", name="Phường Diên Hồng")
        assert own_calendar(actor=manager, agency_id=centre.id, code="x", name="x") == own
        publish_version(
            actor=manager,
            calendar_id=own.pk,
            weekdays=SATURDAYS,
            closed=[],
            open_days={},
            valid_from=date(2026, 11, 12),
            reason="Sáng thứ Bảy",
        )
    assert due_for(agency_id=centre.id, start=at(13), limit_value=1, limit_unit="working_days").due == at(14, 11, 0)
    assert due_for(agency_id=None, start=at(13), limit_value=1, limit_unit="working_days").due == at(16, 17, 0)
    assert due_for(calendar_id=own.pk, start=at(13), limit_value=1, limit_unit="working_days").due == at(14, 11, 0)
    assert calendar_for(centre.id, at(9)).name == "Lịch làm việc chung"  # not published yet


def test_a_storm_closes_a_day_and_promises_made_before_stay(manager):
    common = load_default_calendar()
    with clock.at(at(18, 9, 0)):
        close_day(actor=manager, calendar_id=common.pk, day=date(2026, 11, 19), name="Nghỉ do bão số 13")

    def promised(start):
        return due_for(start=start, limit_value=2, limit_unit="working_days")

    assert promised(at(17)).due == at(19, 17, 0)
    later = promised(at(18, 9, 30))
    assert later.due == at(23, 17, 0)  # not the 19th, 20th counts as the first day
    assert "Không tính ngày nghỉ lễ: 19/11/2026 (Nghỉ do bão số 13)." in later.derivation
    # The promise keeps its calendar when a pause makes it be reckoned again.
    pause = [(at(18, 10, 0), at(18, 15, 30))]
    assert due_for(start=at(17), limit_value=2, limit_unit="working_days", pauses=pause).due == at(20, 10, 30)


def test_a_version_may_begin_while_a_limit_runs(manager):
    common = load_default_calendar()
    version = common.versions.get()
    with clock.at(at(2)):
        publish_version(
            actor=manager,
            calendar_id=common.pk,
            weekdays={**version.weekdays, "5": [["07:00", "11:00"]]},
            closed=version.closed,
            open_days={},
            valid_from=date(2026, 11, 14),
            reason="Làm sáng thứ Bảy từ 14/11",
        )
    assert due_for(start=at(5), limit_value=2, limit_unit="working_days").due == at(9, 17, 0)  # the 7th is still off
    assert due_for(start=at(12), limit_value=2, limit_unit="working_days").due == at(14, 11, 0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"weekdays": {}}, "không có giờ làm việc nào"),
        ({"weekdays": {"0": [["13:00", "12:00"]]}}, "ghi chưa đúng"),
        ({"closed": [{"date": "2026-11-31", "name": "x"}]}, "ghi chưa đúng"),
        ({"closed": [{"date": "2026-11-30", "name": " "}]}, "chưa có tên"),
        ({"valid_from": date(2062, 11, 1)}, "quá ba năm"),
        ({"reason": " "}, "Chưa ghi lý do"),
    ],
)
def test_what_cannot_be_a_calendar_is_refused_with_the_way_out(manager, change, sentence):
    common = load_default_calendar()
    wanted = {"weekdays": OFFICE_WEEK, "closed": [], "open_days": {}, "valid_from": date(2026, 12, 1), "reason": "thử"}
    with clock.at(at(13)), pytest.raises(Refused, match=sentence):
        publish_version(actor=manager, calendar_id=common.pk, **(wanted | change))
    assert common.versions.count() == 1


def test_of_two_officials_the_second_is_told(manager):
    common = load_default_calendar()
    close_day(actor=manager, calendar_id=common.pk, day=date(2026, 12, 1), name="Nghỉ do bão", after=1)
    with pytest.raises(CalendarChanged, match="phiên bản 2, Nguyễn Thị Quản ban hành"):
        close_day(actor=manager, calendar_id=common.pk, day=date(2026, 12, 2), name="Nghỉ do lũ", after=1)


def test_only_those_who_manage_agencies_decide(manager):
    common = load_default_calendar()
    with pytest.raises(NotAllowed):
        close_day(actor=replace(manager, position=None), calendar_id=common.pk, day=date(2026, 12, 1), name="Nghỉ")


def test_kept_pauses_move_a_due_date():
    pauses = read_pauses([[at(18, 7, 0).isoformat(), at(20, 7, 0).isoformat()]])
    assert due_for(start=at(10), limit_value=10, limit_unit="working_days", pauses=pauses).due == at(27, 17, 0)
    assert shift_due(due=at(25, 17, 0), pauses=pauses, known_at=at(10)) == at(27, 17, 0)


def test_unknown_calendars_and_units_are_refused():
    with pytest.raises(CalendarNotFound):
        due_for(calendar_id=0, start=at(10), limit_value=1, limit_unit="hours")
    with pytest.raises(LimitOutOfRange, match="“tuần”"):
        due_for(start=at(10), limit_value=1, limit_unit="tuần")
