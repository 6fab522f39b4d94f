"""Words of public figures (các lựa chọn của số liệu công khai)."""

from django.db import models


class PeriodKind(models.TextChoices):
    """How long a report reaches (kỳ)."""

    DAY = "day", "Ngày"
    WEEK = "week", "Tuần"
    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    YEAR = "year", "Năm"


class EditionState(models.TextChoices):
    """What became of one reckoning of a report."""

    READY = "ready", "Chờ công bố"
    HELD = "held", "Không công bố"
    PUBLISHED = "published", "Đã công bố"


class Check(models.TextChoices):
    """What must hold before a report is published (phép kiểm), in the order in which an official looks."""

    BALANCE = "balance", "Cân đối từng đơn vị, thủ tục, kênh"
    TRANSFERS = "transfers", "Chuyển đi bằng chuyển đến trong tỉnh"
    LEDGER = "ledger", "Sổ biến động khớp hồ sơ"
    CHAIN = "chain", "Số kỳ trước chuyển sang khớp kỳ trước"
    PARTS = "parts", "Cộng các kỳ ngắn hơn bằng kỳ này"
