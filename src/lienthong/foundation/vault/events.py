"""What happens in the vault (sự kiện của kho giấy tờ)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """The owner took a consent back; `dossier_code` is empty while the filing has not been sent."""

    consent_id: int
    reference: str
    dossier_code: str
    file_id: uuid.UUID | None
    paper_name: str


@dataclass(frozen=True, kw_only=True)
class PaperStandingChanged(Event):
    """The issuer revoked or replaced a paper, or put a mistake right; `reason` in the issuer's words."""

    paper_id: uuid.UUID
    owner_id: int
    paper_code: str
    paper_name: str
    standing: str
    reason: str
