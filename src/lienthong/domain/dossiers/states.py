"""The life of a dossier as one table (vòng đời hồ sơ)."""

from dataclasses import dataclass

from lienthong.domain.dossiers.choices import NationalGroup, NationalStatus, State
from lienthong.domain.dossiers.errors import WrongState


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed move: from any of `sources` by `verb` to `target`; `right` is who may ("" = the applicant)."""

    verb: str
    sources: tuple[State, ...]
    target: State
    right: str
    basis: str


TRANSITIONS = {
    move.verb: move
    for move in (
        Transition("pay", (State.AWAITING_PAYMENT,), State.SUBMITTED, "", "Điều 21a Nghị định 107/2021/NĐ-CP"),
        Transition("accept", (State.SUBMITTED,), State.PROCESSING, "dossiers.receive", "Nghị định 118/2025/NĐ-CP"),
        Transition("reject", (State.SUBMITTED,), State.REJECTED, "dossiers.receive", "Mẫu 03 Thông tư 03/2025/TT-VPCP"),
        Transition(
            "request_supplement",
            (State.SUBMITTED, State.PROCESSING),
            State.SUPPLEMENT,
            "dossiers.request_supplement",
            "Mẫu 02 Thông tư 03/2025/TT-VPCP",
        ),
        Transition("supplement", (State.SUPPLEMENT,), State.SUBMITTED, "", "Nghị định 118/2025/NĐ-CP"),
        Transition("resume", (State.SUPPLEMENT,), State.PROCESSING, "", "Nghị định 118/2025/NĐ-CP"),
        Transition("complete", (State.PROCESSING,), State.COMPLETED, "dossiers.sign", "Nghị định 118/2025/NĐ-CP"),
        Transition(
            "return_result", (State.COMPLETED,), State.RETURNED, "dossiers.return_result", "Nghị định 118/2025/NĐ-CP"
        ),
        # The paper went to the wrong person: a leader takes the act back, its record stays.
        Transition("undo_return", (State.RETURNED,), State.COMPLETED, "dossiers.approve", "Nghị định 118/2025/NĐ-CP"),
        Transition(
            "withdraw",
            (
                State.AWAITING_PAYMENT,
                State.SUBMITTED,
                State.SUPPLEMENT,
                State.PROCESSING,
                State.PAUSED,
                State.DUTY,
            ),
            State.WITHDRAWN,
            "",
            "Nghị định 118/2025/NĐ-CP",
        ),
        Transition(
            "stop",
            (State.SUBMITTED, State.SUPPLEMENT, State.PROCESSING, State.PAUSED, State.DUTY),
            State.STOPPED,
            "dossiers.approve",
            "Mẫu 05 Thông tư 03/2025/TT-VPCP",
        ),
        Transition("pause", (State.PROCESSING,), State.PAUSED, "dossiers.handle", "Nghị định 118/2025/NĐ-CP"),
        Transition("end_pause", (State.PAUSED,), State.PROCESSING, "dossiers.handle", "Nghị định 118/2025/NĐ-CP"),
        Transition("ask_duty", (State.PROCESSING,), State.DUTY, "dossiers.handle", "Nghị định 118/2025/NĐ-CP"),
        Transition("cancel_duty", (State.DUTY,), State.PROCESSING, "dossiers.handle", "Nghị định 118/2025/NĐ-CP"),
        # Nobody's right: only the bank's word settles a duty.
        Transition("settle_duty", (State.DUTY,), State.PROCESSING, "(ngân hàng)", "Nghị định 118/2025/NĐ-CP"),
        Transition(
            "extend", (State.PROCESSING,), State.PROCESSING, "dossiers.approve", "Mẫu 04 Thông tư 03/2025/TT-VPCP"
        ),
        Transition(
            "reopen",
            (State.RETURNED, State.CLOSED),
            State.PROCESSING,
            "dossiers.approve",
            "Luật Khiếu nại 2011; Nghị định 118/2025/NĐ-CP",
        ),
        Transition("refer", (State.PROCESSING,), State.PROCESSING, "dossiers.handle", "Nghị định 118/2025/NĐ-CP"),
        Transition("close", (State.RETURNED,), State.CLOSED, "dossiers.return_result", "Luật Lưu trữ 2024"),
    )
}

_NATIONAL = {
    State.AWAITING_PAYMENT: NationalStatus.PAYMENT,
    State.SUBMITTED: NationalStatus.REGISTERED,
    State.SUPPLEMENT: NationalStatus.SUPPLEMENT,
    State.COMPLETED: NationalStatus.DONE,
    State.RETURNED: NationalStatus.RETURNED,
    State.REJECTED: NationalStatus.NOT_ACCEPTED,
    State.WITHDRAWN: NationalStatus.WITHDRAWN,
    State.STOPPED: NationalStatus.STOPPED,
    State.PAUSED: NationalStatus.STOPPED,
    State.DUTY: NationalStatus.PAYMENT,
    State.CLOSED: NationalStatus.RETURNED,
}

_GROUPS = {
    NationalStatus.REGISTERED: NationalGroup.WAITING,
    NationalStatus.ACCEPTED: NationalGroup.RUNNING,
    NationalStatus.NOT_ACCEPTED: NationalGroup.DONE,
    NationalStatus.PROCESSING: NationalGroup.RUNNING,
    NationalStatus.SUPPLEMENT: NationalGroup.PAUSED,
    NationalStatus.PAYMENT: NationalGroup.PAUSED,
    NationalStatus.STOPPED: NationalGroup.PAUSED,
    NationalStatus.WITHDRAWN: NationalGroup.DONE,
    NationalStatus.DONE: NationalGroup.DONE,
    NationalStatus.RETURNED: NationalGroup.DONE,
}


def next_state(state: str, verb: str) -> State:
    """The state after `verb`. Raises WrongState with a sentence when the table has no such move."""
    move = TRANSITIONS[verb]
    if state not in move.sources:
        raise WrongState.of(State(state), verb)
    return move.target


def national_status(state: str, *, work_begun: bool) -> NationalStatus:
    """The national status of a dossier in `state`.

    Between acceptance and the first finished step of examination it is "Được tiếp nhận" (2), then "Đang xử lý" (4).
    """
    if state == State.PROCESSING:
        return NationalStatus.PROCESSING if work_begun else NationalStatus.ACCEPTED
    return _NATIONAL[State(state)]


def national_group(status: NationalStatus) -> NationalGroup:
    """The group under which national reports count `status`: done 7, 9, 10 (and 3, refused), paused 5, 6, 8, running 2, 4."""
    return _GROUPS[status]
