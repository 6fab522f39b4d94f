"""How soon, by the rules of urgency and the working time of the agency (thời hạn trình, thời hạn đề xuất); often-used instructions."""

from datetime import datetime

from django.db.models import Q

from lienthong.domain.correspondence.choices import Urgency
from lienthong.domain.correspondence.models import Phrase, UrgencyRule
from lienthong.foundation.workdays import services as workdays
from lienthong.kit.actor import Actor

USUAL: dict[str, tuple[int | None, int]] = {
    Urgency.EXPRESS: (1, 1),
    Urgency.VERY_URGENT: (2, 1),
    Urgency.URGENT: (4, 3),
    Urgency.NORMAL: (None, 7),
}
"""Where an urgency has no row: working hours until it is laid before (none: the next working day, Điều 23), working days to settle it [M]."""


def rule_of(urgency: str) -> tuple[int | None, int]:
    """(working hours until it is laid before, or None; working days proposed to settle it)."""
    row = UrgencyRule.objects.filter(urgency=urgency).values_list("submit_hours", "settle_days").first()
    return row or USUAL.get(urgency, USUAL[Urgency.NORMAL])


def submit_by(agency_id: int, arrived_at: datetime, urgency: str) -> datetime:
    """Until when a document is laid before who decides: within the day, at the latest the next working day; urgent ones at once."""
    hours, _ = rule_of(urgency)
    return workdays.due_for(
        start=arrived_at,
        limit_value=1 if hours is None else hours,
        limit_unit="working_days" if hours is None else "hours",
        agency_id=agency_id,
    ).due


def proposed_due(agency_id: int, start: datetime, urgency: str, days: int | None = None) -> datetime:
    """When work that begins at `start` is to be done: the days of the urgency, or `days` working days."""
    return workdays.due_for(
        start=start,
        limit_value=days if days is not None else rule_of(urgency)[1],
        limit_unit="working_days",
        agency_id=agency_id,
    ).due


def phrases_of(actor: Actor, *, limit: int = 8) -> list[Phrase]:
    """One's own instructions first, then everybody's."""
    mine = Q(position_id=actor.position.id) if actor.position else Q(pk=None)
    rows = list(Phrase.objects.filter(mine | Q(position=None))[: limit * 3])
    rows.sort(key=lambda each: (each.position_id is None, each.place, each.pk))
    return rows[:limit]
