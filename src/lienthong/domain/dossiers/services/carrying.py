"""What a check of eligibility already answered goes into the form (mang câu trả lời vào bản khai)."""

import uuid

from django.db import transaction

from lienthong.domain.dossiers.models import Filing
from lienthong.domain.eligibility.queries import Carried
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


@transaction.atomic
def carry_answers(*, actor: Actor, filing_id: uuid.UUID, carried: Carried) -> Filing:
    """Fill questions that have no answer yet and keep the case; what a person or a register said stays. Raises NotFound."""
    filing = (
        Filing.objects.select_for_update(of=("self",)).filter(id=filing_id, account_id=actor.account_id or 0).first()
    )
    if filing is None or filing.sent_at is not None:
        raise NotFound
    filing.answers = {**carried.answers, **filing.answers}
    filing.checked = {"case": carried.case, "papers": list(carried.papers)}
    filing.saved_at = clock.now()
    filing.save(update_fields=["answers", "checked", "saved_at"])
    return filing
