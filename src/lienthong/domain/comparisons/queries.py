"""Reading comparisons (xem kết quả đối soát). Only those who keep the catalogue see them; for others there is nothing."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from lienthong.domain.comparisons.choices import Against, Mender, Part, RunState, State
from lienthong.domain.comparisons.models import Finding, Run
from lienthong.domain.comparisons.policies import can_compare
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

PAGE_SIZE = 50
HISTORY = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Filters of the list; empty: all."""

    state: str = State.OPEN
    part: str = ""
    against: str = ""
    mender: str = ""
    q: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    """One page of differences and how many there are."""

    rows: tuple[Finding, ...]
    total: int
    has_more: bool


def visible_findings(actor: Actor) -> QuerySet[Finding]:
    """Differences the actor may see."""
    return Finding.objects.all() if can_compare(actor) else Finding.objects.none()


def finding_page(actor: Actor, asked: Asked) -> FindingPage:
    """2 queries."""
    rows = visible_findings(actor)
    for name in ("state", "part", "against", "mender"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    if asked.q:
        rows = rows.filter(Q(code__icontains=asked.q) | Q(name__icontains=asked.q) | Q(row__icontains=asked.q))
    total = rows.count()
    start = (asked.page - 1) * PAGE_SIZE
    return FindingPage(rows=tuple(rows[start : start + PAGE_SIZE]), total=total, has_more=start + PAGE_SIZE < total)


def state_counts(actor: Actor) -> dict[str, int]:
    """State -> how many differences (1 query)."""
    counts = Counter(visible_findings(actor).values_list("state", flat=True))
    return {state: counts.get(state, 0) for state in State.values}


def latest_run(actor: Actor) -> Run | None:
    """The newest run, whatever became of it (1 query)."""
    return Run.objects.first() if can_compare(actor) else None


def history(actor: Actor, limit: int = HISTORY) -> tuple[Run, ...]:
    """Finished runs, newest first (1 query)."""
    if not can_compare(actor):
        return ()
    return tuple(Run.objects.filter(state__in=[RunState.DONE, RunState.PARTIAL])[:limit])


def of_procedure(actor: Actor, code: str) -> tuple[Finding, ...]:
    """Differences of one procedure that are not gone (1 query). Raises NotFound."""
    rows = tuple(
        visible_findings(actor).filter(code=code).exclude(state=State.GONE).order_by("part", "where", "against")
    )
    if not rows:
        raise NotFound
    return rows


def indicator(actor: Actor) -> dict[str, Any]:
    """The count of differences as an indicator: now, by kind, and its history."""
    runs = history(actor)
    return {
        "open": runs[0].open if runs else None,
        "differences": runs[0].differing if runs else None,
        "by_part": _by_part(runs[0]) if runs else [],
        "history": [
            {
                "at": run.finished_at,
                "differences": run.differing,
                "open": run.open,
                "compared": run.compared,
                "complete": run.state == RunState.DONE,
            }
            for run in runs
        ],
    }


def _by_part(run: Run) -> list[dict[str, Any]]:
    return [
        {"against": against, "part": part, "name": str(Part(part).label), "count": count}
        for against in Against.values
        for part, count in sorted((run.counts.get(against) or {}).items())
    ]


FILTERS = {"state": State, "part": Part, "against": Against, "mender": Mender}
