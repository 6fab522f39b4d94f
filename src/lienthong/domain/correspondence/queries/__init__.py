"""Reading documents (tra cứu văn bản). What an actor may see is decided in `visible_documents` and nowhere else."""

from lienthong.domain.correspondence.queries.documents import (
    document_for,
    documents_page,
    registers_of,
    sees,
    visible_documents,
)
from lienthong.domain.correspondence.queries.working import Branch, inbox, note_of, tree_of

__all__ = [
    "Branch",
    "document_for",
    "documents_page",
    "inbox",
    "note_of",
    "registers_of",
    "sees",
    "tree_of",
    "visible_documents",
]
