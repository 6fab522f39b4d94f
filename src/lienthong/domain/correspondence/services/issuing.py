"""The clerk seals a signed document and gives it out (đóng dấu, phát hành, chuyển); Điều 17 to 19 Nghị định 30/2020/NĐ-CP."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lienthong.domain.correspondence.choices import Delivery, Relation, State
from lienthong.domain.correspondence.errors import WrongDocumentState
from lienthong.domain.correspondence.events import DocumentIssued, DocumentRecalled, ReceiverAnswered
from lienthong.domain.correspondence.models import Document, DocumentLink, Recipient
from lienthong.domain.correspondence.models.outgoing import SENDING
from lienthong.domain.correspondence.services.delivering import locked_recipient, require_clerk
from lienthong.domain.correspondence.services.moving import lock_document, move, recorded
from lienthong.domain.correspondence.services.preparing import Addressee, address, problems_of
from lienthong.domain.correspondence.services.signing import end, main_file, replace_file, require_reason
from lienthong.foundation.files import services as files
from lienthong.foundation.files.choices import PDF
from lienthong.foundation.signing import services as signing
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

_ORDER: list[str] = [Delivery.WAITING, Delivery.FAILED, Delivery.SENT, Delivery.REGISTERED, Delivery.SETTLED]


@transaction.atomic
def seal_document(*, actor: Actor, document_id: uuid.UUID, by_hand: bool = False) -> Document:
    """The agency's digital seal on the document, beside the signature, and on each appendix of its own at the top right of page 1.

    `by_hand`: an agency without a certificate stamps the paper; nothing is changed in the file. Raises NoCertificate, WrongDocumentState.
    """
    document = lock_document(actor, document_id)
    move(actor, document, "seal")
    row = document.outgoing
    if not by_hand:
        _seal(actor, document)
    row.sealed_at, row.sealed_by_name, row.sealed_by_hand = clock.now(), actor.name, by_hand
    row.save(update_fields=["sealed_at", "sealed_by_name", "sealed_by_hand"])
    document.save(update_fields=["state"])
    recorded(actor, document, "seal_document", by_hand=by_hand, notation=document.notation)
    return document


@transaction.atomic
def issue_document(*, actor: Actor, document_id: uuid.UUID) -> Document:
    """Give it out: from now on it counts, and its receivers are served. What it replaces counts no more. Raises WrongDocumentState, Invalid."""
    document = lock_document(actor, document_id)
    move(actor, document, "issue")
    row = document.outgoing
    now = clock.now()
    row.issued_at, row.issued_by_name = now, actor.name
    row.save(update_fields=["issued_at", "issued_by_name"])
    document.save(update_fields=["state"])
    recorded(actor, document, "issue_document", notation=document.notation, to=document.recipients.count())
    if row.replaces_id is not None:
        _replace(actor, document, row.replaces_id)
    publish(
        DocumentIssued(
            document_id=document.id, agency_id=document.agency_id, notation=document.notation, origin=row.origin
        )
    )
    return document


@transaction.atomic
def seal_and_issue(*, actor: Actor, document_id: uuid.UUID) -> Document:
    """Both in one act, as the clerk usually does. A document that is sealed already is only issued."""
    document = lock_document(actor, document_id)
    if document.state == State.SIGNED:
        seal_document(actor=actor, document_id=document_id)
    return issue_document(actor=actor, document_id=document_id)


@transaction.atomic
def send_also(*, actor: Actor, document_id: uuid.UUID, recipients: Sequence[Addressee]) -> Document:
    """More receivers of a document that is out already. Raises WrongDocumentState, NotAllowed, Invalid."""
    document = lock_document(actor, document_id)
    require_clerk(actor, document)
    if document.state != State.ISSUED:
        raise WrongDocumentState(
            f"Văn bản đang ở trạng thái “{document.get_state_display()}”; chỉ gửi thêm được văn bản đã phát hành."
        )
    if problems := problems_of(recipients):
        raise Invalid(problems)
    known = set(document.recipients.exclude(agency=None).values_list("agency_id", flat=True))
    fresh = [each for each in recipients if each.agency_id is None or each.agency_id not in known]
    made = address(document, fresh, place=document.recipients.count())
    recorded(actor, document, "send_also", to=[row.name for row in made])
    row = document.outgoing
    publish(
        DocumentIssued(
            document_id=document.id, agency_id=document.agency_id, notation=document.notation, origin=row.origin
        )
    )
    return document


@transaction.atomic
def note_answer(
    *,
    actor: Actor,
    key: str,
    state: str,
    said: str = "",
    document_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Recipient | None:
    """What a receiver did with what we sent, by the key of the sending; None for a key that is not ours. Never goes back, told twice it is once.

    `document_id`: the receiver's own incoming document.
    """
    if not key.startswith(SENDING):
        return None
    number = key.rpartition("-")[2]
    if not number.isdecimal():
        return None
    recipient = Recipient.objects.select_for_update(of=("self",)).filter(pk=int(number)).first()
    if recipient is None or recipient.key != key or not actor.is_system:
        return None
    ahead = state in _ORDER and recipient.state in _ORDER and _ORDER.index(state) <= _ORDER.index(recipient.state)
    if recipient.state == state or ahead:
        return recipient
    recipient.state, recipient.answered_at = state, at or clock.now()
    recipient.said = clean(said)[:300] or recipient.said
    recipient.received_as_id = document_id or recipient.received_as_id
    recipient.save(update_fields=["state", "answered_at", "said", "received_as"])
    publish(ReceiverAnswered(document_id=recipient.document_id, recipient_id=recipient.pk, state=state))
    return recipient


def note_settled(*, actor: Actor, document_id: uuid.UUID, at: datetime | None = None) -> list[Recipient]:
    """The receiver has settled its incoming document `document_id`: whoever sent it learns of it."""
    rows = Recipient.objects.filter(received_as_id=document_id)
    noted = [
        note_answer(actor=actor, key=row.key, state=Delivery.SETTLED, document_id=document_id, at=at) for row in rows
    ]
    return [row for row in noted if row is not None]


@transaction.atomic
def recall_document(*, actor: Actor, document_id: uuid.UUID, reason: str) -> Document:
    """It was issued wrongly: it counts no more, its number stays, every receiver is told. Raises WrongDocumentState, NotAllowed, Invalid."""
    document = lock_document(actor, document_id)
    move(actor, document, "recall")
    said = require_reason(reason, "Ghi lý do thu hồi; nơi nhận đọc nguyên văn câu này.")
    document.save(update_fields=["state"])
    end(actor, document, said)
    recorded(actor, document, "recall_document", notation=document.notation, reason=said)
    publish(DocumentRecalled(document_id=document.id, agency_id=document.agency_id, reason=said))
    return document


@transaction.atomic
def note_recalled(*, actor: Actor, recipient_id: int, said: str, taken_back: bool) -> Recipient:
    """A receiver has been told of the recall; `taken_back`: it had not registered the document yet and holds it no more."""
    _, recipient = locked_recipient(actor, recipient_id)
    if recipient.recalled_at is None:
        recipient.recalled_at, recipient.said = clock.now(), clean(said)[:300]
        if taken_back:
            recipient.state = Delivery.TAKEN_BACK
        recipient.save(update_fields=["recalled_at", "said", "state"])
    return recipient


def _replace(actor: Actor, document: Document, old_id: uuid.UUID) -> None:
    old = Document.objects.select_for_update(of=("self",)).get(pk=old_id)
    DocumentLink.objects.get_or_create(
        document=document, other=old, relation=Relation.REPLACES, defaults={"made_by_name": actor.name}
    )
    if old.state != State.ISSUED:  # recalled meanwhile: it counts no more anyway
        return
    reason = f"Được thay thế bằng {document.get_kind_display()} số {document.notation}."
    old.state = State.REPLACED
    old.save(update_fields=["state"])
    end(actor, old, reason)
    recorded(actor, old, "replace_document", by=document.notation)
    publish(DocumentRecalled(document_id=old.id, agency_id=old.agency_id, reason=reason, replaced_by=document.id))


def _seal(actor: Actor, document: Document) -> None:
    main = main_file(document)
    place = document.agency.short_name
    content = signing.seal_pdf(
        actor=actor,
        content=files.read_bytes(main.file),
        reason=f"Đóng dấu văn bản {document.notation}",
        location=place,
        agency_id=document.agency_id,
    )
    replace_file(actor, main, content)
    for row in document.files.select_related("file").filter(is_main=False, file__media_type=PDF):
        content = signing.seal_appendix(
            actor=actor,
            content=files.read_bytes(row.file),
            notation=document.notation,
            reason=f"Phụ lục của văn bản {document.notation}",
            location=place,
            agency_id=document.agency_id,
        )
        replace_file(actor, row, content)
