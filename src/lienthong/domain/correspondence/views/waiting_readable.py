"""Files of a sending that waits to be registered, for the viewer (tệp của văn bản chờ vào sổ): for the clerks of the agency."""

import uuid

from django.db.models import QuerySet

from lienthong.domain.correspondence import queries
from lienthong.domain.correspondence.models import WaitingArrival
from lienthong.foundation.reading.queries import Leaf, Readable, Source, Standing
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


def _open(actor: Actor, subject: str, file_id: uuid.UUID) -> Readable:
    arrival = queries.arrival_for(actor, _id(subject))
    part = arrival.files.select_related("file").filter(file_id=file_id).first()
    if part is None:
        raise NotFound
    return Readable(
        file=part.file,
        title=part.file.name,
        about=f"Văn bản chờ vào sổ: {arrival.title or arrival.sender_name}",
        page_url=f"/lam-viec/van-ban-den/vao-so/{arrival.pk}/",
    )


def _leaves(actor: Actor, subject: str) -> tuple[Leaf, ...]:
    parts = queries.arrival_for(actor, _id(subject)).files.select_related("file").defer("read_text")
    return tuple(Leaf(file_id=part.file_id, name=part.file.name) for part in parts)


def _standing(subject: str) -> Standing | None:
    arrival: WaitingArrival | None = _rows(subject).first()
    if arrival is None:
        return None
    return Standing(about=f"Văn bản chờ vào sổ: {arrival.title}", state=str(arrival.get_state_display()))


def _rows(subject: str) -> QuerySet[WaitingArrival]:
    return WaitingArrival.objects.filter(pk=_id(subject))


def _id(subject: str) -> uuid.UUID:
    try:
        return uuid.UUID(subject)
    except ValueError:
        raise NotFound from None


SOURCE = Source(open=_open, leaves=_leaves, standing=_standing)
