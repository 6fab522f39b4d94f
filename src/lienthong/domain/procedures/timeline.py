"""From decisions to days (dòng thời gian của thủ tục): which version stands in which status on which days. Pure; no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lienthong.domain.procedures.choices import DecisionKind, ProcedureStatus
from lienthong.domain.procedures.errors import DecisionOutOfPlace
from lienthong.domain.procedures.states import NEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A decision that counts: `version_id` for those that publish. Acts of one day count in the order of `id`."""

    id: int
    kind: str
    on: date
    version_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `start` until the day before `end` (None: no end known), and the act that began them."""

    start: date
    end: date | None
    version_id: int
    status: str
    act_id: int


def spans(acts: Iterable[Act]) -> tuple[Span, ...]:
    """The whole life of one procedure, without gaps from its first publication on. Raises DecisionOutOfPlace."""
    status: str = ProcedureStatus.PREPARED
    version_id = 0
    begun: list[tuple[date, int, str, int]] = []
    for act in sorted(acts, key=lambda each: (each.on, each.id)):
        following = NEXT.get((status, act.kind))
        if following is None:
            raise DecisionOutOfPlace(kind=act.kind, status=status, on=act.on)
        status = following
        if act.kind == DecisionKind.PUBLISH:
            version_id = act.version_id or 0
        if begun and begun[-1][0] == act.on:
            begun.pop()
        begun.append((act.on, version_id, status, act.id))
    ends = [*(start for start, *_ in begun[1:]), None][: len(begun)]
    return tuple(
        Span(start=start, end=end, version_id=version, status=state, act_id=act)
        for (start, version, state, act), end in zip(begun, ends, strict=True)
    )
