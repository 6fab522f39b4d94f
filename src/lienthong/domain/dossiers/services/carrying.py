"""What a check of eligibility already answered goes into the form (mang câu trả lời vào bản khai)."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from lienthong.domain.dossiers.models import Filing
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


@transaction.atomic
def carry_answers(*, actor: Actor, filing_id: uuid.UUID, answers: Mapping[str, object]) -> Filing:
    """Fill questions that have no answer yet; what a person or a register said stays. Raises NotFound."""
    filing = (
        Filing.objects.select_for_update(of=("self",)).filter(id=filing_id, account_id=actor.account_id or 0).first()
    )
    if filing is None or filing.sent_at is not None:
        raise NotFound
    filing.answers = {**answers, **filing.answers}
    filing.saved_at = clock.now()
    filing.save(update_fields=["answers", "saved_at"])
    return filing
