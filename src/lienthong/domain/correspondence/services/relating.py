"""A relation between documents that was said wrongly is taken back (bỏ quan hệ văn bản); `remarking` says one."""

import uuid

from django.db import transaction

from lienthong.domain.correspondence.errors import DocumentNotFound
from lienthong.domain.correspondence.models import DocumentLink
from lienthong.domain.correspondence.services.moving import lock_document, recorded
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean


@transaction.atomic
def unrelate_documents(*, actor: Actor, document_id: uuid.UUID, link_id: int, reason: str) -> None:
    """Take a relation of the document back, in either direction; the record keeps it with the reason. Raises DocumentNotFound, Invalid."""
    if not reason.strip():
        raise Invalid({"reason": "Ghi lý do bỏ quan hệ, ví dụ: chọn nhầm văn bản."})
    document = lock_document(actor, document_id)
    link = DocumentLink.objects.select_for_update(of=("self",)).filter(pk=link_id).first()
    if link is None or document.pk not in {link.document_id, link.other_id}:
        raise DocumentNotFound("Quan hệ này không còn. Tải lại trang để xem hiện trạng.")
    other = link.other_id if link.document_id == document.pk else link.document_id
    recorded(
        actor, document, "unrelate_documents", to=str(other), relation=link.relation, reason=clean(reason, lines=True)
    )
    link.delete()
