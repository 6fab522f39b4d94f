"""Reading forms (đọc mẫu đơn): published versions in `forms`. Forms are public."""

from lienthong.domain.eforms.queries.forms import (
    BLANK_ROWS,
    FieldView,
    KnownView,
    PageStep,
    PageView,
    SummaryRow,
    SummarySection,
    current_form,
    display,
    get_form,
    page_by_slug,
    page_view,
    pages,
    structure_of,
    summary,
)

__all__ = [
    "BLANK_ROWS",
    "FieldView",
    "KnownView",
    "PageStep",
    "PageView",
    "SummaryRow",
    "SummarySection",
    "current_form",
    "display",
    "get_form",
    "page_by_slug",
    "page_view",
    "pages",
    "structure_of",
    "summary",
]
