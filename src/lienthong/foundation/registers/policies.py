"""Who may ask a register (quyền tra cứu). For which dossier is the business of the app that asks."""

from lienthong.foundation.registers.choices import LOOK_UP
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


def require_look_up(actor: Actor) -> None:
    """Raise NotAllowed unless the seat carries the right, or acts for one that does."""
    if not actor.may(LOOK_UP):
        raise NotAllowed(
            "Chức vụ đang dùng không có quyền tra cứu cơ sở dữ liệu quốc gia. Chỉ người đang xử lý hồ sơ tra cứu được."
        )


def sees_agency(actor: Actor) -> bool:
    """Who leads, or keeps the record, sees who of the agency asked what; everybody sees their own."""
    return actor.may("dossiers.approve") or actor.may("audit.read")
