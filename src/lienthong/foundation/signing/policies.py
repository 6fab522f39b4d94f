"""Who says how a seat signs: the head of its agency, and administrators."""

from lienthong.kit.actor import Actor


def sets_authority(actor: Actor, agency_id: int) -> bool:
    """For the seats of one agency."""
    return actor.may("organizations.manage") or (actor.agency_id == agency_id and actor.may("dossiers.sign"))
