"""States of an order and what a bank's notification led to (trạng thái thanh toán)."""

from django.db import models


class OrderState(models.TextChoices):
    """Life of an order."""

    PENDING = "pending", "Chờ thanh toán"
    PAID = "paid", "Đã thanh toán"
    CANCELLED = "cancelled", "Đã hủy"
    REFUNDED = "refunded", "Đã hoàn tiền"


class Outcome(models.TextChoices):
    """What became of one notification. Only `PAID` changes an order."""

    PAID = "paid", "Đã ghi nhận thanh toán"
    DUPLICATE = "duplicate", "Giao dịch này đã được ghi nhận trước đó"
    ALREADY_PAID = "already_paid", "Khoản này đã nộp bằng giao dịch khác, số tiền chuyển thừa chờ hoàn lại"
    CLOSED = "closed", "Khoản này đã hủy, số tiền chuyển chờ hoàn lại"
    WRONG_AMOUNT = "wrong_amount", "Số tiền chuyển khác số tiền phải nộp"
    UNKNOWN_ORDER = "unknown_order", "Nội dung chuyển khoản không có mã thanh toán của hệ thống"
    MALFORMED = "malformed", "Thông báo không đúng cấu trúc"
    BAD_SIGNATURE = "bad_signature", "Chữ ký thông báo không đúng hoặc đã quá 5 phút"


class ShiftState(models.TextChoices):
    """Life of a cashier's shift."""

    OPEN = "open", "Đang thu"
    COUNTED = "counted", "Đã đếm, chờ nộp quỹ"
    HANDED = "handed", "Đã nộp quỹ"


class EntryKind(models.TextChoices):
    """Why cash in a drawer changed. Nothing is taken out of the book: what was wrong is set right by a further line."""

    RECEIPT = "receipt", "Thu phí, lệ phí"
    REFUND = "refund", "Trả lại tiền"
    CORRECTION = "correction", "Điều chỉnh"


class RefundWay(models.TextChoices):
    """How money goes back."""

    CASH = "cash", "Tiền mặt tại quầy"
    ACCOUNT = "account", "Chuyển vào tài khoản"


class RefundState(models.TextChoices):
    """Life of a refund. What failed is not given up: it is sent anew, paid in cash or cancelled by somebody."""

    WAITING = "waiting", "Chờ chi"
    PAID = "paid", "Đã hoàn"
    FAILED = "failed", "Chưa chuyển được"
    CANCELLED = "cancelled", "Đã hủy"


class Match(models.TextChoices):
    """How an order of a shift stands against what the bank told."""

    PAID = "paid", "Ngân hàng đã báo có"
    WAITING = "waiting", "Chờ ngân hàng báo có"
    WRONG_AMOUNT = "wrong_amount", "Chuyển sai số tiền"
    TWICE = "twice", "Chuyển hai lần"
    GIVEN_UP = "given_up", "Đã hủy"


BANKS = (
    ("970405", "Agribank"),
    ("970415", "VietinBank"),
    ("970416", "ACB"),
    ("970418", "BIDV"),
    ("970422", "MB"),
    ("970423", "TPBank"),
    ("970432", "VPBank"),
    ("970403", "Sacombank"),
    ("970407", "Techcombank"),
    ("970436", "Vietcombank"),
    ("970437", "HDBank"),
    ("970441", "VIB"),
    ("970443", "SHB"),
)
"""Banks by their number at NAPAS, for refunds: data [M]."""

NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)
"""Bank notes in use, in VND: data, counted one by one at the end of a shift."""
