"""Refusals of payments (lỗi thanh toán)."""

from lienthong.kit.errors import Refused


class AlreadyPaid(Refused):
    """The subject has a paid order; asking again would make people pay twice."""

    code = "already-paid"
    message = "Khoản này đã được thanh toán. Không cần nộp lại."


class NotPayable(Refused):
    """The order would ask for nothing, or for more than a bank can transfer."""

    code = "not-payable"
    status = 422
    message = "Số tiền phải nộp phải lớn hơn 0 đồng."


class WrongState(Refused):
    """The life cycle has no such step."""

    code = "payment-wrong-state"


class CashGiven(Refused):
    """The cash on the counter is less than the amount due, or no amount at all."""

    code = "cash-too-little"
    status = 422

    def __init__(self, message: str) -> None:
        super().__init__(message, field="given")
