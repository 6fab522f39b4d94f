"""Files of a document for the viewer (tệp của văn bản khi đọc)."""

import uuid

from lienthong.domain.correspondence import queries
from lienthong.domain.correspondence.choices import Direction, State
from lienthong.domain.correspondence.models import Document, DocumentFile
from lienthong.foundation.reading.queries import Leaf, Readable, Source, Standing
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

ENDED = frozenset({State.RECALLED, State.REPLACED, State.CANCELLED, State.RETURNED})
"""Who reads or holds a print of such a document must know."""
DONE = frozenset({State.ISSUED, State.COMPLETED})


def _open(actor: Actor, subject: str, file_id: uuid.UUID) -> Readable:
    document = queries.document_for(actor, _id(subject))
    part = document.files.filter(file_id=file_id).select_related("file").defer("read_text").first()
    if part is None:
        raise NotFound
    page = queries.outgoing_url if document.direction == Direction.OUTGOING else queries.url_of
    ended = document.state in ENDED
    return Readable(
        file=part.file,
        title=_name(part),
        about=_about(document),
        page_url=page(document.pk),
        state=str(document.get_state_display()) if ended else "",
        tone="late" if ended else "",
    )


def _leaves(actor: Actor, subject: str) -> tuple[Leaf, ...]:
    parts = queries.document_for(actor, _id(subject)).files.select_related("file").defer("read_text")
    return tuple(Leaf(file_id=part.file_id, name=_name(part)) for part in parts)


def _name(part: DocumentFile) -> str:
    return "Văn bản" if part.is_main else part.file.name


def _about(document: Document) -> str:
    day = f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    return f"{document.get_kind_display() or 'Văn bản'} {document.notation}{day}, {document.issuer_name}"


def _standing(subject: str) -> Standing | None:
    document = Document.objects.filter(pk=_id(subject)).first()
    if document is None:
        return None
    tone = "late" if document.state in ENDED else "done" if document.state in DONE else ""
    return Standing(about=_about(document), state=str(document.get_state_display()), tone=tone)


def _id(subject: str) -> uuid.UUID:
    try:
        return uuid.UUID(subject)
    except ValueError:
        raise NotFound from None


SOURCE = Source(open=_open, leaves=_leaves, standing=_standing)
