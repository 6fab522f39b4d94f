"""Files of the documents in a work file, for the viewer (tệp của hồ sơ công việc khi đọc)."""

import uuid

from django.db.models import QuerySet

from lienthong.domain.archive import queries
from lienthong.domain.archive.models import ItemContent, WorkFile
from lienthong.foundation.reading.queries import Leaf, Readable, Source, Standing
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

MOST_LEAVES = 500


def _open(actor: Actor, subject: str, file_id: uuid.UUID) -> Readable:
    file = queries.file_for(actor, _id(subject))
    found = _contents(file).filter(file_id=file_id).first()
    if found is None or found.file is None:
        raise NotFound
    return Readable(
        file=found.file,
        title=_name(found),
        about=_about(file),
        page_url=f"/lam-viec/ho-so-cong-viec/{file.pk}/?xem={found.pk}",
    )


def _leaves(actor: Actor, subject: str) -> tuple[Leaf, ...]:
    file = queries.file_for(actor, _id(subject))
    return tuple(Leaf(file_id=each.file_id, name=_name(each)) for each in _contents(file)[:MOST_LEAVES] if each.file_id)


def _standing(subject: str) -> Standing | None:
    file = WorkFile.objects.filter(pk=_id(subject)).first()
    return Standing(about=_about(file), state=str(file.get_state_display())) if file is not None else None


def _contents(file: WorkFile) -> QuerySet[ItemContent]:
    rows = ItemContent.objects.filter(item__file=file, item__removed_at__isnull=True, file__isnull=False)
    return rows.select_related("item", "file").order_by("item__place", "item_id", "place", "pk")


def _name(content: ItemContent) -> str:
    return content.item.notation or content.name


def _about(file: WorkFile) -> str:
    return f"Hồ sơ công việc {file.code}, năm {file.year}"


def _id(subject: str) -> uuid.UUID:
    try:
        return uuid.UUID(subject)
    except ValueError:
        raise NotFound from None


SOURCE = Source(open=_open, leaves=_leaves, standing=_standing)
