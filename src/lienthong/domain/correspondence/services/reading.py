"""The pages of a sending are read behind the scenes (đọc nền), a few by each job, also when the document has been registered meanwhile.

A job keeps what it read, how far it came and the next job in one transaction: one that is killed loses its few pages and is run again;
run twice, the slower one finds its pages kept and adds nothing. A scan of hundreds of pages takes its turn like a letter of three.
"""

import uuid
from typing import Final

from django.db import transaction

from lienthong.domain.correspondence.errors import StateSecret
from lienthong.domain.correspondence.models import Document, DocumentFile, WaitingArrival, WaitingFile
from lienthong.domain.correspondence.services.arriving import read_later
from lienthong.domain.correspondence.services.locking_away import lock_away
from lienthong.domain.correspondence.services.opening import PAGE_BREAK
from lienthong.domain.correspondence.services.secrecy import SECRET
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import IMAGES
from lienthong.kit.legacy_text import to_unicode

CHUNK: Final = 4
"""Pages of one job: a worker that is told to stop ends within its few seconds of grace."""
SHOWN_EVERY: Final = 40
"""Pages of a long file after which what was read is shown to the search: each time all words of the document are written anew."""


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
    known = WaitingArrival.objects.filter(pk=row.arrival_id).values_list("document_id", flat=True).first()
    if known is not None:  # every verb locks the document first
        Document.objects.select_for_update(of=("self",)).get(pk=known)
    arrival = WaitingArrival.objects.select_for_update(of=("self",)).get(pk=row.arrival_id)
    if arrival.document_id != known:  # registered in between: the next run locks that document first
        read_later(arrival)
        return True
    fresh = WaitingFile.objects.filter(pk=row.pk, pages_read=row.pages_read).first()
    if fresh is None:
        return False
    if (found := SECRET.search(text)) is not None:
        lock_away(arrival, StateSecret(found[1]))
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
