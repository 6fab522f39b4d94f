"""What became of a letter that somebody wants to hear of (sự kiện của thư)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class LetterEnded(Event):
    """A followed letter was taken by the mail server of its receiver (`reason` empty), or is given up. `letter`: the event it was queued for."""

    letter: uuid.UUID
    address: str
    reason: str = ""
