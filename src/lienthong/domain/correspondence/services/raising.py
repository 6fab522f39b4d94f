"""A document whose signature got its proof later (bổ sung bằng chứng cho chữ ký): the file with the proof takes its place."""

import uuid

from django.db import transaction

from lienthong.domain.correspondence.choices import Direction, State
from lienthong.domain.correspondence.models import Document, DocumentFile
from lienthong.domain.correspondence.services.moving import recorded
from lienthong.foundation.files import queries as files
from lienthong.kit.actor import Actor


@transaction.atomic
def take_raised_file(*, actor: Actor, file_id: uuid.UUID, raised_id: uuid.UUID, level: str) -> Document | None:
    """The file `file_id` of an outgoing document is `raised_id` from now on; None where it is none of its files any more.

    What lies before a signer is left alone: it was looked at. Receivers keep what was sent to them.
    """
    here = {"file_id": file_id, "document__direction": Direction.OUTGOING}
    found = DocumentFile.objects.filter(**here).values_list("document_id", flat=True).first()
    if found is None or not actor.is_system:
        return None
    document = Document.objects.select_for_update(of=("self",)).get(pk=found)
    row = document.files.filter(file_id=file_id).select_related("file").first()
    if row is None or document.state == State.TO_SIGN:
        return None
    before, after = row.file, files.get_file(raised_id)
    row.file = after
    row.save(update_fields=["file"])
    recorded(actor, document, "raise_document", level=level, signed_sha256=before.sha256, sha256=after.sha256)
    return document
