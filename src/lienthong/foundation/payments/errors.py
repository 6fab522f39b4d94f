"""Refusals of payments (lỗi thanh toán)."""

from typing import Self

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


class RefundTooMuch(Refused):
    """More than was paid, or than is left after what was given back."""

    code = "refund-too-much"
    status = 422

    def __init__(self, message: str) -> None:
        super().__init__(message, field="amount")


class DrawerTooLittle(Refused):
    """There is not so much cash in the drawer."""

    code = "drawer-too-little"


class BankUnreachable(Exception):
    """The bank did not answer, or not in a way that can be read: to be tried again."""

    def __init__(self, message: str = "Ngân hàng không trả lời.") -> None:
        super().__init__(message)
        self.message = message


class BankRefused(Exception):
    """The bank says no, in its own words."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NoOpenShift(Refused):
    """Cash goes into a drawer that somebody answers for."""

    code = "no-open-shift"

    @classmethod
    def of(cls, label: str, closed_at: str) -> Self:
        """Sentence naming the shift that was closed last, and when."""
        return cls(f"Ca {label} của ông/bà đã đóng lúc {closed_at}. Mở ca mới ở trang Ca thu rồi thu tiền.")


class ShiftClosed(Refused):
    """Somebody closed the shift, or took its money, first."""

    code = "shift-closed"

    @classmethod
    def of(cls, label: str, state: str, by: str, at: str) -> Self:
        """Sentence naming the shift, where it stands, who did it and when."""
        return cls(
            f"Ca {label} {state.lower()}: {by}, {at}. Mở lại trang để xem số liệu đã ghi; không ghi thêm vào ca này."
        )


class ShiftOpenAlready(Refused):
    """One drawer at a time."""

    code = "shift-open-already"

    @classmethod
    def of(cls, label: str, since: str) -> Self:
        """Sentence naming the open shift."""
        return cls(f"Ông/bà đang có ca {label} mở từ {since}. Đóng ca đó trước khi mở ca khác.")


class NotAnothersEyes(Refused):
    """What needs a second person is not confirmed by the first."""

    code = "second-person-needed"
    message = "Việc này cần người thứ hai xác nhận. Đề nghị đồng nghiệp hoặc thủ quỹ mở ca này và xác nhận."


class Unconfirmed(Refused):
    """Money given back waits for the second person."""

    code = "entries-unconfirmed"

    @classmethod
    def of(cls, count: int) -> Self:
        """Sentence with the number of lines that wait."""
        return cls(
            f"Còn {count} khoản trả lại hoặc điều chỉnh chưa có người thứ hai xác nhận. Xác nhận xong rồi nhận tiền nộp quỹ."
        )
