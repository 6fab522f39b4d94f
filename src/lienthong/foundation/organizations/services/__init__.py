"""Verbs on agencies and positions."""

from lienthong.foundation.organizations.services.agencies import create_agency, create_department
from lienthong.foundation.organizations.services.carrying_out import (
    carry_out_reorganization,
    gather_stragglers,
    open_fields,
)
from lienthong.foundation.organizations.services.delegating import (
    accept_delegation,
    cancel_absence,
    delegate,
    end_delegation,
    record_absence,
)
from lienthong.foundation.organizations.services.passages import Counts, Mover, Passage, movers, register_mover
from lienthong.foundation.organizations.services.positions import appoint, end_position
from lienthong.foundation.organizations.services.preparing import (
    Heir,
    call_back_reorganization,
    place_parts,
    prepare_reorganization,
)
from lienthong.foundation.organizations.services.profiles import load_profile
from lienthong.foundation.organizations.services.rehearsing import Conflict, Rehearsal, SeatMove, rehearse

__all__ = [
    "Conflict",
    "Counts",
    "Heir",
    "Mover",
    "Passage",
    "Rehearsal",
    "SeatMove",
    "accept_delegation",
    "appoint",
    "call_back_reorganization",
    "cancel_absence",
    "carry_out_reorganization",
    "create_agency",
    "create_department",
    "delegate",
    "end_delegation",
    "end_position",
    "gather_stragglers",
    "load_profile",
    "movers",
    "open_fields",
    "place_parts",
    "prepare_reorganization",
    "record_absence",
    "register_mover",
    "rehearse",
]
