"""Words of a scanned stack (các lựa chọn của lô quét)."""

from typing import Final

from django.db import models

MAX_BYTES: Final = 120 * 1024 * 1024
MAX_PAGES: Final = 600
"""Of one batch, all files together: what one pile holds before it is better scanned as two."""
MAX_FILES_AT_ONCE: Final = 60
AT_ONCE: Final = 20
"""Pages that are looked at while the officer waits; more are looked at by a job that tells how far it is."""
EXTRA: Final = "giay-to-khac"
"""Slot of a paper that no requirement names; only where the receiver takes one."""
TURNS: Final = (0, 90, 180, 270)


class BatchState(models.TextChoices):
    """The life of a batch: `states.py` says who moves it."""

    OPEN = "open", "Đang sắp xếp"
    TAKEN = "taken", "Đã gắn vào hồ sơ"
    DISCARDED = "discarded", "Đã bỏ"


class SubjectKind(models.TextChoices):
    """What the papers of a batch are for."""

    DOSSIER = "dossier", "Hồ sơ"
    FILING = "filing", "Bản khai"
    UNKNOWN = "", "Chưa rõ hồ sơ"


class PieceKind(models.TextChoices):
    """Why a piece is one."""

    NAMED = "named", "Theo tờ ngăn"
    UNNAMED = "unnamed", "Chưa rõ giấy tờ nào"
    TORN = "torn", "Sau tờ ngăn không đọc được mã"
    FOREIGN = "foreign", "Của hồ sơ khác"


class Fate(models.TextChoices):
    """What becomes of a page."""

    READ = "read", "Chờ tách"
    KEPT = "kept", "Giữ"
    SEPARATOR = "separator", "Tờ ngăn"
    BLANK = "blank", "Trang trắng"
    THROWN = "thrown", "Cán bộ bỏ"
    SENT = "sent", "Đã chuyển sang hồ sơ khác"
