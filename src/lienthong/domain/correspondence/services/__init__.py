"""Verbs of documents: take in, lay before, direct, give on, answer, return."""

from lienthong.domain.correspondence.services.directing import Charge, direct_document, give_on, submit_document
from lienthong.domain.correspondence.services.ending import (
    complete_document,
    complete_task,
    recall_task,
    reopen_document,
    return_task,
)
from lienthong.domain.correspondence.services.registering import (
    Arrival,
    cancel_number,
    correct_document,
    open_register,
    register_document,
    return_to_sender,
)
from lienthong.domain.correspondence.services.remarking import give_opinion, mark_seen, note_privately, relate_documents

__all__ = [
    "Arrival",
    "Charge",
    "cancel_number",
    "complete_document",
    "complete_task",
    "correct_document",
    "direct_document",
    "give_on",
    "give_opinion",
    "mark_seen",
    "note_privately",
    "open_register",
    "recall_task",
    "register_document",
    "relate_documents",
    "reopen_document",
    "return_task",
    "return_to_sender",
    "submit_document",
]
