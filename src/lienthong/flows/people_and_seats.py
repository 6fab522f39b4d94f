"""Acts on accounts and agencies reach the record (nhật ký tài khoản, cơ quan). Audit stands above the apps that tell them, so a
flow writes their rows; the event's own id keeps a retry from writing twice."""

import uuid

from lienthong.foundation.accounts.events import (
    AccountCreated,
    AccountEvent,
    PersonIdentified,
    TokenIssued,
    TokenRevoked,
)
from lienthong.foundation.audit import services as audit
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.events import (
    AgenciesReorganized,
    AgencyCreated,
    OfficerAppointed,
    OrganizationEvent,
    PositionEnded,
    ProfileLoaded,
    ReorganizationCalledBack,
    ReorganizationEvent,
    ReorganizationPrepared,
)
from lienthong.foundation.workdays.events import CalendarPublished
from lienthong.kit.events import reacts_to


@reacts_to(AccountCreated, PersonIdentified, TokenIssued, TokenRevoked)
def record_account_act(event: AccountEvent) -> None:
    """Who made, identified or equipped which account."""
    subject = getattr(event, "account_id", None) or getattr(event, "person_id", None)
    audit.record_event(
        event=event,
        subject_type="account",
        subject_id=subject,
        by=(event.by_account_id, event.by_position_id, event.by_name),
    )


@reacts_to(AgencyCreated, OfficerAppointed, PositionEnded, ProfileLoaded)
def record_organization_act(event: OrganizationEvent) -> None:
    """Who changed the tree or its seats."""
    subject = getattr(event, "position_id", None) or getattr(event, "agency_id", None) or getattr(event, "profile", "")
    kind = "position" if hasattr(event, "position_id") else "agency"
    audit.record_event(
        event=event,
        subject_type=kind,
        subject_id=subject,
        by=(event.by_account_id, event.by_position_id, event.by_name),
    )


@reacts_to(CalendarPublished)
def record_calendar_act(event: CalendarPublished) -> None:
    """Who decided when agencies work."""
    audit.record_event(
        event=event,
        subject_type="calendar",
        subject_id=event.calendar_id,
        by=(event.by_account_id, event.by_position_id, event.by_name),
    )


@reacts_to(ReorganizationPrepared, ReorganizationCalledBack, AgenciesReorganized)
def record_reorganization(event: ReorganizationEvent) -> None:
    """Who prepared, gave up or carried out a change of agencies."""
    audit.record_event(
        event=event,
        subject_type="reorganization",
        subject_id=event.reorganization_id,
        by=(event.by_account_id, event.by_position_id, event.by_name),
    )


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
