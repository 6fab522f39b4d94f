"""Who may change the tree of agencies (ai được sửa cây cơ quan)."""

from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


def can_manage(actor: Actor) -> bool:
    """Administrators, and the system itself."""
    return actor.may("organizations.manage")


def require_manage(actor: Actor) -> None:
    """Raise NotAllowed unless `can_manage`."""
    if not can_manage(actor):
        raise NotAllowed("Chức vụ hiện tại không có quyền sửa cơ quan, chức vụ. Liên hệ quản trị hệ thống của tỉnh.")
