"""Reading batches (xem lô quét). Who sees one is decided in `policies.can_see`."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Prefetch, QuerySet

from lienthong.domain.scans.choices import BatchState, Fate
from lienthong.domain.scans.models import Batch, Page, Piece, Source
from lienthong.domain.scans.policies import can_see, may_scan
from lienthong.foundation.files import services as files
from lienthong.kit import pages
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

SHOWN = 100
VIEW_SIDE = 1500

# What the functions below return, by names that pages of other apps may use.
type BatchRow = Batch


def open_batches(actor: Actor, *, subject: str | None = None) -> list[Batch]:
    """Batches in progress of the actor's agency, the last touched first, at most SHOWN; of one dossier or filing when asked."""
    if not may_scan(actor):
        return []
    rows = Batch.objects.filter(agency_id=actor.agency_id or 0, state=BatchState.OPEN).order_by("-changed_at", "-id")
    if subject is not None:
        rows = rows.filter(subject=subject)
    return list(rows.defer("slots")[:SHOWN])


def batch_for(actor: Actor, batch_id: uuid.UUID) -> Batch:
    """One batch. Raises NotFound for others' as for none at all."""
    found = Batch.objects.select_related("person").filter(pk=batch_id).first()
    if found is None or not can_see(actor, found):
        raise NotFound("Không tìm thấy lô quét này ở cơ quan của chức vụ đang dùng.")
    return found


def sources_of(batch: Batch) -> list[Source]:
    """The uploads, in order, with their files."""
    return list(batch.sources.select_related("file"))


def pieces_of(batch: Batch) -> list[Piece]:
    """The pieces in order, each with its pages in order, without thumbnails. Two queries."""
    return list(batch.pieces.prefetch_related(Prefetch("pages", _light(Page.objects.all()))))


def set_aside(batch: Batch) -> list[Page]:
    """Separators, blank pages and what the officer threw away, in the order of the stack."""
    fates = [Fate.SEPARATOR, Fate.BLANK, Fate.THROWN, Fate.SENT]
    return list(_light(batch.pages.filter(fate__in=fates)).order_by("number"))


def _light(rows: QuerySet[Page]) -> QuerySet[Page]:
    return rows.defer("thumbnail", "mark").order_by("place", "number")


def page_of(batch: Batch, number: int) -> Page:
    """One page by its place in the stack. Raises NotFound."""
    found = batch.pages.select_related("source__pdf").filter(number=number).first()
    if found is None:
        raise NotFound("Lô này không có trang đó.")
    return found


def page_picture(page: Page) -> bytes:
    """A page large enough to be read, JPEG, not turned. Raises NotFound when it cannot be drawn."""
    with pdf_on_disk(page.source) as path:
        found = pages.draw_page(path, number=page.source_page, side=VIEW_SIDE)
    if found is None:
        raise NotFound("Trang này không vẽ được thành ảnh; mở tệp gốc để xem.")
    return found


@contextmanager
def pdf_on_disk(source: Source) -> Iterator[Path]:
    """The PDF of an upload as a file that the drawing process can open, for as long as the block runs."""
    with tempfile.NamedTemporaryFile(suffix=".pdf", prefix="lienthong-scan-") as file:
        file.write(files.read_bytes(source.pdf))
        file.flush()
        yield Path(file.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What stands in the head of the page."""

    pieces: int
    unknown: int
    kept: int
    separators: int
    blanks: int
    thrown: int


def counts_of(pieces: list[Piece], aside: list[Page]) -> Counts:
    """From what was read already."""
    fates = [page.fate for page in aside]
    return Counts(
        pieces=len(pieces),
        unknown=sum(1 for each in pieces if not each.slot),
        kept=sum(len(each.pages.all()) for each in pieces),
        separators=fates.count(Fate.SEPARATOR),
        blanks=fates.count(Fate.BLANK),
        thrown=fates.count(Fate.THROWN),
    )
