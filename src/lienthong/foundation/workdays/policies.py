"""Who may decide when agencies work. Reading calendars is free to everybody."""

from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

MANAGE = "organizations.manage"


def require_manage(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not actor.may(MANAGE):
        raise NotAllowed
