"""The officer puts the pieces right (sắp xếp lô quét): pages moved, turned, set aside and taken back; pieces named, cut, joined."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Max

from lienthong.domain.scans.choices import EXTRA, BatchState, Fate, PieceKind
from lienthong.domain.scans.errors import NothingChosen
from lienthong.domain.scans.models import Batch, Page, Piece
from lienthong.domain.scans.services.locking import CHANGED, lock_batch, lock_open, touch
from lienthong.domain.scans.states import next_state
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound
from lienthong.kit.text_vi import clean

MAX_NAME = 200


@transaction.atomic
def move_pages(*, actor: Actor, batch_id: uuid.UUID, numbers: Collection[int], piece_id: int | None) -> Piece:
    """Put pages into a piece, or into a new one behind the piece of the first of them. Pages that were set aside come back this way.

    They take the order of the stack where the piece still has it, else they stand last. Raises NothingChosen, NotFound and as `lock_open`.
    """
    batch = lock_open(actor, batch_id)
    pages = _chosen(batch, numbers)
    piece = _new_piece_behind(batch, pages[0].piece) if piece_id is None else _piece(batch, piece_id)
    there = list(piece.pages.exclude(number__in=numbers).values_list("place", "number"))
    in_order = all(place == number for place, number in there)
    last = max((place for place, _ in there), default=0)
    for at, page in enumerate(pages, start=1):
        page.piece, page.fate = piece, Fate.KEPT
        page.place = page.number if in_order else last + at
        page.save(update_fields=["piece", "fate", "place"])
    _drop_empty(batch)
    _record(actor, batch, "move_scan_pages", pages=sorted(numbers), piece=piece.pk)
    return piece


@transaction.atomic
def split_piece(*, actor: Actor, batch_id: uuid.UUID, number: int) -> Piece:
    """Cut a piece before this page: what follows in it is a piece of its own. Cutting before the first page changes nothing."""
    batch = lock_open(actor, batch_id)
    page = _chosen(batch, [number])[0]
    if page.piece is None:
        raise NotFound("Trang này đang để riêng, không nằm trong phần nào. Lấy lại trang rồi tách.")
    old = page.piece
    rows = list(old.pages.defer("thumbnail").order_by("place", "number"))
    at = next(place for place, each in enumerate(rows) if each.pk == page.pk)
    if at == 0:
        return old
    piece = _new_piece_behind(batch, old)
    Page.objects.filter(pk__in=[each.pk for each in rows[at:]]).update(piece=piece)
    _record(actor, batch, "split_scan_piece", page=number)
    return piece


@transaction.atomic
def shift_page(*, actor: Actor, batch_id: uuid.UUID, number: int, forward: bool) -> None:
    """Change places with the page before or behind it in its piece; at the end of the piece nothing changes."""
    batch = lock_open(actor, batch_id)
    page = _chosen(batch, [number])[0]
    if page.piece is None:
        raise NotFound("Trang này đang để riêng, không nằm trong phần nào.")
    rows = list(page.piece.pages.defer("thumbnail").order_by("place", "number"))
    at = next(place for place, each in enumerate(rows) if each.pk == page.pk)
    other = at + (1 if forward else -1)
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for place, each in enumerate(rows, start=1):
        Page.objects.filter(pk=each.pk).update(place=place)
    _record(actor, batch, "shift_scan_page", page=number)


@transaction.atomic
def turn_pages(*, actor: Actor, batch_id: uuid.UUID, numbers: Collection[int], by: int = 90) -> None:
    """Turn pages clockwise by a quarter, or by `by` degrees (a multiple of 90)."""
    batch = lock_open(actor, batch_id)
    for page in _chosen(batch, numbers):
        page.turn = (page.turn + by) % 360
        page.save(update_fields=["turn"])
    _record(actor, batch, "turn_scan_pages", pages=sorted(numbers), by=by)


@transaction.atomic
def throw_pages(*, actor: Actor, batch_id: uuid.UUID, numbers: Collection[int]) -> None:
    """Set pages aside: they are not attached, and stay with the batch until it is closed. A piece without pages is gone."""
    batch = lock_open(actor, batch_id)
    pages = _chosen(batch, numbers)
    Page.objects.filter(pk__in=[page.pk for page in pages if page.piece_id is not None]).update(
        fate=Fate.THROWN, piece=None
    )
    _drop_empty(batch)
    _record(actor, batch, "throw_scan_pages", pages=sorted(numbers))


@transaction.atomic
def name_pieces(
    *, actor: Actor, batch_id: uuid.UUID, names: dict[int, tuple[str, str, bool]], seen: int | None = None
) -> Batch:
    """Say what pieces are: id → (slot, name of a paper that no requirement names, whether it replaces what is there).

    An empty slot leaves the piece unknown. Raises Invalid for a slot that this batch does not have, and as `lock_open`.
    """
    batch = lock_open(actor, batch_id, seen=seen)
    slots = {slot["key"] for slot in batch.slots} | ({EXTRA} if batch.takes_extra else set())
    problems: dict[str, str] = {}
    changed = False
    for piece in batch.pieces.filter(pk__in=list(names)):
        slot, name, replaces = names[piece.pk]
        name = clean(name)[:MAX_NAME]
        if slot and slot not in slots:
            problems[f"slot-{piece.pk}"] = (
                "Hồ sơ này không có thành phần đã chọn. Chọn lại một giấy tờ trong danh sách."
            )
        elif slot == EXTRA and not name:
            problems[f"name-{piece.pk}"] = (
                "Giấy tờ ngoài thành phần phải có tên. Ghi tên giấy tờ, ví dụ: Đơn đề nghị xác nhận."
            )
        elif (piece.slot, piece.name, piece.replaces) != (slot, name, replaces):
            piece.slot, piece.name, piece.replaces = slot, name, replaces
            piece.kind = PieceKind.NAMED if slot else piece.kind
            piece.reference = "" if slot else piece.reference
            piece.save(update_fields=["slot", "name", "replaces", "kind", "reference"])
            changed = True
    if problems:
        raise Invalid(problems)
    if changed:
        _record(actor, batch, "name_scan_pieces", pieces=sorted(names))
    return batch


@transaction.atomic
def discard_batch(*, actor: Actor, batch_id: uuid.UUID) -> Batch:
    """Let the whole batch go; also one that is still being read. A repeat changes nothing."""
    batch = lock_batch(actor, batch_id)
    if batch.state == BatchState.DISCARDED:
        return batch
    batch.state = next_state(batch.state, "discard")
    batch.closed_at = clock.now()
    touch(batch, actor)
    batch.save(update_fields=["state", "closed_at", *CHANGED])
    audit.record(actor=actor, verb="discard_batch", subject_type="scan_batch", subject_id=batch.pk)
    return batch


def _chosen(batch: Batch, numbers: Collection[int]) -> list[Page]:
    """Pages of the batch by their place in the stack, in that order; those sent to another dossier are not there any more."""
    if not numbers:
        raise NothingChosen
    rows = batch.pages.filter(number__in=numbers).exclude(fate__in=[Fate.READ, Fate.SENT])
    pages = list(rows.select_related("piece").defer("thumbnail").order_by("number"))
    if len(pages) != len(set(numbers)):
        raise NotFound("Lô này không còn trang đã chọn. Mở lại trang để thấy các phần hiện có.")
    return pages


def _piece(batch: Batch, piece_id: int) -> Piece:
    piece = batch.pieces.filter(pk=piece_id).first()
    if piece is None:
        raise NotFound("Phần được chọn không còn trong lô. Mở lại trang để thấy các phần hiện có.")
    return piece


def _new_piece_behind(batch: Batch, piece: Piece | None) -> Piece:
    if piece is None:
        order = (batch.pieces.aggregate(last=Max("order"))["last"] or 0) + 1
    else:
        order = piece.order + 1
        batch.pieces.filter(order__gte=order).update(order=F("order") + 1)
    return Piece.objects.create(batch=batch, order=order, kind=PieceKind.UNNAMED)


def _drop_empty(batch: Batch) -> None:
    batch.pieces.filter(pages__isnull=True).delete()


def _record(actor: Actor, batch: Batch, verb: str, **details: object) -> None:
    touch(batch, actor)
    batch.save(update_fields=list(CHANGED))
    audit.record(actor=actor, verb=verb, subject_type="scan_batch", subject_id=batch.pk, details=details)
