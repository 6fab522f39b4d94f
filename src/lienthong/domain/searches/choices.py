"""Words of this app (các lựa chọn)."""

from django.db import models


class Verdict(models.TextChoices):
    """What an official said about words that were not found."""

    KEYWORD = "keyword", "Đã thêm vào từ khóa"
    NOT_HERE = "not_here", "Không thuộc tỉnh giải quyết"
    NO_NAME = "no_name", "Không phải tên việc"
