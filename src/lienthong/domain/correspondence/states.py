"""The life of documents as one table (vòng đời văn bản đến, văn bản đi); Điều 14 đến 24 Nghị định 30/2020/NĐ-CP."""

from dataclasses import dataclass

from lienthong.domain.correspondence.choices import OPEN_STATES, State


@dataclass(frozen=True, slots=True)
class Move:
    """A verb: from which states, to which, who may (one of the rights; none: the seat it lies with), by which rule."""

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
    "lock_away": Move(
        frozenset({*OPEN_STATES, State.COMPLETED, State.RETURNED, State.CANCELLED}),
        State.CANCELLED,
        "",
        "Luật Bảo vệ bí mật nhà nước 2018;",
    ),
    # Outgoing
    "sign": Move(frozenset({State.TO_SIGN}), State.SIGNED, "", "Điều 13"),
    "give_back": Move(frozenset({State.TO_SIGN}), State.GIVEN_BACK, "", "Điều 13"),
    "seal": Move(frozenset({State.SIGNED}), State.SEALED, "documents.register", "Điều 17"),
    "issue": Move(frozenset({State.SEALED}), State.ISSUED, "documents.register", "Điều 18"),
    "void": Move(frozenset({State.SIGNED, State.SEALED}), State.CANCELLED, "documents.register", "Điều 15"),
    "recall": Move(
        frozenset({State.ISSUED}), State.RECALLED, "documents.register documents.direct_agency", "Điều 18 khoản 4"
    ),
    "replace": Move(frozenset({State.ISSUED}), State.REPLACED, "documents.register", "Điều 18 khoản 4"),
}
