"""A batch becomes papers (gắn lô quét vào hồ sơ): each piece one PDF, handed to the app whose dossier it is for."""

import io
import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import pikepdf
from django.db import transaction

from lienthong.domain.scans.choices import EXTRA, BatchState
from lienthong.domain.scans.errors import NothingToTake, PiecesUnnamed
from lienthong.domain.scans.events import BatchTaken
from lienthong.domain.scans.models import Batch, Page, Piece
from lienthong.domain.scans.services.locking import CHANGED, lock_batch, lock_open, touch
from lienthong.domain.scans.states import next_state
from lienthong.foundation.audit import services as audit
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.events import publish


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPiece:
    """One paper: `slot` a key of the subject's slots or EXTRA, `name` as people call it, `replaces` whether it takes the place of what is there."""

    slot: str
    name: str
    file_id: uuid.UUID
    pages: int
    replaces: bool


@transaction.atomic
def take_batch(*, actor: Actor, batch_id: uuid.UUID, seen: int | None = None) -> list[TakenPiece] | None:
    """Close the batch and hand its papers over; None when it was taken before, so that a second press attaches nothing twice.

    Called by the app that owns the subject, inside its own transaction, after it has asked whether the actor may. `seen`: the revision
    that was on the screen. Raises PiecesUnnamed, NothingToTake, BatchStillReading, BatchChanged, BatchClosed (discarded), NotFound.
    """
    if lock_batch(actor, batch_id).state == BatchState.TAKEN:
        return None
    batch = lock_open(actor, batch_id, seen=seen)
    pieces = [(piece, list(_pages(piece))) for piece in batch.pieces.all()]
    _check(batch, pieces)
    names = {slot["key"]: slot["name"] for slot in batch.slots}
    taken = []
    for piece, content in zip((piece for piece, _ in pieces), _assemble([rows for _, rows in pieces]), strict=True):
        name = piece.name if piece.slot == EXTRA else names[piece.slot]
        pages = len(piece.pages.all())
        file = files.store_bytes(
            name=f"{name[:100]}.pdf", media_type=PDF, content=content, purpose="paper", actor=actor, pages=pages
        )
        piece.file = file
        piece.save(update_fields=["file"])
        taken.append(TakenPiece(slot=piece.slot, name=name, file_id=file.pk, pages=pages, replaces=piece.replaces))
    batch.state = next_state(batch.state, "take")
    batch.closed_at = clock.now()
    touch(batch, actor)
    batch.save(update_fields=["state", "closed_at", *CHANGED])
    audit.record(
        actor=actor,
        verb="take_batch",
        subject_type="scan_batch",
        subject_id=batch.pk,
        details={"subject": batch.subject, "papers": [each.slot for each in taken]},
    )
    publish(BatchTaken(batch_id=batch.pk, subject_kind=batch.subject_kind, subject=batch.subject, papers=len(taken)))
    return taken


def _pages(piece: Piece) -> Sequence[Page]:
    return list(piece.pages.select_related("source__pdf").defer("thumbnail").order_by("place", "number"))


def _check(batch: Batch, pieces: Sequence[tuple[Piece, Sequence[Page]]]) -> None:
    if not pieces:
        raise NothingToTake
    unknown = [(piece, rows) for piece, rows in pieces if not piece.slot or piece.reference]
    if unknown or not batch.subject:
        said = "; ".join(
            f"trang {spans([page.number for page in rows])}{f' (của hồ sơ {piece.reference})' if piece.reference else ''}"
            for piece, rows in unknown[:5]
        )
        more = f" và {len(unknown) - 5} phần nữa" if len(unknown) > 5 else ""
        raise PiecesUnnamed(
            f"Mỗi phần phải chọn là giấy tờ nào rồi mới gắn vào hồ sơ; còn {len(unknown)} phần chưa rõ: {said}{more}. "
            "Chọn giấy tờ, chuyển sang hồ sơ kia, hoặc bỏ các trang đó."
            if unknown
            else "Lô này chưa rõ của hồ sơ nào. Chia các phần về hồ sơ ghi trên tờ bìa trước."
        )


def spans(numbers: Sequence[int]) -> str:
    """`1–3, 7` of 1, 2, 3, 7."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in found)


def _assemble(pieces: Sequence[Sequence[Page]]) -> list[bytes]:
    """One PDF a piece, its pages copied as they were scanned and turned as the officer turned them.

    An upload that is one piece as it stands stays as it was given, byte by byte: it may carry a signature.
    """
    made = []
    with ExitStack() as stack:
        opened: dict[uuid.UUID, pikepdf.Pdf] = {}
        for rows in pieces:
            source = rows[0].source
            if [(page.source_id, page.source_page, page.turn) for page in rows] == [
                (source.pk, number, 0) for number in range(source.pdf.pages or 0)
            ]:
                made.append(files.read_bytes(source.pdf))
                continue
            whole = stack.enter_context(pikepdf.new())
            for page in rows:
                pdf = page.source.pdf
                if pdf.pk not in opened:
                    opened[pdf.pk] = stack.enter_context(pikepdf.open(io.BytesIO(files.read_bytes(pdf))))
                    opened[pdf.pk].flatten_annotations("all")  # what was filled in or stamped on stays to be seen
                whole.add_pages_from(opened[pdf.pk], pages=[page.source_page], forms="strip")
                if page.turn:
                    whole.pages[-1].rotate(page.turn, relative=True)
            out = io.BytesIO()
            whole.save(out)
            made.append(out.getvalue())
    return made
