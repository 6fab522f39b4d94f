"""A submitted draft becomes a document to be signed; what is refused goes back to its draft, what is issued finishes it (dự thảo thành văn bản)."""

import uuid

from lienthong.domain.correspondence import services as correspondence
from lienthong.domain.correspondence.choices import How
from lienthong.domain.correspondence.events import DocumentIssued, SigningRefused
from lienthong.domain.correspondence.services import Addressee, OutgoingFacts
from lienthong.domain.drafts import queries as drafts
from lienthong.domain.drafts import services as draft_services
from lienthong.domain.drafts.events import DraftSubmitted
from lienthong.domain.drafts.queries import RecipientLine
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Refused
from lienthong.kit.events import reacts_to
from lienthong.kit.text_vi import fold

ORIGIN = "draft:"
_NOBODY = ("luu", "nhu tren", "nhu dieu", "kinh gui")
"""Lines of a list of receivers that name no receiver: what is kept, and those named above."""


@reacts_to(DraftSubmitted)
def lay_before_the_signer(event: DraftSubmitted) -> None:
    """The document as it was submitted, once for each submission. What cannot be signed goes back to the writer with the reason."""
    ready = drafts.for_signing(SYSTEM, event.draft_id)
    if ready.submission != event.submission:
        return
    facts = OutgoingFacts(
        kind=ready.kind,
        abstract=ready.abstract,
        urgency=ready.urgency,
        symbol=ready.symbol,
        department_id=ready.department_id,
        writer_position_id=ready.writer_position_id,
        signer_position_id=ready.signer_position_id,
        for_position_id=ready.signer_for_id,
        recipients=[_addressee(line) for line in ready.recipients if _is_sent(line)],
        answers_id=ready.answers_id,
        based_on=[document_id for document_id, _ in ready.based_on if document_id is not None],
        origin=f"{ORIGIN}{ready.draft_id}",
    )
    try:
        correspondence.prepare_outgoing(
            actor=SYSTEM, facts=facts, file_ids=ready.file_ids, key=f"{ORIGIN}{ready.draft_id}:{ready.submission}"
        )
    except Refused as refusal:
        said = " ".join(getattr(refusal, "problems", {}).values()) or refusal.message
        draft_services.reopen_draft(draft_id=ready.draft_id, reason=said)


@reacts_to(SigningRefused)
def reopen_the_draft(event: SigningRefused) -> None:
    """Back to the writer with the words of the signer."""
    draft_id = _draft(event.origin)
    if draft_id is not None:
        draft_services.reopen_draft(draft_id=draft_id, reason=event.reason)


@reacts_to(DocumentIssued)
def finish_the_draft(event: DocumentIssued) -> None:
    """It has become this document."""
    draft_id = _draft(event.origin)
    if draft_id is not None:
        draft_services.finish_draft(draft_id=draft_id, document_id=event.document_id, notation=event.notation)


def _draft(origin: str) -> uuid.UUID | None:
    return uuid.UUID(origin.removeprefix(ORIGIN)) if origin.startswith(ORIGIN) else None


def _is_sent(line: RecipientLine) -> bool:
    """Departments of the house read it in the register."""
    return line.department_id is None and not fold(line.name).startswith(_NOBODY)


def _addressee(line: RecipientLine) -> Addressee:
    how = How.EXCHANGE if line.agency_id is not None else How.PAPER
    return Addressee(name=line.name, agency_id=line.agency_id, how=how)
