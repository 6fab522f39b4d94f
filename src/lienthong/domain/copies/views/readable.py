"""Files of a certified copy for the viewer (tệp của bản sao khi đọc): the signed copy and the scan it was made from."""

import uuid

from django.urls import reverse

from lienthong.domain.copies import queries
from lienthong.domain.copies.choices import CopyState
from lienthong.domain.copies.models import CertifiedCopy
from lienthong.foundation.reading.queries import Leaf, Readable, Source, Standing
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

SIGNED, SCAN = "Bản sao đã ký", "Bản quét"


def _open(actor: Actor, subject: str, file_id: uuid.UUID) -> Readable:
    copy = queries.copy_for(actor, _id(subject))
    file = next((each for each in (copy.file, copy.scan) if each is not None and each.id == file_id), None)
    if file is None:
        raise NotFound
    ended = copy.state in {CopyState.REVOKED, CopyState.REFUSED}
    return Readable(
        file=file,
        title=SIGNED if file_id == copy.file_id else SCAN,
        about=_about(copy),
        page_url=reverse("copies:copy", args=[copy.pk]),
        state=str(copy.get_state_display()) if ended else "",
        tone="late" if ended else "",
        person_id=copy.owner_id,
        reason=f"Bản sao điện tử {copy.code}",
    )


def _leaves(actor: Actor, subject: str) -> tuple[Leaf, ...]:
    copy = queries.copy_for(actor, _id(subject))
    signed = (Leaf(file_id=copy.file_id, name=SIGNED),) if copy.file_id else ()
    return (*signed, Leaf(file_id=copy.scan_id, name=SCAN))


def _about(copy: CertifiedCopy) -> str:
    return f"Bản sao điện tử {copy.code}: {copy.name}"


def _standing(subject: str) -> Standing | None:
    copy = CertifiedCopy.objects.filter(pk=_id(subject)).first()
    if copy is None:
        return None
    tone = {CopyState.SIGNED: "done", CopyState.REVOKED: "late", CopyState.REFUSED: "late"}.get(
        CopyState(copy.state), ""
    )
    return Standing(about=_about(copy), state=str(copy.get_state_display()), tone=tone)


def _id(subject: str) -> uuid.UUID:
    try:
        return uuid.UUID(subject)
    except ValueError:
        raise NotFound from None


SOURCE = Source(open=_open, leaves=_leaves, standing=_standing)
