"""Without a change the year is the recorded one, to the microsecond; a change does what its words say."""

import random

from hypothesis import given
from hypothesis import strategies as st

from lienthong.foundation.workflows.rules.simulation import (
    HOUR,
    Added,
    Case,
    Hours,
    Scenario,
    Visit,
    changes_between,
    simulate,
)
from lienthong.foundation.workflows.rules.steps import read_steps
from lienthong.foundation.workflows.tests.examples import BUILDING_PERMIT

DAY = 24 * HOUR
OFFICE = Hours([(day * DAY + 8 * HOUR, day * DAY + 16 * HOUR) for day in range(400) if day % 7 < 5])
EARLIER = Hours([(day * DAY + 8 * HOUR, day * DAY + 16 * HOUR) for day in range(400) if day % 7 < 6])


def year(seed: int, dossiers: int, units: int = 3) -> tuple[list[Case], list[Visit]]:
    """A year that is as it happens: work at night, parallel steps, steps returned to, pauses, nothing in order."""
    dice = random.Random(seed)  # noqa: S311  # histories, no secrets
    cases, visits = [], []
    for number in range(dossiers):
        unit, at = dice.randrange(units), dice.randrange(300 * DAY)
        for key in "abcdefgh"[: dice.randint(1, 8)]:
            side = dice.randint(1, 2)
            ends = []
            for lane in range(side):
                done = at + dice.choice(
                    [0, 1, dice.randrange(HOUR), dice.randrange(20 * HOUR), dice.randrange(9 * DAY)]
                )
                desk = (dice.randrange(units), dice.choice(["clerk", "specialist"]))
                due = at + dice.randrange(5 * DAY)
                visits.append(Visit(number, "xd", f"{key}{lane}", desk, at, done, due, dice.random() < 0.1))
                ends.append(done)
            at = max(ends) + dice.choice([0, 3])
        cases.append(Case(unit, "xd", at, at + dice.randrange(-5 * DAY, 9 * DAY)))
    return cases, visits


def hours(units: int = 3) -> dict[int, Hours]:
    return dict.fromkeys(range(units), OFFICE)


@given(st.integers(0, 10**9), st.integers(0, 25))
def test_nothing_changed_reproduces_reality(seed: int, dossiers: int):
    cases, visits = year(seed, dossiers)
    played = simulate(cases, visits, hours(), Scenario())
    assert list(played.finished) == [visit.finished for visit in visits]
    assert list(played.completed) == [case.completed for case in cases]
    assert played.total.late_before == played.total.late_after
    assert sum(each.count for each in played.by_unit.values()) == len(cases) == played.total.count


@given(st.integers(0, 10**9))
def test_the_axis_of_working_time_goes_there_and_back(worked: int):
    moment = worked * 97 % (390 * DAY)
    assert OFFICE.until(OFFICE.moment(OFFICE.until(moment))) == OFFICE.until(moment)


def line(*lengths: int) -> tuple[list[Case], list[Visit]]:
    """Dossiers of one step that come at the same time on Monday 8:00 and are done one after the other."""
    at, visits = 8 * HOUR, []
    for number, length in enumerate(lengths):
        at += length * HOUR
        visits.append(Visit(number, "xd", "a", (0, "clerk"), 8 * HOUR, at, 12 * HOUR, is_waiting=False))
    return [Case(0, "xd", visit.finished, 12 * HOUR) for visit in visits], visits


def test_twice_the_people_need_half_the_time():
    cases, visits = line(2, 2, 2)
    played = simulate(cases, visits, hours(), Scenario(staff={(0, "clerk"): (1, 2)}))
    assert played.finished == (9 * HOUR, 10 * HOUR, 11 * HOUR)
    assert (played.total.late_before, played.total.late_after) == (1, 0)


def test_a_step_less_is_sooner_and_a_step_more_is_later():
    cases, visits = line(2, 2)
    less = simulate(cases, visits, hours(), Scenario(removed=frozenset({("xd", "a")})))
    assert (less.finished, less.completed) == ((None, None), (8 * HOUR, 8 * HOUR))
    more = simulate(cases, visits, hours(), Scenario(added={"xd": (Added("a", "b", "leader", 3 * HOUR),)}))
    assert more.completed == (13 * HOUR, 16 * HOUR)


def test_work_on_saturday_ends_sooner():
    visit = Visit(0, "xd", "a", (0, "clerk"), 4 * DAY + 8 * HOUR, 7 * DAY + 12 * HOUR, 9 * DAY, is_waiting=False)
    played = simulate([Case(0, "xd", visit.finished, visit.finished)], [visit], hours(), Scenario(hours={0: EARLIER}))
    assert played.completed == (5 * DAY + 12 * HOUR,)


def test_a_changed_table_in_the_words_of_the_simulation():
    old = read_steps(BUILDING_PERMIT)
    new = read_steps(
        [
            *BUILDING_PERMIT[:2],
            BUILDING_PERMIT[1] | {"key": "them", "hours": 2},
            *[row for row in BUILDING_PERMIT[2:] if row["key"] != "trinh"],
        ]
    )
    scenario = changes_between("xd", old, new)
    assert scenario.removed == {("xd", "trinh")}
    assert scenario.added == {"xd": (Added("tham_dinh", "them", "specialist", 2 * HOUR),)}
    assert scenario.limits == {}
