"""What is looked at before it is approved, signed or stamped (mở xem trước khi quyết định): the bytes shown are the bytes decided on."""

import uuid
from typing import Any

from django.db import transaction

from lienthong.domain.dossiers.errors import ChangedSinceSeen, NotLookedAt, ResultMissing
from lienthong.domain.dossiers.models import Dossier, DossierStep, DraftVersion, Look
from lienthong.domain.dossiers.queries.drafts import current_draft
from lienthong.domain.dossiers.queries.headings import heading_of, heading_text
from lienthong.domain.dossiers.services.holding import my_step
from lienthong.domain.dossiers.services.result_papers import signing_paper
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

LOOKED_AT_KINDS = {"approve", "sign", "stamp"}


@transaction.atomic
def look_at(*, actor: Actor, dossier_id: uuid.UUID, step_id: int) -> Look:
    """Record what this officer is shown of their open step, and give it: the draft, the paper as it will be signed, or the signed one.

    A paper once made for a signer stays the same until the draft changes, so what was looked at yesterday counts today.
    Raises NotAllowed, StepTaken, ResultMissing.
    """
    who, dossier, step = my_step(actor, dossier_id, step_id)
    if step.kind not in LOOKED_AT_KINDS or who.position is None:
        raise NotAllowed
    before = Look.objects.filter(step=step, position_id=who.position.id).select_related("file").first()
    version = current_draft(dossier)
    heading = heading_text(who) if step.kind == "sign" else ""
    if before is not None and _is_current(before, dossier, step, version, heading):
        before.looked_at = clock.now()
        before.save(update_fields=["looked_at"])
        return before
    file = _file_for(who, dossier, step, version)
    look, _ = Look.objects.update_or_create(
        step=step,
        position_id=who.position.id,
        defaults={
            "draft": version,
            "heading": heading,
            "file": file,
            "sha256": file.sha256,
            "looked_at": clock.now(),
        },
    )
    return look


def seen_by(who: Actor, dossier: Dossier, step: DossierStep, seen: str) -> Look:
    """The look on which `who` decides; `seen` is the digest their page showed. Raises NotLookedAt, ChangedSinceSeen. The dossier is locked."""
    look = (
        Look.objects.filter(step=step, position_id=who.position.id if who.position else 0)
        .select_related("file")
        .first()
    )
    if look is None or not seen:
        raise NotLookedAt
    if look.sha256 != seen or not _is_current(
        look, dossier, step, current_draft(dossier), heading_text(who) if step.kind == "sign" else ""
    ):
        raise ChangedSinceSeen
    return look


def _is_current(look: Look, dossier: Dossier, step: DossierStep, version: DraftVersion | None, heading: str) -> bool:
    if step.kind == "stamp":
        return dossier.result_file is not None and look.file_id == dossier.result_file_id
    return version is not None and look.draft_id == version.pk and look.heading == heading


def _file_for(who: Actor, dossier: Dossier, step: DossierStep, version: DraftVersion | None) -> Any:
    if step.kind == "stamp":
        if dossier.result_file is None:
            raise ResultMissing("Hồ sơ chưa có kết quả đã ký để cấp số, đóng dấu.")
        return dossier.result_file
    if version is None:
        raise ResultMissing
    if step.kind == "approve":
        return version.preview
    lines, name = heading_of(who)
    return files.store_bytes(
        name=f"trinh-ky-{dossier.code}-{version.number}.pdf",
        media_type="application/pdf",
        content=signing_paper(dossier, version, lines=lines, name=name),
        purpose="draft",
        actor=who,
    )
