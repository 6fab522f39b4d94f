"""Who serves the queue of an office."""

from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

SERVE = ("dossiers.receive", "dossiers.return_result")
ARRANGE = ("dossiers.receive", "organizations.manage")


def require_serving(actor: Actor, agency_id: int) -> None:
    """Officers of the reception of this office. Raises NotAllowed."""
    if not (actor.agency_id == agency_id and any(actor.may(right) for right in SERVE)) and not actor.is_system:
        raise NotAllowed(
            "Quầy này của cơ quan khác, hoặc chức vụ đang dùng không phục vụ quầy. Đổi chức vụ rồi thử lại."
        )
