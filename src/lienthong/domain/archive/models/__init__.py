"""Lists of files, work files with their documents, hand-overs, destruction, loans, reminders."""

from lienthong.domain.archive.models.catalogue import FileList, ListEntry
from lienthong.domain.archive.models.keeping import (
    Destruction,
    DestructionLine,
    Handover,
    HandoverLine,
    Loan,
    Reminder,
)
from lienthong.domain.archive.models.work_file import FileItem, FileShare, ItemContent, WorkFile

__all__ = [
    "Destruction",
    "DestructionLine",
    "FileItem",
    "FileList",
    "FileShare",
    "Handover",
    "HandoverLine",
    "ItemContent",
    "ListEntry",
    "Loan",
    "Reminder",
    "WorkFile",
]
