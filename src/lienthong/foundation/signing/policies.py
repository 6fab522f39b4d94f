"""Who says how a seat signs (its head), who keeps the seal (its clerk), who keeps the register of certificates (administrators)."""

from lienthong.kit.actor import Actor


def sets_authority(actor: Actor, agency_id: int) -> bool:
    """For the seats of one agency."""
    return actor.may("organizations.manage") or (actor.agency_id == agency_id and actor.may("dossiers.sign"))


def keeps_seal(actor: Actor, agency_id: int) -> bool:
    """Whether the picture of an agency's seal is theirs to change: its clerk, who has the seal on the desk, and administrators."""
    return actor.may("organizations.manage") or (actor.agency_id == agency_id and actor.may("dossiers.stamp"))


def keeps_register(actor: Actor) -> bool:
    """Whether they register and revoke certificates, of any agency."""
    return actor.may("organizations.manage")


def sees_register(actor: Actor, agency_id: int | None) -> bool:
    """Whether they see the certificates of an agency: officers of it, and administrators for all."""
    return keeps_register(actor) or (agency_id is not None and actor.agency_id == agency_id)
