"""What lies with whom, and what one notes for oneself (việc trên văn bản)."""

from dataclasses import dataclass, field

from django.db.models import F, Q

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask, PrivateNote
from lienthong.kit.actor import Actor


def inbox(actor: Actor, *, limit: int = 50) -> list[DocumentTask]:
    """Open tasks of the seat and, for the head, of the department: the least time left first, those without a deadline last."""
    if actor.position is None:
        return []
    mine = Q(position_id=actor.position.id)
    if actor.position.department_id is not None and actor.may(policies.DIRECT):
        mine |= Q(department_id=actor.position.department_id)
    rows = DocumentTask.objects.filter(mine, state=TaskState.OPEN).select_related("document")
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[:limit])


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
