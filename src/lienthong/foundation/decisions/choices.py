"""Words of decision tables (các lựa chọn của bảng quyết định)."""

from django.db import models


class ValueType(models.TextChoices):
    """What a column holds. `prose` is for outputs only: whole sentences, never compared."""

    TEXT = "text", "Chữ"
    NUMBER = "number", "Số"
    BOOLEAN = "boolean", "Có hoặc Không"
    DATE = "date", "Ngày"
    PROSE = "prose", "Đoạn văn"


class HitPolicy(models.TextChoices):
    """How many rules may fit (OMG DMN 1.3, 8.2.8). `C+` adds up the first number of every rule that fits."""

    UNIQUE = "U", "Duy nhất: chỉ một quy tắc khớp"
    FIRST = "F", "Ưu tiên: lấy quy tắc khớp đầu tiên"
    COLLECT = "C", "Gom: lấy mọi quy tắc khớp"
    SUM = "C+", "Cộng: cộng số của mọi quy tắc khớp"


class Purpose(models.TextChoices):
    """Who asks the table. `rules.purposes` says which outputs each expects."""

    ELIGIBILITY = "eligibility", "Kiểm tra điều kiện"
    FEES = "fees", "Miễn, giảm phí, lệ phí"
    OTHER = "other", "Việc khác"


class Severity(models.TextChoices):
    """What a finding means for publishing."""

    ERROR = "error", "Phải sửa"
    WARNING = "warning", "Nên xem"


class Outcome(models.TextChoices):
    """What an eligibility table concludes; the words officials choose from."""

    MAY = "Được nộp"
    MAY_NOT = "Không đủ điều kiện"
    NEED_NOT = "Không phải làm thủ tục này"


class Effect(models.TextChoices):
    """What a table of fees grants."""

    WAIVED = "Miễn"
    REDUCED = "Giảm"


class FeesMeant(models.TextChoices):
    """Which fees a rule is about."""

    CHARGES = "Lệ phí"
    FEES = "Phí"
    ALL = "Mọi khoản"
