"""What happens to lists, files and the archive (sự kiện của hồ sơ, lưu trữ)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ListSubmitted(Event):
    """The list of files of a year waits for a leader."""

    list_id: int
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class ListDecided(Event):
    """Approved, or sent back with a reason; `state` says which."""

    list_id: int
    agency_id: int
    state: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FileHandedOn(Event):
    """A colleague keeps the file from now on."""

    file_id: uuid.UUID
    position_id: int
    by_name: str


@dataclass(frozen=True, kw_only=True)
class HandoverOffered(Event):
    """Files wait for the keeper of the archive."""

    handover_id: uuid.UUID
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class HandoverDecided(Event):
    """Taken, or returned with reasons; `state` says which."""

    handover_id: uuid.UUID
    giver_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class LoanAsked(Event):
    """Somebody asks to read an archived file."""

    loan_id: int
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class LoanDecided(Event):
    """The archive has answered."""

    loan_id: int
    position_id: int


@dataclass(frozen=True, kw_only=True)
class DestructionMoved(Event):
    """The list waits for the next pair of eyes; `state` says whose."""

    destruction_id: uuid.UUID
    agency_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class FilesDestroyed(Event):
    """The content of files is to go; the record stays."""

    destruction_id: uuid.UUID
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class FilingReminded(Event):
    """One person is reminded of files not closed or not handed over."""

    account_id: int
    reminder_ids: tuple[str, ...]
