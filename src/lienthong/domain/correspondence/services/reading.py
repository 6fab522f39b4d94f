"""The pages of a sending are read behind the scenes (đọc nền), a few by each job, also when the document has been registered meanwhile.

A job keeps what it read, how far it came and the next job in one transaction: one that is killed loses its few pages and is run again;
run twice, the slower one finds its pages kept and adds nothing. A scan of hundreds of pages takes its turn like a letter of three.
"""

import uuid
from dataclasses import replace
from typing import Final

from django.db import transaction

from lienthong.domain.correspondence.choices import ArrivalState
from lienthong.domain.correspondence.errors import StateSecret
from lienthong.domain.correspondence.models import Document, DocumentFile, WaitingArrival, WaitingFile
from lienthong.domain.correspondence.policies import require_registering
from lienthong.domain.correspondence.services.arriving import read_later, refuse_arrival
from lienthong.domain.correspondence.services.registering import SECRET, Arrival, register_document
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import IMAGES
from lienthong.foundation.files.queries import get_file
from lienthong.kit.actor import Actor
from lienthong.kit.legacy_text import to_unicode

CHUNK: Final = 4
"""Pages of one job: a worker that is told to stop ends within its few seconds of grace."""
SHOWN_EVERY: Final = 40
"""Pages of a long file after which what was read is shown to the search: each time all words of the document are written anew."""
PAGE_BREAK: Final = "\n\f\n"


def register_given(
    *, actor: Actor, key: str, arrival: Arrival, register_id: int | None = None, duplicate_reason: str = ""
) -> Document:
    """Enter a document whose files another system has given over: the first page is read at the door, the rest behind the scenes.

    Raises what `register_document` raises, FileDamaged.
    """
    agency_id = require_registering(actor)
    held = [get_file(file_id) for file_id, _ in arrival.files]
    known = Document.objects.filter(key=key, agency_id=agency_id).first()
    if known is not None or not held:
        return known or register_document(
            actor=actor, key=key, arrival=arrival, register_id=register_id, duplicate_reason=duplicate_reason
        )
    first = files.read_stored_words(held[0], first=0, last=1)
    text, _ = to_unicode(PAGE_BREAK.join(page.text for page in first))
    if (found := SECRET.search(text)) is not None:
        raise StateSecret(found[1])
    arrival = replace(arrival, files=[(each.pk, "" if place else text) for place, each in enumerate(held)])
    with transaction.atomic():
        document = register_document(
            actor=actor, key=key, arrival=arrival, register_id=register_id, duplicate_reason=duplicate_reason
        )
        row, made = WaitingArrival.objects.get_or_create(
            document=document,
            defaults={
                "key": f"{key[:110]}:{agency_id}",
                "agency_id": document.agency_id,
                "source": arrival.source,
                "state": ArrivalState.REGISTERED,
                "ended_at": document.registered_at,
                "ended_by_name": actor.name,
                "title": document.abstract[:300],
            },
        )
        if made:
            WaitingFile.objects.bulk_create(
                WaitingFile(
                    arrival=row,
                    file=each,
                    place=place,
                    read_text="" if place else text,
                    pages_read=0 if place else len(first),
                )
                for place, each in enumerate(held)
            )
            read_later(row)
    return document


def read_rest(*, arrival_id: uuid.UUID) -> bool:
    """Read the next few pages that wait, and put off the rest. Whether pages remain; done again it changes nothing."""
    for row in WaitingFile.objects.filter(arrival_id=arrival_id, problem="").select_related("file").defer("read_text"):
        pages = 1 if row.file.media_type in IMAGES else row.file.pages or 0
        if row.pages_read < pages:
            last = min(row.pages_read + CHUNK, pages)
            found = files.read_stored_words(row.file, first=row.pages_read, last=last)
            text, _ = to_unicode(PAGE_BREAK.join(page.text for page in found))
            return _keep_pages(row, text, last, pages)
    return False


@transaction.atomic
def _keep_pages(row: WaitingFile, text: str, last: int, pages: int) -> bool:
    """Write down what was read; nothing where it bears a stamp of secrecy, or another run was faster."""
    arrival = WaitingArrival.objects.select_for_update(of=("self",)).get(pk=row.arrival_id)
    fresh = WaitingFile.objects.filter(pk=row.pk, pages_read=row.pages_read).first()
    if fresh is None:
        return False
    if arrival.state == ArrivalState.WAITING and (found := SECRET.search(text)) is not None:
        refuse_arrival(arrival, StateSecret(found[1]))
        return False
    fresh.read_text = fresh.read_text + PAGE_BREAK + text if fresh.pages_read else text
    fresh.pages_read = last
    fresh.save(update_fields=["read_text", "pages_read"])
    if arrival.document_id is not None and (last == pages or last <= SHOWN_EVERY or last % SHOWN_EVERY < CHUNK):
        DocumentFile.objects.filter(document_id=arrival.document_id, file_id=row.file_id).update(
            read_text=fresh.read_text
        )
    read_later(arrival)
    return True
