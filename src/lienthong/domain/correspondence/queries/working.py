"""What lies with whom, and what one notes for oneself (việc trên văn bản)."""

from dataclasses import dataclass, field

from django.db.models import F, Q

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import Part, TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask, PrivateNote
from lienthong.domain.correspondence.queries.documents import stands, tasks_of
from lienthong.kit import clock
from lienthong.kit.actor import Actor, StandIn

MOST_COUNTED = 99


def _mine(actor: Actor) -> Q | None:
    if actor.position is None:
        return None
    mine = Q(position_id=actor.position.id)
    if actor.position.department_id is not None and actor.may(policies.DIRECT):
        mine |= Q(department_id=actor.position.department_id)
    return mine


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """A task that lies with the actor, and who they are when they work on it: themself, or on behalf of a seat (`who.for_seat`)."""

    task: DocumentTask
    who: Actor

    @property
    def behalf(self) -> StandIn | None:
        """The seat it lies with, where one only stands in for it."""
        return self.who.for_seat


def inbox(actor: Actor, *, part: str = "", limit: int = 50) -> list[DocumentTask]:
    """Open tasks of the seat and, for the head, of the department: the least time left first, those without a deadline last."""
    if (mine := _mine(actor)) is None:
        return []
    return _open_tasks(mine, part=part, limit=limit)


def lying_with(
    actor: Actor, *, part: str = "", limit: int = 50, only: StandIn | None = None, ended: bool = False
) -> list[Lying]:
    """The inbox with what lies at the seats one stands in for, in one order; `only`: of one such seat. `ended`: what was done or sent back, of
    those seats since the delegation began, the latest first. A query for oneself and one for each place of each seat."""
    found: list[Lying] = []
    if only is None:
        own = ended_tasks(actor, limit=limit) if ended else inbox(actor, part=part, limit=limit)
        found = [Lying(task=task, who=actor) for task in own]
    known = {each.task.pk for each in found}
    for stand in stands(actor) if only is None else [only]:
        for place in tasks_of(stand):
            rows = _ended_since(place, stand, limit) if ended else _open_tasks(place, part=part, limit=limit)
            fresh = [task for task in rows if task.pk not in known]  # of a department that is also one's own
            known |= {task.pk for task in fresh}
            found += [Lying(task=task, who=actor.acting_for(stand)) for task in fresh]
    if ended:
        found.sort(key=lambda each: (each.task.ended_at or clock.now(), each.task.pk), reverse=True)
    else:
        found.sort(key=lambda each: (each.task.due_at is None, each.task.due_at or clock.now(), each.task.pk))
    return found[:limit]


def _open_tasks(mine: Q, *, part: str, limit: int) -> list[DocumentTask]:
    rows = DocumentTask.objects.filter(mine, state=TaskState.OPEN).select_related("document")
    if part:
        rows = rows.filter(part=part)
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[:limit])


def _ended_since(place: Q, stand: StandIn, limit: int) -> list[DocumentTask]:
    rows = DocumentTask.objects.filter(place, ended_at__gte=stand.since).select_related("document")
    return list(rows.order_by("-ended_at", "-id")[:limit])


def inbox_counts(actor: Actor) -> dict[str, int]:
    """Part -> open tasks of it, each at most MOST_COUNTED + 1; `new` those not opened yet, `late` those past their deadline. With what lies at
    the seats one stands in for."""
    if (mine := _mine(actor)) is None:
        return {}
    counts = _counts(mine)
    for stand in stands(actor):
        for place in tasks_of(stand):
            counts = {key: min(counts[key] + more, MOST_COUNTED + 1) for key, more in _counts(place).items()}
    return counts


def stand_counts(actor: Actor) -> list[tuple[StandIn, int]]:
    """Seats that delegated work on documents -> open tasks there, at most MOST_COUNTED + 1."""
    found = []
    for stand in stands(actor):
        if places := tasks_of(stand):
            rows = (DocumentTask.objects.filter(place, state=TaskState.OPEN) for place in places)
            found.append((stand, sum(each[: MOST_COUNTED + 1].count() for each in rows)))
    return found


def _counts(mine: Q) -> dict[str, int]:
    rows = DocumentTask.objects.filter(mine, state=TaskState.OPEN)
    counts = {part: rows.filter(part=part)[: MOST_COUNTED + 1].count() for part in Part.values}
    counts["new"] = rows.filter(seen_at=None)[: MOST_COUNTED + 1].count()
    counts["late"] = rows.filter(due_at__lt=clock.now())[: MOST_COUNTED + 1].count()
    return counts


def ended_tasks(actor: Actor, *, limit: int = 50) -> list[DocumentTask]:
    """What this seat has done or sent back, the latest first."""
    if (mine := _mine(actor)) is None:
        return []
    rows = DocumentTask.objects.filter(mine).exclude(state=TaskState.OPEN).select_related("document")
    return list(rows.order_by("-ended_at", "-id")[:limit])


def my_tasks(actor: Actor, document: Document) -> list[Lying]:
    """Open tasks of one document that lie with the actor, as themself or on behalf of another; the heaviest part first."""
    order = {part: place for place, part in enumerate(Part.values)}
    rows = DocumentTask.objects.filter(document=document, state=TaskState.OPEN).select_related("given_by")
    held = [Lying(task=task, who=who) for task in rows if (who := policies.acting_on(actor, task)) is not None]
    return sorted(held, key=lambda each: (order[each.task.part], each.behalf is not None, each.task.pk))


@dataclass(slots=True)
class Branch:
    """A task with what was given on from it."""

    task: DocumentTask
    below: list["Branch"] = field(default_factory=list)


def tree_of(document: Document) -> list[Branch]:
    """Everybody it was given to, as a tree. One query."""
    branches = {task.pk: Branch(task) for task in document.tasks.all()}
    roots: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.task.parent_id or 0)
        (parent.below if parent else roots).append(branch)
    return roots


def note_of(actor: Actor, document: Document) -> str:
    """One's own private note."""
    found = PrivateNote.objects.filter(document=document, account_id=actor.account_id or 0).values_list(
        "text", flat=True
    )
    return found.first() or ""
