"""Any order of arrival, any repetition: one state."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lienthong.foundation.postal.choices import State, Verb
from lienthong.foundation.postal.states import TERMINAL, TRANSITIONS, Happened, trace
from lienthong.foundation.postal.tracking_numbers import check_digit, is_valid, read

START = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)


def told(*verbs: str) -> list[Happened]:
    """One event an hour."""
    return [Happened(START + timedelta(hours=place), verb, verb) for place, verb in enumerate(verbs)]


EVENTS = st.lists(
    st.builds(
        Happened,
        at=st.integers(0, 6).map(lambda hours: START + timedelta(hours=hours)),
        verb=st.sampled_from([*Verb.values, "777"]),
        key=st.sampled_from(["a", "b"]),
    ),
    max_size=12,
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_any_permutation_and_duplication_ends_in_the_same_state(events, dice):
    shuffled = [*events, *dice.choices(events, k=len(events))] if events else []
    dice.shuffle(shuffled)
    assert trace(shuffled) == trace(events)


@given(EVENTS)
def test_a_journey_that_has_ended_does_not_go_on(events):
    """The state is one that the table leads to, and after an end only a contradiction is noted."""
    traced = trace(events)
    assert traced.state == State.CREATED or traced.state in {*TRANSITIONS.values()}
    assert not {state for state, _ in TRANSITIONS} & TERMINAL


def test_the_usual_way():
    assert trace(told("accept", "pick_up", "move", "move", "deliver")).state == State.DELIVERED


def test_lost_messages_do_not_hold_a_parcel_back():
    assert trace(told("deliver")).state == State.DELIVERED
    assert trace(told("move")).state == State.IN_TRANSIT


def test_attempts_in_vain_are_counted_and_end_in_a_return():
    traced = trace(told("accept", "pick_up", "fail", "move", "fail", "turn_back", "return"))
    assert (traced.state, traced.fails, traced.conflict) == (State.RETURNED, 2, False)


def test_what_is_told_late_takes_nothing_back():
    late = [Happened(START + timedelta(hours=2), "deliver", "5"), Happened(START, "move", "4")]
    assert trace(late).state == State.DELIVERED


def test_two_ends_are_a_contradiction_that_somebody_looks_at():
    traced = trace(told("deliver", "return"))
    assert (traced.state, traced.conflict) == (State.DELIVERED, True)
    assert not trace(told("deliver", "deliver", "move")).conflict
    assert trace(told("cancel", "pick_up")).conflict


def test_a_lost_parcel_may_be_found_again():
    assert trace(told("accept", "pick_up", "lose", "deliver")).state == State.DELIVERED


def test_an_unknown_code_moves_nothing():
    assert trace(told("accept", "777", "note")).state == State.ACCEPTED


def test_tracking_numbers_carry_their_check_digit():
    assert check_digit("00071761") == 8  # the vector of the standard's known implementations: EB000717618HK
    assert check_digit("12345678") == 5
    assert is_valid("EB123456785VN")
    assert not is_valid("EB123456784VN")
    assert not is_valid("EB12345678VN")
    assert read(" eb 123 456 785 vn\n") == "EB123456785VN"
