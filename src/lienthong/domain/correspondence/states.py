"""The life of an incoming document as one table (vòng đời văn bản đến); Điều 20 đến 24 Nghị định 30/2020/NĐ-CP."""

from dataclasses import dataclass

from lienthong.domain.correspondence.choices import OPEN_STATES, State


@dataclass(frozen=True, slots=True)
class Move:
    """A verb: from which states, to which, who may, by which rule."""

    source: frozenset[str]
    target: str
    right: str
    basis: str


MOVES: dict[str, Move] = {
    "submit": Move(
        frozenset({State.REGISTERED, State.SUBMITTED}), State.SUBMITTED, "documents.register", "Điều 23 khoản 1"
    ),
    "direct": Move(
        frozenset({State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS}),
        State.IN_PROGRESS,
        "documents.direct",
        "Điều 23 khoản 2",
    ),
    "complete": Move(frozenset(OPEN_STATES), State.COMPLETED, "documents.direct_agency", "Điều 24"),
    "reopen": Move(frozenset({State.COMPLETED}), State.IN_PROGRESS, "documents.direct_agency", "Điều 24"),
    "return": Move(frozenset(OPEN_STATES), State.RETURNED, "documents.register", "Điều 21"),
    "cancel": Move(frozenset({State.REGISTERED}), State.CANCELLED, "documents.register", "Điều 22"),
}
