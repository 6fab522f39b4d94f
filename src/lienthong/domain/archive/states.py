"""The lives of a list, a work file, a hand-over and a destruction list as tables (vòng đời hồ sơ)."""

from collections.abc import Mapping
from dataclasses import dataclass

from lienthong.domain.archive.choices import DestructionState, FileState, HandoverState, ListState
from lienthong.domain.archive.errors import WrongState


@dataclass(frozen=True, slots=True)
class Move:
    """A verb: from which states, to which, by which rule."""

    source: frozenset[str]
    target: str
    basis: str


FILES: Mapping[str, Move] = {
    "close": Move(frozenset({FileState.OPEN}), FileState.CLOSED, "Điều 29 khoản 4 Nghị định 30/2020/NĐ-CP"),
    "reopen": Move(frozenset({FileState.CLOSED}), FileState.OPEN, "Điều 29 Nghị định 30/2020/NĐ-CP"),
    "offer": Move(frozenset({FileState.CLOSED}), FileState.OFFERED, "Điều 30 Nghị định 30/2020/NĐ-CP"),
    "accept": Move(frozenset({FileState.OFFERED}), FileState.ARCHIVED, "Điều 30 Nghị định 30/2020/NĐ-CP"),
    "give_back": Move(frozenset({FileState.OFFERED}), FileState.CLOSED, "Điều 30 Nghị định 30/2020/NĐ-CP"),
    "destroy": Move(frozenset({FileState.ARCHIVED}), FileState.DESTROYED, "Luật Lưu trữ 33/2024/QH15"),
}
LISTS: Mapping[str, Move] = {
    "submit": Move(frozenset({ListState.DRAFT}), ListState.SUBMITTED, "Điều 28 Nghị định 30/2020/NĐ-CP"),
    "approve": Move(frozenset({ListState.SUBMITTED}), ListState.APPROVED, "Điều 28 Nghị định 30/2020/NĐ-CP"),
    "send_back": Move(frozenset({ListState.SUBMITTED}), ListState.DRAFT, "Điều 28 Nghị định 30/2020/NĐ-CP"),
}
HANDOVERS: Mapping[str, Move] = {
    "accept": Move(frozenset({HandoverState.OFFERED}), HandoverState.ACCEPTED, "Điều 30 Nghị định 30/2020/NĐ-CP"),
    "give_back": Move(frozenset({HandoverState.OFFERED}), HandoverState.RETURNED, "Điều 30 Nghị định 30/2020/NĐ-CP"),
}
DESTRUCTIONS: Mapping[str, Move] = {
    "review": Move(frozenset({DestructionState.PREPARED}), DestructionState.REVIEWED, "Luật Lưu trữ 33/2024/QH15"),
    "approve": Move(frozenset({DestructionState.REVIEWED}), DestructionState.APPROVED, "Luật Lưu trữ 33/2024/QH15"),
    "carry_out": Move(
        frozenset({DestructionState.APPROVED}), DestructionState.CARRIED_OUT, "Luật Lưu trữ 33/2024/QH15"
    ),
    "cancel": Move(
        frozenset({DestructionState.PREPARED, DestructionState.REVIEWED, DestructionState.APPROVED}),
        DestructionState.CANCELLED,
        "Luật Lưu trữ 33/2024/QH15",
    ),
}


def next_state(table: Mapping[str, Move], verb: str, state: str, *, what: str, label: str) -> str:
    """Where `verb` leads from `state`. `what` and `label` name the thing and its state in the refusal. Raises WrongState."""
    move = table[verb]
    if state not in move.source:
        raise WrongState(
            f"{what} đang ở trạng thái “{label}” nên không làm được việc này ({move.basis}); có thể người khác vừa xử lý. "
            "Tải lại trang để xem hiện trạng."
        )
    return move.target
