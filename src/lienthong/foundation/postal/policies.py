"""Who may do what with a parcel (quyền về bưu chính). What an actor may see is decided in `queries.visible_orders`."""

from lienthong.foundation.postal.models import PostalOrder
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

HANDLE = "postal.handle"
MANAGE = "postal.manage"


def handles(actor: Actor, agency_id: int) -> bool:
    """The one-stop office of this agency, or the system."""
    return actor.is_system or (actor.may(HANDLE) and actor.agency_id == agency_id)


def require_handler(actor: Actor, order: PostalOrder) -> None:
    """Raise NotAllowed unless the order is this office's."""
    if not handles(actor, order.agency_id):
        raise NotAllowed


def require_manager(actor: Actor) -> None:
    """Raise NotAllowed unless the actor keeps the codes of the carrier."""
    if not actor.is_system and not actor.may(MANAGE):
        raise NotAllowed
