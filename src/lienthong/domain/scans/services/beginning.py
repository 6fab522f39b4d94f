"""A stack comes in (mở lô quét, tải tệp lên). The files stay as they were given until the batch is closed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from procrastinate.contrib.django import app as jobs

from lienthong.domain.scans import policies
from lienthong.domain.scans.choices import AT_ONCE, MAX_BYTES, MAX_FILES_AT_ONCE, MAX_PAGES, BatchState, SubjectKind
from lienthong.domain.scans.errors import BatchClosed, TooManyPages
from lienthong.domain.scans.models import Batch, Source
from lienthong.domain.scans.services.locking import CHANGED, lock_batch, touch
from lienthong.domain.scans.services.reading import read_pages
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import Allowance
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Refused

JOB: Final = "scans.read_pages"
_STACK: Final = Allowance(max_bytes=MAX_BYTES, max_pages=MAX_PAGES, tiff=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a batch is for. `slots`: (key, name) of the papers it may hold; `takes_extra`: also one that none of them names; `back`: the
    path of the page that the officer came from; `aliases`: other codes that separators may name it by."""

    kind: SubjectKind
    code: str
    title: str
    procedure_code: str
    slots: Sequence[tuple[str, str]]
    person_id: int | None = None
    takes_extra: bool = False
    back: str = ""
    aliases: Sequence[str] = ()


UNKNOWN: Final = Subject(kind=SubjectKind.UNKNOWN, code="", title="", procedure_code="", slots=())


@transaction.atomic
def begin_batch(*, actor: Actor, subject: Subject = UNKNOWN) -> Batch:
    """An empty batch of the actor's agency; without a subject its separators say whose papers it holds. Raises NotAllowed.

    That the actor may add papers to the subject is asked by the app that owns it, before this and when the batch is taken.
    """
    policies.require_scanning(actor)
    now = clock.now()
    batch = Batch.objects.create(
        agency_id=actor.agency_id or 0,
        subject_kind=subject.kind,
        subject=subject.code,
        title=subject.title[:300],
        person_id=subject.person_id,
        procedure_code=subject.procedure_code,
        slots=[{"key": key, "name": name} for key, name in subject.slots],
        takes_extra=subject.takes_extra,
        back=subject.back[:200],
        aliases=list(subject.aliases),
        began_at=now,
        began_by_name=actor.name,
        changed_at=now,
        changed_by_name=actor.name,
    )
    audit.record(
        actor=actor,
        verb="begin_batch",
        subject_type="scan_batch",
        subject_id=batch.pk,
        details={"subject": subject.code},
    )
    return batch


def add_uploads(*, actor: Actor, batch_id: uuid.UUID, uploads: "Sequence[UploadedFile[Any]]") -> list[str]:
    """Keep the files of one upload behind those there are, and have their pages looked at: at once when they are few, else by a job.

    Returns what was refused, a sentence a file; the others are kept. Raises NotFound, NotAllowed, BatchClosed.
    """
    refused: list[str] = []
    with transaction.atomic():
        batch = lock_batch(actor, batch_id)
        if batch.state != BatchState.OPEN:
            raise BatchClosed(BatchState(batch.state))
    if len(uploads) > MAX_FILES_AT_ONCE:
        refused.append(
            f"Mỗi lần nhận tối đa {MAX_FILES_AT_ONCE} tệp; đã nhận {MAX_FILES_AT_ONCE} tệp đầu, còn {len(uploads) - MAX_FILES_AT_ONCE} tệp gửi lần sau."
        )
    for upload in uploads[:MAX_FILES_AT_ONCE]:
        try:
            _add(actor, batch_id, upload)
        except Refused as refusal:
            refused.append(refusal.message)
    read_or_defer(batch_id=batch_id)
    return refused


def read_or_defer(*, batch_id: uuid.UUID) -> None:
    """Look at the pages that wait: at most AT_ONCE of them now, a longer stack by a job. Asking again does it once."""
    batch = Batch.objects.get(pk=batch_id)
    if not batch.is_reading:
        return
    if batch.pages_total - batch.pages_read <= AT_ONCE:
        read_pages(batch_id=batch_id)
        return
    with transaction.atomic():
        jobs.configure_task(JOB).defer(batch_id=str(batch_id))


@transaction.atomic
def _add(actor: Actor, batch_id: uuid.UUID, upload: "UploadedFile[Any]") -> None:
    file = files.store_upload(actor=actor, upload=upload, purpose="scan", allowance=_STACK)
    batch = lock_batch(actor, batch_id)
    if batch.state != BatchState.OPEN:
        raise BatchClosed(BatchState(batch.state))
    if batch.sources.filter(file__sha256=file.sha256).exists():
        raise Refused(f"Tệp “{file.name}” đã có trong lô này nên không nhận lần nữa.")
    pages = file.pages or 1
    if batch.pages_total + pages > MAX_PAGES:
        raise TooManyPages(file.name, pages, batch.pages_total)
    pdf = files.pdf_rendition(file=file)
    Source.objects.create(
        batch=batch, order=batch.sources.count() + 1, file=file, pdf=pdf, pages=pages, first=batch.pages_total + 1
    )
    batch.pages_total += pages
    touch(batch, actor)
    batch.save(update_fields=["pages_total", *CHANGED])
    audit.record(
        actor=actor,
        verb="add_scan",
        subject_type="scan_batch",
        subject_id=batch.pk,
        details={"name": file.name, "pages": pages, "sha256": file.sha256},
    )
