"""Verbs of documents: take in, lay before, direct, give on, answer, return."""

from lienthong.domain.correspondence.services.arriving import (
    deliver_document,
    drop_arrival,
    facts_of,
    register_waiting,
    return_arrival,
)
from lienthong.domain.correspondence.services.directing import Charge, direct_document, give_on, submit_document
from lienthong.domain.correspondence.services.ending import (
    complete_document,
    complete_task,
    recall_task,
    reopen_document,
    return_task,
)
from lienthong.domain.correspondence.services.keeping_searches import (
    drop_search,
    pause_search,
    put_off_search,
    run_search,
    save_search,
    share_search,
)
from lienthong.domain.correspondence.services.registering import (
    Arrival,
    cancel_number,
    correct_document,
    open_register,
    register_document,
    return_to_sender,
)
from lienthong.domain.correspondence.services.relating import unrelate_documents
from lienthong.domain.correspondence.services.remarking import give_opinion, mark_seen, note_privately, relate_documents
from lienthong.domain.correspondence.services.taking import Given, read_rest, take_files, take_letter, take_letter_for
from lienthong.domain.correspondence.services.telling import tell_overdue

__all__ = [
    "Arrival",
    "Charge",
    "Given",
    "cancel_number",
    "complete_document",
    "complete_task",
    "correct_document",
    "deliver_document",
    "direct_document",
    "drop_arrival",
    "drop_search",
    "facts_of",
    "give_on",
    "give_opinion",
    "mark_seen",
    "note_privately",
    "open_register",
    "pause_search",
    "put_off_search",
    "read_rest",
    "recall_task",
    "register_document",
    "register_waiting",
    "relate_documents",
    "reopen_document",
    "return_arrival",
    "return_task",
    "return_to_sender",
    "run_search",
    "save_search",
    "share_search",
    "submit_document",
    "take_files",
    "take_letter",
    "take_letter_for",
    "tell_overdue",
    "unrelate_documents",
]
