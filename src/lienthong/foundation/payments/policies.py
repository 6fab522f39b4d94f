"""Who handles money (quyền thu tiền)."""

from lienthong.kit.actor import Actor, ActorPosition
from lienthong.kit.errors import NotAllowed

TAKE_CASH = "payments.take_cash"
KEEP_CASH = "payments.keep_cash"
OVERSEE = "payments.oversee"


def require_cashier(actor: Actor) -> tuple[int, ActorPosition]:
    """The account and the seat that answer for the money; never the system, never a citizen. Raises NotAllowed."""
    if actor.account_id is None or actor.position is None or not actor.may(TAKE_CASH):
        raise NotAllowed("Chức vụ đang dùng không thu tiền mặt. Đổi sang chức vụ ở Bộ phận Một cửa rồi thu.")
    return actor.account_id, actor.position


def require_keeper(actor: Actor) -> int:
    """The account that keeps the agency's cash (thủ quỹ). Raises NotAllowed."""
    if actor.account_id is None or not actor.may(KEEP_CASH):
        raise NotAllowed("Chức vụ đang dùng không giữ quỹ. Đề nghị thủ quỹ của cơ quan xác nhận nhận tiền.")
    return actor.account_id


def oversees(actor: Actor) -> bool:
    """See every shift of the agency and confirm, as the second person, what was given back: keepers, leaders."""
    return actor.may(KEEP_CASH) or actor.may(OVERSEE)


def confirms(actor: Actor) -> bool:
    """Be the second person: a colleague at the counter, the keeper, a leader."""
    return actor.may(TAKE_CASH) or oversees(actor)


def require_refunder(actor: Actor) -> int:
    """Whoever handles a decided refund as it was decided: the keeper, a leader, a cashier. Raises NotAllowed."""
    if actor.account_id is None or not confirms(actor):
        raise NotAllowed("Chức vụ đang dùng không xử lý khoản hoàn trả. Đề nghị thủ quỹ hoặc bộ phận Một cửa.")
    return actor.account_id


def changes_refund(actor: Actor, decided_by_id: int | None) -> bool:
    """Name another account for a decided refund, or call it off: who keeps or oversees the cash, who decided it; never a cashier alone."""
    return oversees(actor) or (decided_by_id is not None and actor.account_id == decided_by_id)
