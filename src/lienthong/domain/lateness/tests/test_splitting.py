"""The rule of lateness by itself: no minute is lost, none is charged twice, nobody within a limit is charged."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.domain.lateness.choices import PAUSES, Fault, Kind
from lienthong.domain.lateness.rules import Account, Broken, History, Hold, Pause, Question, Unit, account_of
from lienthong.domain.lateness.tests.lives import (
    DAY,
    ELSEWHERE,
    HOME,
    at,
    histories,
    plain_week,
    step,
    week_that_changes,
)
from lienthong.foundation.workdays.rules import working_time_between

CALENDARS = {"plain": plain_week(), "changing": week_that_changes()}
DESK, HEAD = Unit(HOME, 1, 11, "Rơ Châm Hà"), Unit(HOME, 2, 12, "Lê Văn Dũng")


def told(account: Account) -> list[tuple[str, int, float, float, float]]:
    """(kind, agency, days, days over, days late) of each stretch."""
    return [(str(e.kind), e.unit.agency_id, e.minutes / DAY, e.over / DAY, e.late / DAY) for e in account.stretches]


def life(due: float, end: float, *steps: object, **more: object) -> History:
    return History(
        begin=at(0),
        end=at(end),
        due_at=at(due),
        is_open=False,
        unit=Unit(HOME),
        steps=steps,
        **more,  # type: ignore[arg-type]
    )


@settings(deadline=None)
@given(history=histories(), calendar=st.sampled_from(list(CALENDARS)))
def test_parts_add_up_whatever_happened(history: History, calendar: str) -> None:
    week = CALENDARS[calendar]
    try:
        account = account_of(history, week)
    except Broken:
        return
    stretches = account.stretches
    # Every minute between acceptance and the end, once, in order.
    assert account.total == working_time_between(week, history.begin, history.end) // timedelta(minutes=1)
    assert [each.begin for each in stretches] == [0, *(each.end for each in stretches)][: len(stretches)]
    assert sum(each.minutes for each in stretches) == account.total == account.counted + account.paused
    assert all(each.minutes > 0 for each in stretches)
    # What is late is charged once, to minutes over a limit or to the process.
    assert sum(each.late for each in stretches) + account.process == account.late
    assert all(0 <= each.late <= each.over <= each.minutes for each in stretches)
    assert account.overrun == sum(each.over for each in stretches)
    assert not (account.covered and account.process)
    # The applicant is never charged, and never beyond what a pause recognises.
    assert account.paused == sum(each.minutes for each in stretches if each.kind in PAUSES)
    assert all(not each.over for each in stretches if each.kind in PAUSES)
    assert account.late == max(0, account.counted - account.limit)
    # A step within its limit is never charged: neither alone nor when it is done again.
    for key in {each.step_key for each in stretches if each.kind in {Kind.STEP, Kind.QUEUE}}:
        used = sum(each.minutes for each in stretches if each.step_key == key and each.kind not in PAUSES)
        first = min(
            (each for each in history.steps if each.key == key and (each.finished_at or history.end) >= history.begin),
            key=lambda each: (each.opened_at, each.id),
        )
        given_minutes = working_time_between(week, max(first.opened_at, history.begin), first.due_at) // timedelta(
            minutes=1
        )
        charged = sum(each.late for each in stretches if each.step_key == key and each.kind in {Kind.STEP, Kind.QUEUE})
        if not history.pauses and used < given_minutes:
            assert charged == 0
    # Nor is an agency that answered in time.
    for question in history.questions:
        if question.answered_at is not None and question.answered_at <= question.due_at:
            assert all(not each.late for each in stretches if each.source_id == question.id)


@settings(deadline=None)
@given(history=histories(), seed=st.randoms(use_true_random=False))
def test_the_order_in_which_the_record_is_read_does_not_matter(history: History, seed: object) -> None:
    def shuffled(rows: object) -> tuple[object, ...]:
        read = list(rows)  # type: ignore[call-overload]
        seed.shuffle(read)  # type: ignore[attr-defined]
        return tuple(read)

    again = replace(history, steps=shuffled(history.steps), questions=shuffled(history.questions))
    try:
        account = account_of(history, CALENDARS["plain"])
    except Broken:
        with pytest.raises(Broken):
            account_of(again, CALENDARS["plain"])
        return
    assert account_of(again, CALENDARS["plain"]) == account


@settings(max_examples=100, deadline=None)
@given(
    lengths=st.lists(st.tuples(st.integers(0, 3 * DAY), st.integers(0, 3 * DAY)), min_size=1, max_size=6),
    limit=st.integers(0, 8 * DAY),
)
def test_one_after_another_agrees_with_reckoning_minute_by_minute(lengths: list[tuple[int, int]], limit: int) -> None:
    steps, here = [], 0
    for number, (allowed, used) in enumerate(lengths):
        steps.append(
            step(
                number,
                f"s{number}",
                at(here / DAY),
                at((here + used) / DAY),
                at((here + allowed) / DAY),
                Unit(number + 1),
            )
        )
        here += used
    account = account_of(life(limit / DAY, here / DAY, *steps), CALENDARS["plain"])
    # Independently: list every minute over a limit in order of time; the last `late` of them are charged.
    over = [number for number, (allowed, used) in enumerate(lengths) for _ in range(max(0, used - allowed))]
    late = max(0, here - limit)
    charged = over[max(0, len(over) - late) :]
    assert account.late == late
    for number in range(len(lengths)):
        assert sum(each.late for each in account.stretches if each.unit.agency_id == number + 1) == charged.count(
            number
        )
    assert account.process == max(0, late - len(over))


def test_an_overrun_is_charged_only_as_far_as_the_dossier_became_late() -> None:
    account = account_of(
        life(4, 5, step(1, "check", at(0), at(1), at(2), DESK), step(2, "sign", at(1), at(5), at(2), HEAD)),
        CALENDARS["plain"],
    )
    assert told(account) == [("step", HOME, 1, 0, 0), ("step", HOME, 4, 3, 1)]
    assert (account.late, account.covered, account.process) == (DAY, 2 * DAY, 0)


def test_time_saved_covers_the_first_overrun_and_the_rest_is_charged_in_order() -> None:
    account = account_of(
        life(
            6,
            9,
            step(1, "receive", at(0), at(1), at(2), Unit(1)),
            step(2, "check", at(1), at(5), at(3), Unit(2)),
            step(3, "sign", at(5), at(9), at(7), Unit(3)),
        ),
        CALENDARS["plain"],
    )
    assert [each.late / DAY for each in account.stretches] == [0, 1, 2]


def test_doing_it_again_uses_what_is_left_of_the_limit() -> None:
    account = account_of(
        life(
            5,
            7,
            step(1, "draft", at(0), at(2), at(3), DESK),
            step(2, "sign", at(2), at(3), at(3), HEAD),
            step(3, "draft", at(3), at(6), at(6), DESK),
            step(4, "sign", at(6), at(7), at(7), HEAD),
        ),
        CALENDARS["plain"],
    )
    assert told(account) == [
        ("step", HOME, 2, 0, 0),
        ("step", HOME, 1, 0, 0),
        ("step", HOME, 3, 2, 1),
        ("step", HOME, 1, 1, 1),
    ]


def test_side_by_side_the_time_is_whose_end_was_waited_for() -> None:
    account = account_of(
        life(
            3,
            6,
            step(1, "check", at(0), at(1), at(1), Unit(1)),
            step(2, "opinion-a", at(1), at(3), at(2), Unit(2)),  # one day over, but nobody waited for it
            step(3, "opinion-b", at(1), at(5), at(2), Unit(3)),
            step(4, "sign", at(5), at(6), at(6), Unit(4)),
        ),
        CALENDARS["plain"],
    )
    assert told(account) == [("step", 1, 1, 0, 0), ("step", 3, 4, 3, 3), ("step", 4, 1, 0, 0)]


def test_what_came_first_in_the_lane_that_was_waited_for_holds_its_own_time() -> None:
    account = account_of(
        life(
            9,
            5,
            step(1, "a1", at(0), at(2), at(2), Unit(1)),
            step(2, "b1", at(0), at(3), at(4), Unit(2)),
            step(3, "a2", at(2), at(5), at(4), Unit(3)),
        ),
        CALENDARS["plain"],
    )
    assert [(each.unit.agency_id, each.minutes / DAY) for each in account.stretches] == [(1, 2), (3, 3)]


def test_an_answer_in_time_uses_the_limit_of_who_asked_and_a_late_one_its_own() -> None:
    check = step(1, "check", at(0), at(6), at(2), DESK)
    asked = Question(5, Kind.OPINION, ELSEWHERE, at(1), at(3), at(5))
    account = account_of(life(2, 6, check, questions=(asked,)), CALENDARS["plain"])
    assert told(account) == [
        ("step", HOME, 1, 0, 0),
        ("opinion", ELSEWHERE, 1, 0, 0),  # its first day uses the last of the limit of the desk
        ("step", HOME, 1, 1, 1),  # in time still, but the desk has no time left to wait
        ("opinion", ELSEWHERE, 2, 2, 2),
        ("step", HOME, 1, 1, 1),
    ]
    assert account.late == 4 * DAY


def test_a_question_that_nobody_waited_for_is_not_charged() -> None:
    check = step(1, "check", at(0), at(3), at(2), DESK)
    asked = [
        Question(5, Kind.OPINION, ELSEWHERE, at(1), at(2), at(5)),
        Question(6, Kind.OPINION, ELSEWHERE, at(1), at(2), None),
    ]
    account = account_of(
        life(2, 4, check, step(2, "sign", at(3), at(4), at(4), HEAD), questions=tuple(asked)), CALENDARS["plain"]
    )
    assert {each.kind for each in account.stretches} == {Kind.STEP}


def test_a_pause_counts_against_nobody_even_after_the_due_date() -> None:
    # Three days too long at the desk, then two days of waiting for the applicant, then one more day.
    check = step(1, "check", at(0), at(6), at(1), DESK)
    pause = Pause(at(3), at(5), Kind.SUPPLEMENT)
    account = account_of(life(2, 6, check, pauses=(pause,)), CALENDARS["plain"])
    assert told(account) == [("step", HOME, 3, 2, 1), ("supplement", HOME, 2, 0, 0), ("step", HOME, 1, 1, 1)]
    assert (account.total, account.paused, account.late) == (6 * DAY, 2 * DAY, 2 * DAY)


def test_a_pause_that_goes_on_takes_nothing_from_the_limit_it_stands_in() -> None:
    check = step(1, "check", at(0), None, at(3), DESK)
    history = replace(life(4, 9, check, pauses=(Pause(at(1), None, Kind.DUTY),)), is_open=True)
    account = account_of(history, CALENDARS["plain"])
    assert told(account) == [("step", HOME, 1, 0, 0), ("duty", HOME, 8, 0, 0)]
    assert (account.stretches[0].allowed, account.late) == (3 * DAY, 0)


def test_limits_that_are_too_long_together_are_the_fault_of_the_process() -> None:
    steps = [
        step(number, f"s{number}", at(number * 2), at(number * 2 + 2), at(number * 2 + 2), DESK) for number in range(3)
    ]
    account = account_of(life(5, 6, *steps), CALENDARS["plain"])
    assert (account.late, account.process, account.overrun) == (DAY, DAY, 0)


def test_a_step_that_changes_hands_is_charged_to_who_held_it_when_the_limit_was_gone() -> None:
    check = step(
        1,
        "check",
        at(0),
        at(5),
        at(2),
        Hold(at(0), Unit(HOME), is_queue=True),
        Hold(at(1), DESK),
        Hold(at(3), Unit(9, None, 12)),  # the agency was merged
    )
    account = account_of(life(2, 5, check), CALENDARS["plain"])
    assert told(account) == [("queue", HOME, 1, 0, 0), ("step", HOME, 2, 1, 1), ("step", 9, 2, 2, 2)]


def test_time_in_nobodys_hands_is_charged_to_the_unit_it_was_going_to() -> None:
    account = account_of(
        life(2, 5, step(1, "check", at(0), at(1), at(1), DESK), step(2, "sign", at(3), at(5), at(5), Unit(2, 4, 8))),
        CALENDARS["plain"],
    )
    assert told(account) == [("step", HOME, 1, 0, 0), ("idle", 2, 2, 2, 2), ("step", 2, 2, 0, 0)]
    assert account.process == DAY


def test_the_minute_between_two_clocks_is_no_gap() -> None:
    first = step(1, "check", at(0), at(1) - timedelta(microseconds=3), at(1), DESK)
    account = account_of(life(1, 3, first, step(2, "sign", at(1), at(3), at(2), HEAD)), CALENDARS["plain"])
    assert [each.kind for each in account.stretches] == [Kind.STEP, Kind.STEP]


@pytest.mark.parametrize(
    ("history", "fault"),
    [
        (life(2, 5), Fault.NO_STEPS),
        (replace(life(2, 5), end=at(0) - timedelta(days=1)), Fault.ENDS_BEFORE),
    ],
)
def test_a_broken_history_says_why(history: History, fault: Fault) -> None:
    with pytest.raises(Broken) as broken:
        account_of(history, CALENDARS["plain"])
    assert broken.value.fault is fault
