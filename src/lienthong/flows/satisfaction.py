"""People are asked how it was; what was bad is looked into, what they wrote is answered (mức độ hài lòng)."""

import uuid
from collections.abc import Collection

from django.conf import settings

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.events import DossierEvent, DossierRejected, ResultReturned
from lienthong.domain.ratings import queries as ratings
from lienthong.domain.ratings import services as rating_services
from lienthong.domain.ratings.events import FollowUpOverdue, LowRating, RatingAnswered
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.errors import NotFound
from lienthong.kit.events import reacts_to


def question_address(dossier_id: uuid.UUID, code: str) -> str:
    """Where the one question about this dossier is answered; asked the first time somebody wants to know."""
    contact = dossiers.contact_of(dossier_id)
    asking = rating_services.ask(
        subject_type="dossier",
        subject_id=dossier_id,
        label=code,
        matter=contact.procedure,
        agency_id=contact.agency_id,
    )
    return f"{str(settings.PUBLIC_URL).rstrip('/')}/danh-gia/{asking.token}/"


@reacts_to(ResultReturned, DossierRejected)
def ask_how_it_was(event: DossierEvent) -> None:
    """The question stands ready for the letter, the page of the dossier and the device at the counter."""
    if not dossiers.contact_of(event.dossier_id).is_child:  # asked once, of the dossier the applicant knows
        question_address(event.dossier_id, event.code)


@reacts_to(LowRating)
def tell_the_leaders(event: LowRating) -> None:
    """The heads of the unit hear at once, with the deadline."""
    found = ratings.follow_up(event.follow_up_id)
    if found is None:
        return
    due = f"{found.due_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
    _tell(
        event.event_id,
        _leaders(found.agency_id),
        subject=f"Đánh giá {found.rating.level.lower()}: hồ sơ {found.rating.label}",
        body=f"Xem xét và ghi kết quả trước {due}.",
        url=f"/lam-viec/danh-gia/{found.rating_id}/",
    )


@reacts_to(FollowUpOverdue)
def tell_those_above(event: FollowUpOverdue) -> None:
    """Nobody looked into it in time: the agency above and who follows the province hear."""
    found = ratings.follow_up(event.follow_up_id)
    if found is None:
        return
    above = found.agency.parent_id
    seats = {
        *(_leaders(above) if above else ()),
        *(each.account_id for each in organizations.seats_with_role(Role.SUPERVISOR)),
    }
    _tell(
        event.event_id,
        seats,
        subject=f"Quá hạn xem xét đánh giá thấp: {found.agency.short_name}, hồ sơ {found.rating.label}",
        body="Đơn vị chưa ghi kết quả xem xét trong thời hạn.",
        url=f"/lam-viec/danh-gia/{found.rating_id}/",
    )


@reacts_to(RatingAnswered)
def tell_who_wrote(event: RatingAnswered) -> None:
    """What the office answers goes to who wrote it, by the ways known for the dossier."""
    found = ratings.rating(event.rating_id)
    if found is None:
        return
    try:
        contact = dossiers.contact_of(event.subject_id)
    except NotFound:
        return
    notifications.notify(
        event_id=event.event_id,
        kind="rating",
        subject=f"Trả lời ý kiến của ông/bà: hồ sơ {found.label}",
        body=f"Kính gửi ông/bà {contact.name},\n\n{found.agency.name} trả lời ý kiến của ông/bà:\n{found.reply}\n\n{found.replied_by_name}",
        url=f"/ho-so/{found.label}/" if found.label else "",
        account_id=contact.account_id,
        person_id=contact.person_id,
        email=contact.email,
    )


def _leaders(agency_id: int) -> list[int]:
    return [seat.account_id for seat in organizations.positions_with_role(agency_id, Role.AGENCY_LEADER)]


def _tell(event_id: uuid.UUID, accounts: Collection[int], *, subject: str, body: str, url: str) -> None:
    told = notifications.Told(accounts=accounts, subject=subject, body=body, url=url)
    notifications.tell(event_id=event_id, kind="rating", told=told)
