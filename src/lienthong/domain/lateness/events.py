"""What happened about lateness (sự kiện trễ hạn)."""

from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class RemindersTold(Event):
    """One person is told of one or more dossiers at once; `is_digest`: what gathered until 07:00 (Nhắc việc, báo quá hạn)."""

    account_id: int
    reminder_ids: tuple[str, ...]
    is_digest: bool


@dataclass(frozen=True, kw_only=True)
class HolderHurried(Event):
    """Whoever was told urges those who hold the dossier (Đôn đốc)."""

    reminder_id: str
    code: str
    note: str
    by_name: str


@dataclass(frozen=True, kw_only=True)
class LatenessObjected(Event):
    """A unit says that a charge is not its own (Đề nghị xem xét lại phần trễ hạn)."""

    objection_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class ObjectionDecided(Event):
    """The level above has decided about the charge (Quyết định về phần trễ hạn)."""

    objection_id: int
    code: str
