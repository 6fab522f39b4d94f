"""Reading ratings."""

from lienthong.domain.ratings.models import Rating
from lienthong.kit.actor import Actor


def own_rating(actor: Actor, subject_type: str, subject_id: object) -> Rating | None:
    """What the actor said of this thing, or None."""
    return Rating.objects.filter(
        subject_type=subject_type, subject_id=str(subject_id), account_id=actor.account_id or 0
    ).first()
