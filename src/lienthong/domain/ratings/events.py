"""What happens to ratings (sự kiện của đánh giá)."""

import uuid
from dataclasses import dataclass

from lienthong.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class LowRating(Event):
    """Somebody was not content; the look into it has a deadline (Đánh giá thấp)."""

    follow_up_id: int


@dataclass(frozen=True, kw_only=True)
class FollowUpOverdue(Event):
    """A low rating was not looked into in time (Quá hạn xem xét)."""

    follow_up_id: int


@dataclass(frozen=True, kw_only=True)
class RatingAnswered(Event):
    """The office answered what somebody wrote (Trả lời ý kiến)."""

    rating_id: int
    subject_type: str
    subject_id: uuid.UUID
