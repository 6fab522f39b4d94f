"""Words of a rating (mức, khía cạnh)."""

from django.db import models


class Score(models.IntegerChoices):
    """Five levels, worst first, as on the forms of the one-stop offices."""

    VERY_POOR = 1, "Rất không hài lòng"
    POOR = 2, "Không hài lòng"
    FAIR = 3, "Bình thường"
    GOOD = 4, "Hài lòng"
    VERY_GOOD = 5, "Rất hài lòng"


class Aspect(models.TextChoices):
    """What may have gone wrong."""

    TIME = "time", "Thời gian giải quyết"
    ATTITUDE = "attitude", "Thái độ phục vụ"
    GUIDANCE = "guidance", "Hướng dẫn hồ sơ"
    REPEATED = "repeated", "Phải bổ sung nhiều lần"
    FEE = "fee", "Phí, lệ phí"
    SYSTEM = "system", "Phần mềm khó dùng"
