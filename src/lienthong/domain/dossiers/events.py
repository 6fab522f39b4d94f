"""What happens to a dossier (sự kiện của hồ sơ)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class DossierEvent(Event):
    """Base: which dossier."""

    dossier_id: uuid.UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class DossierSubmitted(DossierEvent):
    """A dossier came in (Mới đăng ký)."""


@dataclass(frozen=True, kw_only=True)
class DossierAccepted(DossierEvent):
    """Accepted with a due date (Được tiếp nhận)."""


@dataclass(frozen=True, kw_only=True)
class DossierRejected(DossierEvent):
    """Refused at reception, with the reason (Không được tiếp nhận)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SupplementRequested(DossierEvent):
    """Returned with one complete list of defects (Yêu cầu bổ sung)."""

    request_id: int


@dataclass(frozen=True, kw_only=True)
class DossierSupplemented(DossierEvent):
    """The applicant answered the list; `form_changed`: with other answers than before."""

    form_changed: bool = False


@dataclass(frozen=True, kw_only=True)
class StepCompleted(DossierEvent):
    """One step of the workflow ended and the next opened."""

    step_id: int
    step_name: str


@dataclass(frozen=True, kw_only=True)
class ResultSigned(DossierEvent):
    """The leader signed; the result is there (Đã xử lý xong)."""

    file_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ResultReady(DossierEvent):
    """The result is there and waits to be handed over or sent (Đã có kết quả)."""


@dataclass(frozen=True, kw_only=True)
class PostalPapersOpened(DossierEvent):
    """The parcel with the applicant's papers was opened and its papers were counted in (Đã mở gói giấy tờ)."""


@dataclass(frozen=True, kw_only=True)
class ResultReturned(DossierEvent):
    """The applicant has the result (Đã trả kết quả)."""


@dataclass(frozen=True, kw_only=True)
class DossierWithdrawn(DossierEvent):
    """The applicant took the dossier back."""


@dataclass(frozen=True, kw_only=True)
class ResumeLinkAsked(Event):
    """Somebody wants to go on with a draft on another device (Làm tiếp trên máy khác)."""

    account_id: int
    person_id: int | None
    reference: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class DossierPaused(DossierEvent):
    """The office stopped the clock with a ground (Tạm dừng)."""

    halt_id: int


@dataclass(frozen=True, kw_only=True)
class DossierResumed(DossierEvent):
    """The clock runs again; `reason` in one sentence (Tiếp tục giải quyết)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class DutyAsked(DossierEvent):
    """A fee or tax arose while handling (Yêu cầu thực hiện nghĩa vụ tài chính)."""

    halt_id: int


@dataclass(frozen=True, kw_only=True)
class DossierExtended(DossierEvent):
    """The due date was moved once, with an apology (Gia hạn)."""

    letter_id: int
    days: int


@dataclass(frozen=True, kw_only=True)
class DossierStopped(DossierEvent):
    """The head of the agency ended the handling (Dừng giải quyết)."""

    letter_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DossierReopened(DossierEvent):
    """A returned dossier is handled again after a complaint (Mở lại)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class DossierClosed(DossierEvent):
    """Nothing more is expected; the dossier goes to the archive (Kết thúc)."""


@dataclass(frozen=True, kw_only=True)
class DossierReferred(DossierEvent):
    """Another agency was asked, or given the dossier (Chuyển liên thông)."""

    referral_id: int


@dataclass(frozen=True, kw_only=True)
class ReferralAnswered(DossierEvent):
    """The other agency answered, or gave the dossier back (Trả lời liên thông)."""

    referral_id: int


@dataclass(frozen=True, kw_only=True)
class ChildOpened(DossierEvent):
    """A child was opened at another agency for this dossier, and lies in its queue (Mở hồ sơ con)."""

    child_code: str
    child_agency: str


@dataclass(frozen=True, kw_only=True)
class ChildEnded(DossierEvent):
    """A child of this dossier came to its end; its result is a paper of this one (Hồ sơ con có kết quả)."""

    child_id: uuid.UUID
    child_code: str


@dataclass(frozen=True, kw_only=True)
class DossierFollowedAgency(DossierEvent):
    """An open dossier went to the successor of its agency; its due date stays."""

    from_name: str
    to_name: str


@dataclass(frozen=True, kw_only=True)
class ReturnUndone(DossierEvent):
    """A result that went to the wrong person counts as not given (Hủy việc trả kết quả)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CollectionReminded(DossierEvent):
    """The result lies ready and nobody has come for it (Nhắc nhận kết quả)."""

    days: int


@dataclass(frozen=True, kw_only=True)
class HandoverReceived(Event):
    """The receiver has confirmed a list; `missing` of it was not received (Đã nhận bàn giao)."""

    handover_id: int
    missing: int


@dataclass(frozen=True, kw_only=True)
class DocumentConfirmed(DossierEvent):
    """One document of a confirmed batch waits to be signed, or numbered and stamped."""

    item_id: int


@dataclass(frozen=True, kw_only=True)
class StepsAssigned(Event):
    """Steps were given to officers in one act (Phân công); `shares`: `account id:number of steps`, without the one who did it."""

    assignment_id: int
    by_name: str
    shares: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LedgerCorrected(DossierEvent):
    """The turns of a dossier were put right; how it stood changed somewhere from `since` to `until` (Đính chính sổ biến động)."""

    since: datetime
    until: datetime
