"""A dossier goes before others (ưu tiên): for whom the law or the office says so, with the ground in the record."""

import uuid

from django.db import transaction

from lienthong.domain.dossiers.choices import OPEN_STATES, Priority
from lienthong.domain.dossiers.errors import WrongState
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.moving import lock_dossier
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed


@transaction.atomic
def set_priority(*, actor: Actor, dossier_id: uuid.UUID, priority: str) -> Dossier:
    """Mark an open dossier as one that goes first, or as any other (empty). A repeat changes nothing. Raises Invalid, NotAllowed."""
    if priority and priority not in Priority.values:
        raise Invalid({"priority": "Chưa chọn đối tượng ưu tiên trong danh sách."})
    dossier = lock_dossier(dossier_id)
    rights = ("dossiers.receive", "dossiers.handle", "dossiers.approve")
    here = actor.agency_id in {dossier.agency_id, dossier.reception_agency_id}
    if not (here and any(actor.may(right) for right in rights)):
        raise NotAllowed
    if dossier.state not in OPEN_STATES:
        raise WrongState("Hồ sơ đã xong nên không đổi mức ưu tiên.")
    if dossier.priority == priority:
        return dossier
    dossier.priority = priority
    dossier.save(update_fields=["priority"])
    said = str(Priority(priority).label) if priority else "Không ưu tiên"
    audit.record(
        actor=actor,
        verb="set_priority",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"note": said},
    )
    return dossier
