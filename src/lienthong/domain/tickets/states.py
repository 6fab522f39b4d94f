"""The life of a number as one table (vòng đời phiếu số)."""

from lienthong.domain.tickets.choices import TicketState

# verb: (from, to)
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "call": (frozenset({TicketState.WAITING}), TicketState.CALLED),
    "finish": (frozenset({TicketState.CALLED}), TicketState.DONE),
    "miss": (frozenset({TicketState.CALLED}), TicketState.MISSED),
    # Somebody who was out of the room, and somebody called to the wrong counter, stand where they stood.
    "return": (frozenset({TicketState.CALLED, TicketState.MISSED}), TicketState.WAITING),
    "leave": (frozenset({TicketState.WAITING}), TicketState.LEFT),
}
