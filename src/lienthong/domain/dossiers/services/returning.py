"""The end of a dossier (trả kết quả, rút hồ sơ)."""

import uuid

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.events import DossierWithdrawn, ResultReturned
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.ending import end_early
from lienthong.domain.dossiers.services.moving import advance, lock_dossier, open_step
from lienthong.domain.dossiers.states import next_state
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.events import publish


@transaction.atomic
def return_result(*, actor: Actor, dossier_id: uuid.UUID, note: str = "") -> Dossier:
    """Hand the result over: the applicant may download it, the dossier is closed."""
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "return_result", dossier)
    dossier.state = next_state(dossier.state, "return_result")
    dossier.returned_at = clock.now()
    dossier.save(update_fields=["state", "returned_at"])
    advance(actor, dossier, open_step(dossier, kinds=["return"]), note=note.strip())
    audit.record(actor=actor, verb="return_result", subject_type="dossier", subject_id=dossier.id)
    publish(ResultReturned(dossier_id=dossier.id, code=dossier.code))
    return dossier


@transaction.atomic
def withdraw_dossier(*, actor: Actor, dossier_id: uuid.UUID, reason: str) -> Dossier:
    """The applicant takes the dossier back before the result is there."""
    if not reason.strip():
        raise Invalid({"reason": "Chưa ghi lý do rút hồ sơ. Ghi ngắn gọn, ví dụ: khai sai thông tin, nộp lại sau."})
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "withdraw", dossier)
    dossier.state = next_state(dossier.state, "withdraw")
    dossier.reason = reason.strip()
    end_early(actor, dossier)
    audit.record(
        actor=actor,
        verb="withdraw_dossier",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"reason": dossier.reason},
    )
    publish(DossierWithdrawn(dossier_id=dossier.id, code=dossier.code))
    return dossier
