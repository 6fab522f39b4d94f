"""What is said and noted of a document (ý kiến, ghi chú, quan hệ giữa các văn bản)."""

import uuid

from django.db import transaction

from lienthong.domain.correspondence import policies, queries
from lienthong.domain.correspondence.choices import Relation, TaskState
from lienthong.domain.correspondence.errors import DocumentNotFound
from lienthong.domain.correspondence.models import Document, DocumentLink, DocumentTask, Opinion, PrivateNote
from lienthong.domain.correspondence.services.moving import lock_document, recorded
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean


@transaction.atomic
def give_opinion(*, actor: Actor, document_id: uuid.UUID, text: str, key: str) -> Opinion:
    """Say something of it; the same sending twice is one opinion. Raises Invalid, DocumentNotFound."""
    if not text.strip():
        raise Invalid({"text": "Ý kiến còn trống."})
    document = lock_document(actor, document_id)
    known = Opinion.objects.filter(key=key, document=document).first()
    if known is not None:
        return known
    held = ((task, policies.acting_on(actor, task)) for task in document.tasks.filter(state=TaskState.OPEN))
    mine = sorted(((task, who) for task, who in held if who is not None), key=lambda each: each[1].for_seat is not None)
    if mine:  # one's own task first; where it lies only with a seat one stands in for, in both names
        actor = mine[0][1]
    opinion = Opinion.objects.create(
        document=document,
        task=mine[0][0] if mine else None,
        text=clean(text, lines=True),
        by_id=actor.position.id if actor.position else None,
        by_name=actor.name,
        key=key,
    )
    recorded(actor, document, "give_opinion")
    return opinion


def note_privately(*, actor: Actor, document_id: uuid.UUID, text: str) -> None:
    """Keep a note for oneself; an empty one takes it away. Raises DocumentNotFound."""
    document = queries.document_for(actor, document_id)
    assert actor.account_id is not None
    note = clean(text, lines=True)
    if not note:
        PrivateNote.objects.filter(document=document, account_id=actor.account_id).delete()
        return
    PrivateNote.objects.update_or_create(
        document=document, account_id=actor.account_id, defaults={"text": note, "written_at": clock.now()}
    )


def mark_seen(*, actor: Actor, task: DocumentTask) -> None:
    """The first time the receiver opens it; looking again changes nothing."""
    if task.seen_at is None and policies.acting_on(actor, task) is not None:
        DocumentTask.objects.filter(pk=task.pk, seen_at=None).update(seen_at=clock.now())


@transaction.atomic
def relate_documents(*, actor: Actor, document_id: uuid.UUID, other_id: uuid.UUID, relation: str) -> DocumentLink:
    """Say how a document stands to another; said twice it is one relation. Raises DocumentNotFound, Invalid."""
    if relation not in Relation.values:
        raise Invalid({"relation": "Chọn quan hệ: trả lời, căn cứ, thay thế, sửa đổi bổ sung, liên quan."})
    document = lock_document(actor, document_id)
    other = Document.objects.filter(pk=other_id).first()
    if other is None or not queries.sees(actor, other):
        raise DocumentNotFound
    if other.pk == document.pk:
        raise Invalid({"other": "Một văn bản không có quan hệ với chính nó. Chọn văn bản khác."})
    link, made = DocumentLink.objects.get_or_create(
        document=document, other=other, relation=relation, defaults={"made_by_name": actor.name}
    )
    if made:
        recorded(actor, document, "relate_documents", to=str(other.id), relation=relation)
    return link
