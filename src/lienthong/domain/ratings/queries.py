"""Reading ratings. Names of those who answered are never read: what they wrote is enough."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from lienthong.domain.ratings import policies
from lienthong.domain.ratings.choices import LOW, Aspect, FollowUpState, Score
from lienthong.domain.ratings.errors import AlreadyRated, AskingEnded, NoSuchAsking
from lienthong.domain.ratings.models import Asking, Device, FollowUp, Rating
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page

DATA = Path(__file__).parent / "data" / "survey.json"

# What the functions below return, by names that pages may use.
type RatingRow = Rating
type DeviceRow = Device
type AskingRow = Asking


@cache
def survey() -> dict[str, Any]:
    """The survey in force: {code, title, source, question, items: [{key, text}]} (data, [M])."""
    found: dict[str, Any] = json.loads(DATA.read_text())
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a survey holds as typed."""

    score: str
    aspects: list[str]
    comment: str
    answers: dict[str, str]

    @property
    def said(self) -> dict[str, Any]:
        """As the services take it."""
        return {
            "score": int(self.score) if self.score in _LEVELS else 0,
            "aspects": self.aspects,
            "comment": self.comment,
            "answers": {key: int(value) for key, value in self.answers.items() if value in _LEVELS},
        }


_LEVELS = {str(value) for value in Score.values}


def read_survey(post: QueryDict, own: Rating | None = None) -> Typed:
    """What was typed into the survey; what was said before where nothing was typed."""
    if not post and own is not None:
        return Typed(
            score=str(own.score),
            aspects=list(own.aspects),
            comment=own.comment,
            answers={key: str(value) for key, value in own.answers.items()},
        )
    return Typed(
        score=post.get("score", ""),
        aspects=post.getlist("aspects"),
        comment=post.get("comment", ""),
        answers={item["key"]: post.get(f"item-{item['key']}", "") for item in survey()["items"]},
    )


def survey_view(typed: Typed) -> dict[str, Any]:
    """What `ratings/_survey.html` shows, the choices made marked."""
    return {
        "survey": survey(),
        "scores": [
            {"value": str(value), "label": label, "checked": str(value) == typed.score}
            for value, label in reversed(Score.choices)
        ],
        "aspects": [
            {"value": value, "label": label, "checked": value in typed.aspects} for value, label in Aspect.choices
        ],
        "items": [
            {**item, "levels": [(str(value), str(value) == typed.answers.get(item["key"])) for value in Score.values]}
            for item in survey()["items"]
        ],
        "comment": typed.comment,
    }


def own_rating(actor: Actor, subject_type: str, subject_id: object) -> Rating | None:
    """What was said of this thing of the actor's own, or None. The caller has checked that it is."""
    if actor.account_id is None:
        return None
    return Rating.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).first()


def may_change(rating: Rating) -> bool:
    """Until the end of the day on which it was given: afterwards the figures of that day have counted it."""
    return rating.rated_at.astimezone(clock.VIETNAM).date() == clock.today()


def asking_by_token(token: str) -> Asking:
    """The question behind an address. Raises NoSuchAsking."""
    found = Asking.objects.select_related("agency").filter(token=token[:40]).first()
    if found is None:
        raise NoSuchAsking
    return found


def asking_of(subject_type: str, subject_id: object) -> Asking | None:
    """The question asked for a subject, or None. For the flows."""
    return Asking.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).first()


def require_open(asking: Asking) -> None:
    """Raise AlreadyRated or AskingEnded unless an answer would count."""
    if Rating.objects.filter(subject_type=asking.subject_type, subject_id=asking.subject_id).exists():
        raise AlreadyRated
    if asking.closes_at < clock.now():
        raise AskingEnded


def device_by_token(token: str) -> Device:
    """The device behind an address, with what it asks. Raises NotFound."""
    found = Device.objects.select_related("agency", "asking").filter(token=token[:40]).first()
    if found is None:
        raise NotFound("Không có máy đánh giá này. Cán bộ một cửa mở lại địa chỉ của máy.")
    return found


def asked_at_device(device: Device) -> Asking | None:
    """What a device asks now, None when it waits."""
    if device.asking is None or device.asks_until is None or device.asks_until < clock.now():
        return None
    return device.asking


def tapped_at(asking: Asking) -> Rating | None:
    """The answer to this question, if it was given."""
    return Rating.objects.filter(subject_type=asking.subject_type, subject_id=asking.subject_id).first()


def devices_of(actor: Actor) -> QuerySet[Device]:
    """The devices of the actor's office."""
    return Device.objects.filter(agency_id=actor.agency_id or 0).select_related("asking")


def rated_among(subject_type: str, subject_ids: list[str]) -> set[str]:
    """Those of these subjects that have their vote."""
    rows = Rating.objects.filter(subject_type=subject_type, subject_id__in=subject_ids)
    return set(rows.values_list("subject_id", flat=True))


def ratings_page(actor: Actor, *, only: str = "", cursor: str | None = None, limit: int = 30) -> Page[Rating]:
    """What people said of the actor's units, newest first; `only`: "y-kien" (comments without an answer), "thap" (low)."""
    rows = Rating.objects.select_related("agency", "follow_up")
    if not actor.may("dossiers.view_all"):
        rows = rows.filter(agency_id__in=actor.archive_agency_ids if actor.may(policies.READ) else ())
    if only == "y-kien":
        rows = rows.filter(~Q(comment=""), replied_at__isnull=True)
    elif only == "thap":
        rows = rows.filter(score__in=LOW)
    return keyset_page(rows, order=("-rated_at", "-id"), cursor=cursor, limit=limit)


def rating_for(actor: Actor, rating_id: int) -> Rating:
    """One answer about a unit of the actor's. Raises NotFound."""
    found = Rating.objects.select_related("agency", "follow_up").filter(pk=rating_id).first()
    if found is None or not policies.reads(actor, found.agency_id):
        raise NotFound
    return found


def open_follow_ups(actor: Actor) -> list[FollowUp]:
    """Low ratings that wait to be looked into, the most urgent first, at most fifty."""
    rows = FollowUp.objects.filter(state=FollowUpState.OPEN).select_related("rating", "agency")
    if not actor.may("dossiers.view_all"):
        rows = rows.filter(agency_id__in=actor.archive_agency_ids if actor.may(policies.READ) else ())
    return list(rows.order_by("due_at", "id")[:50])


def follow_up(follow_up_id: int) -> FollowUp | None:
    """For the flows."""
    return FollowUp.objects.select_related("rating", "agency").filter(pk=follow_up_id).first()


def rating(rating_id: int) -> Rating | None:
    """For the flows."""
    return Rating.objects.select_related("agency").filter(pk=rating_id).first()


def levels_of_agencies(*, since: datetime, until: datetime) -> dict[int, list[int]]:
    """Agency id -> answers of each level, worst first, given from `since` until `until` (excluded). One query."""
    rows = Rating.objects.filter(rated_at__gte=since, rated_at__lt=until).values_list("agency_id", "score")
    found: dict[int, list[int]] = {}
    for agency_id, score, number in rows.annotate(number=Count("id")).order_by():
        found.setdefault(agency_id, [0] * len(Score))[score - 1] = number
    return found
