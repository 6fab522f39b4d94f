"""Life of a payment order (vòng đời lệnh thanh toán), as one table."""

from lienthong.foundation.payments.choices import OrderState
from lienthong.foundation.payments.errors import WrongState

# (state, verb) -> next state. Money that arrives on a cancelled order does not revive it: it is recorded and returned.
TRANSITIONS: dict[tuple[str, str], str] = {
    (OrderState.PENDING, "confirm"): OrderState.PAID,
    (OrderState.PENDING, "cancel"): OrderState.CANCELLED,
    (OrderState.PAID, "refund"): OrderState.REFUNDED,
}


def next_state(state: str, verb: str) -> str:
    """The state after `verb`; raises WrongState when the table has no such row."""
    try:
        return TRANSITIONS[state, verb]
    except KeyError:
        raise WrongState(
            f"Lệnh thanh toán đang ở trạng thái “{OrderState(state).label}” nên không thực hiện được việc này."
        ) from None
