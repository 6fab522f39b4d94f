"""Files of a dossier for the viewer (tệp của hồ sơ khi đọc): papers, requests, drafts and results, behind the question who may see them."""

import uuid

from django.urls import reverse

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Dossier
from lienthong.foundation.files import queries as files
from lienthong.foundation.reading.queries import Leaf, Readable, Source, Standing
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

RESULT, DRAFT = "Kết quả đã ký", "Dự thảo kết quả"


def _open(actor: Actor, subject: str, file_id: uuid.UUID) -> Readable:
    dossier = queries.dossier_of_file(actor, file_id)
    if dossier is None or dossier.code != subject:
        raise NotFound
    services.require_consent(actor, dossier, file_id)
    file = files.get_file(file_id)
    return Readable(
        file=file,
        title=_title(dossier, file_id) or file.name,
        about=f"Hồ sơ {dossier.code}",
        page_url=reverse("dossiers:work" if actor.is_officer else "dossiers:detail", args=[dossier.code]),
        person_id=dossier.applicant_id,
        reason=f"Hồ sơ {dossier.code}",
    )


def _title(dossier: Dossier, file_id: uuid.UUID) -> str:
    if file_id in {dossier.result_file_id, dossier.draft_file_id}:
        return RESULT if file_id == dossier.result_file_id else DRAFT
    return next((paper.name for paper in queries.papers_of(dossier) if paper.file_id == file_id), "")


def _leaves(actor: Actor, subject: str) -> tuple[Leaf, ...]:
    dossier = queries.dossier_for(actor, subject)
    found = [Leaf(file_id=paper.file_id, name=paper.name) for paper in queries.papers_of(dossier) if paper.file_id]
    outcome = dossier.result_file_id or (dossier.draft_file_id if actor.is_officer else None)
    if outcome:
        found.append(Leaf(file_id=outcome, name=RESULT if dossier.result_file_id else DRAFT))
    return tuple(found)


def _standing(subject: str) -> Standing | None:
    dossier = Dossier.objects.filter(code=subject).first()
    if dossier is None:
        return None
    return Standing(about=f"Hồ sơ {dossier.code}", state=str(dossier.get_state_display()))


SOURCE = Source(open=_open, leaves=_leaves, standing=_standing)
