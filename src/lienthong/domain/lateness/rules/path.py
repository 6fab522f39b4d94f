"""Whom the dossier waited for (ai giữ hồ sơ): from its end backwards, step by step.

While several steps are open side by side the time belongs to the one the dossier waited for in the end, with what came before it
in its own lane; the lanes that were done earlier held nobody up. What no step covers is a gap.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lienthong.domain.lateness.rules.history import Step


class Span(NamedTuple):
    """Minutes `begin` to `end` in the hands of `step`; None where no step was open. `then` is the step that a gap leads to."""

    begin: int
    end: int
    step: Step | None
    then: Step | None = None


class Placed(NamedTuple):
    """A step with the minutes of its opening and its end on the scale of the dossier."""

    begin: int
    end: int
    step: Step


def path_of(placed: Sequence[Placed], total: int, *, is_open: bool) -> list[Span]:
    """Spans that cover 0 to `total` without overlap, in order of time. `placed`: steps inside these minutes, begin before end."""
    spans: list[Span] = []
    at = total
    here = _last(placed, at, is_open=is_open)
    later: Step | None = None
    while at > 0:
        if here is None:
            spans.append(Span(0, at, None, later))
            break
        if here.end < at - 1:
            spans.append(Span(here.end, at, None, later))
            at = here.end
        elif here.end < at and spans:
            # Two clocks read a moment apart: the minute between belongs to who took over.
            spans[-1] = spans[-1]._replace(begin=here.end)
            at = here.end
        spans.append(Span(here.begin, at, here.step))
        at, later = here.begin, here.step
        here = _before(placed, at)
    return spans[::-1]


def _last(placed: Sequence[Placed], total: int, *, is_open: bool) -> Placed | None:
    """Of what ended last the last; while the dossier is open, of what is open now the one that has to be done first."""
    if not placed:
        return None
    if is_open:
        running = [each for each in placed if each.step.finished_at is None and each.end >= total]
        if running:
            return min(running, key=lambda each: (each.step.due_at, each.step.id))
    return max(placed, key=lambda each: (each.end, each.step.finished_at or each.step.due_at, each.step.id))


def _before(placed: Sequence[Placed], at: int) -> Placed | None:
    """Who held the dossier until the minute `at`: whose end opened what follows, else who was at work beside it, else who was last."""
    earlier = [each for each in placed if each.begin < at]
    handed_on = [each for each in earlier if at - 1 <= each.end <= at]
    if handed_on:
        return max(handed_on, key=lambda each: (each.end, each.step.finished_at or each.step.due_at, each.step.id))
    beside = [each for each in earlier if each.end > at]
    if beside:
        return min(beside, key=lambda each: (each.end, each.step.id))
    return max(earlier, key=lambda each: (each.end, each.step.id), default=None)
