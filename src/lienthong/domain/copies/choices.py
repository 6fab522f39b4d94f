"""Words of certified copies (các lựa chọn của bản sao điện tử)."""

from typing import Final

from django.db import models

NOTATION: Final = "{number}/{year}-BSĐT"
"""How a copy is numbered where an office has decided nothing; [M]: no decree we could read fixes it."""
WORDS: Final = "BẢN SAO ĐIỆN TỬ TỪ BẢN CHÍNH"
"""What stands above the signature where an office has decided nothing [M]."""
SOURCE_SHOWN: Final = 200


class CopyState(models.TextChoices):
    """The life of a copy: `states.py` says who moves it."""

    SECOND = "second", "Chờ người thứ hai đối chiếu"
    READY = "ready", "Chờ ký số"
    SIGNED = "signed", "Đã ký, có hiệu lực"
    REFUSED = "refused", "Không chứng thực"
    REVOKED = "revoked", "Đã thu hồi"


class SignedBy(models.TextChoices):
    """Whose certificate stands on the copy."""

    AGENCY = "agency", "Chứng thư số của cơ quan"
    PERSON = "person", "Chứng thư số của người ký"
