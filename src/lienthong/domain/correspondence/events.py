"""What happened to a document (sự kiện của văn bản)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class DocumentRegistered(Event):
    """It stands in the register of arrivals."""

    document_id: uuid.UUID
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class TaskGiven(Event):
    """Somebody has been given a document to decide on, to work on or to know of."""

    task_id: int
    document_id: uuid.UUID
    position_id: int | None
    department_id: int | None
    part: str


@dataclass(frozen=True, kw_only=True)
class TaskEnded(Event):
    """Done, returned or recalled; `state` says which."""

    task_id: int
    document_id: uuid.UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class DocumentCompleted(Event):
    """Settled, perhaps with an answer."""

    document_id: uuid.UUID
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class ArrivalDelivered(Event):
    """Something waits to be registered."""

    arrival_id: uuid.UUID
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class ArrivalRegistered(Event):
    """What waited stands in the register. `key`: the sender's name for the sending."""

    arrival_id: uuid.UUID
    agency_id: int
    key: str
    document_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ArrivalReturned(Event):
    """What waited goes back to who sent it, also when it is found wrong after it was registered (`document_id`)."""

    arrival_id: uuid.UUID
    agency_id: int
    key: str
    reason: str
    document_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class SecretFound(Event):
    """A stamp of secrecy was found in what is here already; its contents are destroyed (Khóa văn bản mật)."""

    arrival_id: uuid.UUID
    agency_id: int
    document_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MailboxFailed(Event):
    """Letters cannot be collected from a mailbox (Hộp thư hỏng); told once until it works again."""

    mailbox_id: int
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class LetterNotTaken(Event):
    """One letter of a mailbox is given up (Thư không lấy được): somebody has to look at it there."""

    mailbox_id: int
    letter_id: int


@dataclass(frozen=True, kw_only=True)
class DocumentsOverdue(Event):
    """One person is to be told of what is due or overdue: ids of `Telling`."""

    account_id: int
    telling_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SearchFound(Event):
    """A saved search has found documents that are new to who saved it."""

    search_id: int
    document_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SigningAsked(Event):
    """An outgoing document lies before who signs it (Trình ký)."""

    document_id: uuid.UUID
    agency_id: int
    position_id: int


@dataclass(frozen=True, kw_only=True)
class DocumentSigned(Event):
    """Signed and numbered (Đã ký, đã cấp số). `origin`: what it was made of, `draft:<id>`, or empty."""

    document_id: uuid.UUID
    agency_id: int
    notation: str
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class SigningRefused(Event):
    """Back to who drafted it, with the reason of the signer (Trả lại dự thảo)."""

    document_id: uuid.UUID
    agency_id: int
    reason: str
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentIssued(Event):
    """Sealed, entered and given out (Đã phát hành); its receivers are to be served."""

    document_id: uuid.UUID
    agency_id: int
    notation: str
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentRecalled(Event):
    """An issued document counts no more (Thu hồi, thay thế); every receiver is to be told. `replaced_by`: the one that counts instead."""

    document_id: uuid.UUID
    agency_id: int
    reason: str
    replaced_by: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ReceiverAnswered(Event):
    """A receiver has registered, settled or sent back what we sent (Trạng thái nơi nhận)."""

    document_id: uuid.UUID
    recipient_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class SendingFailed(Event):
    """A document did not reach a receiver (Gửi lỗi): the clerk has to see to it."""

    document_id: uuid.UUID
    recipient_id: int


@dataclass(frozen=True, kw_only=True)
class SendingAsked(Event):
    """The clerk has what failed sent once more (Gửi lại)."""

    document_id: uuid.UUID
    recipient_id: int


@dataclass(frozen=True, kw_only=True)
class ItemConfirmed(Event):
    """One document of a confirmed round waits to be signed, or sealed and issued."""

    document_id: uuid.UUID
    item_id: int
