"""Results that nobody has come for (kết quả chờ nhận): the office's own number of days, and a word to the applicant."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.events import CollectionReminded
from lienthong.domain.dossiers.models import CollectionReminder, CollectionRule, Dossier, DossierStep
from lienthong.domain.dossiers.queries.returning import DEFAULT_RULE, collection_rule
from lienthong.domain.dossiers.services import recording as audit
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import publish

MOST_AT_ONCE = 200
MOST_A_NIGHT = 2000
LONGEST = 90


@transaction.atomic
def set_collection_rule(*, actor: Actor, days: int, every: int) -> CollectionRule:
    """After how many days a result counts as uncollected, and after how many more it may be told again. Raises NotAllowed, Invalid."""
    if actor.agency_id is None or not actor.may("dossiers.return_result"):
        raise NotAllowed
    problems = {
        name: f"Số ngày từ 1 đến {LONGEST}."
        for name, value in (("days", days), ("every", every))
        if not 1 <= value <= LONGEST
    }
    if problems:
        raise Invalid(problems)
    rule, _ = CollectionRule.objects.update_or_create(
        agency_id=actor.agency_id, defaults={"days": days, "every": every}
    )
    audit.record(
        actor=actor,
        verb="set_collection_rule",
        subject_type="agency",
        subject_id=actor.agency_id,
        details={"days": days, "every": every},
    )
    return rule


@transaction.atomic
def remind_collection(*, actor: Actor, dossier_ids: Sequence[uuid.UUID]) -> int:
    """Tell applicants that their result lies ready; who was told lately is left alone. Returns how many were told. Raises NotAllowed."""
    if actor.agency_id is None or not actor.may("dossiers.return_result"):
        raise NotAllowed
    _, every = collection_rule(actor.agency_id)
    rows = Dossier.objects.filter(id__in=list(dossier_ids)[:MOST_AT_ONCE], reception_agency_id=actor.agency_id)
    return _remind(actor, list(rows.values_list("id", flat=True)), every=every)


@transaction.atomic
def remind_uncollected() -> int:
    """Every night: what has waited longer than its office says is told, again only after the office's days. At most MOST_A_NIGHT."""
    rules = {rule.agency_id: (rule.days, rule.every) for rule in CollectionRule.objects.all()}
    now = clock.now()
    waiting = DossierStep.objects.filter(kind="return", finished_at__isnull=True, opened_at__lt=now - timedelta(days=1))
    waiting = waiting.exclude(dossier__postal_choice__receives_result=True)
    rows = waiting.order_by("opened_at").annotate(told_at=Max("dossier__collection_reminders__at"))
    due = []
    for dossier_id, agency_id, opened_at, told_at in rows.values_list(
        "dossier_id", "agency_id", "opened_at", "told_at"
    ):
        days, every = rules.get(agency_id, DEFAULT_RULE)
        if opened_at <= now - timedelta(days=days) and (told_at is None or told_at <= now - timedelta(days=every)):
            due.append((dossier_id, every))
    return sum(_remind(SYSTEM, [dossier_id], every=every) for dossier_id, every in due[:MOST_A_NIGHT])


def _remind(actor: Actor, dossier_ids: Sequence[uuid.UUID], *, every: int) -> int:
    """Locked in order of id, so that the clerk's press and the night's job tell once."""
    now = clock.now()
    told = 0
    for dossier in (
        Dossier.objects.select_for_update(of=("self",))
        .filter(id__in=dossier_ids, state=State.COMPLETED)
        .exclude(postal_choice__receives_result=True)
        .order_by("id")
    ):
        last = dossier.collection_reminders.aggregate(at=Max("at"))["at"]
        if last is not None and last > now - timedelta(days=every):
            continue
        CollectionReminder.objects.create(dossier=dossier, at=now, by_name=actor.name)
        days = (now - dossier.completed_at).days if dossier.completed_at else 0
        audit.record(
            actor=actor,
            verb="remind_collection",
            subject_type="dossier",
            subject_id=dossier.id,
            details={"days": days},
        )
        publish(CollectionReminded(dossier_id=dossier.id, code=dossier.code, days=days))
        told += 1
    return told
