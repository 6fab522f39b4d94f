"""Dossiers, what they hold and where they stand (hồ sơ)."""

from lienthong.domain.dossiers.models.deciding import Letter, Proposal
from lienthong.domain.dossiers.models.dossier import Dossier, DossierPaper, DossierStep
from lienthong.domain.dossiers.models.filing import Filing, FilingPaper, IdempotencyKey
from lienthong.domain.dossiers.models.halting import Halt
from lienthong.domain.dossiers.models.referring import Referral
from lienthong.domain.dossiers.models.supplement import SupplementLine, SupplementRequest
from lienthong.domain.dossiers.models.turning import Turn

__all__ = [
    "Dossier",
    "DossierPaper",
    "DossierStep",
    "Filing",
    "FilingPaper",
    "Halt",
    "IdempotencyKey",
    "Letter",
    "Proposal",
    "Referral",
    "SupplementLine",
    "SupplementRequest",
    "Turn",
]
