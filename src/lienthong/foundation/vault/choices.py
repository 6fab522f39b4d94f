"""Words of the vault (các lựa chọn của kho giấy tờ)."""

from datetime import timedelta
from typing import Final

from django.db import models

CONSENT_LASTS: Final = timedelta(days=365)
"""How long a consent may be used at most; it ends earlier with the dossier, or when the owner takes it back. [M]: no decree we could
read names a time."""


class Origin(models.TextChoices):
    """How a paper came into the vault; the State vouches for what it returned itself, and for a copy it certified."""

    RETURNED = "returned", "Kết quả cơ quan nhà nước đã trả"
    CERTIFIED = "certified", "Bản sao điện tử cơ quan đã chứng thực"
    HANDED_IN = "handed_in", "Giấy tờ ông/bà đã nộp"


class Standing(models.TextChoices):
    """Whether a paper still counts; that it has expired is a date, not a standing."""

    CURRENT = "current", "Còn giá trị"
    REPLACED = "replaced", "Đã có bản thay thế"
    REVOKED = "revoked", "Đã thu hồi"


class Signature(models.TextChoices):
    """What was found of the digital signatures when the paper came in."""

    NONE = "none", "Không có chữ ký số"
    VALID = "valid", "Chữ ký số hợp lệ"
    INVALID = "invalid", "Chữ ký số không hợp lệ"


class Way(models.TextChoices):
    """How a consent was given."""

    ONLINE = "online", "Trên trang, sau khi đăng nhập"
    COUNTER = "counter", "Trực tiếp tại quầy"


class ConsentState(models.TextChoices):
    """Where a consent stands, derived from its times."""

    IN_FORCE = "in_force", "Đang có hiệu lực"
    WITHDRAWN = "withdrawn", "Đã rút"
    ENDED = "ended", "Đã kết thúc"
    EXPIRED = "expired", "Hết thời hạn"
