"""What every verb does first and last: lock the document, ask the table, keep the record."""

import uuid

from lienthong.domain.correspondence import policies, queries
from lienthong.domain.correspondence.choices import TaskState
from lienthong.domain.correspondence.errors import DocumentNotFound, SignerOnly, TaskTaken, WrongDocumentState
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.states import MOVES
from lienthong.foundation.audit import services as audit
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


def lock_document(actor: Actor, document_id: uuid.UUID) -> Document:
    """The row, locked; of others as of none. Every verb locks the document before a task of it. Raises DocumentNotFound."""
    document = Document.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None or not queries.sees(actor, document):
        raise DocumentNotFound
    return document


def lock_task(actor: Actor, task_id: int) -> tuple[Document, DocumentTask]:
    """The document and the open hand-over, locked. Raises DocumentNotFound, TaskTaken."""
    found = DocumentTask.objects.filter(pk=task_id).values_list("document_id", flat=True).first()
    if found is None:
        raise DocumentNotFound
    document = lock_document(actor, found)
    task = DocumentTask.objects.select_for_update(of=("self",)).get(pk=task_id)
    if task.state != TaskState.OPEN:
        by = f" ({task.ended_by_name})" if task.ended_by_name else ""
        raise TaskTaken(
            f"Phần việc của {task.receiver_name} {task.get_state_display().lower()}{by} từ trước. Tải lại trang để xem hiện trạng."
        )
    return document, task


def acting(actor: Actor, verb: str, document: Document) -> Actor:
    """Who does `verb`: the actor, or on behalf of a seat before which the document was laid; the actor where nobody may, for `move` to refuse."""
    found = policies.who(
        actor,
        lambda each: (
            policies.entitled(each, verb, document) and (each.for_seat is None or queries.sees(each, document))
        ),
    )
    return found or actor


def may_do(actor: Actor, verb: str, document: Document) -> bool:
    """Whether somebody is found who does `verb` now: for pages."""
    return policies.may(acting(actor, verb, document), verb, document)


def move(actor: Actor, document: Document, verb: str) -> None:
    """Set the state by the table. Raises NotAllowed, WrongDocumentState."""
    step = MOVES[verb]
    if not actor.is_system and not policies.entitled(actor, verb, document):
        raise NotAllowed if step.right else SignerOnly
    if not policies.may(actor, verb, document):
        raise WrongDocumentState(
            f"Văn bản đang ở trạng thái “{document.get_state_display()}” nên không làm được việc này ({step.basis} "
            "Nghị định 30/2020/NĐ-CP). Tải lại trang để xem hiện trạng."
        )
    document.state = step.target


def recorded(actor: Actor, document: Document, verb: str, **details: object) -> None:
    """One act in the record of the document."""
    audit.record(actor=actor, verb=verb, subject_type="document", subject_id=document.id, details=details)
