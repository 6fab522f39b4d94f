"""Reading documents (tra cứu văn bản). What an actor may see is decided in `visible_documents` and nowhere else."""

import uuid
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import Direction, TaskState
from lienthong.domain.correspondence.errors import DocumentNotFound
from lienthong.domain.correspondence.models import Document, DocumentTask, PrivateNote, Register
from lienthong.domain.correspondence.notation import read_notation
from lienthong.kit import word_search
from lienthong.kit.actor import Actor
from lienthong.kit.pagination import Page, keyset_page

SEES_ALL = ("documents.register", "documents.direct_agency")


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """Those of the agency for its clerks and leaders; for everybody else what was given to their seat or department."""
    rows = Document.objects.all()
    if actor.is_system:
        return rows
    if actor.position is None:
        return rows.none()
    rows = rows.filter(agency_id__in=actor.archive_agency_ids)
    if any(actor.may(right) for right in SEES_ALL):
        return rows
    return rows.filter(Exists(_given_to(actor).filter(document_id=OuterRef("pk"))))


def _given_to(actor: Actor) -> QuerySet[DocumentTask]:
    assert actor.position is not None
    mine = Q(position_id=actor.position.id)
    if actor.position.department_id is not None:
        mine |= Q(department_id=actor.position.department_id)
    return DocumentTask.objects.filter(mine)


def sees(actor: Actor, document: Document) -> bool:
    """Whether this actor may read this document."""
    return visible_documents(actor).filter(pk=document.pk).exists()


def document_for(actor: Actor, document_id: uuid.UUID) -> Document:
    """The document with its agency and register. Raises DocumentNotFound for others' as for none."""
    found = visible_documents(actor).filter(pk=document_id).select_related("agency", "register").first()
    if found is None:
        raise DocumentNotFound
    return found


def documents_page(
    actor: Actor, *, text: str = "", state: str = "", cursor: str | None = None, limit: int = 20
) -> Page[Document]:
    """Visible arrivals, newest first. `text` is a notation (`12/QĐ-UBND`, `12 qd ubnd`) or words in any order, the last one unfinished."""
    rows = visible_documents(actor).filter(direction=Direction.INCOMING)
    if state:
        rows = rows.filter(state=state)
    matching = None
    if text.strip():
        matching = word_search.matching(_asked(text))
    return keyset_page(rows, order=("-arrived_at", "-id"), cursor=cursor, limit=limit, matching=matching)


def _asked(text: str) -> str:
    """A notation is looked for by its key, so that `Số: 07/QĐ-UBND` finds `7 qd ubnd`."""
    read = read_notation(text)
    return read.key if read.number is not None and read.issuer else text


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


def registers_of(actor: Actor, *, direction: str = Direction.INCOMING) -> list[Register]:
    """Open registers of the agency, the main one first."""
    rows = Register.objects.filter(agency_id=actor.agency_id or 0, direction=direction, is_open=True)
    return list(rows)
