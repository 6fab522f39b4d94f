"""A change of agencies is carried out (thực hiện sắp xếp): one transaction for the tree, the seats and the open work of every app."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from lienthong.foundation.organizations.choices import ReorganizationKind, ReorganizationState
from lienthong.foundation.organizations.errors import AgencyHasOpenWork, CannotCarryOut
from lienthong.foundation.organizations.events import AgenciesReorganized
from lienthong.foundation.organizations.models import (
    Agency,
    Department,
    FormerName,
    Position,
    Reorganization,
    Succession,
    Successor,
)
from lienthong.foundation.organizations.services.agencies import create_agency
from lienthong.foundation.organizations.services.delegating import follow_seats
from lienthong.foundation.organizations.services.passages import Counts, Passage, movers
from lienthong.foundation.organizations.services.preparing import by, locked_draft
from lienthong.foundation.organizations.services.rehearsing import (
    CHILDREN,
    DEPARTMENTS,
    SEATS,
    Rehearsal,
    Routing,
    in_words,
    open_work,
    rehearsal_of,
    route,
)
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.events import publish
from lienthong.kit.text_vi import fold, sort_key


@transaction.atomic
def carry_out_reorganization(*, actor: Actor, reorganization_id: int) -> Reorganization:
    """Do what the plan says: all of it or nothing. Due dates are not touched.

    Raises NotAllowed, NotFound, NotADraft; AgencyHasOpenWork for a closure without a successor; CannotCarryOut naming what to mend.
    """
    plan = locked_draft(actor, reorganization_id)
    # Two changes of one agency wait for each other. `no_key` lets dossiers be written meanwhile: an officer in the middle of an act
    # would else wait for us while we wait for the dossier. What comes a moment late, `gather_stragglers` takes along.
    sources = list(plan.sources.values_list("pk", flat=True))
    heirs = list(plan.successors.values_list("agency_id", flat=True))
    list(
        Agency.objects.select_for_update(no_key=True).filter(pk__in=[*sources, *heirs]).order_by("pk").values_list("pk")
    )
    routing = route(plan)
    rehearsal = rehearsal_of(routing)
    _refuse(routing, rehearsal)
    former = next(iter(routing.sources.values())).short_name
    if plan.kind == ReorganizationKind.RENAME:
        _rename(routing)
        counts: Counts = {}
        seat_ids: dict[int, int] = {}
    else:
        routing = _found(actor, routing)
        counts, seat_ids = _move(routing, actor)
    plan.state = ReorganizationState.CARRIED_OUT
    plan.ended_at, plan.ended_by_name = clock.now(), actor.name
    plan.report = {
        "counts": [[label, number] for label, number in counts.items() if number],
        "seats": [[each.name, each.title, each.origin, each.to] for each in rehearsal.seats],
        "seat_ids": {str(old): new for old, new in seat_ids.items()},
    }
    if plan.kind == ReorganizationKind.RENAME:
        plan.report["former_short_name"] = former
    plan.save(update_fields=["state", "ended_at", "ended_by_name", "report"])
    moved = sorted({seat.account_id for seat, _ in routing.seats})
    publish(
        AgenciesReorganized(
            reorganization_id=plan.pk, kind=plan.kind, moved_account_ids=tuple(str(each) for each in moved), **by(actor)
        )
    )
    return plan


@transaction.atomic
def gather_stragglers(*, reorganization_id: int) -> Counts:
    """Move what was being written to an ended agency while the change was carried out, and so came a moment late.

    Finds nothing when there is nothing: asking twice moves once. Returns what was moved.
    """
    plan = Reorganization.objects.select_for_update().get(pk=reorganization_id)
    if plan.state != ReorganizationState.CARRIED_OUT or plan.kind == ReorganizationKind.RENAME:
        return {}
    routing = route(plan)
    if routing.passage is None or not routing.targets:
        return {}
    seat_ids = {int(old): new for old, new in plan.report.get("seat_ids", {}).items()}
    moved = _carry(_with_seats(routing.passage, seat_ids, SYSTEM))
    return {label: number for label, number in moved.items() if number}


def _refuse(routing: Routing, rehearsal: Rehearsal) -> None:
    left = open_work(rehearsal.counts)
    if routing.passage is not None and not routing.targets and left:
        raise AgencyHasOpenWork(next(iter(routing.sources.values())).name, in_words(left))
    if rehearsal.blocking:
        raise CannotCarryOut(rehearsal.blocking[0].text)


def _rename(routing: Routing) -> None:
    plan, heir = routing.plan, routing.heirs[0]
    agency = routing.sources[heir.agency_id or 0]
    FormerName.objects.create(
        agency=agency, name=agency.name, short_name=agency.short_name, until=plan.effective_on - timedelta(days=1)
    )
    agency.name, agency.short_name = heir.name, heir.short_name
    agency.sort_key = sort_key(heir.short_name)[:250]
    agency.save(update_fields=["name", "short_name", "sort_key"])


def _found(actor: Actor, routing: Routing) -> Routing:
    """Found the agencies that are new, as the first source is: tier, kind, place in the tree, one-stop desk. The plan worked out again with their ids."""
    model = next(iter(routing.sources.values()))
    for heir in routing.heirs:
        if heir.agency_id is None:
            heir.agency = create_agency(
                actor=actor,
                identifier=heir.identifier,
                name=heir.name,
                short_name=heir.short_name,
                tier_code=model.tier.code,
                kind=model.kind,
                parent_id=model.parent_id,
                unit_code=model.unit_code,
                valid_from=routing.plan.effective_on,
            )
            Successor.objects.filter(pk=heir.pk).update(agency=heir.agency)
    if any(each.receives_dossiers for each in routing.sources.values()):
        Agency.objects.filter(pk__in=[heir.agency_id for heir in routing.heirs]).update(receives_dossiers=True)
    return route(routing.plan)


def _move(routing: Routing, actor: Actor) -> tuple[Counts, dict[int, int]]:
    today = clock.today()
    last_day = routing.plan.effective_on - timedelta(days=1)
    rooms = _move_departments(routing, last_day)
    seat_ids = _move_seats(routing, rooms, today)
    counts: Counts = {SEATS: len(routing.seats), DEPARTMENTS: len(routing.departments)}
    if routing.targets:
        children = Agency.objects.filter(parent_id__in=routing.ending, valid_to__isnull=True)
        counts[CHILDREN] = children.exclude(pk__in=[*routing.sources, *routing.targets]).update(
            parent_id=routing.targets[0]
        )
    # A founded agency may hang under one that ends when that one was its model.
    for agency_id in routing.ending:
        Agency.objects.filter(pk=agency_id).update(valid_to=last_day)
    _remember(routing)
    if routing.passage is not None and routing.targets:
        counts |= _carry(_with_seats(routing.passage, seat_ids, actor))
    return counts, seat_ids


def _carry(passage: Passage) -> Counts:
    counts: Counts = {}
    for mover in movers():
        for label, number in mover.move(passage).items():
            counts[label] = counts.get(label, 0) + number
    return counts


def _with_seats(passage: Passage, seat_ids: dict[int, int], actor: Actor) -> Passage:
    seated = dict(Position.objects.filter(pk__in=seat_ids.values()).values_list("pk", "agency_id"))
    return replace(passage, seats=seat_ids, seated=seated, actor=actor)


def _move_departments(routing: Routing, last_day: date) -> dict[int, int]:
    """Old department → the one its people sit in from now on."""
    rooms = {}
    for department, target in routing.departments:
        same = Department.objects.filter(agency_id=target, code=department.code).first()
        code, number = department.code, 2
        while same is not None and (fold(same.name) != fold(department.name) or same.valid_to is not None):
            code = f"{department.code[:46]}-{number}"
            same, number = Department.objects.filter(agency_id=target, code=code).first(), number + 1
        if same is None:
            same = Department.objects.create(
                agency_id=target, code=code, name=department.name, valid_from=routing.plan.effective_on
            )
        rooms[department.pk] = same.pk
    ending = Department.objects.filter(agency_id__in=routing.ending, valid_to__isnull=True).values_list("pk", flat=True)
    Department.objects.filter(pk__in=[*rooms, *ending]).update(valid_to=last_day)
    return rooms


def _move_seats(routing: Routing, rooms: dict[int, int], today: date) -> dict[int, int]:
    """Old seat → new seat. A seat with a past keeps it: it ends, and one like it begins. One that begins today or later just moves."""
    moved = {}
    for seat, target in routing.seats:
        begun = seat.valid_from < today
        if not target:
            if begun:
                Position.objects.filter(pk=seat.pk).update(valid_to=today - timedelta(days=1))
            else:
                Position.objects.filter(pk=seat.pk).update(valid_to=seat.valid_from)
            continue
        room = rooms.get(seat.department_id or 0)
        if not begun:
            Position.objects.filter(pk=seat.pk).update(agency_id=target, department_id=room)
            moved[seat.pk] = seat.pk
            continue
        changed: dict[str, Any] = {"agency_id": target, "department_id": room, "valid_from": today}
        new = Position.objects.create(
            account_id=seat.account_id,
            title=seat.title,
            roles=seat.roles,
            valid_to=seat.valid_to,
            is_primary=seat.is_primary,
            **changed,
        )
        Position.objects.filter(pk=seat.pk).update(valid_to=today - timedelta(days=1))
        moved[seat.pk] = new.pk
    follow_seats(moved)
    return moved


def _remember(routing: Routing) -> None:
    """Rows of succession, with those of everybody who was succeeded by a source before."""
    fields = routing.plan.places.get("fields", {})
    rows = []
    for source in routing.sources:
        for order, target in enumerate(routing.targets):
            if target == source:
                continue
            own = [code for code, at in fields.items() if at == order] if order else []
            others = [code for code, at in fields.items() if at] if not order else []
            before = Succession.objects.filter(successor_id=source).values_list("predecessor_id", flat=True)
            rows += [
                Succession(
                    predecessor_id=predecessor,
                    successor_id=target,
                    since=routing.plan.effective_on,
                    is_main=not order,
                    fields=own,
                    other_fields=others,
                    reorganization=routing.plan,
                )
                for predecessor in (source, *before)
                if predecessor != target
            ]
    Succession.objects.bulk_create(rows, ignore_conflicts=True)


def open_fields(*, agencies: list[int]) -> list[tuple[str, str, int]]:
    """(code, name, open dossiers) of the fields with open work at these agencies: what a split divides."""
    return [part for mover in movers() for part in mover.parts(agencies)]
