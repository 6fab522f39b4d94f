"""Whose lateness a seat may see (phạm vi xem): a leader the own agency and those below, who watches the province all of it."""

from lienthong.domain.lateness.policies import reads
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.actor import Actor


def scope_of(actor: Actor) -> list[int] | None:
    """Agencies in sight; None for all of them, an empty list for nobody. At most one query."""
    if not reads(actor):
        return []
    if actor.may("dossiers.view_all") or actor.is_system:
        return None
    if actor.agency_id is None:
        return []
    return [*organizations.subtree_ids(actor.agency_id), *actor.archive_agency_ids[1:]]
