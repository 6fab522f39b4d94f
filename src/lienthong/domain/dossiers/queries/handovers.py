"""Bundles of paper that wait to change hands, and the lists on which they did (bàn giao bản giấy)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, Q, QuerySet

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import (
    HandoverState,
    LineState,
    PaperKind,
    PaperPlace,
    ReferralKind,
    ReferralState,
    State,
)
from lienthong.domain.dossiers.models import DossierStep, Handover, HandoverLine, PaperPart, Referral
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page

MOST_WAITING = 300
"""Rows of the waiting list, the longest wait first: more than an office hands over in a day."""
RUNNING = (State.PROCESSING, State.SUPPLEMENT, State.PAUSED, State.DUTY)


@dataclass(frozen=True, slots=True)
class WaitingPart:
    """A bundle that waits. `department_id` None: the agency as a whole; `unit` names both, as on the list."""

    part_id: int
    code: str
    applicant_name: str
    procedure: str
    due_at: datetime | None
    since: datetime
    remark: str
    agency_id: int
    department_id: int | None
    unit: str

    @property
    def unit_key(self) -> str:
        """`12` or `12-5`: agency and department, as a form posts it."""
        return f"{self.agency_id}-{self.department_id}" if self.department_id else str(self.agency_id)


def parts_waiting(actor: Actor, kind: str) -> list[WaitingPart]:
    """What the actor may hand over, the longest wait first, each with the unit it should go to. At most MOST_WAITING. Six queries."""
    if actor.agency_id is None or not policies.gives(actor, kind):
        return []
    place = PaperPlace.COUNTER if kind == PaperKind.SUBMITTED else PaperPlace.OFFICE
    states = RUNNING if kind == PaperKind.SUBMITTED else (State.COMPLETED,)
    rows = PaperPart.objects.filter(agency_id=actor.agency_id, kind=kind, place=place, dossier__state__in=states)
    parts = list(
        rows.select_related("dossier__procedure", "dossier__agency", "dossier__reception_agency")
        .defer("dossier__answers", "dossier__due_derivation", "dossier__result_fields", "dossier__pauses")
        .order_by("since", "id")[:MOST_WAITING]
    )
    units = _units(parts, kind)
    return [
        WaitingPart(
            part_id=part.pk,
            code=part.dossier.code,
            applicant_name=part.dossier.applicant_name,
            procedure=part.dossier.procedure.short_name,
            due_at=part.dossier.due_at,
            since=part.since,
            remark=part.remark,
            agency_id=units[part.pk].agency_id,
            department_id=units[part.pk].department_id,
            unit=units[part.pk].name,
        )
        for part in parts
    ]


@dataclass(frozen=True, slots=True)
class Unit:
    """Where a bundle goes. `name` as printed: the department where there is one, with its agency."""

    agency_id: int
    department_id: int | None
    name: str


def units_for(parts: Sequence[PaperPart]) -> dict[int, Unit]:
    """Part id → the unit that should have it; parts of one kind, with dossier and agencies loaded."""
    return _units(parts, parts[0].kind) if parts else {}


def _units(parts: Sequence[PaperPart], kind: str) -> dict[int, Unit]:
    if kind == PaperKind.RESULT:
        return {
            part.pk: Unit(
                part.dossier.reception_agency_id,
                None,
                f"Bộ phận Một cửa, {part.dossier.reception_agency.short_name}",
            )
            for part in parts
        }
    ids = [part.dossier_id for part in parts]
    lent = {
        each.dossier_id: each.agency
        for each in Referral.objects.filter(
            dossier_id__in=ids, kind=ReferralKind.HANDOVER, state=ReferralState.OPEN
        ).select_related("agency")
    }
    steps: dict[uuid.UUID, DossierStep] = {}
    for each in (
        DossierStep.objects.filter(dossier_id__in=ids, finished_at__isnull=True)
        .select_related("assignee__department")
        .order_by("-id")
    ):
        steps[each.dossier_id] = each
    rooms = organizations.departments_by_role({part.dossier.agency_id for part in parts})
    found = {}
    for part in parts:
        agency = lent.get(part.dossier_id, part.dossier.agency)
        step = steps.get(part.dossier_id)
        room = None
        if step is not None and step.agency_id == agency.pk:
            named = step.assignee.department if step.assignee else None
            room = named or rooms.get((agency.pk, step.role))
        name = f"{room.name}, {agency.short_name}" if room else agency.short_name
        found[part.pk] = Unit(agency.pk, room.pk if room else None, name)
    return found


def visible_handovers(actor: Actor) -> QuerySet[Handover]:
    """Lists that the actor's agency, or one it came after, gave or received; a supervisor's all."""
    rows = Handover.objects.all()
    if actor.may("dossiers.view_all"):
        return rows
    if not actor.may("dossiers.view_agency"):
        return rows.none()
    mine = actor.archive_agency_ids
    return rows.filter(Q(from_agency_id__in=mine) | Q(to_agency_id__in=mine))


def handover_for(actor: Actor, handover_id: int) -> Handover:
    """One visible list with its lines and their dossiers. Raises NotFound. Two queries."""
    lines = HandoverLine.objects.select_related("part__dossier__procedure").defer(
        "part__dossier__answers",
        "part__dossier__due_derivation",
        "part__dossier__result_fields",
        "part__dossier__pauses",
    )
    found = (
        visible_handovers(actor)
        .select_related("from_agency", "to_agency", "to_department")
        .prefetch_related(Prefetch("lines", lines))
        .filter(pk=handover_id)
        .first()
    )
    if found is None:
        raise NotFound("Không tìm thấy danh sách bàn giao này trong phạm vi cơ quan ông/bà.")
    return found


def handovers_page(
    actor: Actor, way: str, *, cursor: str | None = None, number: str = "", day: date | None = None, unit: str = ""
) -> Page[Handover]:
    """Lists by `way`: `cho-nhan` open ones to us, `da-nhan` all that came, `da-giao` all that went; the latest first.

    `number` 12 or 0012/BGHS-2026; `day` of giving; `unit` in the name of the other side, without accents.
    """
    mine = actor.archive_agency_ids
    rows = visible_handovers(actor)
    if way == "cho-nhan":
        kinds = [kind for kind in PaperKind.values if policies.takes(actor, kind)]
        rows = rows.filter(to_agency_id__in=mine, state=HandoverState.OPEN, kind__in=kinds)
    elif way == "da-nhan":
        rows = rows.filter(to_agency_id__in=mine).exclude(state=HandoverState.OPEN)
    else:
        rows = rows.filter(from_agency_id__in=mine)
    if number.strip():
        head, _, tail = number.strip().partition("/")
        year = tail.rpartition("-")[2]
        rows = rows.filter(number=int(head) if head.isdecimal() and len(head) < 9 else 0)
        if year.isdecimal() and len(year) == 4:
            rows = rows.filter(year=int(year))
    if day is not None:
        begin = datetime.combine(day, time(), clock.VIETNAM)
        rows = rows.filter(given_at__gte=begin, given_at__lt=begin + timedelta(days=1))
    if unit.strip():
        other = "to_unit" if way == "da-giao" else "from_unit"
        rows = rows.filter(**{f"{other}__unaccent__icontains": unit.strip()})
    return keyset_page(rows, order=("-given_at", "-id"), cursor=cursor, limit=30)


def handovers_waiting(actor: Actor, *, ceiling: int = 100) -> int:
    """Lists that wait for somebody like the actor to receive them, counted to `ceiling`. One query."""
    kinds = [kind for kind in PaperKind.values if policies.takes(actor, kind)]
    if actor.agency_id is None or not kinds:
        return 0
    rows = Handover.objects.filter(to_agency_id=actor.agency_id, state=HandoverState.OPEN, kind__in=kinds)
    return rows[:ceiling].count()


def parts_of(dossier_id: uuid.UUID) -> list[PaperPart]:
    """Where the paper of a dossier lies: papers, then result."""
    return list(PaperPart.objects.filter(dossier_id=dossier_id).select_related("agency").order_by("kind"))


def paper_passages(dossier_id: uuid.UUID) -> list[HandoverLine]:
    """Every list a dossier's paper was on and that was not cancelled, in order of time. For form 06."""
    rows = HandoverLine.objects.filter(part__dossier_id=dossier_id).exclude(handover__state=HandoverState.CANCELLED)
    return list(rows.select_related("handover", "part").order_by("handover__given_at", "id"))


@dataclass(frozen=True, slots=True)
class HandoverNews:
    """What the giver of a list hears: `refused` (code, reason)."""

    account_id: int | None
    label: str
    to_unit: str
    received_by_name: str
    refused: list[tuple[str, str]]


def handover_news(handover_id: int) -> HandoverNews:
    """For the flows."""
    found = Handover.objects.get(pk=handover_id)
    lines = found.lines.filter(state=LineState.REFUSED).values_list("part__dossier__code", "reason")
    return HandoverNews(
        account_id=found.given_by_account_id,
        label=found.label,
        to_unit=found.to_unit,
        received_by_name=found.received_by_name,
        refused=list(lines),
    )
