"""Periods, balance, chains, checks and the protection of small numbers: pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.domain.figures.choices import Check, PeriodKind
from lienthong.domain.figures.errors import NoSuchPeriod
from lienthong.domain.figures.rules.cells import Key, Numbers, add, chained, grouped
from lienthong.domain.figures.rules.checking import Fault, check_report, may_publish
from lienthong.domain.figures.rules.periods import between, containing, read_slug
from lienthong.domain.figures.rules.protecting import SMALL, Place, hidden_places, shares_of, shown, whole_of

KEY = Key(1, 10, "online", False)
days = st.dates(date(2019, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("kind", "name", "slug"),
    [
        ("day", "Ngày 09/11/2026", "ngay-2026-11-09"),
        ("week", "Tuần 46/2026 (09/11 đến 15/11/2026)", "tuan-2026-46"),
        ("month", "Tháng 11/2026", "thang-2026-11"),
        ("quarter", "Quý IV/2026", "quy-2026-4"),
        ("year", "Năm 2026", "nam-2026"),
    ],
)
def test_it_works(kind: str, name: str, slug: str) -> None:
    period = containing(kind, date(2026, 11, 9))
    assert (period.name, period.slug) == (name, slug)
    assert read_slug(slug) == period


@given(kind=st.sampled_from(PeriodKind), day=days)
def test_periods_tile_the_calendar(kind: PeriodKind, day: date) -> None:
    period = containing(kind, day)
    assert period.starts_on <= day < period.ends_before
    assert read_slug(period.slug) == period
    assert period.next().starts_on == period.ends_before
    assert period.next().previous() == period
    for way in period.parts():
        assert way[0].starts_on == period.starts_on
        assert way[-1].ends_before == period.ends_before
        assert (
            sum((each.ends_before - each.starts_on).days for each in way)
            == (period.ends_before - period.starts_on).days
        )
    assert between(kind, day, period.ends_before) == [period]
    assert between(kind, day, period.ends_before - timedelta(days=1)) == []


@pytest.mark.parametrize(
    "slug", ["thang-2026-13", "thang-2026-1", "tuan-2026-60", "nam-26", "ngay-2026-02-30", "quy-2026-5", "", "thang"]
)
def test_an_address_that_names_no_period(slug: str) -> None:
    with pytest.raises(NoSuchPeriod):
        read_slug(slug)


def test_measures_of_a_row() -> None:
    numbers = Numbers(
        opening=3, received=10, early=4, on_time=2, late=2, refused=1, in_time=3, overdue=1, spent=8 * 86400
    )
    assert (numbers.difference, numbers.done, numbers.open, numbers.on_time_rate, numbers.days_each) == (
        0,
        8,
        4,
        75.0,
        1.0,
    )
    assert Numbers().on_time_rate is None
    assert Numbers(undated=2).on_time_rate is None


def test_days_put_together_are_the_week() -> None:
    first = {KEY: Numbers(opening=2, received=5, early=3, waiting=4)}
    second = {
        KEY: Numbers(opening=4, received=1, late=2, in_time=3),
        KEY._replace(agency=2): Numbers(received=1, paused=1),
    }
    week = chained([first, second])
    assert week[KEY] == Numbers(opening=2, received=6, early=3, late=2, in_time=3)
    assert add(week.values()).difference == 0
    assert grouped(week, lambda key: key.procedure)[10].received == 7
    assert chained([]) == {}


def findings(cells, **more):
    return {each.check: each for each in check_report(cells, **more)}


def test_a_report_that_does_not_balance_says_where() -> None:
    found = findings({KEY: Numbers(received=5, early=3, waiting=1)})
    assert found[Check.BALANCE].passed is False
    assert found[Check.BALANCE].cells == ((KEY, 1),)
    assert "1 trong 1 ô không cân đối, lệch 1 hồ sơ" in found[Check.BALANCE].said
    assert found[Check.CHAIN].passed is None
    assert not may_publish(found.values())


def test_each_check_can_fail_alone() -> None:
    good = {KEY: Numbers(opening=1, received=5, early=3, waiting=3)}
    before = {KEY: Numbers(received=1, waiting=1)}
    assert may_publish(findings(good, before=before).values())
    assert findings(good, before={})[Check.CHAIN].cells == ((KEY, 1),)
    moved = {KEY: Numbers(moved_in=1, waiting=1)}
    assert findings(moved)[Check.TRANSFERS].passed is False
    assert findings(good, faults=[Fault("backwards", "H1", "Ngược")])[Check.LEDGER].passed is False
    assert findings(good, parts=[[good]])[Check.PARTS].passed is True
    assert findings(good, parts=[[before]])[Check.PARTS].passed is False


counts = st.tuples(*[st.integers(0, 9)] * 4)
tables = st.dictionaries(st.builds(Place, st.integers(1, 4), st.integers(10, 13)), counts, min_size=1)


@given(table=tables)
def test_no_line_hides_one_count_alone(table: dict[Place, tuple[int, ...]]) -> None:
    hidden = hidden_places(table, {10, 11})
    for place, row in table.items():
        for column, count in enumerate(row):
            if place.procedure in {10, 11} and 0 < count < 5:
                assert (place, column) in hidden
    lines: dict[object, list[tuple[Place, int]]] = {}
    for place, row in table.items():
        for column in range(len(row)):
            for line in (("u", place.agency, column), ("p", place.procedure, column), ("r", place)):
                lines.setdefault(line, []).append((place, column))
    for spots in lines.values():
        assert sum(spot in hidden for spot in spots) != 1 or len(spots) == 1


def test_what_is_shown_instead() -> None:
    table = {
        Place(1, 10): (20, 1, 0, 9),
        Place(1, 12): (40, 8, 3, 6),
        Place(2, 10): (30, 6, 1, 7),
        Place(2, 12): (9, 9, 9, 9),
    }
    hidden = hidden_places(table, {10})
    row = shown(table[Place(1, 10)], Place(1, 10), hidden)
    assert row[1] == SMALL
    assert sum(count < 0 for count in row) > 1
    assert whole_of(table[Place(1, 10)], row) == 30
    assert whole_of((1, 0, 1, 0), (SMALL, 0, SMALL, 0)) == SMALL
    assert hidden_places({Place(1, 12): (1, 1, 1, 1)}, {10}) == {}
    assert shares_of(Numbers(early=1, late=2, refused=3, moved_out=1, paused=5)) == (1, 2, 4, 5)
