"""Who scans, and who sees a batch: officers of the reception of the agency that began it."""

from lienthong.domain.scans.models import Batch
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

SCAN = ("dossiers.receive", "dossiers.file_for_others")


def may_scan(actor: Actor) -> bool:
    """An officer who takes papers in."""
    return actor.is_system or (actor.agency_id is not None and any(actor.may(right) for right in SCAN))


def require_scanning(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not may_scan(actor):
        raise NotAllowed("Quét giấy tờ là việc của Bộ phận Một cửa. Đổi sang chức vụ ở Một cửa rồi thử lại.")


def can_see(actor: Actor, batch: Batch) -> bool:
    """Whoever scans in the agency of the batch."""
    return may_scan(actor) and (actor.is_system or actor.agency_id == batch.agency_id)
