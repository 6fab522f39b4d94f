"""Who compares and decides about differences: the officials who keep the catalogue."""

from lienthong.kit.actor import Actor

MANAGE = "procedures.manage"


def can_compare(actor: Actor) -> bool:
    """Run comparisons, see and settle differences."""
    return actor.may(MANAGE)
