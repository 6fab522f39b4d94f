"""Who would be told of what now (ai được báo việc gì): the rules of each agency on the limits that run. Nothing is written here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.lateness.choices import Measure, Moment, Receiver
from lienthong.domain.lateness.models import Reminder, ReminderRule
from lienthong.domain.lateness.rules.reminding import Clock, late_by
from lienthong.domain.lateness.rules.ruler import Ruler
from lienthong.domain.lateness.rules.words import amount
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.workdays import queries as workdays
from lienthong.foundation.workdays.services import Calendar, spot_of

LOOK_BACK = timedelta(days=400)
"""Limits that began earlier are measured from here on; only a rule by per cent could feel it."""
LONGEST_HOLIDAY = timedelta(days=16)
MOST_HANDLERS = 3
"""A step that is assigned to nobody, and could be taken by more people than this, is told to the head of the department."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who may be told."""

    id: int
    agency_id: int
    department_id: int | None
    roles: frozenset[str]
    account_id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Due:
    """One person to be told of one limit by one rule. `late_by`: minutes of working time since it fell due; `is_open`: people work now."""

    rule: ReminderRule
    watched: dossiers.Watched
    receiver: Receiver
    seat: Seat
    said: str
    late_by: int
    is_open: bool


class Seats:
    """Seats of agencies, read when they are asked for first."""

    def __init__(self) -> None:
        self._of: dict[int, list[Seat]] = {}
        self._above: dict[int, int] = {}

    def read(self, agency_ids: Iterable[int]) -> None:
        """Have these agencies and those right above them at hand. Two queries when there is anything new."""
        new = set(agency_ids) - set(self._of)
        if not new:
            return
        self._above |= organizations.parents_of(new)
        wanted = (new | {self._above[each] for each in new if each in self._above}) - set(self._of)
        self._of |= {each: [] for each in wanted}
        for row in organizations.seats_held(wanted):
            seat = Seat(
                row.pk,
                row.agency_id,
                row.department_id,
                frozenset(row.roles),
                row.account_id,
                row.account.full_name,
                row.title,
            )
            self._of[row.agency_id].append(seat)

    def with_role(self, agency_id: int, role: str) -> list[Seat]:
        """Who carries the role there."""
        return [seat for seat in self._of.get(agency_id, ()) if role in seat.roles]

    def receivers(self, receiver: str, watched: dossiers.Watched) -> list[Seat]:
        """Whom the rule means; where the place is empty, the next one up the line."""
        match receiver:
            case Receiver.HANDLER:
                found = [seat for holder in watched.holders for seat in self._holders(holder)]
                return list(dict.fromkeys(found)) or self.receivers(Receiver.HEAD, watched)
            case Receiver.HEAD:
                return self._heads(watched) or self.receivers(Receiver.LEADER, watched)
            case Receiver.LEADER:
                return self.with_role(watched.agency_id, Role.AGENCY_LEADER) or self.receivers(Receiver.ABOVE, watched)
            case _:
                above = self._above.get(watched.agency_id)
                return self.with_role(above, Role.AGENCY_LEADER) if above is not None else []

    def _holders(self, holder: dossiers.Holder) -> list[Seat]:
        there = self.with_role(holder.agency_id, holder.role)
        if holder.assignee_id is not None:
            named = [seat for seat in self._of.get(holder.agency_id, ()) if seat.id == holder.assignee_id]
            return named or there[:MOST_HANDLERS]
        return there if len(there) <= MOST_HANDLERS else []

    def _heads(self, watched: dossiers.Watched) -> list[Seat]:
        found: list[Seat] = []
        for holder in watched.holders or (dossiers.Holder(watched.agency_id, "", None),):
            heads = self.with_role(holder.agency_id, Role.DEPARTMENT_HEAD)
            named = next((seat for seat in self._of.get(holder.agency_id, ()) if seat.id == holder.assignee_id), None)
            own = [seat for seat in heads if named is not None and seat.department_id == named.department_id]
            found += own or heads
        return list(dict.fromkeys(found))


def rules_by_agency(rules: Iterable[ReminderRule] | None = None) -> Callable[[int], Sequence[ReminderRule]]:
    """The rules that hold for an agency: its own, else the common ones. One query, none when rules are given."""
    held: dict[int | None, list[ReminderRule]] = {}
    for rule in ReminderRule.objects.filter(is_retired=False).order_by("place", "id") if rules is None else rules:
        held.setdefault(rule.agency_id, []).append(rule)
    return lambda agency_id: [each for each in held.get(agency_id, held.get(None, [])) if each.is_active]


def falling_due(
    now: datetime,
    rules: Callable[[int], Sequence[ReminderRule]],
    *,
    agency_ids: Sequence[int] | None = None,
    horizon: timedelta | None = None,
    since: datetime | None = None,
) -> Iterator[list[Due]]:
    """What is to be told now and was not told before, in batches as the limits are read.

    `horizon`: look no further ahead than this. `since`: also what falls due between then and `now` and is over by `now` (a look ahead).
    """
    seats, rulers = Seats(), _Rulers(now, since)
    until = now + horizon if horizon is not None else None
    for measure, batches in (
        (Measure.STEP, dossiers.watched_steps(until=until, agency_ids=agency_ids)),
        (Measure.DOSSIER, dossiers.watched_dossiers(until=until, agency_ids=agency_ids)),
    ):
        for batch in batches:
            yield list(_due_of(batch, measure, rules, seats, rulers))


