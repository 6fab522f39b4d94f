"""Who makes, compares and signs copies: the reception of an office, a colleague, whoever signs or seals for it."""

from lienthong.domain.copies.models import CertifiedCopy
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

PREPARE = ("dossiers.receive", "dossiers.file_for_others")
COMPARE = (*PREPARE, "dossiers.handle", "dossiers.approve")
SIGN = ("dossiers.sign", "dossiers.stamp")
LOOK = tuple(dict.fromkeys((*COMPARE, *SIGN)))
RULE = "dossiers.sign"


def _may(actor: Actor, rights: tuple[str, ...]) -> bool:
    return actor.is_system or (actor.agency_id is not None and any(actor.may(right) for right in rights))


def require_preparing(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not _may(actor, PREPARE):
        raise NotAllowed("Lập bản sao điện tử là việc của Bộ phận Một cửa. Đổi sang chức vụ ở Một cửa rồi thử lại.")


def can_see(actor: Actor, copy: CertifiedCopy) -> bool:
    """Officers who make, compare or sign copies in its agency, or in one that came after it."""
    return _may(actor, LOOK) and (actor.is_system or copy.agency_id in actor.archive_agency_ids)


def can_compare(actor: Actor, copy: CertifiedCopy) -> bool:
    """A colleague in the same agency; that it is another person is the business of the service."""
    return _may(actor, COMPARE) and actor.agency_id == copy.agency_id


def can_sign(actor: Actor, copy: CertifiedCopy) -> bool:
    """Whoever signs or seals for the agency."""
    return _may(actor, SIGN) and actor.agency_id == copy.agency_id


def can_revoke(actor: Actor, copy: CertifiedCopy) -> bool:
    """Whoever signs for the agency, or for the one that came after it."""
    return actor.may("dossiers.sign") and copy.agency_id in actor.archive_agency_ids
