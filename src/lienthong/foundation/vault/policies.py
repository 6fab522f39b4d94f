"""Who opens a paper of the vault: its owner, nobody else. What is given with a dossier is seen there.

Officers meet the vault in two ways: at the counter, with the owner present and identified, they see which papers would fit; and the
agency that issued a paper says that it no longer counts.
"""

from lienthong.foundation.vault.models import VaultPaper
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

AT_COUNTER = "dossiers.receive"
ISSUE = "dossiers.sign"
KEEP_KINDS = "procedures.manage"


def can_open(actor: Actor, paper: VaultPaper) -> bool:
    """The person it belongs to, signed in as a citizen."""
    return actor.person_id is not None and actor.person_id == paper.owner_id and not actor.is_officer


def judges(actor: Actor, paper: VaultPaper) -> bool:
    """Whoever signs for the agency that issued it, or for its successor."""
    return (
        actor.may(ISSUE) and paper.issuer_agency_id is not None and paper.issuer_agency_id in actor.archive_agency_ids
    )


def require_counter(actor: Actor) -> None:
    """One-stop officers, with the owner before them. Raises NotAllowed."""
    if not (actor.may(AT_COUNTER) and actor.position is not None):
        raise NotAllowed("Chỉ cán bộ một cửa ghi nhận đồng ý của người có mặt tại quầy.")


def require_kinds(actor: Actor) -> None:
    """Keepers of the catalogue. Raises NotAllowed."""
    if not actor.may(KEEP_KINDS):
        raise NotAllowed
