"""Reading the vault (tra kho giấy tờ). A person sees their own papers; there is no other reader."""

import uuid

from lienthong.foundation.vault.models import VaultPaper, VaultUse
from lienthong.foundation.vault.policies import can_open
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

MOST = 200


def papers_of(actor: Actor) -> list[VaultPaper]:
    """The actor's own papers, newest first; none for officers and for accounts without an identity."""
    if actor.person_id is None or actor.is_officer:
        return []
    return list(VaultPaper.objects.filter(owner_id=actor.person_id).select_related("file")[:MOST])


def paper_for(actor: Actor, paper_id: uuid.UUID) -> VaultPaper:
    """One of the actor's own papers. Raises NotFound for others' as for none at all."""
    paper = VaultPaper.objects.select_related("file").filter(pk=paper_id).first()
    if paper is None or not can_open(actor, paper):
        raise NotFound("Không tìm thấy giấy tờ này trong kho của ông/bà.")
    return paper


def uses_of(paper: VaultPaper) -> list[VaultUse]:
    """Where the owner gave it, newest first."""
    return list(paper.uses.all()[:50])
