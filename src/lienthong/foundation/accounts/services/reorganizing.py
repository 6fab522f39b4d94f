"""Tokens follow the seat they act from when agencies change (mã truy cập đi theo chức vụ)."""

from django.db.models import QuerySet

from lienthong.foundation.accounts.models import ApiToken
from lienthong.foundation.organizations.services import Counts, Mover, Passage

TOKENS = "mã truy cập API"


def count_tokens(passage: Passage) -> Counts:
    """Tokens that act from a seat that moves."""
    return {TOKENS: _tokens(passage).count()}


def follow_seats(passage: Passage) -> Counts:
    """A token of a seat acts from the seat that took its place: it would else stop with the old one."""
    moved = 0
    for old in list(_tokens(passage).values_list("position_id", flat=True).distinct()):
        moved += ApiToken.objects.filter(position_id=old, revoked_at__isnull=True).update(
            position_id=passage.seats[old or 0]
        )
    return {TOKENS: moved}


def _tokens(passage: Passage) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(position_id__in=list(passage.seats), revoked_at__isnull=True)


MOVER = Mover(count=count_tokens, move=follow_seats, covers=frozenset({"accounts.ApiToken.position"}))
