"""A paper is given out of the vault, with the owner's consent (dùng giấy tờ trong kho)."""

import uuid

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.vault.errors import NoConsent
from lienthong.foundation.vault.models import VaultPaper, VaultUse
from lienthong.foundation.vault.queries import paper_for
from lienthong.kit import clock
from lienthong.kit.actor import Actor


def consent_text(agency: str) -> str:
    """The words the owner agrees to; they are kept as they were shown."""
    return f"Tôi đồng ý cho {agency or 'cơ quan giải quyết hồ sơ'} xem và sử dụng giấy tờ này để giải quyết hồ sơ đang lập."


@transaction.atomic
def give_paper(*, actor: Actor, paper_id: uuid.UUID, reference: str, purpose: str, consent: str) -> VaultPaper:
    """Record that the owner lets `reference` (a filing) use the paper. Raises NotFound, NoConsent. A repeat changes nothing."""
    paper = paper_for(actor, paper_id)
    if not consent:
        raise NoConsent
    _, fresh = VaultUse.objects.get_or_create(
        paper=paper, reference=reference, defaults={"purpose": purpose, "consent": consent, "at": clock.now()}
    )
    if fresh:
        audit.record(
            actor=actor,
            verb="give_vault_paper",
            subject_type="vault_paper",
            subject_id=paper.id,
            details={"reference": reference, "purpose": purpose, "consent": consent},
        )
    return paper
