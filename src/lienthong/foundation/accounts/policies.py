"""Who may manage accounts and identify persons (ai được quản lý tài khoản)."""

from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


def can_manage(actor: Actor) -> bool:
    """Administrators, and the system itself."""
    return actor.may("accounts.manage")


def require_manage(actor: Actor) -> None:
    """Raise NotAllowed unless `can_manage`."""
    if not can_manage(actor):
        raise NotAllowed("Chức vụ hiện tại không có quyền quản lý tài khoản. Liên hệ quản trị hệ thống của cơ quan.")


def require_identify(actor: Actor) -> None:
    """One-stop officers check a person's card at the counter. Raises NotAllowed."""
    if not (actor.may("dossiers.file_for_others") or actor.may("dossiers.receive")):
        raise NotAllowed("Chỉ cán bộ một cửa được xác nhận danh tính tại quầy.")


def require_own_or_manage(actor: Actor, account_id: int) -> None:
    """An account's own affairs, or an administrator's. Raises NotAllowed."""
    if actor.account_id != account_id and not can_manage(actor):
        raise NotAllowed("Chỉ chủ tài khoản hoặc quản trị hệ thống được làm việc này.")
