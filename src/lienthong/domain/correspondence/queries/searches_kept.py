"""Searches that are kept (tìm kiếm đã lưu): one's own and those the department shares."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from lienthong.domain.correspondence.models import SavedSearch
from lienthong.foundation.accounts import queries as accounts
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

BATCH = 200
type SearchRow = SavedSearch


def searches_of(actor: Actor) -> QuerySet[SavedSearch]:
    """Own ones first, then those shared in the department; with `told`, how many documents each has told of."""
    if actor.position is None:
        return SavedSearch.objects.none()
    seen = Q(position_id=actor.position.id)
    if actor.position.department_id is not None:
        seen |= Q(is_shared=True, position__department_id=actor.position.department_id)
    rows = SavedSearch.objects.filter(seen).select_related("position__account").annotate(told=Count("hits"))
    return rows.annotate(is_own=Q(position_id=actor.position.id)).order_by("-is_own", "name", "id")[:100]


def search_for(search_id: int) -> SavedSearch:
    """One search with its seat, for the flow that tells. Raises NotFound."""
    found = SavedSearch.objects.select_related("position").filter(pk=search_id).first()
    if found is None:
        raise NotFound
    return found


def searches_to_run(*, before: datetime | None = None) -> list[tuple[int, Actor | None]]:
    """(search, who holds its seat now, or None) of those that wait longest."""
    rows = SavedSearch.objects.filter(is_paused=False).select_related("position")
    rows = rows.filter(Q(run_at=None) | Q(run_at__lt=before or clock.now()))
    rows = rows.order_by(F("run_at").asc(nulls_first=True), "id")
    return [(row.pk, accounts.actor_of(row.position.account_id, row.position_id)) for row in rows[:BATCH]]
