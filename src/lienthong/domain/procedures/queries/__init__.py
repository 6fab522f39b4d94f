"""Reading the catalogue (đọc danh mục thủ tục). Everything here is public."""

from lienthong.domain.procedures.queries.agencies import agencies_for, is_handled_by
from lienthong.domain.procedures.queries.entries import entry_of
from lienthong.domain.procedures.queries.fees import FeeLine, fees_for, total
from lienthong.domain.procedures.queries.lists import FieldRow, by_field, current_versions, fields, popular, short_names
from lienthong.domain.procedures.queries.national import NationalParts
from lienthong.domain.procedures.queries.search import Found, ProcedureRow, nearest_procedures, search_procedures
from lienthong.domain.procedures.queries.standing import (
    DecisionLine,
    Standing,
    closed_text,
    standing,
    standings,
    version_to_file,
)
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
    "DecisionLine",
    "FeeLine",
    "FeeSnapshot",
    "FieldRow",
    "Found",
    "LegalBasisSnapshot",
    "NationalParts",
    "ProcedureRow",
    "RequirementSnapshot",
    "Standing",
    "StepSnapshot",
    "VersionSnapshot",
    "agencies_for",
    "by_field",
    "closed_text",
    "current_version",
    "current_versions",
    "entry_of",
    "fees_for",
    "fields",
    "is_handled_by",
    "nearest_procedures",
    "popular",
    "search_procedures",
    "short_names",
    "standing",
    "standings",
    "total",
    "version",
    "version_to_file",
]
