"""Saying how it was (đánh giá mức độ hài lòng)."""

from collections.abc import Sequence

from django.db import transaction

from lienthong.domain.ratings.choices import Aspect, Score
from lienthong.domain.ratings.models import Rating
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.text_vi import clean

MAX_COMMENT = 2000


@transaction.atomic
def rate(
    *,
    actor: Actor,
    subject_type: str,
    subject_id: object,
    agency_id: int,
    score: int,
    aspects: Sequence[str] = (),
    comment: str = "",
) -> Rating:
    """Keep one rating per account and subject; rating again replaces it. The caller has checked that the subject is the actor's."""
    if actor.account_id is None:
        raise NotAllowed
    problems: dict[str, str] = {}
    if score not in Score.values:
        problems["score"] = "Chưa chọn mức độ hài lòng. Chọn một trong 5 mức."
    if len(comment) > MAX_COMMENT:
        problems["comment"] = f"Ý kiến có {len(comment)} ký tự, nhận tối đa {MAX_COMMENT}. Rút ngắn rồi gửi lại."
    if problems:
        raise Invalid(problems)
    rating, _ = Rating.objects.update_or_create(
        subject_type=subject_type,
        subject_id=str(subject_id),
        account_id=actor.account_id,
        defaults={
            "agency_id": agency_id,
            "score": score,
            "aspects": [each for each in aspects if each in Aspect.values],
            "comment": clean(comment),
            "rated_at": clock.now(),
        },
    )
    audit.record(actor=actor, verb="rate", subject_type=subject_type, subject_id=subject_id, details={"score": score})
    return rating
