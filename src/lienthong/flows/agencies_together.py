"""What follows when a dossier goes to another agency and comes back (liên thông giữa các cơ quan)."""

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers import services as dossier_services
from lienthong.domain.dossiers.choices import ReferralKind
from lienthong.domain.dossiers.events import (
    ChildEnded,
    ChildOpened,
    DossierEvent,
    DossierReferred,
    DossierRejected,
    DossierStopped,
    DossierWithdrawn,
    ReferralAnswered,
    ResultReady,
)
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


@reacts_to(ChildOpened)
def tell_child_opened(event: ChildOpened) -> None:
    """The applicant hears once that another agency has a part in it; nothing is asked of them."""
    tell(
        event,
        kind="dossier",
        subject="Cơ quan khác cùng giải quyết",
        body=(
            f"Để giải quyết hồ sơ này, {event.child_agency} làm phần việc của mình (hồ sơ con {event.child_code}). "
            "Ông/bà không phải nộp thêm và chỉ theo dõi một hồ sơ; ngày hẹn trả kết quả không đổi."
        ),
    )


@reacts_to(ResultReady)
def bring_child_back(event: ResultReady) -> None:
    """The result of a child becomes a paper of its parent."""
    dossier_services.bring_child_back(child_id=event.dossier_id)


@reacts_to(DossierRejected, DossierStopped, DossierWithdrawn)
def end_child_and_recall_children(event: DossierEvent) -> None:
    """A child that ends without a result no longer holds its parent; a parent that ends takes back what others still do for it."""
    dossier_services.end_child_work(child_id=event.dossier_id)
    dossier_services.recall_children(parent_id=event.dossier_id)


@reacts_to(ChildEnded)
def tell_child_ended(event: ChildEnded) -> None:
    """Whoever opened the child, and whoever holds the parent now, learn what came of it."""
    work = dossiers.ended_child(event.child_id)
    accounts = set(dossiers.holders_of(event.dossier_id))
    if work.opened_by is not None and work.opened_by.account_id is not None:
        accounts.add(work.opened_by.account_id)
    said = f"{work.child.procedure.short_name}, hồ sơ con {event.child_code}: {work.get_outcome_display().lower()}."
    for account_id in sorted(accounts):
        notifications.notify(
            event_id=event.event_id,
            kind="work",
            subject=f"{work.child.agency.name} đã xong phần việc: hồ sơ {event.code}",
            body=f"{said} {work.said}".strip(),
            url=f"/lam-viec/ho-so/{event.code}/?the=lien-thong",
            account_id=account_id,
        )
