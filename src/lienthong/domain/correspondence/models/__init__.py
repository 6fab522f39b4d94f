"""Registers, documents, to whom they were given, what was said of them."""

from lienthong.domain.correspondence.models.document import Document, DocumentFile, DocumentLink, Register
from lienthong.domain.correspondence.models.task import DocumentTask, Opinion, PrivateNote

__all__ = ["Document", "DocumentFile", "DocumentLink", "DocumentTask", "Opinion", "PrivateNote", "Register"]
