"""Pages are looked at and the stack is cut (đọc trang, tách lô). Drawing happens outside any transaction, chunk by chunk, so that a
long stack tells how far it is, and goes on where it stopped."""

import uuid

from django.db import transaction
from django.db.models import Max

from lienthong.domain.scans import queries
from lienthong.domain.scans.choices import BatchState, Fate
from lienthong.domain.scans.marks import Mark, read_mark
from lienthong.domain.scans.models import Batch, Page, Piece, Source
from lienthong.domain.scans.splitting import Here, PageFacts, split
from lienthong.kit import pages as kit_pages
from lienthong.kit.pages import PageSeen

CHUNK = 8


def read_pages(*, batch_id: uuid.UUID) -> None:
    """Look at every page that waits, then cut. Two that do it at once write each page once; done again it changes nothing."""
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None:
        return
    for source in queries.sources_of(batch):
        _read_source(batch_id, source)
    _cut(batch_id)


def _read_source(batch_id: uuid.UUID, source: Source) -> None:
    done = Page.objects.filter(batch_id=batch_id, source=source).count()
    if done >= source.pages:
        return
    with queries.pdf_on_disk(source) as path:
        while done < source.pages:
            until = min(done + CHUNK, source.pages)
            seen = kit_pages.look_at_pages(path, first=done, last=until)
            with transaction.atomic():
                batch = Batch.objects.select_for_update().get(pk=batch_id)
                if batch.state != BatchState.OPEN:
                    return
                Page.objects.bulk_create([_page(source, each) for each in seen], ignore_conflicts=True)
                batch.pages_read = max(batch.pages_read, Page.objects.filter(batch=batch).count())
                batch.save(update_fields=["pages_read"])
            done = until


def _page(source: Source, seen: PageSeen) -> Page:
    mark = read_mark(seen.codes)
    return Page(
        batch_id=source.batch_id,
        number=source.first + seen.number,
        source=source,
        source_page=seen.number,
        place=source.first + seen.number,
        mark=mark.text if mark else "",
        is_torn=mark is None and seen.has_ladder,
        is_blank=seen.is_blank,
        is_drawn=seen.is_drawn,
        thumbnail=seen.thumbnail,
    )


@transaction.atomic
def _cut(batch_id: uuid.UUID) -> None:
    """Make pieces of the pages that have not been cut yet, behind those there are."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    fresh = {page.number: page for page in batch.pages.filter(fate=Fate.READ).defer("thumbnail")}
    if batch.state != BatchState.OPEN or batch.is_reading or not fresh:
        return
    found = split(
        [
            PageFacts(number=number, mark=_mark(page), is_torn=page.is_torn, is_blank=page.is_blank)
            for number, page in sorted(fresh.items())
        ],
        here_of(batch),
    )
    order = batch.pieces.aggregate(last=Max("order"))["last"] or 0
    for cut in found.pieces:
        order += 1
        piece = Piece.objects.create(
            batch=batch, order=order, kind=cut.kind, slot=cut.slot, reference=cut.reference, name=""
        )
        batch.pages.filter(number__in=cut.pages).update(fate=Fate.KEPT, piece=piece)
    batch.pages.filter(number__in=found.separators).update(fate=Fate.SEPARATOR)
    batch.pages.filter(number__in=found.blanks).update(fate=Fate.BLANK)
    batch.empty_slots = [*batch.empty_slots, *found.empty]
    batch.revision += 1
    batch.save(update_fields=["empty_slots", "revision"])


def here_of(batch: Batch) -> Here:
    """What the separators are held against."""
    return Here(
        references=frozenset({batch.subject, *batch.aliases} - {""}),
        procedure=batch.procedure_code,
        slots=frozenset(slot["key"] for slot in batch.slots),
    )


def _mark(page: Page) -> Mark | None:
    return read_mark((page.mark,)) if page.mark else None
