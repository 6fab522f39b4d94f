"""Words of a rating (mức, khía cạnh, cách đánh giá)."""

from django.db import models


class Score(models.IntegerChoices):
    """Five levels, worst first, as on the forms of the one-stop offices."""

    VERY_POOR = 1, "Rất không hài lòng"
    POOR = 2, "Không hài lòng"
    FAIR = 3, "Bình thường"
    GOOD = 4, "Hài lòng"
    VERY_GOOD = 5, "Rất hài lòng"


LOW = (Score.VERY_POOR, Score.POOR)
"""Levels that somebody looks into, with a deadline."""


class Aspect(models.TextChoices):
    """What may have gone wrong."""

    TIME = "time", "Thời gian giải quyết"
    ATTITUDE = "attitude", "Thái độ phục vụ"
    GUIDANCE = "guidance", "Hướng dẫn hồ sơ"
    REPEATED = "repeated", "Phải bổ sung nhiều lần"
    FEE = "fee", "Phí, lệ phí"
    SYSTEM = "system", "Phần mềm khó dùng"


class Way(models.TextChoices):
    """How an answer came (cách đánh giá)."""

    ACCOUNT = "account", "Trang hồ sơ"
    LINK = "link", "Đường dẫn trong thư"
    DEVICE = "device", "Máy tại quầy"


class FollowUpState(models.TextChoices):
    """Where the look into a low rating stands."""

    OPEN = "open", "Chờ xem xét"
    CLOSED = "closed", "Đã xem xét"
