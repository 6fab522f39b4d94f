"""Reading the catalogue (đọc danh mục thủ tục). Everything here is public."""

from lienthong.domain.procedures.queries.agencies import agencies_for, is_handled_by
from lienthong.domain.procedures.queries.fees import FeeLine, fees_for, total
from lienthong.domain.procedures.queries.lists import FieldRow, LifeEvent, by_field, fields, life_events, popular
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
    "LifeEvent",
    "ProcedureRow",
    "RequirementSnapshot",
    "StepSnapshot",
    "VersionSnapshot",
    "agencies_for",
    "by_field",
    "current_version",
    "fees_for",
    "fields",
    "is_handled_by",
    "life_events",
    "nearest_procedures",
    "popular",
    "search_procedures",
    "total",
    "version",
]
