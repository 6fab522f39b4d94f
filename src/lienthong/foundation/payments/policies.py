"""Who handles money (quyền thu tiền)."""

from lienthong.kit.actor import Actor, ActorPosition
from lienthong.kit.errors import NotAllowed

TAKE_CASH = "payments.take_cash"


def require_cashier(actor: Actor) -> tuple[int, ActorPosition]:
    """The account and the seat that answer for the money; never the system, never a citizen. Raises NotAllowed."""
    if actor.account_id is None or actor.position is None or not actor.may(TAKE_CASH):
        raise NotAllowed("Chức vụ đang dùng không thu tiền mặt. Đổi sang chức vụ ở Bộ phận Một cửa rồi thu.")
    return actor.account_id, actor.position
