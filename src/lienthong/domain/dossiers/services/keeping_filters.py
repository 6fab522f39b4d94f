"""Filters of lists are saved under a name (lưu bộ lọc), for one seat or for its department."""

from collections.abc import Mapping

from django.db import transaction

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.choices import FILTERS_OF_SEAT
from lienthong.domain.dossiers.errors import TooManyFilters
from lienthong.domain.dossiers.models import SavedFilter
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.text_vi import clean


@transaction.atomic
def save_filter(
    *,
    actor: Actor,
    queue: str,
    name: str,
    params: Mapping[str, str],
    is_shared: bool = False,
    is_default: bool = False,
) -> SavedFilter:
    """Keep conditions under a name; the same name again replaces them. Raises Invalid, TooManyFilters."""
    if actor.position is None:
        raise NotAllowed
    wanted = clean(name)[:60]
    only = queries.conditions_of(params)
    problems = {}
    if not wanted:
        problems["name"] = "Chưa đặt tên bộ lọc. Đặt tên ngắn, ví dụ “Khai sinh quá hạn”."
    if not only:
        problems["params"] = "Chưa có điều kiện lọc nào để lưu. Chọn điều kiện, bấm Lọc, rồi lưu."
    if problems:
        raise Invalid(problems)
    mine = SavedFilter.objects.select_for_update().filter(position_id=actor.position.id, queue=queue)
    known = {each.name for each in mine}
    if wanted not in known and len(known) >= FILTERS_OF_SEAT:
        raise TooManyFilters.of(FILTERS_OF_SEAT)
    if is_default:
        mine.update(is_default=False)
    saved, _ = SavedFilter.objects.update_or_create(
        position_id=actor.position.id,
        queue=queue,
        name=wanted,
        defaults={
            "params": only.params(),
            "is_shared": is_shared,
            "is_default": is_default,
            "saved_at": clock.now(),
        },
    )
    return saved


@transaction.atomic
def drop_filter(*, actor: Actor, filter_id: int) -> None:
    """Forget one of one's own filters. Raises NotFound."""
    mine = actor.position.id if actor.position else 0
    if not SavedFilter.objects.filter(pk=filter_id, position_id=mine).delete()[0]:
        raise NotFound


@transaction.atomic
def open_with_filter(*, actor: Actor, filter_id: int, is_default: bool) -> SavedFilter:
    """Let a list open with one of one's own filters, or with none. Raises NotFound."""
    mine = actor.position.id if actor.position else 0
    found = SavedFilter.objects.select_for_update().filter(pk=filter_id, position_id=mine).first()
    if found is None:
        raise NotFound
    SavedFilter.objects.filter(position_id=mine, queue=found.queue, is_default=True).update(is_default=False)
    found.is_default = is_default
    found.save(update_fields=["is_default"])
    return found
