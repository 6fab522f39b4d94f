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
class DocumentsOverdue(Event):
    """One person is to be told of what is due or overdue: ids of `Telling`."""

    account_id: int
    telling_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SearchFound(Event):
    """A saved search has found documents that are new to who saved it."""

    search_id: int
    document_ids: tuple[str, ...]
