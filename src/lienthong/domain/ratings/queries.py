"""Reading ratings."""

from datetime import datetime

from django.db.models import Count

from lienthong.domain.ratings.choices import Score
from lienthong.domain.ratings.models import Rating
from lienthong.kit.actor import Actor


def own_rating(actor: Actor, subject_type: str, subject_id: object) -> Rating | None:
    """What the actor said of this thing, or None."""
    return Rating.objects.filter(
        subject_type=subject_type, subject_id=str(subject_id), account_id=actor.account_id or 0
    ).first()


def levels_of_agencies(*, since: datetime, until: datetime) -> dict[int, list[int]]:
    """Agency id -> answers of each level, worst first, given from `since` until `until` (excluded). One query."""
    rows = Rating.objects.filter(rated_at__gte=since, rated_at__lt=until).values_list("agency_id", "score")
    found: dict[int, list[int]] = {}
    for agency_id, score, number in rows.annotate(number=Count("id")).order_by():
        found.setdefault(agency_id, [0] * len(Score))[score - 1] = number
    return found
