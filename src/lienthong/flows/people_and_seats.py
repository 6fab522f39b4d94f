"""Acts on accounts and agencies reach the record (nhật ký tài khoản, cơ quan). Audit stands above the apps that tell them, so a
flow writes their rows; the event's own id keeps a retry from writing twice."""

from lienthong.foundation.accounts.events import (
    AccountCreated,
    AccountEvent,
    PersonIdentified,
    TokenIssued,
    TokenRevoked,
)
from lienthong.foundation.audit import services as audit
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
