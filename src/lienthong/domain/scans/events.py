"""What happens to a batch (sự kiện của lô quét)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class BatchTaken(Event):
    """Its pieces are papers of `subject` now."""

    batch_id: uuid.UUID
    subject_kind: str
    subject: str
    papers: int
