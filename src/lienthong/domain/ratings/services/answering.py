"""The office reads, answers, looks into what was bad (trả lời, xem xét đánh giá thấp)."""

import uuid

from django.db import transaction

from lienthong.domain.ratings import policies
from lienthong.domain.ratings.choices import FollowUpState
from lienthong.domain.ratings.events import FollowUpOverdue, RatingAnswered
from lienthong.domain.ratings.models import FollowUp, Rating
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound, Refused
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

LEAST_WORDS = 15
MOST_AT_ONCE = 200


@transaction.atomic
def answer_rating(*, actor: Actor, rating_id: int, reply: str) -> Rating:
    """Answer what somebody wrote, once; the answer goes to who wrote it. Raises NotFound, NotAllowed, Invalid, Refused."""
    rating = Rating.objects.select_for_update(of=("self",)).filter(pk=rating_id).first()
    if rating is None or not policies.reads(actor, rating.agency_id):
        raise NotFound
    if not policies.answers(actor, rating):
        raise NotAllowed
    if rating.replied_at is not None:
        at = rating.replied_at.astimezone(clock.VIETNAM)
        raise Refused(f"{rating.replied_by_name} đã trả lời lúc {at:%H:%M, %d/%m/%Y}. Mở lại để xem nội dung.")
    if len(reply.strip()) < LEAST_WORDS:
        raise Invalid({"reply": "Nội dung trả lời còn trống hoặc quá ngắn. Ghi rõ đã kiểm tra gì và sẽ làm gì."})
    rating.reply, rating.replied_at, rating.replied_by_name = clean(reply, lines=True), clock.now(), actor.name
    rating.save(update_fields=["reply", "replied_at", "replied_by_name"])
    audit.record(actor=actor, verb="answer_rating", subject_type="rating", subject_id=rating.pk)
    publish(
        RatingAnswered(rating_id=rating.pk, subject_type=rating.subject_type, subject_id=uuid.UUID(rating.subject_id))
    )
    return rating


@transaction.atomic
def close_follow_up(*, actor: Actor, follow_up_id: int, finding: str) -> FollowUp:
    """Write what was found and done. A repeat by the same officer changes nothing. Raises NotFound, NotAllowed, Invalid, Refused."""
    found = FollowUp.objects.select_for_update(of=("self",)).filter(pk=follow_up_id).first()
    if found is None or not policies.reads(actor, found.agency_id):
        raise NotFound
    if not policies.answers(actor, found):
        raise NotAllowed
    if found.state == FollowUpState.CLOSED:
        if found.closed_by_name == actor.name and found.finding == clean(finding, lines=True):
            return found
        raise Refused(f"{found.closed_by_name} đã ghi kết quả xem xét. Mở lại để xem nội dung.")
    if len(finding.strip()) < LEAST_WORDS:
        raise Invalid({"finding": "Ghi kết quả xem xét: nguyên nhân, ai chịu trách nhiệm, đã khắc phục thế nào."})
    found.state, found.finding = FollowUpState.CLOSED, clean(finding, lines=True)
    found.closed_at, found.closed_by_name = clock.now(), actor.name
    found.save(update_fields=["state", "finding", "closed_at", "closed_by_name"])
    audit.record(actor=actor, verb="close_follow_up", subject_type="rating", subject_id=found.rating_id)
    return found


@transaction.atomic
def tell_up() -> int:
    """Tell those above of every look that is overdue, each once; how many."""
    rows = FollowUp.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=FollowUpState.OPEN, told_up_at__isnull=True, due_at__lt=clock.now()
    )
    late = list(rows.order_by("due_at")[:MOST_AT_ONCE])
    for each in late:
        each.told_up_at = clock.now()
        each.save(update_fields=["told_up_at"])
        publish(FollowUpOverdue(follow_up_id=each.pk))
    return len(late)
