"""Who may see lateness of others, object to a charge and decide (quyền)."""

from lienthong.domain.lateness.models import LatenessShare, Objection
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.actor import Actor

READ = ("dossiers.approve", "dossiers.sign", "dossiers.view_all")
"""Heads of departments, leaders, and who watches the whole province."""
RULES = ("dossiers.sign", "organizations.manage")
"""A leader changes the rules of the own agency, the administrator those of all."""


def reads(actor: Actor) -> bool:
    """Whether lateness by unit is open to this seat."""
    return any(actor.may(right) for right in READ)


def objects(actor: Actor, share: LatenessShare) -> bool:
    """Head or leader of the unit that is charged, or of its successor; for minutes that are charged at all."""
    may = actor.may("dossiers.approve") or actor.may("dossiers.sign")
    return may and share.late > 0 and share.agency_id in actor.archive_agency_ids


def decides(actor: Actor, objection: Objection) -> bool:
    """The leader of the agency right above; who watches the whole province for an agency that has none above with a leader."""
    if actor.agency_id is None or actor.agency_id == objection.agency_id:
        return False
    above = organizations.agency(objection.agency_id).parent_id
    return (actor.may("dossiers.sign") and actor.agency_id == above) or actor.may("dossiers.view_all")


def keeps_rules(actor: Actor, agency_id: int | None) -> bool:
    """The leader for the own agency; the administrator for all."""
    if actor.may("organizations.manage"):
        return True
    return agency_id is not None and agency_id == actor.agency_id and actor.may("dossiers.sign")
