"""The life of a draft as one table (vòng đời dự thảo); Điều 10 đến 13 Nghị định 30/2020/NĐ-CP."""

from dataclasses import dataclass

from lienthong.domain.drafts.choices import OPEN_STATES, DraftState


@dataclass(frozen=True, slots=True)
class Move:
    """A verb: from which states, to which, who may (writer, approver, both, system), by which rule."""

    source: frozenset[str]
    target: str
    who: str
    basis: str


_BEING_WRITTEN = frozenset({DraftState.WRITING, DraftState.RETURNED, DraftState.APPROVED})

MOVES: dict[str, Move] = {
    "save": Move(_BEING_WRITTEN, DraftState.WRITING, "both", "Điều 10 khoản 1"),
    "correct": Move(frozenset({DraftState.AWAITING}), DraftState.AWAITING, "approver", "Điều 11 khoản 1"),
    "ask_approval": Move(
        frozenset({DraftState.WRITING, DraftState.RETURNED}), DraftState.AWAITING, "writer", "Điều 11"
    ),
    "take_back": Move(
        frozenset({DraftState.AWAITING, DraftState.APPROVED}), DraftState.WRITING, "writer", "Điều 10 khoản 1"
    ),
    "approve": Move(frozenset({DraftState.AWAITING}), DraftState.APPROVED, "approver", "Điều 12 khoản 1"),
    "return": Move(
        frozenset({DraftState.AWAITING, DraftState.APPROVED}), DraftState.RETURNED, "approver", "Điều 11 khoản 2"
    ),
    "submit": Move(frozenset({DraftState.APPROVED}), DraftState.SUBMITTED, "both", "Điều 13"),
    # Who approves drafts need not ask themself.
    "submit_own": Move(_BEING_WRITTEN | {DraftState.AWAITING}, DraftState.SUBMITTED, "approver", "Điều 13"),
    "reopen": Move(frozenset({DraftState.SUBMITTED}), DraftState.RETURNED, "system", "Điều 13"),
    "finish": Move(frozenset({DraftState.SUBMITTED}), DraftState.FINISHED, "system", "Điều 14"),
    "abandon": Move(frozenset(OPEN_STATES), DraftState.ABANDONED, "both", "Điều 10"),
}
