"""Reading documents (tra cứu văn bản). What an actor may see is decided in `visible_documents` and nowhere else."""

from lienthong.domain.correspondence.queries.arrivals import arrival_for, waiting_arrivals, waiting_count
from lienthong.domain.correspondence.queries.documents import (
    document_for,
    documents_page,
    registers_of,
    sees,
    visible_documents,
)
from lienthong.domain.correspondence.queries.finding import (
    Found,
    Wanted,
    documents_found,
    most_relevant,
    new_for,
    shown,
    wanted_of,
)
from lienthong.domain.correspondence.queries.graph import Node, Walk, walk_from
from lienthong.domain.correspondence.queries.ruling import phrases_of, proposed_due, rule_of, submit_by
from lienthong.domain.correspondence.queries.searches_kept import SearchRow, search_for, searches_of, searches_to_run
from lienthong.domain.correspondence.queries.telling import (
    Told,
    arrival_returned,
    arrival_waiting,
    document_completed,
    overdue_told,
    task_ended,
    task_given,
    url_of,
)
from lienthong.domain.correspondence.queries.working import Branch, inbox, note_of, tree_of

__all__ = [
    "Branch",
    "Found",
    "Node",
    "SearchRow",
    "Told",
    "Walk",
    "Wanted",
    "arrival_for",
    "arrival_returned",
    "arrival_waiting",
    "document_completed",
    "document_for",
    "documents_found",
    "documents_page",
    "inbox",
    "most_relevant",
    "new_for",
    "note_of",
    "overdue_told",
    "phrases_of",
    "proposed_due",
    "registers_of",
    "rule_of",
    "search_for",
    "searches_of",
    "searches_to_run",
    "sees",
    "shown",
    "submit_by",
    "task_ended",
    "task_given",
    "tree_of",
    "url_of",
    "visible_documents",
    "waiting_arrivals",
    "waiting_count",
    "walk_from",
    "wanted_of",
]
