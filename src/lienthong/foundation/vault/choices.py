"""Words of the vault (các lựa chọn của kho giấy tờ)."""

from django.db import models


class Origin(models.TextChoices):
    """How a paper came into the vault; the State vouches for what it returned itself."""

    RETURNED = "returned", "Kết quả cơ quan nhà nước đã trả"
    HANDED_IN = "handed_in", "Giấy tờ ông/bà đã nộp"
