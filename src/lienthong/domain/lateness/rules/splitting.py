"""Every minute to exactly one holder, every late minute to exactly one overrun (chia thời gian, chia phần chậm).

1. A minute in a pause belongs to the pause and counts against nobody.
2. Any other minute belongs to the step that the dossier waited for (`path`), or to the other agency that step waited for.
3. A step has its limit once: what is done again after a return uses what is left of it. Waiting for another agency within that
   agency's own deadline uses the limit of the step that asked; beyond its deadline the minutes are the other agency's overrun.
4. Late are the minutes that count after the due date. Overruns are taken in order of time: time saved by others and slack of the
   process cover the first of them, what is left is charged. Who stayed within a limit is never charged.
5. Where overruns do not reach, the limits of the steps are together longer than that of the procedure: that rest is the process's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lienthong.domain.lateness.choices import PAUSES, Fault, Kind
from lienthong.domain.lateness.rules.history import Broken, History, Hold, Pause, Question, Step, Unit
from lienthong.domain.lateness.rules.path import Placed, Span, path_of
from lienthong.domain.lateness.rules.ruler import Countdown, Ruler
from lienthong.foundation.workdays.errors import CalendarHasNoWorkingTime
from lienthong.foundation.workdays.services import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A run of minutes in one hand, in order of time.

    minutes    begin to end, as they lie on the scale of working minutes since acceptance
    allowed    what was left of the limit when the stretch began; None where there is no limit (pauses, gaps)
    over       minutes of it beyond the limit; `late` those of them that are charged with lateness
    """

    kind: Kind
    unit: Unit
    begin: int
    end: int
    step_id: int | None = None
    step_key: str = ""
    step_name: str = ""
    source_id: int | None = None
    cause: str = ""
    allowed: int | None = None
    over: int = 0
    late: int = 0

    @property
    def minutes(self) -> int:
        """How long."""
        return self.end - self.begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the time went. `total` = `counted` + `paused`; `late` is the sum of what the stretches and the process are charged.

    counted   minutes of the office
    paused    minutes in which the clock stood still
    limit     minutes that count until the due date
    overrun   minutes over the limits of steps, of which `covered` were made good by others
    process   late minutes that no overrun explains
    """

    stretches: tuple[Stretch, ...]
    total: int
    counted: int
    paused: int
    limit: int
    overrun: int
    covered: int
    late: int
    process: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """One holder, nothing changes inside it. `own`: the step whose limit it uses; None where it uses none. `asker`: who holds that
    step while another agency is asked."""

    stretch: Stretch
    own: Step | None
    asker: Unit | None = None


def account_of(history: History, calendar: Calendar) -> Account:
    """The account of one history by the calendar that its due date was promised by. Raises Broken."""
    if history.end < history.begin:
        raise Broken(Fault.ENDS_BEFORE)
    ruler = Ruler(calendar, history.begin)
    try:
        total = ruler.minute(history.end)
        placed = _placed(history, ruler, total)
        if not any(step.finished_at is None or step.finished_at >= history.begin for step in history.steps):
            raise Broken(Fault.NO_STEPS)
        pauses = _disjoint(history, ruler, total)
        ended = Countdown((begin, end) for begin, end, pause in pauses if pause.end is not None)
        limit = ended.counted(ruler.minute(history.due_at))
        limits = _limits(history, ruler, ended)
        pieces = _pieces(history, ruler, path_of(placed, total, is_open=history.is_open), pauses)
        stretches = _charged(pieces, limits)
    except CalendarHasNoWorkingTime as error:
        raise Broken(Fault.CALENDAR) from error
    paused = sum(end - begin for begin, end, _ in pauses)
    counted = total - paused
    late = max(0, counted - limit)
    overrun = sum(each.over for each in stretches)
    covered = max(0, overrun - late)
    return Account(
        stretches=tuple(_joined(_blamed(stretches, covered))),
        total=total,
        counted=counted,
        paused=paused,
        limit=limit,
        overrun=overrun,
        covered=covered,
        late=late,
        process=max(0, late - overrun),
    )


def _placed(history: History, ruler: Ruler, total: int) -> list[Placed]:
    found = []
    for step in history.steps:
        end = total if step.finished_at is None else min(total, ruler.minute(step.finished_at))
        begin = ruler.minute(step.opened_at)
        if begin < end:
            found.append(Placed(begin, end, step))
    return found


def _disjoint(history: History, ruler: Ruler, total: int) -> list[tuple[int, int, Pause]]:
    """Pauses in order; where two overlap the earlier one goes on."""
    found: list[tuple[int, int, Pause]] = []
    at = 0
    for pause in sorted(history.pauses, key=lambda each: each.begin):
        begin = max(at, ruler.minute(pause.begin))
        end = total if pause.end is None else min(total, ruler.minute(pause.end))
        if begin < end:
            found.append((begin, end, pause))
            at = end
    return found


def _limits(history: History, ruler: Ruler, ended: Countdown) -> dict[str, int]:
    """Key of a step -> its minutes, as promised when it was opened first."""
    limits: dict[str, int] = {}
    for step in sorted(history.steps, key=lambda each: (each.opened_at, each.id)):
        if step.finished_at is not None and step.finished_at < history.begin:
            continue
        given = ended.counted(ruler.minute(step.due_at)) - ended.counted(ruler.minute(step.opened_at))
        limits.setdefault(step.key, max(0, given))
    return limits


def _pieces(
    history: History, ruler: Ruler, path: Sequence[Span], pauses: Sequence[tuple[int, int, Pause]]
) -> Iterator[_Piece]:
    """The path cut wherever the holder changes."""
    for span in path:
        asked = _asked(history, ruler, span)
        edges = {span.begin, span.end}
        edges.update(edge for begin, end, _ in pauses for edge in (begin, end))
        edges.update(edge for begin, due, end, _ in asked for edge in (begin, due, end))
        if span.step is not None:
            edges.update(ruler.minute(hold.since) for hold in span.step.holds)
        inside = sorted(edge for edge in edges if span.begin <= edge <= span.end)
        for begin, end in pairwise(inside):
            yield _piece(history, ruler, span, asked, pauses, begin, end)


type _Asked = tuple[int, int, int, Question]


def _asked(history: History, ruler: Ruler, span: Span) -> list[_Asked]:
    """Questions for whose answer this step waited: (sent, due, answered). One that was answered after its end, or never, held it not up."""
    found: list[_Asked] = []
    for each in history.questions:
        begin = max(span.begin, ruler.minute(each.sent_at))
        if each.answered_at is not None:
            end = ruler.minute(each.answered_at)
        elif history.is_open and (span.step is None or span.step.finished_at is None):
            end = span.end
        else:
            continue
        if begin < end <= span.end:
            found.append((begin, ruler.minute(each.due_at), end, each))
    return found


def _piece(
    history: History,
    ruler: Ruler,
    span: Span,
    asked: Sequence[_Asked],
    pauses: Sequence[tuple[int, int, Pause]],
    begin: int,
    end: int,
) -> _Piece:
    step = span.step
    halted = next((pause for start, stop, pause in pauses if start <= begin < stop), None)
    if halted is not None:
        return _Piece(
            Stretch(kind=Kind(halted.kind), unit=history.unit, begin=begin, end=end, cause=halted.cause), None
        )
    # Of several that are asked the one that answers last is waited for.
    waiting = max(
        (each for each in asked if each[0] <= begin < each[2]), key=lambda each: (each[2], -each[3].id), default=None
    )
    if waiting is not None:
        _, due, _, question = waiting
        stretch = Stretch(
            kind=Kind(question.kind),
            unit=Unit(question.agency_id),
            begin=begin,
            end=end,
            step_id=step.id if step else None,
            step_key=step.key if step else "",
            step_name=step.name if step else "",
            source_id=question.id,
            allowed=max(0, due - ruler.minute(question.sent_at)),
        )
        if begin >= due:
            return _Piece(replace(stretch, over=end - begin), None)
        return _Piece(stretch, step, _hold(step, ruler, begin).unit if step is not None else None)
    if step is None:
        unit = span.then.holds[0].unit if span.then is not None else history.unit
        unit = Unit(unit.agency_id, unit.department_id)
        return _Piece(Stretch(kind=Kind.IDLE, unit=unit, begin=begin, end=end, over=end - begin), None)
    hold = _hold(step, ruler, begin)
    stretch = Stretch(
        kind=Kind.QUEUE if hold.is_queue else Kind.STEP,
        unit=hold.unit,
        begin=begin,
        end=end,
        step_id=step.id,
        step_key=step.key,
        step_name=step.name,
    )
    return _Piece(stretch, step)


def _hold(step: Step, ruler: Ruler, minute: int) -> Hold:
    return next((each for each in reversed(step.holds) if ruler.minute(each.since) <= minute), step.holds[0])


def _charged(pieces: Iterator[_Piece], limits: dict[str, int]) -> list[Stretch]:
    """Use up the limit of each step in order of time; a piece in which it ends becomes two."""
    left = dict(limits)
    found: list[Stretch] = []
    for piece in pieces:
        each = piece.stretch
        if piece.own is None:
            found.append(each)
            continue
        rest = left[piece.own.key]
        within = min(rest, each.minutes)
        left[piece.own.key] = rest - within
        if within:
            found.append(replace(each, end=each.begin + within, allowed=rest if piece.asker is None else each.allowed))
        if within < each.minutes:
            more = replace(each, begin=each.begin + within, over=each.minutes - within, allowed=0)
            if piece.asker is not None:
                # The other agency is in time; the step that asked has no time left to wait.
                more = replace(more, kind=Kind.STEP, unit=piece.asker, source_id=None)
            found.append(more)
    return found


def _blamed(stretches: Sequence[Stretch], covered: int) -> Iterator[Stretch]:
    """What is over is late, but for the first `covered` minutes of it."""
    for each in stretches:
        spared = min(covered, each.over)
        covered -= spared
        yield replace(each, late=each.over - spared)


def _joined(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Neighbours in the same hand become one."""
    kept: Stretch | None = None
    for each in stretches:
        if kept is not None and _same(kept, each):
            kept = replace(kept, end=each.end, over=kept.over + each.over, late=kept.late + each.late)
            continue
        if kept is not None:
            yield kept
        kept = each
    if kept is not None:
        yield kept


def _same(one: Stretch, other: Stretch) -> bool:
    def hand(each: Stretch) -> tuple[object, ...]:
        return (each.kind, each.unit, each.step_id, each.source_id, each.cause if each.kind in PAUSES else "")

    return one.end == other.begin and hand(one) == hand(other)
