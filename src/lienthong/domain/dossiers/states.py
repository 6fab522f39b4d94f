"""The life of a dossier as one table (vòng đời hồ sơ)."""

from dataclasses import dataclass

from lienthong.domain.dossiers.choices import NationalStatus, State
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
        Transition(
            "withdraw",
            (State.AWAITING_PAYMENT, State.SUBMITTED, State.SUPPLEMENT, State.PROCESSING),
            State.WITHDRAWN,
            "",
            "Nghị định 118/2025/NĐ-CP",
        ),
        Transition(
            "stop",
            (State.SUBMITTED, State.SUPPLEMENT, State.PROCESSING),
            State.STOPPED,
            "dossiers.approve",
            "Mẫu 05 Thông tư 03/2025/TT-VPCP",
        ),
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
