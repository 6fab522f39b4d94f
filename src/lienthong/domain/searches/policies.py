"""Who reads what was not found: whoever keeps the catalogue."""

from lienthong.domain.procedures import policies as procedures
from lienthong.kit.actor import Actor


def can_settle(actor: Actor) -> bool:
    """Read the words and decide about them (xem, xử lý từ tìm không thấy)."""
    return procedures.can_manage(actor)
