"""An issued answer settles what it answers (văn bản trả lời đã phát hành thì việc xong)."""

import uuid

from django.db import transaction

from lienthong.domain.correspondence.choices import Part, Relation, State, TaskState
from lienthong.domain.correspondence.models import Document, DocumentLink
from lienthong.domain.correspondence.services.ending import complete_by, end_task
from lienthong.domain.correspondence.services.moving import lock_document
from lienthong.kit.actor import Actor


@transaction.atomic
def settle_answered(*, actor: Actor, document_id: uuid.UUID) -> Document | None:
    """Relate an issued answer to the document it answers, end the tasks of it that are open and complete it with the answer as result.

    A document nobody has been told to lead is only related: the leader has not spoken yet. Said twice it changes nothing; None where
    `document_id` answers nothing.
    """
    answer = Document.objects.select_related("outgoing").filter(pk=document_id).first()
    if answer is None or answer.outgoing.answers_id is None or answer.state != State.ISSUED:
        return None
    answered = lock_document(actor, answer.outgoing.answers_id)
    DocumentLink.objects.get_or_create(
        document=answer, other=answered, relation=Relation.ANSWERS, defaults={"made_by_name": answer.registered_by_name}
    )
    if answered.state != State.IN_PROGRESS:
        return answered
    said = f"Đã trả lời bằng {answer.get_kind_display()} số {answer.notation} ngày {answer.issued_on:%d/%m/%Y}."
    for task in answered.tasks.filter(state=TaskState.OPEN).exclude(part=Part.INFORM):
        done = task.part == Part.LEAD
        end_task(actor, task, TaskState.DONE if done else TaskState.RECALLED, said)
    complete_by(actor, answered, said)
    return answered
