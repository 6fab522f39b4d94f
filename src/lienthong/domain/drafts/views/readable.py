"""Files of a draft for the viewer (tệp của dự thảo khi đọc)."""

import uuid

from django.db.models import Q

from lienthong.domain.drafts import queries
from lienthong.domain.drafts.models import Draft
from lienthong.foundation.reading.queries import Leaf, Readable, Source, Standing
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


def _open(actor: Actor, subject: str, file_id: uuid.UUID) -> Readable:
    draft = queries.draft_for(actor, _id(subject))
    version = draft.versions.filter(Q(pdf_id=file_id) | Q(file_id=file_id)).select_related("pdf", "file").first()
    if version is not None:
        file = version.pdf if version.pdf_id == file_id else version.file
        title = f"Dự thảo, bản {version.number}"
    else:
        row = next((each for each in queries.appendices_of(draft) if each.file_id == file_id), None)
        if row is None:
            raise NotFound
        file, title = row.file, row.file.name
    return Readable(
        file=file,
        title=title,
        about=_about(draft),
        page_url=f"/lam-viec/du-thao/{draft.pk}/",
        state=draft.get_state_display(),
    )


def _leaves(actor: Actor, subject: str) -> tuple[Leaf, ...]:
    draft = queries.draft_for(actor, _id(subject))
    version = queries.version_of(draft)
    first = [Leaf(file_id=version.pdf_id, name=f"Bản {version.number}")] if version is not None else []
    return (*first, *(Leaf(file_id=each.file_id, name=each.file.name) for each in queries.appendices_of(draft)))


def _about(draft: Draft) -> str:
    return f"Dự thảo {draft.get_kind_display().lower()}: {draft.abstract}"


def _standing(subject: str) -> Standing | None:
    draft = Draft.objects.filter(pk=_id(subject)).first()
    return None if draft is None else Standing(about=_about(draft), state=str(draft.get_state_display()))


def _id(subject: str) -> uuid.UUID:
    try:
        return uuid.UUID(subject)
    except ValueError:
        raise NotFound from None


SOURCE = Source(open=_open, leaves=_leaves, standing=_standing)
