"""What lies with whom, and what one notes for oneself (việc trên văn bản)."""

from dataclasses import dataclass, field

from django.db.models import F, Q

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import Part, TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask, PrivateNote
from lienthong.kit import clock
from lienthong.kit.actor import Actor

MOST_COUNTED = 99


def _mine(actor: Actor) -> Q | None:
    if actor.position is None:
        return None
    mine = Q(position_id=actor.position.id)
    if actor.position.department_id is not None and actor.may(policies.DIRECT):
        mine |= Q(department_id=actor.position.department_id)
    return mine


def inbox(actor: Actor, *, part: str = "", limit: int = 50) -> list[DocumentTask]:
    """Open tasks of the seat and, for the head, of the department: the least time left first, those without a deadline last."""
    if (mine := _mine(actor)) is None:
        return []
    rows = DocumentTask.objects.filter(mine, state=TaskState.OPEN).select_related("document")
    if part:
        rows = rows.filter(part=part)
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[:limit])


def inbox_counts(actor: Actor) -> dict[str, int]:
    """Part -> open tasks of it, each at most MOST_COUNTED + 1; `new` those not opened yet, `late` those past their deadline."""
    if (mine := _mine(actor)) is None:
        return {}
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


def my_tasks(actor: Actor, document: Document) -> list[DocumentTask]:
    """Open tasks of one document that lie with this seat, the heaviest part first."""
    if (mine := _mine(actor)) is None:
        return []
    order = {part: place for place, part in enumerate(Part.values)}
    rows = DocumentTask.objects.filter(mine, document=document, state=TaskState.OPEN).select_related("given_by")
    return sorted(rows, key=lambda task: (order[task.part], task.pk))


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
