"""Agencies, their seats, and how they change (cơ quan, chức vụ, sắp xếp cơ quan)."""

from lienthong.foundation.organizations.models.delegation import Absence, Delegation
from lienthong.foundation.organizations.models.reorganization import (
    FormerName,
    Reorganization,
    Succession,
    Successor,
)
from lienthong.foundation.organizations.models.tree import (
    Agency,
    AgencyQuerySet,
    Department,
    Position,
    PositionQuerySet,
    Tier,
)

__all__ = [
    "Absence",
    "Agency",
    "AgencyQuerySet",
    "Delegation",
    "Department",
    "FormerName",
    "Position",
    "PositionQuerySet",
    "Reorganization",
    "Succession",
    "Successor",
    "Tier",
]
