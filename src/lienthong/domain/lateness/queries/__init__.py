"""Reading who held what how long (tra cứu trễ hạn)."""

from lienthong.domain.lateness.queries.explaining import explanation, for_applicant
from lienthong.domain.lateness.queries.objections import (
    objection_for,
    objection_with_deciders,
    objections,
    objections_of,
    objections_waiting,
    share_for,
)
from lienthong.domain.lateness.queries.overdue import Overdue, overdue_page
from lienthong.domain.lateness.queries.reminders import (
    Expected,
    chain_of,
    holders_of,
    own_reminder,
    preview,
    reminder_for,
    reminder_of,
    reminders,
    reminders_answered,
    reminders_to_answer,
    rules_of,
    waiting_count,
)
from lienthong.domain.lateness.queries.scope import scope_of
from lienthong.domain.lateness.queries.sight import dossier_in_sight, opens
from lienthong.domain.lateness.queries.sums import (
    Asked,
    BrokenDossier,
    By,
    LateDossier,
    Sum,
    Totals,
    broken_dossiers,
    late_dossiers,
    sums,
    totals,
)
from lienthong.domain.lateness.queries.telling import Row, Told, accounts_of

__all__ = [
    "Asked",
    "BrokenDossier",
    "By",
    "Expected",
    "LateDossier",
    "Overdue",
    "Row",
    "Sum",
    "Told",
    "Totals",
    "accounts_of",
    "broken_dossiers",
    "chain_of",
    "dossier_in_sight",
    "explanation",
    "for_applicant",
    "holders_of",
    "late_dossiers",
    "objection_for",
    "objection_with_deciders",
    "objections",
    "objections_of",
    "objections_waiting",
    "opens",
    "overdue_page",
    "own_reminder",
    "preview",
    "reminder_for",
    "reminder_of",
    "reminders",
    "reminders_answered",
    "reminders_to_answer",
    "rules_of",
    "scope_of",
    "share_for",
    "sums",
    "totals",
    "waiting_count",
]
