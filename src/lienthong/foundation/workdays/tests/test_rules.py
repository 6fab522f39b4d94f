from datetime import date, datetime, time, timedelta

import pytest

from lienthong.foundation.workdays.errors import CalendarHasNoWorkingTime, CalendarUnreadable, LimitOutOfRange
from lienthong.foundation.workdays.rules import (
    add_calendar_days,
    add_days,
    add_hours,
    add_months,
    next_opening,
    read_calendar,
    same_day,
    shift,
    weeks_of,
    working_days_left,
    working_time_between,
)
from lienthong.foundation.workdays.rules.national import OFFICE_HOURS, OFFICE_WEEK, national_calendar
from lienthong.kit.clock import VIETNAM

CALENDAR = national_calendar()
CLOSED = read_calendar(name="Không mở cửa", weekdays={}, closed=[], open_days={})
SATURDAY_MORNING = read_calendar(
    name="Trung tâm phục vụ", weekdays={**OFFICE_WEEK, "5": [["07:30", "11:00"]]}, closed=[], open_days={}
)


def at(month, day, hour=8, minute=15, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


def test_the_example_of_the_design():
    due = add_days(CALENDAR, at(11, 10), 10, [(at(11, 18, 7, 0), at(11, 20, 7, 0))])
    assert due.due == at(11, 27, 17, 0)
    assert due.original == at(11, 25, 17, 0)
    cells = {(cell.day.day, cell.state, cell.label) for cell in due.days}
    assert {
        (10, "start", "nhận"),
        (18, "paused", "dừng"),
        (20, "count", "6/10"),
        (24, "off", "nghỉ"),
        (27, "due", "10/10"),
    } <= cells
    assert due.days[0].day == date(2026, 11, 9)
    assert len(due.days) == 21
    weeks = weeks_of(due.as_json()["days"], date(2026, 11, 19))
    assert [len(week) for week in weeks] == [7, 7, 7]
    assert [cell["day"] for week in weeks for cell in week if cell["is_today"]] == [19]
    assert due.derivation == (
        "Nhận lúc 08:15 thứ Ba, 10/11/2026.",
        "Thời hạn 10 ngày làm việc, đếm từ ngày làm việc liền sau ngày nhận.",
        "Không tính 4 ngày nghỉ hằng tuần.",
        "Không tính ngày nghỉ lễ: 24/11/2026 (Ngày Văn hóa Việt Nam).",
        "Tạm dừng từ 07:00 thứ Tư, 18/11/2026 đến 07:00 thứ Sáu, 20/11/2026: 16 giờ làm việc không tính vào thời hạn.",
        "Hẹn trả ban đầu: 17:00 thứ Tư, 25/11/2026.",
        "Hẹn trả: 17:00 thứ Sáu, 27/11/2026.",
    )


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (at(11, 10, 8, 0), at(11, 10, 10, 0)),
        (at(11, 10, 10, 30), at(11, 10, 14, 30)),  # over lunch
        (at(11, 10, 9, 30), at(11, 10, 11, 30)),  # ends as the morning closes
        (at(11, 10, 12, 0), at(11, 10, 15, 30)),  # accepted at lunch
        (at(11, 13, 16, 30), at(11, 16, 8, 30)),  # over a weekend
        (at(11, 11, 0, 0), at(11, 11, 9, 0)),  # midnight
        (at(11, 23, 17, 0), at(11, 25, 9, 0)),  # closing time, then a holiday
    ],
)
def test_two_hours(start, due):
    assert add_hours(CALENDAR, start, 2).due == due


def test_days_begin_at_the_next_opening():
    assert add_days(CALENDAR, at(11, 14), 1).due == at(11, 17, 17, 0)
    assert add_days(CALENDAR, at(11, 10, 22, 0), 1).due == at(11, 12, 17, 0)
    assert "tính là nhận lúc 07:00 thứ Tư, 11/11/2026" in add_days(CALENDAR, at(11, 10, 22, 0), 1).derivation[1]


def test_half_a_day_is_four_hours():
    assert add_days(CALENDAR, at(11, 10, 7, 0), 0.5).due == at(11, 10, 11, 0)
    assert add_days(CALENDAR, at(11, 10), 1.5).due == at(11, 12, 11, 0)


