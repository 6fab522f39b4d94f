"""What is due or overdue is told up the line, each once (báo quá hạn theo tuyến); the rules are those of the edition in force.

The job may run twice or not for a day: the row of `Telling` is what tells that somebody was told, and it is written with the telling.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lienthong.domain.correspondence.choices import Occasion, Part, State, TaskState, ToldTo
from lienthong.domain.correspondence.events import DocumentsOverdue
from lienthong.domain.correspondence.models import Document, DocumentTask, Telling, TellingRule
from lienthong.domain.correspondence.queries import ruling
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.workdays import queries as calendars
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.events import publish

OLDEST = timedelta(days=45)
"""What fell due longer ago is no news any more."""
MOST_AT_ONCE = 500

type Due = tuple[Document, DocumentTask | None, datetime]


def tell_overdue(*, now: datetime | None = None) -> int:
    """Tell what is to be told now; returns how many were told. Each rule is a transaction of its own."""
    at = now or clock.now()
    editions = ruling.editions_in_force(at.astimezone(clock.VIETNAM).date())
    own = tuple(each.agency_id for each in editions if each.agency_id is not None)
    told = 0
    for edition in editions:
        for each in edition.tellings.select_related("rule"):
            told += _tell(
                Scope(each.rule, edition.agency_id, own, datetime.combine(each.since, time(), clock.VIETNAM)), at
            )
    return told


@dataclass(frozen=True, slots=True)
class Scope:
    """A rule, the agency it is told for (None: all but `own`, which rule for themselves), and the first deadline that counts."""

    rule: TellingRule
    agency_id: int | None
    own: tuple[int, ...]
    since: datetime

    def rows(self, prefix: str = "") -> Q:
        """Documents of these agencies; `prefix` leads to the document."""
        name = f"{prefix}agency_id"
        return Q(**{name: self.agency_id}) if self.agency_id is not None else ~Q(**{f"{name}__in": self.own})


@transaction.atomic
def _tell(scope: Scope, now: datetime) -> int:
    rule = scope.rule
    TellingRule.objects.select_for_update().get(pk=rule.pk)  # two runs at once tell one after the other
    told: dict[int, list[int]] = defaultdict(list)
    for document, task, due_at in _fallen(scope, now):
        for position_id, account_id in _receivers(rule, document, task):
            row, made = Telling.objects.get_or_create(
                rule=rule,
                document=document,
                task=task,
                position_id=position_id,
                due_at=due_at,
                defaults={"told_at": now},
            )
            if made:
                told[account_id].append(row.pk)
    for account_id, ids in told.items():
        publish(DocumentsOverdue(account_id=account_id, telling_ids=tuple(str(each) for each in ids)))
    return sum(len(ids) for ids in told.values())


def _fallen(scope: Scope, now: datetime) -> Iterator[Due]:
    """What has reached the moment of the rule and was not told by it yet."""
    rule = scope.rule
    calendar_of = calendars.calendars_known()
    for document, task, due_at in _candidates(scope, now):
        calendar = calendar_of(document.agency_id, now)
        if rule.hours < 0:
            left = workdays.working_time_between(calendar, now, due_at) if due_at > now else timedelta()
            is_time = left <= timedelta(hours=-rule.hours)
        else:
            is_time = due_at <= now and workdays.working_time_between(calendar, due_at, now) >= timedelta(
                hours=rule.hours
            )
        if is_time:
            yield document, task, due_at


def _candidates(scope: Scope, now: datetime) -> Iterator[Due]:
    rule, oldest = scope.rule, max(now - OLDEST, scope.since)
    until = now + timedelta(days=4 - rule.hours // 8) if rule.hours < 0 else now
    if rule.occasion == Occasion.TASK_DUE:
        told = Telling.objects.filter(rule=rule, task_id=OuterRef("pk"), due_at=OuterRef("due_at"))
        tasks = DocumentTask.objects.filter(
            scope.rows("document__"), state=TaskState.OPEN, due_at__gte=oldest, due_at__lte=until
        )
        if rule.hours < 0:
            tasks = tasks.filter(due_at__gt=now)
        tasks = tasks.exclude(part__in=[Part.INFORM]).filter(~Exists(told))
        for task in tasks.select_related("document", "position", "given_by").order_by("due_at", "id")[:MOST_AT_ONCE]:
            assert task.due_at is not None
            yield task.document, task, task.due_at
        return
    field = "submit_by" if rule.occasion == Occasion.NOT_SUBMITTED else "due_at"
    state = State.REGISTERED if rule.occasion == Occasion.NOT_SUBMITTED else State.IN_PROGRESS
    told = Telling.objects.filter(rule=rule, document_id=OuterRef("pk"), task=None, due_at=OuterRef(field))
    documents = Document.objects.filter(
        scope.rows(), Q(**{f"{field}__gte": oldest, f"{field}__lte": until}), ~Exists(told), state=state
    )
    for document in documents.order_by(field, "id")[:MOST_AT_ONCE]:
        yield document, None, getattr(document, field)


def _receivers(rule: TellingRule, document: Document, task: DocumentTask | None) -> Iterable[tuple[int, int]]:
    """(seat, account) of who is told."""
    match rule.told:
        case ToldTo.CLERK:
            seats = organizations.positions_with_role(document.agency_id, Role.CLERK)
        case ToldTo.LEADER:
            seats = organizations.positions_with_role(document.agency_id, Role.AGENCY_LEADER)
        case ToldTo.GIVER if task is not None and task.given_by is not None:
            return [(task.given_by.pk, task.given_by.account_id)]
        case ToldTo.HOLDER if task is not None and task.position is not None:
            return [(task.position.pk, task.position.account_id)]
        case ToldTo.HOLDER if task is not None:
            seats = organizations.positions_with_role(
                document.agency_id, Role.DEPARTMENT_HEAD, department_id=task.department_id
            )
        case _:
            return []
    return [(seat.pk, seat.account_id) for seat in seats]
