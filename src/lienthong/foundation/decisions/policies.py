"""Who may change decision tables. What is in force is read by everybody, through the pages that ask it."""

from lienthong.kit.actor import Actor

MANAGE = "decisions.manage"


def can_manage(actor: Actor) -> bool:
    """Write, test and publish decision tables (soạn, ban hành bảng quyết định)."""
    return actor.may(MANAGE)
