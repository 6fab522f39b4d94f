"""Reading forms (đọc mẫu đơn): published versions in `forms`, a page for its template in `showing`; these are public. Drafts in `drafts`, for officials."""

from lienthong.domain.eforms.queries.drafts import (
    FormRow,
    cases_of,
    draft_for,
    edits_since,
    form_rows,
    form_version,
    has_draft,
    history_of,
    versions_of,
)
from lienthong.domain.eforms.queries.forms import (
    PageStep,
    SummaryRow,
    SummarySection,
    current_form,
    display,
    get_form,
    page_by_slug,
    pages,
    structure_of,
    summary,
)
from lienthong.domain.eforms.queries.showing import FieldView, KnownView, PageView, RowView, field_view, page_view

__all__ = [
    "FieldView",
    "FormRow",
    "KnownView",
    "PageStep",
    "PageView",
    "RowView",
    "SummaryRow",
    "SummarySection",
    "cases_of",
    "current_form",
    "display",
    "draft_for",
    "edits_since",
    "field_view",
    "form_rows",
    "form_version",
    "get_form",
    "has_draft",
    "history_of",
    "page_by_slug",
    "page_view",
    "pages",
    "structure_of",
    "summary",
    "versions_of",
]
