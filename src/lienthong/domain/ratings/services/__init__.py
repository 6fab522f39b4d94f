"""The verbs of ratings."""

from lienthong.domain.ratings.services.answering import answer_rating, close_follow_up, tell_up
from lienthong.domain.ratings.services.asking import ask, save_device, show_on_device
from lienthong.domain.ratings.services.rating import explain_at_device, rate, rate_at_device, rate_by_link

__all__ = [
    "answer_rating",
    "ask",
    "close_follow_up",
    "explain_at_device",
    "rate",
    "rate_at_device",
    "rate_by_link",
    "save_device",
    "show_on_device",
    "tell_up",
]
