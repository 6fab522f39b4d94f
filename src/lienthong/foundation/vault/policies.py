"""Who opens a paper of the vault: its owner, nobody else. What is given with a dossier is seen there."""

from lienthong.foundation.vault.models import VaultPaper
from lienthong.kit.actor import Actor


def can_open(actor: Actor, paper: VaultPaper) -> bool:
    """The person it belongs to, signed in as a citizen."""
    return actor.person_id is not None and actor.person_id == paper.owner_id and not actor.is_officer
