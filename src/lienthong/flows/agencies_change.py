"""When agencies change, what came late follows, officers and applicants hear where their work lies now (sắp xếp cơ quan)."""

import uuid

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.events import DossierFollowedAgency
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.events import AgenciesReorganized
from lienthong.kit.events import reacts_to


@reacts_to(AgenciesReorganized)
def gather_what_came_late(event: AgenciesReorganized) -> None:
    """What was being sent to an ended agency while the change was carried out follows it."""
    organizations.gather_stragglers(reorganization_id=event.reorganization_id)


@reacts_to(AgenciesReorganized)
def tell_those_who_moved(event: AgenciesReorganized) -> None:
    """Officers hear that their seat is in another agency now, with their work."""
    for account_id in event.moved_account_ids:
        notifications.notify(
            event_id=uuid.uuid5(event.event_id, account_id),
            kind="reorganization",
            subject="Chức vụ của ông/bà đã chuyển theo sắp xếp cơ quan",
            body="Việc đang làm, quyền và ngày hẹn trả giữ nguyên. Chức vụ mới hiện ở góc trên của trang làm việc.",
            url="/lam-viec/",
            account_id=int(account_id),
        )


@reacts_to(DossierFollowedAgency)
def tell_the_applicant(event: DossierFollowedAgency) -> None:
    """Which agency has the dossier now, and that nothing else changes."""
    contact = dossiers.contact_of(event.dossier_id)
    notifications.notify(
        event_id=event.event_id,
        kind="dossier",
        subject=f"Cơ quan giải quyết đã thay đổi: hồ sơ {event.code}",
        body=(
            f"Kính gửi ông/bà {contact.name},\n\nDo sắp xếp cơ quan, hồ sơ của ông/bà nộp tại {event.from_name} nay do {event.to_name} "
            "tiếp tục giải quyết. Mã hồ sơ và ngày hẹn trả giữ nguyên; ông/bà không phải nộp lại giấy tờ."
        ),
        url=f"/ho-so/{event.code}/",
        account_id=contact.account_id,
        person_id=contact.person_id,
        email=contact.email,
    )
