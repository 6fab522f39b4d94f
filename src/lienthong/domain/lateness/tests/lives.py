"""Lives of a dossier drawn at random, and written by hand (hồ sơ ngẫu nhiên cho kiểm thử)."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from lienthong.domain.lateness.choices import Kind
from lienthong.domain.lateness.rules import History, Hold, Pause, Question, Step, Unit
from lienthong.foundation.workdays.rules import Calendar, read_calendar
from lienthong.kit.clock import VIETNAM

HOURS = [["07:00", "11:30"], ["13:30", "17:00"]]
WEEK = {str(day): HOURS for day in range(5)} | {"5": [], "6": []}
MONDAY = datetime(2026, 11, 2, 7, 0, tzinfo=VIETNAM)
DAY = 8 * 60
HOME, ELSEWHERE = 1, 7


def plain_week() -> Calendar:
    """Monday to Friday, eight hours."""
    return read_calendar(name="tuần", weekdays=WEEK, closed=[], open_days={})


def week_that_changes() -> Calendar:
    """Shorter days and an open Saturday from the second week on; a storm closes a Thursday."""
    later = read_calendar(
        name="tuần sau",
        weekdays={**WEEK, "5": [["07:00", "11:00"]], "0": [["08:00:30", "12:00:10"]]},
        closed=[{"date": "2026-11-12", "name": "Bão"}],
        open_days={},
    )
    return plain_week().followed_by(later, date(2026, 11, 9).toordinal())


def at(days: float, hours: float = 0) -> datetime:
    """Working days (of eight hours, from Monday 02/11/2026 on) as a moment inside working hours of the plain week."""
    minutes = round(days * DAY + hours * 60)
    week, rest = divmod(minutes, 5 * DAY)
    day, rest = divmod(rest, DAY)
    morning = 4 * 60 + 30
    wall = rest if rest < morning else rest + 120
    return MONDAY + timedelta(days=7 * week + day, minutes=wall)


def step(number: int, key: str, begin: datetime, end: datetime | None, due: datetime, *units: Unit | Hold) -> Step:
    """A step in the hands of `units`; a single unit holds it all the time."""
    holds = [each if isinstance(each, Hold) else Hold(begin, each) for each in units] or [Hold(begin, Unit(HOME))]
    return Step(number, key, key, begin, due, end, tuple(holds))


moments = st.integers(min_value=-3 * 24 * 3600, max_value=20 * 24 * 3600).map(
    lambda seconds: MONDAY + timedelta(seconds=seconds)
)
units = st.builds(Unit, st.integers(1, 4), st.none() | st.integers(1, 2), st.none() | st.integers(1, 3))


@st.composite
def any_step(draw: st.DrawFn, number: int) -> Step:
    """Whatever a clock set wrong may have written: ends before beginnings, holds out of order."""
    opened = draw(moments)
    others = draw(st.lists(st.builds(Hold, moments, units, st.booleans()), max_size=2))
    return Step(
        number,
        draw(st.sampled_from(["check", "draft", "sign", "opinion"])),
        "Bước",
        opened,
        draw(moments),
        draw(st.none() | moments),
        (Hold(opened, draw(units)), *sorted(others, key=lambda each: each.since)),
    )


@st.composite
def lanes(draw: st.DrawFn, number: int, begin: datetime) -> tuple[list[Step], datetime]:
    """One step after another, some done again, some with a delay between; moments of handing over differ by microseconds."""
    steps: list[Step] = []
    here = begin
    for each in range(draw(st.integers(1, 4))):
        opened = here + timedelta(microseconds=draw(st.integers(0, 900)), minutes=draw(st.sampled_from([0, 0, 0, 200])))
        here = opened + timedelta(minutes=draw(st.integers(0, 4 * 24 * 60)))
        due = opened + timedelta(minutes=draw(st.integers(0, 3 * 24 * 60)))
        key = draw(st.sampled_from(["check", "draft", "sign"]))
        hold = Hold(opened, draw(units), is_queue=draw(st.booleans()))
        taken = Hold(opened + (here - opened) / 3, draw(units))
        steps.append(Step(number * 10 + each, key, key, opened, due, here, (hold, taken)))
    return steps, here


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Parallel lanes and reassignments, pauses that overlap, questions to others, extensions, mergers: in order or not at all."""
    steps: list[Step] = []
    end = MONDAY
    for number in range(draw(st.integers(1, 3))):
        lane, last = draw(lanes(number + 1, MONDAY + timedelta(hours=draw(st.integers(0, 40)))))
        steps += lane
        end = max(end, last)
    if draw(st.booleans()):
        steps += [draw(any_step(90 + each)) for each in range(draw(st.integers(0, 3)))]
    is_open = draw(st.booleans())
    if is_open and draw(st.booleans()):
        steps = [each if each.finished_at != end else _opened(each) for each in steps]
    pauses = draw(
        st.lists(
            st.builds(
                Pause,
                moments,
                st.none() | moments if is_open else moments,
                st.sampled_from([Kind.SUPPLEMENT, Kind.DUTY, Kind.APPLICANT, Kind.GROUND]),
                st.just(""),
            ),
            max_size=4,
        )
    )
    questions = [
        Question(
            each,
            draw(st.sampled_from([Kind.OPINION, Kind.HANDOVER])),
            draw(st.integers(5, 8)),
            draw(moments),
            draw(moments),
            draw(st.none() | moments),
        )
        for each in range(draw(st.integers(0, 3)))
    ]
    return History(
        begin=MONDAY,
        end=draw(st.just(end) | moments.filter(lambda each: each >= MONDAY)),
        due_at=draw(moments),
        is_open=is_open,
        unit=Unit(HOME),
        steps=tuple(draw(st.permutations(steps))),
        pauses=tuple(pauses),
        questions=tuple(questions),
    )


def _opened(each: Step) -> Step:
    return Step(each.id, each.key, each.name, each.opened_at, each.due_at, None, each.holds)
