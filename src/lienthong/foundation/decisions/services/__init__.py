"""Changing decision tables (soạn, ban hành bảng quyết định)."""

from lienthong.foundation.decisions.services.drafting import (
    create_table,
    discard_draft,
    restore_replaced,
    save_draft,
    start_draft,
)
from lienthong.foundation.decisions.services.publishing import Readiness, load_table, publish_draft, readiness

__all__ = [
    "Readiness",
    "create_table",
    "discard_draft",
    "load_table",
    "publish_draft",
    "readiness",
    "restore_replaced",
    "save_draft",
    "start_draft",
]
