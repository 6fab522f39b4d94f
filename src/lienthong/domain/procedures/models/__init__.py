"""The catalogue of procedures (danh mục thủ tục hành chính): what is declared, what it says, from when to when it holds."""

from lienthong.domain.procedures.models.catalogue import Field, Period, Procedure
from lienthong.domain.procedures.models.imports import CatalogueImport
from lienthong.domain.procedures.models.lifecycle import Decision, DraftEdit, ProcedureDraft
from lienthong.domain.procedures.models.versions import Fee, LegalBasis, ProcedureVersion, Requirement

__all__ = [
    "CatalogueImport",
    "Decision",
    "DraftEdit",
    "Fee",
    "Field",
    "LegalBasis",
    "Period",
    "Procedure",
    "ProcedureDraft",
    "ProcedureVersion",
    "Requirement",
]
