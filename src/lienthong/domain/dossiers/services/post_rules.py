"""Which day counts for what arrives by post (ngày nộp qua bưu chính): a rule of its time, kept as data."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PostRule:
    """`by_postmark`: the day of the postmark decides whether a deadline was kept; else the day on which the office had it in hand."""

    valid_from: date
    by_postmark: bool
    basis: str


RULES = (
    # [M] The Civil Code (art. 148, time limits) and the Civil Procedure Code (art. 190, day of the postmark) say so of courts; that it holds for the
    # one-stop shop was not seen in a source. The end of the day counts, not the hour.
    PostRule(valid_from=date(2018, 1, 1), by_postmark=True, basis="ngày trên dấu bưu điện nơi gửi"),
)
"""Oldest first."""


def post_rule_on(day: date) -> PostRule:
    """The rule in force on that day."""
    return next((rule for rule in reversed(RULES) if rule.valid_from <= day), RULES[0])


def counted_day(*, postmark: date, arrived: date) -> date:
    """The day on which what came by post counts as given, by the rule of the day it arrived."""
    return postmark if post_rule_on(arrived).by_postmark else arrived