def test_a_make_up_saturday_counts_and_its_exchanged_monday_does_not():
    due = add_days(CALENDAR, at(8, 21), 1)
    assert due.due == at(8, 22, 17, 0)
    assert "Có tính ngày làm bù: thứ Bảy, 22/08/2026." in due.derivation
    assert add_days(CALENDAR, at(8, 28), 1).due == at(9, 3, 17, 0)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (at(11, 10, 15, 0), at(11, 10, 17, 0)),
        (at(11, 10, 15, 1), at(11, 11, 17, 0)),
        (at(11, 10, 20, 0), at(11, 11, 17, 0)),
        (at(11, 14, 16, 0), at(11, 16, 17, 0)),
    ],
)
def test_same_day(start, due):
    assert same_day(CALENDAR, start, time(15, 0)).due == due


def test_same_day_of_a_short_saturday():
    assert same_day(SATURDAY_MORNING, at(11, 14)).due == at(11, 14, 11, 0)


def test_calendar_days_and_months_end_on_a_working_day():
    assert add_calendar_days(CALENDAR, at(11, 10), 4).due == at(11, 16, 17, 0)
    assert add_calendar_days(CALENDAR, at(11, 10), 30).due == at(12, 10, 17, 0)
    assert add_months(CALENDAR, at(11, 30), 3).due == at(3, 1, 17, 0, year=2027)  # 28/02/2027 is a Sunday


def test_a_pause_moves_by_its_working_time_and_never_saves_a_late_dossier():
    due = at(11, 25, 17, 0)
    assert shift(CALENDAR, due, [(at(11, 14, 0, 0), at(11, 16, 7, 0))]) == due
    overlapping = [(at(11, 18, 8, 0), at(11, 18, 10, 0)), (at(11, 18, 9, 0), at(11, 18, 11, 0))]
    assert shift(CALENDAR, due, overlapping) == at(11, 26, 10, 0)
    assert shift(CALENDAR, due, [(at(11, 26), at(11, 30))]) == due


def test_working_days_left():
    due = at(11, 27, 17, 0)
    assert working_days_left(CALENDAR, at(11, 27, 18, 0), due) == 0
    assert working_days_left(CALENDAR, at(11, 20), due) == 4
    assert working_days_left(CALENDAR, at(12, 1), due) == -2


def test_a_calendar_that_never_opens_is_refused():
    for reckon in (
        lambda: add_hours(CLOSED, at(11, 10), 1),
        lambda: add_days(CLOSED, at(11, 10), 1),
        lambda: next_opening(CLOSED, at(11, 10)),
    ):
        with pytest.raises(CalendarHasNoWorkingTime, match="không có giờ làm việc nào trong 400 ngày kể từ 10/11/2026"):
            reckon()
    assert working_time_between(CLOSED, at(11, 10), at(11, 20)) == timedelta()


def test_one_open_day_and_nothing_after_it_is_refused_too():
    once = read_calendar(name="Một ngày", weekdays={}, closed=[], open_days={"2026-11-10": OFFICE_HOURS})
    assert add_hours(once, at(11, 10, 7, 0), 8).due == at(11, 10, 17, 0)
    with pytest.raises(CalendarHasNoWorkingTime):
        add_hours(once, at(11, 10, 7, 0), 8.1)


@pytest.mark.parametrize("days", [-1, 3661])
def test_limits_out_of_range_are_refused(days):
    with pytest.raises(LimitOutOfRange, match=f"giá trị nhận được là {days}"):
        add_days(CALENDAR, at(11, 10), days)


@pytest.mark.parametrize(
    "hours", [[["11:00", "07:00"]], [["07:00", "12:00"], ["11:00", "17:00"]], [["7 giờ", "11:00"]], [["07:00"]], 7]
)
def test_unreadable_hours_are_refused(hours):
    with pytest.raises(CalendarUnreadable, match="ghi chưa đúng"):
        read_calendar(name="Lịch thử", weekdays={"0": hours}, closed=[], open_days={})


def test_beyond_the_known_holidays_it_says_so():
    assert "năm 2028 chưa có" in add_days(CALENDAR, at(12, 28, year=2027), 10).derivation[-1]


def test_naive_moments_are_a_mistake():
    with pytest.raises(ValueError, match="aware"):
        add_hours(CALENDAR, datetime(2026, 11, 10), 1)  # noqa: DTZ001
