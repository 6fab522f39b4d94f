"""A returned dossier is closed (kết thúc hồ sơ): nothing more is expected, it goes to the archive."""

import uuid

from django.db import transaction

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.events import DossierClosed
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.moving import lock_dossier
from lienthong.domain.dossiers.states import next_state
from lienthong.kit.actor import Actor
from lienthong.kit.events import publish


@transaction.atomic
def close_dossier(*, actor: Actor, dossier_id: uuid.UUID, note: str = "") -> Dossier:
    """Close; a founded complaint may still reopen it. Raises NotAllowed, WrongState."""
    dossier = lock_dossier(dossier_id)
    actor = policies.acting(actor, "close", dossier)
    dossier.state = next_state(dossier.state, "close")
    dossier.save(update_fields=["state"])
    audit.record(
        actor=actor,
        verb="close_dossier",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"note": note.strip()},
    )
    publish(DossierClosed(dossier_id=dossier.id, code=dossier.code))
    return dossier
