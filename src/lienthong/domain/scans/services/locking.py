"""One officer at a time (khóa lô quét)."""

import uuid

from lienthong.domain.scans import policies
from lienthong.domain.scans.choices import BatchState
from lienthong.domain.scans.errors import BatchChanged, BatchClosed, BatchStillReading
from lienthong.domain.scans.models import Batch
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


def lock_batch(actor: Actor, batch_id: uuid.UUID) -> Batch:
    """The batch, locked until the transaction ends. Raises NotAllowed, NotFound."""
    policies.require_scanning(actor)
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None or not policies.can_see(actor, batch):
        raise NotFound("Không tìm thấy lô quét này ở cơ quan của chức vụ đang dùng.")
    return batch


def lock_open(actor: Actor, batch_id: uuid.UUID, *, seen: int | None = None) -> Batch:
    """The same, when all is read and it may still be arranged. `seen`: the revision that was on the screen.

    Raises BatchClosed, BatchStillReading, BatchChanged.
    """
    batch = lock_batch(actor, batch_id)
    if batch.state != BatchState.OPEN:
        raise BatchClosed(BatchState(batch.state))
    if batch.is_reading:
        raise BatchStillReading(batch.pages_read, batch.pages_total)
    if seen is not None and seen != batch.revision:
        raise BatchChanged(batch.changed_by_name)
    return batch


def touch(batch: Batch, actor: Actor) -> None:
    """Note who changed it last; the caller saves."""
    batch.revision += 1
    batch.changed_at = clock.now()
    batch.changed_by_name = actor.name


CHANGED = ("revision", "changed_at", "changed_by_name")
