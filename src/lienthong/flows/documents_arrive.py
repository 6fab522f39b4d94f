"""An incoming document reaches people, and what becomes of it reaches who gave or sent it (văn bản đến, luân chuyển)."""

from lienthong.domain.correspondence import queries as correspondence
from lienthong.domain.correspondence.events import (
    ArrivalDelivered,
    ArrivalReturned,
    DocumentCompleted,
    DocumentsOverdue,
    LetterNotTaken,
    MailboxFailed,
    SecretFound,
    TaskEnded,
    TaskGiven,
)
from lienthong.foundation.notifications import services as notifications
from lienthong.kit.events import Event, reacts_to

KIND = "document"


@reacts_to(ArrivalDelivered)
def tell_clerks(event: ArrivalDelivered) -> None:
    """Something waits to be registered."""
    tell(event, correspondence.arrival_waiting(event.arrival_id))


@reacts_to(ArrivalReturned)
def answer_the_letter(event: ArrivalReturned) -> None:
    """Who sent it by mail gets a letter with the reason; an agency of this system follows the event itself."""
    tell(event, correspondence.arrival_returned(event.arrival_id, event.reason))


@reacts_to(SecretFound)
def tell_of_a_secret(event: SecretFound) -> None:
    """The clerks hear that it is locked away and goes on in the register on paper."""
    tell(event, correspondence.secret_found(event.arrival_id))


@reacts_to(MailboxFailed)
def tell_of_a_mailbox(event: MailboxFailed) -> None:
    """Who keeps it and the clerks hear why nothing comes."""
    tell(event, correspondence.mailbox_failed(event.mailbox_id))


@reacts_to(LetterNotTaken)
def tell_of_a_letter(event: LetterNotTaken) -> None:
    """They hear of a letter that has to be looked at in the mailbox itself."""
    tell(event, correspondence.letter_not_taken(event.letter_id))


@reacts_to(TaskGiven)
def tell_the_receiver(event: TaskGiven) -> None:
    """There is a document to decide on, to work on or to know of."""
    tell(event, correspondence.task_given(event.task_id))


@reacts_to(TaskEnded)
def tell_the_giver(event: TaskEnded) -> None:
    """A part is done or comes back; one that was taken back is told to who held it."""
    tell(event, correspondence.task_ended(event.task_id))


@reacts_to(DocumentCompleted)
def tell_the_register(event: DocumentCompleted) -> None:
    """The clerks see what has been settled."""
    tell(event, correspondence.document_completed(event.document_id))


@reacts_to(DocumentsOverdue)
def tell_up_the_line(event: DocumentsOverdue) -> None:
    """Soon due and overdue, one line for one person."""
    tell(event, correspondence.overdue_told(event.telling_ids))


def tell(event: Event, told: notifications.Told | None) -> None:
    """What is told of documents, under one heading."""
    notifications.tell(event_id=event.event_id, kind=KIND, told=told)
