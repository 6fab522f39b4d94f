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
