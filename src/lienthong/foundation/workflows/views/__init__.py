"""Pages of processes (trang quy trình nội bộ)."""

from lienthong.foundation.workflows.views.diagram import bpmn, draft_bpmn, export
from lienthong.foundation.workflows.views.editing import edit_page, import_file, lint_part, new_page, restore
from lienthong.foundation.workflows.views.moving import move_page, undo
from lienthong.foundation.workflows.views.reading import compare_page, process_page

__all__ = [
    "bpmn",
    "compare_page",
    "draft_bpmn",
    "edit_page",
    "export",
    "import_file",
    "lint_part",
    "move_page",
    "new_page",
    "process_page",
    "restore",
    "undo",
]
