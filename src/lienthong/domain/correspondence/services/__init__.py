"""Verbs of documents: take in, lay before, direct, give on, answer, return."""

from lienthong.domain.correspondence.services.answering import (
    settle_answered,
)
from lienthong.domain.correspondence.services.arriving import (
    deliver_document,
    drop_arrival,
    facts_of,
    register_waiting,
    return_arrival,
)
from lienthong.domain.correspondence.services.collecting import (
    COLLECT_JOB,
    Collected,
    MailboxData,
    Trial,
    collect_mailbox,
    collect_soon,
    keep_mailbox,
    mailboxes_due,
    try_mailbox,
)
from lienthong.domain.correspondence.services.copying import (
    make_copy,
)
from lienthong.domain.correspondence.services.delivering import (
    mark_failed,
    mark_sent,
    note_letter,
    note_queued,
    send_again,
)
from lienthong.domain.correspondence.services.directing import (
    Charge,
    direct_document,
    give_on,
    submit_document,
)
from lienthong.domain.correspondence.services.ending import (
    complete_document,
    complete_task,
    recall_task,
    reopen_document,
    return_task,
)
from lienthong.domain.correspondence.services.issuing import (
    issue_document,
    note_answer,
    note_recalled,
    note_settled,
    recall_document,
    seal_and_issue,
    seal_document,
    send_also,
)
from lienthong.domain.correspondence.services.keeping_searches import (
    drop_search,
    pause_search,
    put_off_search,
    run_search,
    save_search,
    share_search,
)
from lienthong.domain.correspondence.services.moving import may_do
from lienthong.domain.correspondence.services.numbers import (
    agency_sign,
    keep_number,
    name_register,
    set_notation_sign,
    set_register_kinds,
    void_kept_number,
)
from lienthong.domain.correspondence.services.opening import Given
from lienthong.domain.correspondence.services.papers import take_paper
from lienthong.domain.correspondence.services.phrasing import forget_phrase, keep_phrase
from lienthong.domain.correspondence.services.preparing import (
    Addressee,
    OutgoingFacts,
    prepare_outgoing,
    return_to_drafter,
    set_recipients,
    withdraw_outgoing,
)
from lienthong.domain.correspondence.services.raising import take_raised_file
from lienthong.domain.correspondence.services.reading import read_rest
from lienthong.domain.correspondence.services.registering import (
    Arrival,
    cancel_number,
    correct_document,
    open_register,
    register_document,
    return_to_sender,
)
from lienthong.domain.correspondence.services.relating import (
    unrelate_documents,
)
from lienthong.domain.correspondence.services.remarking import (
    give_opinion,
    mark_seen,
    note_privately,
    relate_documents,
)
from lienthong.domain.correspondence.services.rounds import (
    MOST_DOCUMENTS,
    PUSH_AGAIN_AFTER,
    carry_out,
    confirm_round,
    have_round_signed,
    resume_round,
)
from lienthong.domain.correspondence.services.ruling import (
    MOST_TELLINGS,
    TellingData,
    UrgencyData,
    call_back_rules,
    changes_between,
    changes_to,
    check_rules,
    data_of,
    said_of,
    save_rules,
    use_common_rules,
)
from lienthong.domain.correspondence.services.sending import recall_from, send_by_exchange
from lienthong.domain.correspondence.services.signing import (
    look_at_document,
    not_the_signer,
    sign_document,
    void_number,
)
from lienthong.domain.correspondence.services.taking import (
    receive_at,
    register_stored,
    take_files,
    take_letter,
    take_letter_for,
)
from lienthong.domain.correspondence.services.telling import (
    tell_overdue,
)

__all__ = [
    "COLLECT_JOB",
    "MOST_DOCUMENTS",
    "MOST_TELLINGS",
    "PUSH_AGAIN_AFTER",
    "Addressee",
    "Arrival",
    "Charge",
    "Collected",
    "Given",
    "MailboxData",
    "OutgoingFacts",
    "TellingData",
    "Trial",
    "UrgencyData",
    "agency_sign",
    "call_back_rules",
    "cancel_number",
    "carry_out",
    "changes_between",
    "changes_to",
    "check_rules",
    "collect_mailbox",
    "collect_soon",
    "complete_document",
    "complete_task",
    "confirm_round",
    "correct_document",
    "data_of",
    "deliver_document",
    "direct_document",
    "drop_arrival",
    "drop_search",
    "facts_of",
    "forget_phrase",
    "give_on",
    "give_opinion",
    "have_round_signed",
    "issue_document",
    "keep_mailbox",
    "keep_number",
    "keep_phrase",
    "look_at_document",
    "mailboxes_due",
    "make_copy",
    "mark_failed",
    "mark_seen",
    "mark_sent",
    "may_do",
    "name_register",
    "not_the_signer",
    "note_answer",
    "note_letter",
    "note_privately",
    "note_queued",
    "note_recalled",
    "note_settled",
    "open_register",
    "pause_search",
    "prepare_outgoing",
    "put_off_search",
    "read_rest",
    "recall_document",
    "recall_from",
    "recall_task",
    "receive_at",
    "register_document",
    "register_stored",
    "register_waiting",
    "relate_documents",
    "reopen_document",
    "resume_round",
    "return_arrival",
    "return_task",
    "return_to_drafter",
    "return_to_sender",
    "run_search",
    "said_of",
    "save_rules",
    "save_search",
    "seal_and_issue",
    "seal_document",
    "send_again",
    "send_also",
    "send_by_exchange",
    "set_notation_sign",
    "set_recipients",
    "set_register_kinds",
    "settle_answered",
    "share_search",
    "sign_document",
    "submit_document",
    "take_files",
    "take_letter",
    "take_letter_for",
    "take_paper",
    "take_raised_file",
    "tell_overdue",
    "try_mailbox",
    "unrelate_documents",
    "use_common_rules",
    "void_kept_number",
    "void_number",
    "withdraw_outgoing",
]
