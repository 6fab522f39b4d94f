"""The life of a parcel as one table (hành trình bưu gửi), and how a heap of events becomes one state.

Messages of a carrier come late, twice, in another order, or not at all. So nothing is moved step by step: all events known are put in the
order of their own time and played from the start. Any order of arrival and any repetition gives the same state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lienthong.foundation.postal.choices import Need, State, Verb

_S, _V = State, Verb

# (state, verb) -> next state. What is missing says nothing new: `pick_up` of a parcel in transit was told late.
# Steps may be skipped, for a message may be lost for good; a lost parcel may be found again.
TRANSITIONS: dict[tuple[str, str], State] = {
    (_S.CREATED, _V.ACCEPT): _S.ACCEPTED,
    **{(state, _V.PICK_UP): _S.PICKED_UP for state in (_S.CREATED, _S.ACCEPTED, _S.FAILED)},
    **{
        (state, _V.MOVE): _S.IN_TRANSIT
        for state in (_S.CREATED, _S.ACCEPTED, _S.PICKED_UP, _S.IN_TRANSIT, _S.FAILED, _S.LOST)
    },
    **{(state, _V.FAIL): _S.FAILED for state in (_S.CREATED, _S.ACCEPTED, _S.PICKED_UP, _S.IN_TRANSIT, _S.FAILED)},
    **{
        (state, _V.DELIVER): _S.DELIVERED
        for state in (_S.CREATED, _S.ACCEPTED, _S.PICKED_UP, _S.IN_TRANSIT, _S.FAILED, _S.RETURNING, _S.LOST)
    },
    **{
        (state, _V.TURN_BACK): _S.RETURNING
        for state in (_S.CREATED, _S.ACCEPTED, _S.PICKED_UP, _S.IN_TRANSIT, _S.FAILED, _S.LOST)
    },
    **{
        (state, _V.RETURN): _S.RETURNED
        for state in (_S.CREATED, _S.ACCEPTED, _S.PICKED_UP, _S.IN_TRANSIT, _S.FAILED, _S.RETURNING, _S.LOST)
    },
    **{(state, _V.CANCEL): _S.CANCELLED for state in (_S.CREATED, _S.ACCEPTED, _S.FAILED)},
    **{
        (state, _V.LOSE): _S.LOST
        for state in (_S.CREATED, _S.ACCEPTED, _S.PICKED_UP, _S.IN_TRANSIT, _S.FAILED, _S.RETURNING)
    },
}

TERMINAL = frozenset({_S.DELIVERED, _S.RETURNED, _S.CANCELLED})
CANCELLABLE = frozenset({_S.CREATED, _S.ACCEPTED, _S.FAILED})
_RANK = {verb: place for place, verb in enumerate(Verb)}  # of two events of one second, the later in a parcel's life
_ENDS = frozenset({_V.DELIVER, _V.RETURN, _V.LOSE, _V.TURN_BACK, _V.FAIL, _V.PICK_UP})
_SAYS = {_S.DELIVERED: _V.DELIVER, _S.RETURNED: _V.RETURN, _S.CANCELLED: _V.CANCEL}


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as the table needs it. `key` tells two events of one second and verb apart (the carrier's code)."""

    at: datetime
    verb: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Traced:
    """What the events together say. `by`: the event that led to the state, None at the start. `fails`: attempts in vain.

    `conflict`: after the end of the journey the carrier told of another one (delivered, then returned).
    """

    state: State
    by: Happened | None
    fails: int
    conflict: bool


def trace(events: Iterable[Happened]) -> Traced:
    """Play the events in the order of their own time."""
    state, by, fails, conflict = State.CREATED, None, 0, False
    known = {each for each in events if each.verb in _RANK and each.verb != Verb.NOTE}
    for each in sorted(known, key=lambda event: (event.at, _RANK[Verb(event.verb)], event.key)):
        following = TRANSITIONS.get((state, each.verb))
        if following is None:
            conflict = conflict or (state in TERMINAL and each.verb in _ENDS and each.verb != _SAYS[state])
            continue
        fails += following == State.FAILED
        state, by = following, each
    return Traced(state=state, by=by, fails=fails, conflict=conflict)


ADVICE: dict[str, str] = {
    Need.OPEN: "Mở gói, đối chiếu từng giấy tờ với danh mục rồi tiếp nhận hoặc yêu cầu bổ sung.",
    Need.PACK: "In nhãn, đóng gói, đưa vào bảng kê và bàn giao cho bưu tá.",
    Need.REFUSED: "Sửa địa chỉ, số điện thoại theo lý do bưu điện nêu rồi gửi lại đơn.",
    Need.FAILED: "Gọi người dân, hỏi lại địa chỉ và giờ có nhà, rồi đề nghị bưu điện đến lại.",
    Need.RETURNED: "Kiểm lại gói đã hoàn về. Liên hệ người nhận: gửi lại theo địa chỉ đúng, hoặc hẹn nhận tại Một cửa.",
    Need.LOST: "Lập khiếu nại với bưu điện (QĐ 45/2016/QĐ-TTg), xin lỗi người nhận và cấp lại bản giấy nếu cần.",
    Need.CONFLICT: "Bưu điện báo hai kết quả khác nhau. Gọi bưu cục xác minh rồi ghi kết quả.",
    Need.COD: "Đối chiếu với bưu điện số tiền đã thu; ghi kết quả sau khi hai bên thống nhất.",
    Need.EXTRA: "Người dân đã nộp khoản này trước khi bưu tá thu. Làm thủ tục hoàn lại tiền.",
}
