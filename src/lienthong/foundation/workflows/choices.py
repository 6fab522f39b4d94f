"""Kinds of steps and states of a run (loại bước, trạng thái)."""

from django.db import models


class StepKind(models.TextChoices):
    """What is done in a step; screens choose their buttons by it."""

    RECEIVE = "receive", "Tiếp nhận"
    CHECK = "check", "Kiểm tra"
    ASSIGN = "assign", "Phân công"
    HANDLE = "handle", "Thụ lý"
    CONSULT = "consult", "Lấy ý kiến"
    DRAFT = "draft", "Dự thảo"
    APPROVE = "approve", "Duyệt"
    SIGN = "sign", "Ký"
    STAMP = "stamp", "Đóng dấu"
    HAND_OVER = "hand_over", "Chuyển giao"
    RETURN = "return", "Trả kết quả"


class StepAgency(models.TextChoices):
    """Whose officers do a step."""

    COMPETENT = "competent", "Cơ quan giải quyết"
    RECEPTION = "reception", "Nơi tiếp nhận"


class InstanceStatus(models.TextChoices):
    """State of one run."""

    RUNNING = "running", "Đang thực hiện"
    FINISHED = "finished", "Đã xong"
    CANCELLED = "cancelled", "Đã dừng"


class Operator(models.TextChoices):
    """Comparisons a condition may use."""

    EQUAL = "==", "bằng"
    NOT_EQUAL = "!=", "khác"
    LESS = "<", "nhỏ hơn"
    AT_MOST = "<=", "không quá"
    MORE = ">", "lớn hơn"
    AT_LEAST = ">=", "từ"
    IN = "in", "thuộc"
