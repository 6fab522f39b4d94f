"""Who may publish a process."""

from lienthong.kit.actor import Actor

MANAGE = "procedures.manage"


def can_define_workflow(actor: Actor) -> bool:
    """Those who manage procedures."""
    return actor.may(MANAGE)
