"""Reading the catalogue (đọc danh mục thủ tục). Everything here is public; `interchange` holds it in national shape."""

from lienthong.domain.procedures.queries.agencies import agencies_for, is_handled_by
from lienthong.domain.procedures.queries.entries import entry_of
from lienthong.domain.procedures.queries.exemptions import Exemption, ExemptionText, exemptions_in_words
from lienthong.domain.procedures.queries.exporting import FORMATS as EXPORT_FORMATS
from lienthong.domain.procedures.queries.exporting import empty_workbook, exported, exported_entries
from lienthong.domain.procedures.queries.fees import FeeLine, fees_for, total
from lienthong.domain.procedures.queries.imports import import_of, recent_imports
from lienthong.domain.procedures.queries.leaflet import Leaflet, leaflet_of
from lienthong.domain.procedures.queries.linked_data import government_service
from lienthong.domain.procedures.queries.lists import (
    FieldRow,
    by_field,
    current_versions,
    fields,
    labels_of,
    popular,
    short_names,
)
from lienthong.domain.procedures.queries.managing import (
    Asked,
    ManagedRow,
    all_fields,
    changes_of_draft,
    compare_versions,
    decision_for,
    decisions_of,
    draft_for,
    draft_history,
    lines,
    managed_counts,
    managed_page,
    managed_procedure,
    numbered_version,
    preview_of,
    stated,
    versions_of,
)
from lienthong.domain.procedures.queries.national import NationalParts
from lienthong.domain.procedures.queries.open_data import (
    COLUMNS,
    SCHEMA_VERSION,
    Edition,
    csv_row,
    edition,
    open_data_schema,
    open_rows,
)
from lienthong.domain.procedures.queries.printed import leaflet_pdf, qr_of
from lienthong.domain.procedures.queries.problems import Problem, problems_of
from lienthong.domain.procedures.queries.search import Found, ProcedureRow, nearest_procedures, search_procedures
from lienthong.domain.procedures.queries.standing import (
    DecisionLine,
    Standing,
    closed_text,
    standing,
    standings,
    version_to_file,
)
from lienthong.domain.procedures.queries.uses import FormUse, WorkflowUse, uses_of_forms, uses_of_workflows
from lienthong.domain.procedures.queries.versions import (
    FeeSnapshot,
    LegalBasisSnapshot,
    RequirementSnapshot,
    StepSnapshot,
    VersionSnapshot,
    current_version,
    version,
)
from lienthong.domain.procedures.queries.vocabulary import forget_words

__all__ = [
    "COLUMNS",
    "EXPORT_FORMATS",
    "SCHEMA_VERSION",
    "Asked",
    "DecisionLine",
    "Edition",
    "Exemption",
    "ExemptionText",
    "FeeLine",
    "FeeSnapshot",
    "FieldRow",
    "FormUse",
    "Found",
    "Leaflet",
    "LegalBasisSnapshot",
    "ManagedRow",
    "NationalParts",
    "Problem",
    "ProcedureRow",
    "RequirementSnapshot",
    "Standing",
    "StepSnapshot",
    "VersionSnapshot",
    "WorkflowUse",
    "agencies_for",
    "all_fields",
    "by_field",
    "changes_of_draft",
    "closed_text",
    "compare_versions",
    "csv_row",
    "current_version",
    "current_versions",
    "decision_for",
    "decisions_of",
    "draft_for",
    "draft_history",
    "edition",
    "empty_workbook",
    "entry_of",
    "exemptions_in_words",
    "exported",
    "exported_entries",
    "fees_for",
    "fields",
    "forget_words",
    "government_service",
    "import_of",
    "is_handled_by",
    "labels_of",
    "leaflet_of",
    "leaflet_pdf",
    "lines",
    "managed_counts",
    "managed_page",
    "managed_procedure",
    "nearest_procedures",
    "numbered_version",
    "open_data_schema",
    "open_rows",
    "popular",
    "preview_of",
    "problems_of",
    "qr_of",
    "recent_imports",
    "search_procedures",
    "short_names",
    "standing",
    "standings",
    "stated",
    "total",
    "uses_of_forms",
    "uses_of_workflows",
    "version",
    "version_to_file",
    "versions_of",
]
