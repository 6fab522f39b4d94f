"""Pieces that belong to another dossier go to its batch (chuyển phần sang hồ sơ khác); nothing is scanned twice."""

import uuid

from django.db import transaction

from lienthong.domain.scans.choices import MAX_PAGES, BatchState, Fate, PieceKind
from lienthong.domain.scans.errors import TooManyPages
from lienthong.domain.scans.models import Batch, Page, Piece, Source
from lienthong.domain.scans.services.beginning import Subject, begin_batch
from lienthong.domain.scans.services.locking import CHANGED, lock_batch, lock_open, touch
from lienthong.domain.scans.states import next_state
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Refused


@transaction.atomic
def send_over(*, actor: Actor, batch_id: uuid.UUID, reference: str, subject: Subject) -> Batch | None:
    """Move every piece that bears `reference` to the open batch of `subject`, begun when there is none.

    None when no piece does (somebody was faster). That the actor may add papers to `subject` is asked by the app that owns it.
    """
    batch = lock_open(actor, batch_id)
    pieces = list(batch.pieces.filter(reference=reference))
    if not pieces:
        return None
    target = _open_batch(actor, batch, subject)
    slots = {slot["key"] for slot in target.slots}
    order = target.pieces.count()
    for piece in pieces:
        order += 1
        slot = piece.slot if piece.slot in slots else ""
        there = Piece.objects.create(
            batch=target,
            order=order,
            kind=PieceKind.NAMED if slot else PieceKind.UNNAMED,
            slot=slot,
            name=piece.name,
        )
        _move(piece, there, target)
    Piece.objects.filter(pk__in=[piece.pk for piece in pieces]).delete()
    for each in (batch, target):
        touch(each, actor)
    if not batch.subject and not batch.pieces.exists():  # a stack of many has gone apart: nothing of it waits here
        batch.state, batch.closed_at = next_state(batch.state, "take"), clock.now()
    batch.save(update_fields=["state", "closed_at", *CHANGED])
    target.save(update_fields=["pages_total", "pages_read", *CHANGED])
    audit.record(
        actor=actor,
        verb="send_scan_over",
        subject_type="scan_batch",
        subject_id=batch.pk,
        details={"to": subject.code, "batch": str(target.pk), "pieces": len(pieces)},
    )
    return target


@transaction.atomic
def say_whose(*, actor: Actor, batch_id: uuid.UUID, subject: Subject) -> Batch:
    """The officer says whose papers a batch without a subject holds; pieces that bear its codes are its own from now on.

    Raises as `lock_open`, and Refused when the batch has a subject already.
    """
    batch = lock_open(actor, batch_id)
    if batch.subject and batch.subject != subject.code:
        raise Refused(f"Lô này đã là của {batch.subject}. Chuyển từng phần sang hồ sơ kia, hoặc mở lô mới.")
    batch.subject_kind, batch.subject, batch.title = subject.kind, subject.code, subject.title[:300]
    batch.aliases, batch.back = list(subject.aliases), subject.back[:200]
    batch.person_id, batch.procedure_code = subject.person_id, subject.procedure_code
    batch.slots = [{"key": key, "name": name} for key, name in subject.slots]
    batch.takes_extra = subject.takes_extra
    slots = {key for key, _ in subject.slots}
    for piece in batch.pieces.filter(reference__in=[subject.code, *subject.aliases]):
        piece.slot = piece.slot if piece.slot in slots else ""
        piece.reference, piece.kind = "", PieceKind.NAMED if piece.slot else PieceKind.UNNAMED
        piece.save(update_fields=["slot", "reference", "kind"])
    touch(batch, actor)
    batch.save()
    audit.record(
        actor=actor,
        verb="say_whose_batch",
        subject_type="scan_batch",
        subject_id=batch.pk,
        details={"subject": subject.code},
    )
    return batch


def _open_batch(actor: Actor, batch: Batch, subject: Subject) -> Batch:
    rows = Batch.objects.filter(agency_id=batch.agency_id, subject=subject.code, state=BatchState.OPEN)
    there = rows.exclude(pk=batch.pk).order_by("-changed_at").first()
    if there is None or there.is_reading:
        there = begin_batch(actor=actor, subject=subject)
    return lock_batch(actor, there.pk)


def _move(piece: Piece, there: Piece, target: Batch) -> None:
    """The pages are copied behind those of the target, each with the upload it was read from; here they stand as sent."""
    rows = list(piece.pages.select_related("source").order_by("place", "number"))
    if target.pages_total + len(rows) > MAX_PAGES:
        raise TooManyPages(target.title or target.subject, len(rows), target.pages_total)
    number = target.pages_total
    copies: dict[int, Source] = {}
    for page in rows:
        number += 1
        source = copies.get(page.source_id)
        if source is None:
            source = copies[page.source_id] = Source.objects.create(
                batch=target,
                order=target.sources.count() + 1,
                file_id=page.source.file_id,
                pdf_id=page.source.pdf_id,
                pages=sum(1 for each in rows if each.source_id == page.source_id),
                first=number,
            )
        Page.objects.create(
            batch=target,
            number=number,
            place=number,
            source=source,
            source_page=page.source_page,
            piece=there,
            fate=Fate.KEPT,
            turn=page.turn,
            is_drawn=page.is_drawn,
            thumbnail=page.thumbnail,
        )
    target.pages_total = target.pages_read = number
    piece.pages.update(fate=Fate.SENT, piece=None)
