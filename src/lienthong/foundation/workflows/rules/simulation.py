"""What would have happened (mô phỏng): the recorded steps of a year played again with a changed process, calendar or staffing.

Pure reckoning over whole microseconds, no dice. Every desk (an agency and a role) works off its steps in the order in which they were
finished. How long it worked on one is what is recorded: the time from when the step was there and the desk was free until it was done.
Played again without a change, every moment is therefore the recorded one, to the microsecond; with a change, steps come earlier or later,
wait for the desk, and hand the difference on. What the model cannot know: people would also have changed the order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lienthong.foundation.workflows.rules.steps import Steps

HOUR = 3_600_000_000

type Desk = tuple[int, str]
type StepOf = tuple[str, str]


class Hours:
    """Working time as an axis. `intervals`: openings as (from, to) in microseconds, in order, not overlapping."""

    def __init__(self, intervals: Sequence[tuple[int, int]]) -> None:
        self._opens = [opening for opening, _ in intervals]
        self._sums = [0]
        for opening, closing in intervals:
            self._sums.append(self._sums[-1] + closing - opening)

    def until(self, moment: int) -> int:
        """Working time from the beginning of the axis to a moment."""
        at = bisect_right(self._opens, moment) - 1
        if at < 0:
            return 0
        return min(self._sums[at] + moment - self._opens[at], self._sums[at + 1])

    def moment(self, worked: int) -> int:
        """The first moment by which so much was worked. Past the end of the axis time runs on without a break."""
        at = bisect_left(self._sums, worked, lo=1) - 1
        if at >= len(self._opens):
            at = len(self._opens) - 1
        return self._opens[at] + worked - self._sums[at] if at >= 0 else worked


class Visit(NamedTuple):
    """One recorded step. `dossier`: place in the list of cases. `is_waiting`: somebody outside was waited for, no desk was kept busy."""

    dossier: int
    process: str
    key: str
    desk: Desk
    opened: int
    finished: int
    due: int
    is_waiting: bool


class Case(NamedTuple):
    """One dossier: who is competent, when its result was there, when it had to be."""

    unit: int
    process: str
    completed: int
    due: int


@dataclass(frozen=True, slots=True)
class Added:
    """A step that did not exist: after which one it comes, who does it (None: the agency of that step), how long (microseconds of work)."""

    after: str
    key: str
    role: str
    work: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is different. Nothing given: nothing is.

    `people`: desk -> how many work there, for steps that are added (1 when nobody knows). `staff`: desk -> (people then, people in the
    scenario). `hours`: agency -> its new hours. `limits`: step -> (hours then, hours now) of its own limit.
    """

    removed: frozenset[StepOf] = frozenset()
    added: Mapping[str, tuple[Added, ...]] = field(default_factory=dict)
    limits: Mapping[StepOf, tuple[int, int]] = field(default_factory=dict)
    people: Mapping[Desk, int] = field(default_factory=dict)
    staff: Mapping[Desk, tuple[int, int]] = field(default_factory=dict)
    hours: Mapping[int, Hours] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """Of one unit or step: how many, how many late before and after, how much later in all (microseconds, negative: sooner)."""

    count: int = 0
    late_before: int = 0
    late_after: int = 0
    shift: int = 0

    def add(self, *, before: int, due_before: int, after: int, due_after: int) -> None:
        """Count one."""
        self.count += 1
        self.late_before += before > due_before
        self.late_after += after > due_after
        self.shift += after - before


@dataclass(frozen=True, slots=True)
class Outcome:
    """`finished` and `completed` run beside the given visits and cases; None: the step does not happen."""

    finished: tuple[int | None, ...]
    completed: tuple[int, ...]
    total: Tally
    by_unit: Mapping[int, Tally]
    by_step: Mapping[StepOf, Tally]


def changes_between(process: str, old: Steps, new: Steps) -> Scenario:
    """What a changed table means for its dossiers. A new step is taken to need all the hours its row gives."""
    before = {step.key: step for step in old}
    after = {step.key: step for step in new}
    added: list[Added] = []
    previous = ""
    for step in new:
        if step.key in before:
            previous = step.key
        elif previous:
            added.append(Added(previous, step.key, step.role, round(step.hours * HOUR)))
    return Scenario(
        removed=frozenset((process, key) for key in before if key not in after),
        added={process: tuple(added)} if added else {},
        limits={
            (process, key): (round(before[key].hours * HOUR), round(step.hours * HOUR))
            for key, step in after.items()
            if key in before and before[key].hours and step.hours != before[key].hours
        },
    )


def simulate(cases: Sequence[Case], visits: Sequence[Visit], hours: Mapping[int, Hours], scenario: Scenario) -> Outcome:
    """Play the year again. `hours`: agency -> hours it had. Takes time in proportion to the number of visits."""
    return _Play(cases, visits, hours, scenario).run()


