"""Dossiers, what they hold and where they stand (hồ sơ)."""

from lienthong.domain.dossiers.models.batching import BatchItem, SigningBatch
from lienthong.domain.dossiers.models.child import ChildWork
from lienthong.domain.dossiers.models.deciding import Letter, Proposal
from lienthong.domain.dossiers.models.desk import Assignment, SavedFilter
from lienthong.domain.dossiers.models.dossier import Dossier, DossierPaper, DossierStep
from lienthong.domain.dossiers.models.drafting import DraftReturn, DraftVersion, Look
from lienthong.domain.dossiers.models.filing import Filing, FilingPaper, IdempotencyKey
from lienthong.domain.dossiers.models.halting import Halt
from lienthong.domain.dossiers.models.handover import Handover, HandoverLine, PaperPart
from lienthong.domain.dossiers.models.matching import Matching
from lienthong.domain.dossiers.models.posting import PostalChoice
from lienthong.domain.dossiers.models.reception import PaperCheck, Reception
from lienthong.domain.dossiers.models.referring import Referral
from lienthong.domain.dossiers.models.returning import (
    CollectionReminder,
    CollectionRule,
    ResultReturn,
    ReturnedResult,
)
from lienthong.domain.dossiers.models.supplement import SupplementLine, SupplementRequest
from lienthong.domain.dossiers.models.turning import Turn

__all__ = [
    "Assignment",
    "BatchItem",
    "ChildWork",
    "CollectionReminder",
    "CollectionRule",
    "Dossier",
    "DossierPaper",
    "DossierStep",
    "DraftReturn",
    "DraftVersion",
    "Filing",
    "FilingPaper",
    "Halt",
    "Handover",
    "HandoverLine",
    "IdempotencyKey",
    "Letter",
    "Look",
    "Matching",
    "PaperCheck",
    "PaperPart",
    "PostalChoice",
    "Proposal",
    "Reception",
    "Referral",
    "ResultReturn",
    "ReturnedResult",
    "SavedFilter",
    "SigningBatch",
    "SupplementLine",
    "SupplementRequest",
    "Turn",
]
