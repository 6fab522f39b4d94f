"""An issued document reaches its receivers, what they do with it comes back, and a recall follows it (gửi văn bản đi, trạng thái nơi nhận)."""

import uuid

from lienthong.domain.correspondence import queries as correspondence
from lienthong.domain.correspondence import services
from lienthong.domain.correspondence.choices import Delivery
from lienthong.domain.correspondence.events import (
    ArrivalRegistered,
    ArrivalReturned,
    DocumentCompleted,
    DocumentIssued,
    DocumentRecalled,
    ReceiverAnswered,
    SendingAsked,
    SendingFailed,
)
from lienthong.flows.documents_arrive import KIND, tell
from lienthong.foundation.notifications import services as notifications
from lienthong.foundation.notifications.events import LetterEnded
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import reacts_to


@reacts_to(DocumentIssued)
def send_it(event: DocumentIssued) -> None:
    """To agencies by the exchange, to others by mail with the signed files; paper waits for the clerk."""
    _serve(event.document_id)


@reacts_to(SendingAsked)
def send_again(event: SendingAsked) -> None:
    """What failed goes out once more."""
    _serve(event.document_id)


def _serve(document_id: uuid.UUID) -> None:
    """Everybody who waits; whoever is served already is left alone."""
    services.send_by_exchange(actor=SYSTEM, document_id=document_id)
    for letter in correspondence.letters_of(document_id):
        if not notifications.is_address(letter.address):
            said = f"“{letter.address}” không phải địa chỉ thư điện tử."
            services.mark_failed(actor=SYSTEM, recipient_id=letter.recipient_id, reason=said)
            continue
        services.note_queued(recipient_id=letter.recipient_id, letter=letter.event_id)
        notifications.notify(
            event_id=letter.event_id,
            kind=KIND,
            subject=letter.subject,
            body=letter.body,
            email=letter.address,
            file_ids=letter.file_ids,
            is_followed=True,
        )


@reacts_to(LetterEnded)
def note_letter(event: LetterEnded) -> None:
    """The mail server of the receiver has taken the letter, or it is given up."""
    services.note_letter(actor=SYSTEM, letter=event.letter, reason=event.reason)


@reacts_to(SendingFailed)
def tell_of_a_failure(event: SendingFailed) -> None:
    """The clerks hear whom it did not reach and why."""
    tell(event, correspondence.sending_failed(event.recipient_id))


@reacts_to(DocumentIssued)
def settle_what_it_answers(event: DocumentIssued) -> None:
    """The answered document is related to it and done, with the answer as its result."""
    services.settle_answered(actor=SYSTEM, document_id=event.document_id)


@reacts_to(DocumentIssued)
def tell_the_writer(event: DocumentIssued) -> None:
    """Who wrote it hears that it is out."""
    tell(event, correspondence.document_issued(event.document_id))


@reacts_to(ArrivalRegistered)
def note_registered(event: ArrivalRegistered) -> None:
    """The sender sees that the receiver has entered it, and under which number."""
    services.note_answer(
        actor=SYSTEM,
        key=event.key,
        state=Delivery.REGISTERED,
        said=correspondence.entered_as(event.document_id),
        document_id=event.document_id,
        at=event.happened_at,
    )


@reacts_to(ArrivalReturned)
def note_returned(event: ArrivalReturned) -> None:
    """The sender sees that the receiver has sent it back, and why."""
    services.note_answer(
        actor=SYSTEM, key=event.key, state=Delivery.REFUSED, said=event.reason, document_id=event.document_id
    )


@reacts_to(DocumentCompleted)
def note_settled(event: DocumentCompleted) -> None:
    """The sender sees that the receiver has settled it."""
    services.note_settled(actor=SYSTEM, document_id=event.document_id, at=event.happened_at)


@reacts_to(ReceiverAnswered)
def tell_of_a_return(event: ReceiverAnswered) -> None:
    """The clerks hear of what was sent back; what was entered and settled is seen on the page."""
    tell(event, correspondence.receiver_refused(event.recipient_id))


@reacts_to(DocumentRecalled)
def call_it_back(event: DocumentRecalled) -> None:
    """Every receiver is told; what is not entered yet leaves its desk; who has settled it is asked to look again."""
    for letter in correspondence.recall_letters(event.document_id):
        notifications.notify(
            event_id=letter.event_id, kind=KIND, subject=letter.subject, body=letter.body, email=letter.address
        )
    for recipient_id in correspondence.to_recall(event.document_id):
        services.recall_from(actor=SYSTEM, recipient_id=recipient_id)
        tell(event, correspondence.recall_told(recipient_id))
