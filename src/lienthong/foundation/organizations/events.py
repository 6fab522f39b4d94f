"""What happened to agencies and positions (sự kiện về cơ quan, chức vụ).

`by_*` say who did it, so that a flow can write the audit row: audit stands above this app and is not called from here.
"""

from dataclasses import dataclass
from datetime import date

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganizationEvent(Event):
    """Base: who did it."""

    by_account_id: int | None = None
    by_position_id: int | None = None
    by_name: str = ""


@dataclass(frozen=True, kw_only=True)
class AgencyCreated(OrganizationEvent):
    """An agency was added to the tree."""

    agency_id: int
    identifier: str


@dataclass(frozen=True, kw_only=True)
class OfficerAppointed(OrganizationEvent):
    """An account was given a seat."""

    position_id: int
    account_id: int
    agency_id: int
    title: str
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class PositionEnded(OrganizationEvent):
    """A seat ends after `valid_to`."""

    position_id: int
    account_id: int
    valid_to: date


@dataclass(frozen=True, kw_only=True)
class ProfileLoaded(OrganizationEvent):
    """The tree of a province was loaded."""

    profile: str
    province: str


@dataclass(frozen=True, kw_only=True)
class ReorganizationEvent(OrganizationEvent):
    """Base: which plan."""

    reorganization_id: int


@dataclass(frozen=True, kw_only=True)
class ReorganizationPrepared(ReorganizationEvent):
    """A change of agencies was prepared; nothing has changed yet."""


@dataclass(frozen=True, kw_only=True)
class ReorganizationCalledBack(ReorganizationEvent):
    """A prepared change was given up."""


@dataclass(frozen=True, kw_only=True)
class AgenciesReorganized(ReorganizationEvent):
    """Agencies were merged, split, renamed or closed; their open work has moved."""

    kind: str
    moved_account_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DelegationEvent(OrganizationEvent):
    """Base: which delegation, between whose accounts."""

    delegation_id: int
    giver_account_id: int
    receiver_account_id: int


@dataclass(frozen=True, kw_only=True)
class DelegationGiven(DelegationEvent):
    """A seat lets another act on its behalf; it counts once it has been accepted (Ủy quyền)."""


@dataclass(frozen=True, kw_only=True)
class DelegationAccepted(DelegationEvent):
    """The other seat took it over (Nhận ủy quyền)."""


@dataclass(frozen=True, kw_only=True)
class DelegationEnded(DelegationEvent):
    """Declined, revoked or given back before its time (Không nhận, thu hồi, trả lại); `how` is the state it ended in."""

    how: str
    reason: str = ""
