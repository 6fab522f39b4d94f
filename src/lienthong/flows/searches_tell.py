"""A saved search tells who saved it of documents that are new to them (tìm kiếm đã lưu báo văn bản mới)."""

import uuid

from lienthong.domain.correspondence import queries as documents
from lienthong.domain.correspondence.events import SearchFound
from lienthong.flows.documents_arrive import KIND
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.notifications import services as notifications
from lienthong.kit.errors import NotFound
from lienthong.kit.events import reacts_to

LINES = 10


@reacts_to(SearchFound)
def tell_found(event: SearchFound) -> None:
    """One line for what one run has found; what the seat may not see any more is left out."""
    try:
        search = documents.search_for(event.search_id)
    except NotFound:
        return
    actor = accounts.actor_of(search.position.account_id, search.position_id)
    if actor is None:
        return
    ids = [uuid.UUID(each) for each in event.document_ids]
    rows = list(documents.visible_documents(actor).filter(pk__in=ids).order_by("-arrived_at", "-id"))
    if not rows:
        return
    lines = [f"{row}: {row.abstract}"[:300] for row in rows[:LINES]]
    if len(rows) > LINES:
        lines.append(f"… và {len(rows) - LINES} văn bản khác.")
    notifications.notify(
        event_id=event.event_id,
        kind=KIND,
        subject=f"Tìm kiếm “{search.name}”: {len(rows)} văn bản mới",
        body="\n".join(lines),
        url=f"/lam-viec/van-ban/tim/da-luu/{search.pk}/",
        account_id=actor.account_id,
        email=None,
    )
