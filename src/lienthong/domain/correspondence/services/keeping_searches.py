"""Searches are kept under a name, tell of what is new, are paused and dropped (tìm kiếm đã lưu)."""

from collections.abc import Mapping

from django.db import transaction

from lienthong.domain.correspondence import queries
from lienthong.domain.correspondence.errors import TooManySearches
from lienthong.domain.correspondence.events import SearchFound
from lienthong.domain.correspondence.models import SavedSearch, SearchHit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

MOST_OF_SEAT = 30
MOST_TOLD = 50
"""Documents of one telling; the rest comes with the next."""


@transaction.atomic
def save_search(*, actor: Actor, name: str, params: Mapping[str, str], is_shared: bool = False) -> SavedSearch:
    """Keep what is looked for under a name; the same name again replaces it and tells of what comes from now on. Raises Invalid, TooManySearches."""
    if actor.position is None:
        raise NotAllowed
    called, wanted = clean(name)[:80], queries.wanted_of(params)
    problems = {}
    if not called:
        problems["name"] = "Chưa đặt tên. Đặt tên ngắn, ví dụ “Chuyển đổi số của tỉnh”."
    if wanted.is_empty:
        problems["params"] = "Chưa có điều kiện nào để lưu. Gõ từ cần tìm hoặc chọn điều kiện, bấm Tìm, rồi lưu."
    if problems:
        raise Invalid(problems)
    # The seat's searches are counted one sending at a time.
    mine = list(SavedSearch.objects.select_for_update().filter(position_id=actor.position.id))
    if len(mine) >= MOST_OF_SEAT and called not in {each.name for each in mine}:
        raise TooManySearches(
            f"Chức vụ này đã lưu {len(mine)} tìm kiếm, nhiều nhất {MOST_OF_SEAT}. Bỏ bớt rồi lưu lại."
        )
    now = clock.now()
    saved, made = SavedSearch.objects.update_or_create(
        position_id=actor.position.id,
        name=called,
        defaults={
            "params": wanted.params(),
            "is_shared": is_shared,
            "is_paused": False,
            "told_since": now,
            "saved_at": now,
        },
    )
    if not made:
        saved.hits.all().delete()
    return saved


@transaction.atomic
def pause_search(*, actor: Actor, search_id: int, is_paused: bool) -> SavedSearch:
    """Tell no more for now, or tell again of what arrives from now on. Raises NotFound."""
    saved = _own(actor, search_id)
    if saved.is_paused and not is_paused:
        saved.told_since = clock.now()
    saved.is_paused = is_paused
    saved.save(update_fields=["is_paused", "told_since"])
    return saved


@transaction.atomic
def share_search(*, actor: Actor, search_id: int, is_shared: bool) -> SavedSearch:
    """Let the department see it, or not any more. Raises NotFound."""
    saved = _own(actor, search_id)
    saved.is_shared = is_shared
    saved.save(update_fields=["is_shared"])
    return saved


@transaction.atomic
def drop_search(*, actor: Actor, search_id: int) -> None:
    """Forget one of one's own. Raises NotFound."""
    _own(actor, search_id).delete()


@transaction.atomic
def run_search(*, search_id: int, actor: Actor) -> int:
    """Tell who saved it of documents that are new since it was last run, of those this very actor may see now; the number of them.

    A document is told of once, also when two workers run the search at the same time.
    """
    saved = SavedSearch.objects.select_for_update(skip_locked=True).filter(pk=search_id, is_paused=False).first()
    if saved is None:
        return 0
    told = SearchHit.objects.filter(search=saved).values("document_id")
    rows = queries.new_for(actor, queries.wanted_of(saved.params), since=saved.told_since)
    ids = list(rows.exclude(pk__in=told).values_list("pk", flat=True)[:MOST_TOLD])
    SearchHit.objects.bulk_create(SearchHit(search=saved, document_id=each) for each in ids)
    saved.run_at = clock.now()
    saved.save(update_fields=["run_at"])
    if ids:
        publish(SearchFound(search_id=saved.pk, document_ids=tuple(str(each) for each in ids)))
    return len(ids)


@transaction.atomic
def put_off_search(*, search_id: int) -> None:
    """Nobody holds its seat now: the next ones come first."""
    SavedSearch.objects.filter(pk=search_id).update(run_at=clock.now())


def _own(actor: Actor, search_id: int) -> SavedSearch:
    mine = actor.position.id if actor.position else 0
    found = SavedSearch.objects.select_for_update().filter(pk=search_id, position_id=mine).first()
    if found is None:
        raise NotFound
    return found
