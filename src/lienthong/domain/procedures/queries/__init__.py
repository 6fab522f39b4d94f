"""Reading the catalogue (đọc danh mục thủ tục). Everything here is public."""

from lienthong.domain.procedures.queries.agencies import agencies_for, is_handled_by
from lienthong.domain.procedures.queries.fees import FeeLine, fees_for, total
from lienthong.domain.procedures.queries.lists import FieldRow, by_field, current_versions, fields, popular, short_names
from lienthong.domain.procedures.queries.search import Found, ProcedureRow, nearest_procedures, search_procedures
from lienthong.domain.procedures.queries.versions import (
    FeeSnapshot,
    LegalBasisSnapshot,
    RequirementSnapshot,
    StepSnapshot,
    VersionSnapshot,
    current_version,
    version,
)

__all__ = [
    "FeeLine",
    "FeeSnapshot",
    "FieldRow",
    "Found",
    "LegalBasisSnapshot",
    "ProcedureRow",
    "RequirementSnapshot",
    "StepSnapshot",
    "VersionSnapshot",
    "agencies_for",
    "by_field",
    "current_version",
    "current_versions",
    "fees_for",
    "fields",
    "is_handled_by",
    "nearest_procedures",
    "popular",
    "search_procedures",
    "short_names",
    "total",
    "version",
]
