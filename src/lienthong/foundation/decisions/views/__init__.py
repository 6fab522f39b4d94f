"""Pages on which officials keep decision tables (trang bảng quyết định)."""

from lienthong.foundation.decisions.views.editing import edit_page, lint_part, publish, restore
from lienthong.foundation.decisions.views.reading import compare_page, export, list_page, table_page

__all__ = ["compare_page", "edit_page", "export", "lint_part", "list_page", "publish", "restore", "table_page"]
