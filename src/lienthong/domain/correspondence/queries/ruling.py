"""How soon, by the rules of urgency and the working time of the agency (thời hạn trình, thời hạn đề xuất); often-used instructions."""

from datetime import date, datetime

from django.db import connection
from django.db.models import Max, Q, QuerySet

from lienthong.domain.correspondence.choices import Urgency
from lienthong.domain.correspondence.models import Phrase, RuleEdition
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import Actor

USUAL: dict[str, tuple[int | None, int]] = {
    Urgency.EXPRESS: (1, 1),
    Urgency.VERY_URGENT: (2, 1),
    Urgency.URGENT: (4, 3),
    Urgency.NORMAL: (None, 7),
}
"""Where an urgency has no row: working hours until it is laid before (none: the next working day, Điều 23), working days to settle it [M]."""

# The editions of `_standing`, plainly: asked whenever a document is registered or directed.
_RULED = """
SELECT DISTINCT ON (edition.agency_id) edition.agency_id, edition.follows_common, ruled.submit_hours, ruled.settle_days
FROM correspondence_ruleedition edition
LEFT JOIN correspondence_urgencyrule ruled ON ruled.edition_id = edition.id AND ruled.urgency = %(urgency)s
WHERE (edition.agency_id = %(agency)s OR edition.agency_id IS NULL) AND edition.valid_from <= %(on)s AND edition.called_back_at IS NULL
ORDER BY edition.agency_id, edition.valid_from DESC, edition.id DESC
"""


def rule_of(agency_id: int, urgency: str, on: date | None = None) -> tuple[int | None, int]:
    """(working hours until it is laid before, or None; working days proposed to settle it), of the agency that day, else of all. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_RULED, {"agency": agency_id, "urgency": urgency, "on": on or clock.today()})
        for _, follows_common, hours, days in cursor.fetchall():
            if not follows_common and days is not None:
                return hours, days
    return USUAL.get(urgency, USUAL[Urgency.NORMAL])


def _standing(on: date | None = None) -> QuerySet[RuleEdition]:
    """The last edition of each agency that has begun by that day, the common one at the end."""
    rows = RuleEdition.objects.filter(valid_from__lte=on or clock.today(), called_back_at=None)
    return rows.order_by("agency_id", "-valid_from", "-id").distinct("agency_id")


def of_agency(agency_id: int | None) -> Q:
    """Editions of one agency; None: the common ones."""
    return Q(agency=None) if agency_id is None else Q(agency_id=agency_id)


def editions_in_force(on: date | None = None) -> list[RuleEdition]:
    """Of every agency that rules for itself that day, and the common one, which holds for the rest."""
    return [each for each in _standing(on) if not each.follows_common]


def edition_in_force(agency_id: int | None, on: date | None = None) -> RuleEdition | None:
    """By which rules this agency goes that day; None before anybody has ruled."""
    rows = _standing(on).filter(of_agency(agency_id) | Q(agency=None)).prefetch_related("urgencies", "tellings__rule")
    return next((each for each in rows if not each.follows_common), None)


def editions_of(agency_id: int | None, *, limit: int = 30) -> list[RuleEdition]:
    """Every edition of the agency itself (None: the common ones), the last one first."""
    rows = RuleEdition.objects.filter(of_agency(agency_id)).prefetch_related("urgencies", "tellings__rule")
    return list(rows.order_by("-valid_from", "-id")[:limit])


def newest_edition(agency_id: int | None) -> int:
    """What was decided last, 0 for nothing: whoever changes rules says what they had before them."""
    return RuleEdition.objects.filter(of_agency(agency_id)).aggregate(Max("id"))["id__max"] or 0


def submit_by(agency_id: int, arrived_at: datetime, urgency: str) -> datetime:
    """Until when a document is laid before who decides: within the day, at the latest the next working day; urgent ones at once."""
    hours, _ = rule_of(agency_id, urgency)
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
        limit_value=days if days is not None else rule_of(agency_id, urgency)[1],
        limit_unit="working_days",
        agency_id=agency_id,
    ).due


def phrases_of(actor: Actor, *, limit: int = 8) -> list[Phrase]:
    """One's own instructions first, then everybody's."""
    mine = Q(position_id=actor.position.id) if actor.position else Q(pk=None)
    rows = list(Phrase.objects.filter(mine | Q(position=None))[: limit * 3])
    rows.sort(key=lambda each: (each.position_id is None, each.place, each.pk))
    return rows[:limit]
