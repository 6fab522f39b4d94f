"""A file is closed when its work is done, and reopened with a reason (kết thúc hồ sơ); Điều 29 khoản 4 Nghị định 30/2020/NĐ-CP."""

import uuid

from django.db import transaction

from lienthong.domain.archive import queries
from lienthong.domain.archive.errors import NotComplete
from lienthong.domain.archive.models import WorkFile
from lienthong.domain.archive.services.locking import lock_kept, move, reason_of, recorded
from lienthong.domain.archive.terms import end_of_retention, hand_over_by
from lienthong.kit import clock
from lienthong.kit.actor import Actor


@transaction.atomic
def close_file(*, actor: Actor, file_id: uuid.UUID) -> WorkFile:
    """Everything is in it: count documents and pages, say when retention ends and by when the archive gets it.

    Raises NotAllowed, WrongState, NotComplete with every reason.
    """
    file = lock_kept(actor, file_id)
    move(file, "close")
    if problems := queries.complaints(file):
        raise NotComplete(problems)
    items = queries.current_items(file)
    days = [item.issued_on for item in items if item.issued_on is not None]
    file.closed_on, file.closed_by_name = clock.today(), actor.name
    file.starts_on, file.ends_on = min(days), max(days)
    file.total_docs, file.total_pages = len(items), sum(item.pages or 0 for item in items)
    file.hand_over_by = hand_over_by(file.closed_on)
    file.expires_on = end_of_retention(file.closed_on, file.years)
    file.save()
    recorded(actor, file, "close_file", documents=file.total_docs, pages=file.total_pages)
    return file


@transaction.atomic
def reopen_file(*, actor: Actor, file_id: uuid.UUID, reason: str) -> WorkFile:
    """Something has to be added. Raises NotAllowed, WrongState, Invalid."""
    file = lock_kept(actor, file_id)
    move(file, "reopen")
    said = reason_of(reason, "còn Công văn số 45/UBND-VX trả lời sau khi kết thúc.")
    file.save(update_fields=["state"])
    recorded(actor, file, "reopen_file", reason=said)
    return file