def horizon_of(rules: Iterable[ReminderRule]) -> timedelta | None:
    """How far ahead a limit may end and still matter to a rule; None: as far as there are limits."""
    if any(rule.moment == Moment.LEFT for rule in rules):
        return None
    days = max((rule.amount for rule in rules if rule.moment == Moment.BEFORE), default=0)
    return timedelta(days=2 * days) + LONGEST_HOLIDAY


def still_due(
    watched: Sequence[dossiers.Watched], rules: Callable[[int], Sequence[ReminderRule]], now: datetime
) -> set[tuple[object, ...]]:
    """(dossier, step, occasion, rule) of what these limits still call for. No query but that of the calendars."""
    rulers = _Rulers(now)
    found: set[tuple[object, ...]] = set()
    for each in watched:
        measure = Measure.STEP if each.step_id is not None else Measure.DOSSIER
        here = rulers.clock(each)
        for rule in rules(each.agency_id):
            if rule.measure == measure and rulers.late_by(rule, each, here) is not None:
                found.add((each.dossier_id, each.step_id, each.occasion, rule.pk))
    return found


class _Rulers:
    """Working time until now and to any limit, by the calendar each limit was promised by."""

    def __init__(self, now: datetime, since: datetime | None = None) -> None:
        self.now = now
        self._since = _Rulers(since) if since is not None else None
        self._known = workdays.calendars_known()
        self._rulers: dict[int, tuple[Calendar, Ruler, int, bool]] = {}

    def _at(self, watched: dossiers.Watched) -> tuple[Calendar, Ruler, int, bool]:
        calendar = self._known(watched.agency_id, watched.begin)
        found = self._rulers.get(id(calendar))
        if found is None:
            ruler = Ruler(calendar, self.now - LOOK_BACK)
            day, at = spot_of(self.now)
            is_open = any(opening <= at < close for opening, close in calendar.intervals(day))
            found = self._rulers[id(calendar)] = (calendar, ruler, ruler.minute(self.now), is_open)
        return found

    def clock(self, watched: dossiers.Watched) -> Clock:
        """The limit and what is left of it, in minutes of working time."""
        _, ruler, now, _ = self._at(watched)
        end = ruler.minute(watched.due_at)
        left = end - now
        if left == 0 and watched.due_at > self.now:
            left = 1  # the last minute of a limit is still a part of it
        return Clock(end - ruler.minute(watched.begin), left)

    def late_by(self, rule: ReminderRule, watched: dossiers.Watched, here: Clock) -> int | None:
        """Minutes since the rule fell due for this limit, which stands at `here`; None when it has not, or is over."""
        found = late_by(rule.moment, rule.amount, here)
        if found is None and self._since is not None:
            before = self._since.clock(watched)
            earlier = late_by(rule.moment, rule.amount, before)
            ends_meanwhile = rule.moment in {Moment.LEFT, Moment.BEFORE} and before.left > 0 >= here.left
            return 0 if earlier is not None or ends_meanwhile else None
        return found

    def is_open(self, watched: dossiers.Watched) -> bool:
        """Whether people work now."""
        return self._at(watched)[3]


def _due_of(
    batch: Sequence[dossiers.Watched],
    measure: Measure,
    rules: Callable[[int], Sequence[ReminderRule]],
    seats: Seats,
    rulers: _Rulers,
) -> Iterator[Due]:
    fallen = []
    for watched in batch:
        wanted = [rule for rule in rules(watched.agency_id) if rule.measure == measure]
        if not wanted:
            continue
        here = rulers.clock(watched)
        for rule in wanted:
            since = rulers.late_by(rule, watched, here)
            if since is not None:
                fallen.append((watched, rule, since, here))
    if not fallen:
        return
    told = set(
        Reminder.objects.filter(dossier_id__in={watched.dossier_id for watched, _, _, _ in fallen}).values_list(
            "dossier_id", "step_id", "occasion", "rule_id", "receiver"
        )
    )
    seats.read({holder.agency_id for each, _, _, _ in fallen for holder in each.holders})
    seats.read({each.agency_id for each, _, _, _ in fallen})
    for watched, rule, since, clock in fallen:
        for receiver in rule.receivers:
            if (watched.dossier_id, watched.step_id, watched.occasion, rule.pk, receiver) in told:
                continue
            for seat in seats.receivers(receiver, watched):
                yield Due(
                    rule, watched, Receiver(receiver), seat, _said(watched, clock), since, rulers.is_open(watched)
                )


def _said(watched: dossiers.Watched, clock: Clock) -> str:
    what = f"Bước “{watched.what}”" if watched.step_id is not None else "Hồ sơ"
    if clock.left > 0:
        return f"{what} còn {amount(clock.left)} làm việc."
    return f"{what} quá hạn {amount(-clock.left)} làm việc." if clock.left else f"{what} vừa quá hạn."
