"""Pages of the catalogue (trang thủ tục): for everybody in `reading`, for its keepers in `managing`, `editing`, `deciding`, `importing`."""

from lienthong.domain.procedures.views.deciding import call_back, decide_page, decision_file, publish_page
from lienthong.domain.procedures.views.editing import begin, discard, edit_page, flags_page, preview_page
from lienthong.domain.procedures.views.importing import (
    export_file,
    forget_import,
    import_page,
    import_template,
    imported_page,
)
from lienthong.domain.procedures.views.managing import content_page, detail_tab, manage_page, new_page, versions_page
from lienthong.domain.procedures.views.reading import detail_page, leaflet_page, list_page, qr_page

__all__ = [
    "begin",
    "call_back",
    "content_page",
    "decide_page",
    "decision_file",
    "detail_page",
    "detail_tab",
    "discard",
    "edit_page",
    "export_file",
    "flags_page",
    "forget_import",
    "import_page",
    "import_template",
    "imported_page",
    "leaflet_page",
    "list_page",
    "manage_page",
    "new_page",
    "preview_page",
    "publish_page",
    "qr_page",
    "versions_page",
]
