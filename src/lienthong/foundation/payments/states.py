"""Life of a payment order (vòng đời lệnh thanh toán), as one table."""

from lienthong.foundation.payments.choices import OrderState, RefundState
from lienthong.foundation.payments.errors import WrongState

# (state, verb) -> next state. Money that arrives on a cancelled order does not revive it: it is recorded and returned.
TRANSITIONS: dict[tuple[str, str], str] = {
    (OrderState.PENDING, "confirm"): OrderState.PAID,
    (OrderState.PENDING, "cancel"): OrderState.CANCELLED,
    (OrderState.PAID, "refund"): OrderState.REFUNDED,
}


# The same for a refund: decided, then paid at the counter or by the bank.
REFUNDS: dict[tuple[str, str], str] = {
    (RefundState.WAITING, "pay"): RefundState.PAID,
    (RefundState.FAILED, "pay"): RefundState.PAID,
    (RefundState.WAITING, "fail"): RefundState.FAILED,
    (RefundState.WAITING, "redirect"): RefundState.WAITING,
    (RefundState.FAILED, "redirect"): RefundState.WAITING,
    (RefundState.WAITING, "cancel"): RefundState.CANCELLED,
    (RefundState.FAILED, "cancel"): RefundState.CANCELLED,
}


def next_refund_state(state: str, verb: str) -> str:
    """The state of a refund after `verb`; raises WrongState when the table has no such row."""
    try:
        return REFUNDS[state, verb]
    except KeyError:
        raise WrongState(
            f"Khoản hoàn trả {RefundState(state).label.lower()} nên không thực hiện được việc này. Mở lại trang để xem ai đã làm, lúc nào."
        ) from None


def next_state(state: str, verb: str) -> str:
    """The state after `verb`; raises WrongState when the table has no such row."""
    try:
        return TRANSITIONS[state, verb]
    except KeyError:
        raise WrongState(
            f"Lệnh thanh toán đang ở trạng thái “{OrderState(state).label}” nên không thực hiện được việc này."
        ) from None
