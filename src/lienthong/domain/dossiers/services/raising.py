"""A result whose signature got its proof later (bổ sung bằng chứng cho chữ ký): the file with the proof takes its place."""

import uuid

from django.db import transaction

from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.services import recording as audit
from lienthong.foundation.files import queries as files
from lienthong.kit.actor import Actor


@transaction.atomic
def take_raised_result(*, actor: Actor, file_id: uuid.UUID, raised_id: uuid.UUID, level: str) -> Dossier | None:
    """The result `file_id` is `raised_id` from now on; None where it is not the result any more. The signed file stays, as what it was made of."""
    dossier = Dossier.objects.select_for_update(of=("self",)).filter(result_file_id=file_id).first()
    if dossier is None or not actor.is_system:
        return None
    before, after = files.get_file(file_id), files.get_file(raised_id)
    dossier.result_file = after
    dossier.save(update_fields=["result_file"])
    audit.record(
        actor=actor,
        verb="raise_result",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"level": level, "signed_sha256": before.sha256, "sha256": after.sha256},
    )
    return dossier
