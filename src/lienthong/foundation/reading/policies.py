"""Who may mark and print (quyền ghi chú, in). Who may open a file is decided by its source."""

from lienthong.foundation.reading.models import Mark
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

SEES_PRINTS_OF_AGENCY = ("documents.register", "documents.direct_agency", "audit.read")


def require_officer(actor: Actor) -> int:
    """The seat from which the actor marks or prints. Raises NotAllowed."""
    if actor.position is None or actor.account_id is None:
        raise NotAllowed("Ghi chú và in có dấu kiểm soát dành cho cán bộ, công chức đang giữ chức vụ.")
    return actor.position.id


def is_writer(actor: Actor, mark: Mark) -> bool:
    """Only who wrote a mark changes or removes it."""
    return actor.account_id is not None and mark.account_id == actor.account_id


def sees_prints_of_agency(actor: Actor) -> bool:
    """Clerks, leaders and who keeps the record see all prints of their agency; everybody sees their own."""
    return any(actor.may(right) for right in SEES_PRINTS_OF_AGENCY)
