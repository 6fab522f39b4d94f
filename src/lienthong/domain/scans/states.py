"""The life of a batch (vòng đời lô quét): open while it is arranged, then taken by its dossier or discarded. Both are final."""

from lienthong.domain.scans.choices import BatchState
from lienthong.domain.scans.errors import BatchClosed

TRANSITIONS = {
    "take": (BatchState.OPEN, BatchState.TAKEN),
    "discard": (BatchState.OPEN, BatchState.DISCARDED),
}


def next_state(state: str, verb: str) -> BatchState:
    """Where `verb` leads. Raises BatchClosed."""
    source, target = TRANSITIONS[verb]
    if state != source:
        raise BatchClosed(BatchState(state))
    return target
