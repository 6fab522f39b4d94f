"""A stamp of secrecy is found in what is here already: its contents are destroyed and the clerks are told (khóa văn bản mật).

That something came, from whom, when and under which number stays; of a registered document neither file nor text does, nor what people
wrote about it. Its number is cancelled, who works on it is told that it was taken back. A file that something else holds, such as a
certified copy, stays there, and the clerks are told so.
"""

import uuid
from collections.abc import Iterable, Sequence
from functools import partial

from django.db import transaction

from lienthong.domain.correspondence.choices import ArrivalState, TaskState
from lienthong.domain.correspondence.errors import StateSecret
from lienthong.domain.correspondence.events import ArrivalReturned, SecretFound
from lienthong.domain.correspondence.models import Document, PrivateNote, WaitingArrival
from lienthong.domain.correspondence.services.arriving import end_arrival
from lienthong.domain.correspondence.services.ending import end_task
from lienthong.domain.correspondence.services.moving import move, recorded
from lienthong.domain.correspondence.services.registering import searched
from lienthong.foundation.files import queries as file_queries
from lienthong.foundation.files import services as files
from lienthong.foundation.files.queries import StoredFile
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.events import publish

NOTHING_LEFT = "Văn bản có dấu mật: nội dung đã đưa ra khỏi hệ thống."
TAKEN_BACK = "Văn bản có dấu mật, đã đưa ra khỏi hệ thống. Không giải quyết tiếp ở đây; theo sổ văn bản mật bằng giấy."


def lock_away(row: WaitingArrival, refusal: StateSecret) -> None:
    """Files and text of an arrival are destroyed, also those of the document it became. The row, and the document, are locked."""
    held = [each.file for each in row.files.select_related("file")] + ([row.original] if row.original else [])
    row.files.all().delete()
    row.title, row.letter, row.facts, row.read, row.original = "", "", {}, [], None
    row.save(update_fields=["title", "letter", "facts", "read", "original"])
    document = row.document
    if document is not None:
        held += [each.file for each in document.files.select_related("file")]
        document.files.all().delete()
    kept = _destroy(held)
    elsewhere = (
        " Tệp còn nằm ở nơi khác trong hệ thống (nơi gửi, bản sao, hồ sơ công việc): báo nơi ấy gỡ." if kept else ""
    )
    if document is not None:
        _lock_document(document, refusal.message + elsewhere)
    elif row.state == ArrivalState.WAITING:
        end_arrival(SYSTEM, row, ArrivalState.REFUSED, refusal.message + elsewhere)
    publish(
        ArrivalReturned(
            arrival_id=row.pk,
            agency_id=row.agency_id,
            key=row.key,
            reason=refusal.message,
            document_id=document.pk if document is not None else None,
        )
    )
    publish(
        SecretFound(
            arrival_id=row.pk, agency_id=row.agency_id, document_id=document.pk if document is not None else None
        )
    )


def destroy_uploads(*, actor: Actor, file_ids: Sequence[uuid.UUID]) -> None:
    """Files this account has uploaded and that were refused for a stamp: nothing of them stays. What others hold is left alone."""
    with transaction.atomic():
        for file_id in dict.fromkeys(file_ids):
            if file_queries.all_uploaded_by(account_id=actor.account_id, file_ids={file_id}):
                _destroy([file_queries.get_file(file_id)])


def _lock_document(document: Document, said: str) -> None:
    for task in document.tasks.filter(state=TaskState.OPEN):
        end_task(SYSTEM, task, TaskState.RECALLED, TAKEN_BACK)
    document.tasks.update(instruction="")
    document.tasks.exclude(result=TAKEN_BACK).update(result="")
    document.opinions.update(text=NOTHING_LEFT)
    PrivateNote.objects.filter(document=document).delete()
    move(SYSTEM, document, "lock_away")
    document.abstract, document.outcome = NOTHING_LEFT, said
    document.notation = document.notation_key = document.signer = ""
    document.completed_at = document.due_at = document.submit_by = document.answer_by = None
    document.search_text = searched(document)
    document.save()
    recorded(SYSTEM, document, "lock_away", reason=said)


def _destroy(held: Iterable[StoredFile]) -> int:
    """Rows now, bytes when that is committed; how many stay because something else refers to them."""
    kept = 0
    for file in {each.pk: each for each in held}.values():
        gone = files.forget_file(file=file)
        kept += not gone
        for sha256 in gone:
            transaction.on_commit(partial(_destroy_bytes, sha256))
    return kept


def _destroy_bytes(sha256: str) -> None:
    """At once; where another file has the same ones they stay."""
    files.set_content_aside(sha256=sha256)
    if not files.put_content_back(sha256=sha256):
        files.drop_content(sha256=sha256)
