"""Drafts, their versions, what is said of them, templates."""

from lienthong.domain.drafts.models.draft import (
    Draft,
    DraftAppendix,
    DraftBasis,
    DraftRecipient,
    DraftTemplate,
    DraftVersion,
)
from lienthong.domain.drafts.models.remark import DraftComment, DraftOpinion

__all__ = [
    "Draft",
    "DraftAppendix",
    "DraftBasis",
    "DraftComment",
    "DraftOpinion",
    "DraftRecipient",
    "DraftTemplate",
    "DraftVersion",
]
