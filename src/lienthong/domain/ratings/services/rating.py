"""Saying how it was (đánh giá mức độ hài lòng): one dossier, one answer, whichever way it came."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from lienthong.domain.ratings import queries
from lienthong.domain.ratings.choices import LOW, Aspect, FollowUpState, Score, Way
from lienthong.domain.ratings.errors import AlreadyRated, NobodyAsked
from lienthong.domain.ratings.events import LowRating
from lienthong.domain.ratings.models import Asking, Device, FollowUp, Rating
from lienthong.domain.ratings.queries import survey
from lienthong.foundation.audit import services as audit
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import ANONYMOUS, Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

MAX_COMMENT = 2000
FOLLOW_UP_DAYS = 3
"""Working days in which a low rating is looked into; [M] in no decree we could read."""


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
    answers: Mapping[str, int] | None = None,
    label: str = "",
    matter: str = "",
) -> Rating:
    """The answer of the owner of the subject; saying it again the same day replaces it. The caller has checked that it is the actor's.

    After that day it stays: the figures of the day count it. Raises Invalid, NotAllowed, AlreadyRated.
    """
    if actor.account_id is None:
        raise NotAllowed
    _check(score, comment)
    before = (
        Rating.objects.select_for_update(of=("self",))
        .filter(subject_type=subject_type, subject_id=str(subject_id))
        .first()
    )
    if before is not None and not queries.may_change(before):
        raise AlreadyRated
    said = {
        "agency_id": agency_id,
        "account_id": actor.account_id,
        "way": Way.ACCOUNT,
        "score": score,
        "aspects": [each for each in aspects if each in Aspect.values],
        "comment": clean(comment),
        "rated_at": clock.now(),
        **_answers(answers),
    }
    if label:
        said |= {"label": label, "matter": matter}
    rating, _ = Rating.objects.update_or_create(subject_type=subject_type, subject_id=str(subject_id), defaults=said)
    audit.record(actor=actor, verb="rate", subject_type=subject_type, subject_id=subject_id, details={"score": score})
    _follow_up(rating)
    return rating


@transaction.atomic
def rate_by_link(
    *,
    token: str,
    score: int,
    aspects: Sequence[str] = (),
    comment: str = "",
    answers: Mapping[str, int] | None = None,
) -> Rating:
    """The answer of whoever has the address, once. Raises NoSuchAsking, AlreadyRated, AskingEnded, Invalid."""
    asking = queries.asking_by_token(token)
    queries.require_open(asking)
    _check(score, comment)
    return _vote(asking, Way.LINK, score, aspects, clean(comment), answers)


@transaction.atomic
def rate_at_device(*, token: str, asking_id: int, score: int) -> Rating:
    """One tap on the screen at the counter. A second tap of the same person changes nothing. Raises NobodyAsked, AlreadyRated, Invalid."""
    device = Device.objects.select_for_update(of=("self",)).select_related("asking").filter(token=token[:40]).first()
    if device is None or device.asking is None or device.asking_id != asking_id:
        raise NobodyAsked
    if device.asks_until is None or device.asks_until < clock.now():
        raise NobodyAsked
    _check(score, "")
    tapped = Rating.objects.filter(
        subject_type=device.asking.subject_type, subject_id=device.asking.subject_id, way=Way.DEVICE
    ).first()
    if tapped is not None:
        return tapped
    return _vote(device.asking, Way.DEVICE, score, (), "", None)


@transaction.atomic
def explain_at_device(*, token: str, asking_id: int, aspects: Sequence[str]) -> Rating:
    """What was not good, right after the tap; then the device is free. Raises NobodyAsked."""
    device = Device.objects.select_for_update(of=("self",)).select_related("asking").filter(token=token[:40]).first()
    if device is None or device.asking is None or device.asking_id != asking_id:
        raise NobodyAsked
    rating = Rating.objects.filter(
        subject_type=device.asking.subject_type, subject_id=device.asking.subject_id, way=Way.DEVICE
    ).first()
    if rating is None:
        raise NobodyAsked
    rating.aspects = [each for each in aspects if each in Aspect.values]
    rating.save(update_fields=["aspects"])
    device.asking, device.asks_until = None, None
    device.save(update_fields=["asking", "asks_until"])
    return rating


def _vote(
    asking: Asking, way: Way, score: int, aspects: Sequence[str], comment: str, answers: Mapping[str, int] | None
) -> Rating:
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                subject_type=asking.subject_type,
                subject_id=asking.subject_id,
                label=asking.label,
                matter=asking.matter,
                agency_id=asking.agency_id,
                way=way,
                score=score,
                aspects=[each for each in aspects if each in Aspect.values],
                comment=comment,
                rated_at=clock.now(),
                **_answers(answers),
            )
    except IntegrityError as twice:  # two devices at once: the first vote counts
        raise AlreadyRated from twice
    audit.record(
        actor=ANONYMOUS,
        verb="rate",
        subject_type=asking.subject_type,
        subject_id=asking.subject_id,
        details={"score": score, "way": way},
    )
    _follow_up(rating)
    return rating


def _follow_up(rating: Rating) -> None:
    """A low answer opens a look into it; a better one later does not close what was opened."""
    if rating.score not in LOW or FollowUp.objects.filter(rating=rating).exists():
        return
    now = clock.now()
    due = workdays.due_for(agency_id=rating.agency_id, start=now, limit_value=FOLLOW_UP_DAYS, limit_unit="working_days")
    opened = FollowUp.objects.create(
        rating=rating, agency_id=rating.agency_id, state=FollowUpState.OPEN, opened_at=now, due_at=due.due
    )
    publish(LowRating(follow_up_id=opened.pk))


def _check(score: int, comment: str) -> None:
    problems: dict[str, str] = {}
    if score not in Score.values:
        problems["score"] = "Chưa chọn mức độ hài lòng. Chọn một trong 5 mức."
    if len(comment) > MAX_COMMENT:
        problems["comment"] = f"Ý kiến có {len(comment)} ký tự, nhận tối đa {MAX_COMMENT}. Rút ngắn rồi gửi lại."
    if problems:
        raise Invalid(problems)


def _answers(answers: Mapping[str, int] | None) -> dict[str, object]:
    asked = survey()
    keys = {item["key"] for item in asked["items"]}
    given = {key: value for key, value in (answers or {}).items() if key in keys and value in Score.values}
    return {"survey": asked["code"] if given else "", "answers": given}
