"""The life of a copy (vòng đời bản sao): compared once or twice, signed, perhaps revoked. A refused one is the end."""

from lienthong.domain.copies.choices import CopyState
from lienthong.domain.copies.errors import CopyMoved

TRANSITIONS: dict[str, tuple[frozenset[str], CopyState]] = {
    "confirm": (frozenset({CopyState.SECOND}), CopyState.READY),
    "sign": (frozenset({CopyState.READY}), CopyState.SIGNED),
    "refuse": (frozenset({CopyState.SECOND, CopyState.READY}), CopyState.REFUSED),
    "revoke": (frozenset({CopyState.SIGNED}), CopyState.REVOKED),
}


def next_state(state: str, verb: str) -> CopyState:
    """Where `verb` leads. Raises CopyMoved."""
    sources, target = TRANSITIONS[verb]
    if state not in sources:
        raise CopyMoved(state)
    return target
