"""What follows when a dossier goes to another agency and comes back (liên thông giữa các cơ quan)."""

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.choices import ReferralKind
from lienthong.domain.dossiers.events import DossierReferred, ReferralAnswered
from lienthong.flows.dossier_lifecycle import tell
from lienthong.foundation.notifications import services as notifications
from lienthong.kit import clock
from lienthong.kit.events import reacts_to


@reacts_to(DossierReferred)
def tell_referred(event: DossierReferred) -> None:
    """The applicant hears of a hand-over, not of every question between offices."""
    referral = dossiers.referral(event.referral_id)
    if referral.kind != ReferralKind.HANDOVER:
        return
    until = f"{referral.due_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
    tell(
        event,
        kind="dossier",
        subject="Chuyển cơ quan phối hợp",
        body=f"Hồ sơ được chuyển đến {referral.agency.name} giải quyết phần việc của cơ quan này, trả lại trước {until}. Ngày hẹn trả kết quả không đổi.",
    )


@reacts_to(ReferralAnswered)
def tell_answered(event: ReferralAnswered) -> None:
    """Whoever asked learns that there is an answer."""
    referral = dossiers.referral(event.referral_id)
    account_id = referral.sent_by.account_id if referral.sent_by is not None else None
    if account_id is None:
        return
    notifications.notify(
        event_id=event.event_id,
        kind="work",
        subject=f"{referral.agency.name} đã trả lời: hồ sơ {event.code}",
        body=referral.answer,
        url=f"/lam-viec/ho-so/{event.code}/?the=lien-thong",
        account_id=account_id,
    )
