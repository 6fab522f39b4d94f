"""A part of the work ends, then the document (kết thúc, trả lại, thu hồi); Điều 24 Nghị định 30/2020/NĐ-CP."""

import uuid

from django.db import transaction

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import Part, Relation, State, TaskState
from lienthong.domain.correspondence.errors import DocumentNotFound
from lienthong.domain.correspondence.events import DocumentCompleted, TaskEnded
from lienthong.domain.correspondence.models import Document, DocumentLink, DocumentTask
from lienthong.domain.correspondence.services.moving import acting, lock_document, lock_task, move, recorded
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, Refused
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean


@transaction.atomic
def complete_task(*, actor: Actor, task_id: int, result: str, answer_id: uuid.UUID | None = None) -> DocumentTask:
    """One's part is done, with its result in words or the document that answers. When the one who leads is done, the document is.

    What one has given on must have ended before, or been recalled. Raises NotAllowed, TaskTaken, Invalid.
    """
    document, task = lock_task(actor, task_id)
    actor = _holder(actor, task)
    if task.part in {Part.LEAD, Part.SUPPORT} and not result.strip() and answer_id is None:
        raise Invalid({"result": "Ghi kết quả giải quyết, hoặc chọn văn bản trả lời."})
    open_below = task.given_on.filter(state=TaskState.OPEN).exclude(part=Part.INFORM)
    if count := open_below.count():
        names = ", ".join(open_below.values_list("receiver_name", flat=True)[:3])
        raise Refused(
            f"Còn {count} phần việc đã giao chưa xong: {names}. Chờ kết quả hoặc thu hồi các phần việc đó rồi kết thúc."
        )
    if answer_id is not None:
        _answered_by(actor, document, answer_id)
    end_task(actor, task, TaskState.DONE, clean(result, lines=True))
    recorded(actor, document, "complete_task", part=task.part, result=task.result)
    if task.part == Part.LEAD and task.parent_id is None and document.state == State.IN_PROGRESS:
        complete_by(actor, document, task.result)
    return task


@transaction.atomic
def return_task(*, actor: Actor, task_id: int, reason: str) -> DocumentTask:
    """Not ours to do: back to who gave it, with the reason. Raises NotAllowed, TaskTaken, Invalid."""
    if not reason.strip():
        raise Invalid({"reason": "Ghi lý do trả lại, ví dụ: không thuộc chức năng của phòng."})
    document, task = lock_task(actor, task_id)
    actor = _holder(actor, task)
    end_task(actor, task, TaskState.RETURNED, clean(reason, lines=True))
    _recall_below(actor, task, "Phần việc trên đã trả lại")
    recorded(actor, document, "return_task", to=task.given_by_name, reason=task.result)
    return task


@transaction.atomic
def recall_task(*, actor: Actor, task_id: int, reason: str) -> DocumentTask:
    """Who gave it takes it back, with all that was given on from it. Raises NotAllowed, TaskTaken, Invalid."""
    if not reason.strip():
        raise Invalid({"reason": "Ghi lý do thu hồi để người đang giải quyết biết."})
    document, task = lock_task(actor, task_id)
    who = policies.taking_back(actor, task)
    if who is None:
        raise NotAllowed("Chỉ người đã giao, hoặc người làm thay người ấy, mới thu hồi được phần việc này.")
    actor = who
    end_task(actor, task, TaskState.RECALLED, clean(reason, lines=True))
    _recall_below(actor, task, task.result)
    recorded(actor, document, "recall_task", of=task.receiver_name, reason=task.result)
    return task


@transaction.atomic
def complete_document(*, actor: Actor, document_id: uuid.UUID, result: str) -> Document:
    """The leader closes it: what is still open is recalled. Raises WrongDocumentState, NotAllowed."""
    document = lock_document(actor, document_id)
    actor = acting(actor, "complete", document)
    if not policies.may(actor, "complete", document):
        move(actor, document, "complete")
    for task in document.tasks.filter(state=TaskState.OPEN):
        end_task(actor, task, TaskState.RECALLED, "Văn bản đã kết thúc")
    complete_by(actor, document, clean(result, lines=True))
    return document


@transaction.atomic
def reopen_document(*, actor: Actor, document_id: uuid.UUID, reason: str) -> Document:
    """More is to be done with it after all. Raises WrongDocumentState, NotAllowed, Invalid."""
    if not reason.strip():
        raise Invalid({"reason": "Ghi lý do giải quyết tiếp."})
    document = lock_document(actor, document_id)
    actor = acting(actor, "reopen", document)
    move(actor, document, "reopen")
    document.completed_at = None
    document.save(update_fields=["state", "completed_at"])
    recorded(actor, document, "reopen_document", reason=clean(reason))
    return document


def complete_by(actor: Actor, document: Document, result: str) -> None:
    """The document is settled, with `result`."""
    document.state, document.completed_at, document.outcome = State.COMPLETED, clock.now(), result
    document.save(update_fields=["state", "completed_at", "outcome"])
    recorded(actor, document, "complete_document", result=result)
    publish(DocumentCompleted(document_id=document.id, agency_id=document.agency_id))


def end_task(actor: Actor, task: DocumentTask, state: str, result: str) -> None:
    """One task ends in `state`, with its result or the reason."""
    task.state, task.ended_at, task.ended_by_name, task.result = state, clock.now(), actor.name, result
    task.save(update_fields=["state", "ended_at", "ended_by_name", "result"])
    publish(TaskEnded(task_id=task.pk, document_id=task.document_id, state=state))


def _holder(actor: Actor, task: DocumentTask) -> Actor:
    who = policies.acting_on(actor, task)
    if who is None:
        raise NotAllowed(
            "Văn bản này không nằm ở chức vụ đang dùng, và không có ủy quyền nào đang hiệu lực cho làm thay phần việc này."
        )
    return who


def _recall_below(actor: Actor, task: DocumentTask, reason: str) -> None:
    for each in task.given_on.filter(state=TaskState.OPEN):
        end_task(actor, each, TaskState.RECALLED, reason)
        _recall_below(actor, each, reason)


def _answered_by(actor: Actor, document: Document, answer_id: uuid.UUID) -> None:
    answer = Document.objects.filter(pk=answer_id, agency_id=document.agency_id).first()
    if answer is None:
        raise DocumentNotFound("Không tìm thấy văn bản trả lời trong sổ của cơ quan. Chọn lại văn bản.")
    DocumentLink.objects.get_or_create(
        document=answer, other=document, relation=Relation.ANSWERS, defaults={"made_by_name": actor.name}
    )
