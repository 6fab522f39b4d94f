"""What is decided about a procedure (sự kiện của thủ tục)."""

from dataclasses import dataclass
from datetime import date

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ProcedureEvent(Event):
    """Base: which procedure, and the day the decision takes effect."""

    procedure_id: int
    code: str
    short_name: str
    effective_from: date


@dataclass(frozen=True, kw_only=True)
class VersionPublished(ProcedureEvent):
    """An official published a version. Imports of whole catalogues tell nothing here; their audit row does."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ProcedureSuspended(ProcedureEvent):
    """No new dossiers from that day on, for a time (Tạm ngừng)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ProcedureResumed(ProcedureEvent):
    """New dossiers again (Tiếp tục thực hiện)."""


@dataclass(frozen=True, kw_only=True)
class ProcedureWithdrawn(ProcedureEvent):
    """No new dossiers any more (Bãi bỏ)."""

    reason: str
