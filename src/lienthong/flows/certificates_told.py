"""Who signs, and who keeps the register, hear in time that a certificate ends, and at once that it was taken back (chứng thư số)."""

from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.signing.events import CertificateExpiring, CertificateRevoked
from lienthong.kit.events import reacts_to

PAGE = "/lam-viec/chung-thu/"


@reacts_to(CertificateExpiring)
def tell_who_it_concerns(event: CertificateExpiring) -> None:
    """The holder, the clerk who has the agency's seal, and the administrators of the agency, or of the province where it has none."""
    for account_id in _told(event.position_id, event.agency_id):
        notifications.notify(
            event_id=event.event_id,
            kind="certificate",
            subject=f"Chứng thư số của {event.holder} còn {event.days} ngày",
            body=f"Chứng thư số {event.serial} hết hạn ngày {event.until} và chưa có chứng thư thay thế. Đề nghị gia hạn hoặc cấp mới trước "
            "ngày đó; sau ngày đó không ký số được.",
            url=PAGE,
            account_id=account_id,
        )


@reacts_to(CertificateRevoked)
def tell_that_it_was_taken_back(event: CertificateRevoked) -> None:
    """The same people, with the reason."""
    for account_id in _told(event.position_id, event.agency_id):
        notifications.notify(
            event_id=event.event_id,
            kind="certificate",
            subject=f"Chứng thư số của {event.holder} đã bị thu hồi",
            body=f"Chứng thư số {event.serial} không dùng để ký được nữa. Lý do: {event.reason}.",
            url=PAGE,
            account_id=account_id,
        )


def _told(position_id: int, agency_id: int) -> list[int]:
    seats = []
    if position_id:
        seat = organizations.get_position(position_id)
        seats, agency_id = [seat], agency_id or seat.agency_id
    else:
        seats += organizations.positions_with_role(agency_id, Role.CLERK)
    keepers = list(organizations.positions_with_role(agency_id, Role.ADMINISTRATOR))
    seats += keepers or list(organizations.seats_with_role(Role.ADMINISTRATOR, limit=5))
    return list(dict.fromkeys(seat.account_id for seat in seats if seat.account_id is not None))
