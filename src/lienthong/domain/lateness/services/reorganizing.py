"""Lateness when agencies change (trễ hạn khi sắp xếp cơ quan): what is undecided follows the successor, what was charged stays."""

from django.db.models import QuerySet

from lienthong.domain.lateness.choices import Telling, Verdict
from lienthong.domain.lateness.models import Objection, Reminder
from lienthong.foundation.organizations.services import Counts, Mover, Passage

OBJECTIONS, REMINDERS = "đề nghị xem xét lại trễ hạn", "việc được báo chưa xử lý"


def count_open(passage: Passage) -> Counts:
    """What `follow_agencies` would move."""
    return {OBJECTIONS: _objections(passage).count(), REMINDERS: _reminders(passage).count()}


def follow_agencies(passage: Passage) -> Counts:
    """Undecided objections go to the successor, unanswered reminders to the new seat of whoever was told."""
    counts = count_open(passage)
    _objections(passage).update(agency_id=passage.main)
    for old, new in passage.seats.items():
        # Told in both seats of the same dossier: once is enough.
        there = Reminder.objects.filter(position_id=new).values("dossier_id")
        Reminder.objects.filter(position_id=old, dossier_id__in=there, answered_at__isnull=True).update(
            state=Telling.DROPPED
        )
        _reminders(passage).filter(position_id=old).update(position_id=new)
    return counts


def _objections(passage: Passage) -> QuerySet[Objection]:
    rows = Objection.objects.filter(state=Verdict.PENDING, agency_id__in=passage.leaving)
    return rows if passage.moves_rest else rows.none()


def _reminders(passage: Passage) -> QuerySet[Reminder]:
    rows = Reminder.objects.filter(position_id__in=list(passage.seats), answered_at__isnull=True)
    return rows.exclude(state=Telling.DROPPED)


MOVER = Mover(
    count=count_open,
    move=follow_agencies,
    covers=frozenset({"lateness.Objection.agency", "lateness.Reminder.position"}),
)
