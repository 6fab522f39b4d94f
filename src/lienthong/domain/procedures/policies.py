"""Who may change the catalogue. Reading it is free to everybody."""

from lienthong.kit.actor import Actor

MANAGE = "procedures.manage"


def can_manage(actor: Actor) -> bool:
    """Publish versions of procedures (công bố thủ tục)."""
    return actor.may(MANAGE)