class _Play:
    def __init__(
        self, cases: Sequence[Case], visits: Sequence[Visit], hours: Mapping[int, Hours], scenario: Scenario
    ) -> None:
        self.cases, self.visits, self.old, self.scenario = cases, visits, hours, scenario
        self.new = {**hours, **scenario.hours}
        self.of_case: list[list[int]] = [[] for _ in cases]
        for at, visit in enumerate(visits):
            self.of_case[visit.dossier].append(at)
        for places in self.of_case:
            places.sort(key=self._order)
        self.left: list[int] = [
            visit.finished for visit in visits
        ]  # when a visit, and what was added after it, is over

    def _order(self, at: int) -> tuple[int, int, int]:
        visit = self.visits[at]
        return visit.finished, visit.opened, at

    def run(self) -> Outcome:
        """In the order of the recorded ends: each step comes after those it waited for."""
        visits, scenario = self.visits, self.scenario
        before = self._before()
        finished: list[int | None] = [None] * len(visits)
        free_then: dict[Desk, int] = {}
        free_now: dict[Desk, int] = {}
        by_step: dict[StepOf, Tally] = {}
        for at in sorted(range(len(visits)), key=self._order):
            visit = visits[at]
            arrived = self._arrival(visit.opened, before[at])
            step = (visit.process, visit.key)
            old, new = self.old[visit.desk[0]], self.new[visit.desk[0]]
            started_then = (
                visit.opened if visit.is_waiting else max(visit.opened, free_then.get(visit.desk, visit.opened))
            )
            if step in scenario.removed:
                self.left[at] = arrived
            else:
                started = arrived if visit.is_waiting else max(arrived, free_now.get(visit.desk, arrived))
                people = (1, 1) if visit.is_waiting else scenario.staff.get(visit.desk, (1, 1))
                done = _again(old, new, started_then, visit.finished, started, people)
                finished[at] = self.left[at] = done
                limit = scenario.limits.get(step, (1, 1))
                due = _again(old, new, visit.opened, visit.due, arrived, (limit[1], limit[0]))
                tally = by_step.setdefault(step, Tally())
                tally.add(before=visit.finished, due_before=visit.due, after=done, due_after=due)
                if not visit.is_waiting:
                    free_now[visit.desk] = done
            if not visit.is_waiting:
                free_then[visit.desk] = visit.finished
            self._add_steps(at, free_now)
        return self._outcome(finished, by_step)

    def _before(self) -> list[tuple[int, ...]]:
        """For each visit those it waited for: done before it opened, and nothing of the dossier lay wholly in between."""
        found: list[tuple[int, ...]] = [()] * len(self.visits)
        for places in self.of_case:
            for rank, at in enumerate(places):
                found[at] = self._waited_for(places[:rank], self.visits[at].opened)
        return found

    def _waited_for(self, places: Sequence[int], moment: int) -> tuple[int, ...]:
        """Of visits in the order of their ends: those done by a moment that no later one of them came after."""
        latest_opening, kept = None, []
        for at in reversed(places):
            visit = self.visits[at]
            if visit.finished > moment:
                continue
            if latest_opening is not None and visit.finished <= latest_opening:
                break
            kept.append(at)
            latest_opening = visit.opened if latest_opening is None else max(latest_opening, visit.opened)
        return tuple(kept)

    def _arrival(self, recorded: int, before: Iterable[int]) -> int:
        return max((self.left[at] + recorded - self.visits[at].finished for at in before), default=recorded)

    def _add_steps(self, at: int, free: dict[Desk, int]) -> None:
        visit = self.visits[at]
        for added in self.scenario.added.get(visit.process, ()):
            if added.after != visit.key:
                continue
            desk = (visit.desk[0], added.role)
            hours = self.new[desk[0]]
            started = max(self.left[at], free.get(desk, self.left[at]))
            people = self.scenario.staff.get(desk, (1, self.scenario.people.get(desk, 1)))[1]
            self.left[at] = hours.moment(hours.until(started) + added.work)
            free[desk] = hours.moment(hours.until(started) + added.work // people)

    def _outcome(self, finished: list[int | None], by_step: dict[StepOf, Tally]) -> Outcome:
        total, by_unit, completed = Tally(), dict[int, Tally](), []
        for case, places in zip(self.cases, self.of_case, strict=True):
            done = self._arrival(case.completed, self._waited_for(places, case.completed))
            old, new = self.old[case.unit], self.new[case.unit]
            begun = min((self.visits[at].opened for at in places), default=case.completed)
            due = case.due if old is new else _same_work(old, new, begun, case.due)
            for tally in (total, by_unit.setdefault(case.unit, Tally())):
                tally.add(before=case.completed, due_before=case.due, after=done, due_after=due)
            completed.append(done)
        return Outcome(tuple(finished), tuple(completed), total, by_unit, by_step)


def _again(old: Hours, new: Hours, begun: int, ended: int, begins: int, people: tuple[int, int]) -> int:
    """When work that lasted from `begun` to `ended` ends if it begins at `begins`, in other hours, by more or fewer people.

    What was done outside hours is kept as it was, so the same beginning in the same hours ends at the same microsecond.
    """
    if old is new and begun == begins and people[0] == people[1]:
        return ended
    worked = old.until(ended) - old.until(begun)
    outside = ended - max(begun, old.moment(old.until(begun) + worked)) if worked else 0
    if not worked:
        return begins + ended - begun
    return max(begins, new.moment(new.until(begins) + worked * people[0] // people[1])) + max(0, outside)


def _same_work(old: Hours, new: Hours, begun: int, due: int) -> int:
    """A due date in other hours: as much working time after the same beginning."""
    return new.moment(new.until(begun) + old.until(due) - old.until(begun))
