"""Who acts for whom now, and who is away (ủy quyền, vắng mặt). Judged when it is read: no job ends a delegation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from lienthong.foundation.organizations import policies
from lienthong.foundation.organizations.choices import (
    ON_DOCUMENTS,
    READING,
    RIGHTS_OF_ACT,
    DelegatedAct,
    DelegationState,
    rights_delegated,
)
from lienthong.foundation.organizations.models import Absence, Delegation, Position
from lienthong.kit import clock
from lienthong.kit.actor import Actor, StandIn
from lienthong.kit.errors import NotFound

# Part of the two statements that ask who is there (below `seat` is the row of the seat acted from). Index: delegation_in_force.
STAND_INS = """(SELECT json_agg(json_build_array(given.id, giver.id, holder.full_name, giver.title, giver.agency_id, acted_for.name,
        giver.department_id, giver.roles, given.acts, given.ends_at, given.procedures,
        ARRAY(SELECT gone.id FROM organizations_succession then_came JOIN organizations_agency gone ON gone.id = then_came.predecessor_id
            WHERE then_came.successor_id = giver.agency_id AND gone.valid_to < %(today)s ORDER BY 1), given.begins_at,
        given.document, seat.title, seat.agency_id, seat.roles) ORDER BY given.id)
    FROM organizations_delegation given
    JOIN organizations_position giver ON giver.id = given.giver_id
    JOIN organizations_agency acted_for ON acted_for.id = giver.agency_id
    JOIN accounts_account holder ON holder.id = giver.account_id
    WHERE given.receiver_id = seat.id AND given.state = 'accepted' AND given.begins_at <= %(now)s AND given.ends_at > %(now)s
      AND holder.is_active AND giver.valid_from <= %(today)s AND (giver.valid_to IS NULL OR giver.valid_to >= %(today)s))"""

MOST_SUBSTITUTES = 200
SIGNING = RIGHTS_OF_ACT[DelegatedAct.SIGN_DOCUMENTS]
ON_DOSSIERS: list[str] = [act for act in DelegatedAct if act not in ON_DOCUMENTS]

# What the functions below return, by a name that other apps may use.
type DelegationRow = Delegation
type AbsenceRow = Absence


def stand_ins(read: Sequence[Sequence[Any]] | None) -> tuple[StandIn, ...]:
    """What STAND_INS gave, as the plain data a seat carries. A delegation of which no right is left is none; signing of documents is left
    only where the decree still lets it (`policies.may_sign_for`).
    """
    found = []
    for (
        given_id,
        giver_id,
        holder,
        title,
        agency_id,
        agency_name,
        room,
        roles,
        acts,
        ends_at,
        codes,
        before,
        since,
        document,
        own_title,
        own_agency_id,
        own_roles,
    ) in read or ():
        rights = rights_delegated(roles, acts)
        if rights & SIGNING:
            giver = Position(title=title, agency_id=agency_id, roles=roles)
            receiver = Position(title=own_title, agency_id=own_agency_id, roles=own_roles)
            if not policies.may_sign_for(giver, receiver, document):
                rights -= SIGNING
        if rights - READING:
            found.append(
                StandIn(
                    delegation_id=given_id,
                    seat_id=giver_id,
                    holder=holder,
                    title=title,
                    agency_id=agency_id,
                    agency_name=agency_name,
                    department_id=room,
                    roles=frozenset(roles),
                    rights=rights,
                    until=datetime.fromisoformat(ends_at),
                    procedures=frozenset(codes),
                    predecessor_ids=tuple(before),
                    since=datetime.fromisoformat(since),
                )
            )
    return tuple(found)


def acting_for(actor: Actor, at: datetime, act: str, procedure_code: str) -> list[StandIn]:
    """Seats on whose behalf the actor may do `act` (a `DelegatedAct`) in dossiers of this procedure at a moment. One query.

    For the present moment the actor knows them already: `actor.as_each(code)`.
    """
    if actor.position is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {STAND_INS} FROM organizations_position seat WHERE seat.id = %(seat)s",  # noqa: S608  # our own statement
            {"seat": actor.position.id, "now": at, "today": at.astimezone(clock.VIETNAM).date()},
        )
        row = cursor.fetchone()
    wanted = RIGHTS_OF_ACT[DelegatedAct(act)]
    return [each for each in stand_ins(row and row[0]) if each.rights & wanted and each.covers(procedure_code)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """Who stands in for a seat now: the delegation, and the seat that received it with its holder."""

    delegation_id: int
    giver_id: int
    giver_name: str
    giver_title: str
    position_id: int
    account_id: int
    name: str
    title: str
    agency_id: int
    as_deputy: bool
    until: datetime


def seats_that_delegate(seats: Iterable[int]) -> set[int]:
    """Which of these seats have a delegation accepted and within its period: most have none, and lists ask only for the others."""
    now = clock.now()
    rows = Delegation.objects.filter(state=DelegationState.ACCEPTED, begins_at__lte=now, ends_at__gt=now)
    return set(rows.filter(giver_id__in=list(seats)).order_by().values_list("giver_id", flat=True))


def substitutes(right: str, *, seats: Iterable[int] = (), agency_id: int | None = None) -> list[Substitute]:
    """Who may do now what `right` allows on behalf of these seats, or of any seat of an agency; accepted and within its period. Who signs
    documents is judged as the seats are now. One query.
    """
    now, today = clock.now(), clock.today()
    acts = [act for act, rights in RIGHTS_OF_ACT.items() if right in rights]
    rows = Delegation.objects.filter(
        state=DelegationState.ACCEPTED, begins_at__lte=now, ends_at__gt=now, acts__overlap=acts
    )
    rows = rows.filter(giver__agency_id=agency_id) if agency_id is not None else rows.filter(giver_id__in=list(seats))
    held = Position.objects.valid_on(today).filter(account__is_active=True)
    rows = rows.filter(giver__in=held, receiver__in=held).select_related("giver__account", "receiver__account")
    return [
        Substitute(
            delegation_id=row.pk,
            giver_id=row.giver_id,
            giver_name=row.giver.account.full_name,
            giver_title=row.giver.title,
            position_id=row.receiver_id,
            account_id=row.receiver.account_id,
            name=row.receiver.account.full_name,
            title=row.receiver.title,
            agency_id=row.receiver.agency_id,
            as_deputy=policies.signs_as_deputy(row.giver, row.receiver),
            until=row.ends_at,
        )
        for row in rows.order_by("id")[:MOST_SUBSTITUTES]
        if right in rights_delegated(row.giver.roles, row.acts)
        and (right not in SIGNING or policies.may_sign_for(row.giver, row.receiver, row.document))
    ]


def delegations(actor: Actor) -> QuerySet[Delegation]:
    """Delegations that the actor's seat gave or received, those that end last first."""
    mine = actor.position.id if actor.position else 0
    rows = Delegation.objects.filter(Q(giver_id=mine) | Q(receiver_id=mine))
    return rows.select_related("giver__account", "giver__agency", "receiver__account", "receiver__agency").order_by(
        "-ends_at", "-id"
    )


def delegation(actor: Actor, delegation_id: int) -> Delegation:
    """One of those, or any for an administrator. Raises NotFound."""
    rows = Delegation.objects.select_related(
        "giver__account", "giver__agency", "receiver__account", "receiver__agency"
    ).filter(pk=delegation_id)
    if not actor.may("organizations.manage"):
        mine = actor.position.id if actor.position else 0
        rows = rows.filter(Q(giver_id=mine) | Q(receiver_id=mine))
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def waiting_delegations(actor: Actor) -> int:
    """Delegations that wait for the actor's answer."""
    if actor.position is None:
        return 0
    return Delegation.objects.filter(
        receiver_id=actor.position.id, state=DelegationState.PENDING, ends_at__gt=clock.now()
    ).count()


def may_stand_in(agency_id: int, *, without_account: int | None) -> QuerySet[Position]:
    """Seats held today in an agency, by others than this account: to whom one may delegate, in the order of names."""
    rows = Position.objects.valid_on(clock.today()).filter(agency_id=agency_id, account__is_active=True)
    return (
        rows.exclude(account_id=without_account or 0)
        .select_related("account", "department")
        .order_by("account__full_name", "id")
    )


def absences_of(position_id: int, *, since: date) -> QuerySet[Absence]:
    """Absences of a seat that have not ended before a day, the nearest first."""
    return Absence.objects.filter(position_id=position_id, ends_on__gte=since).order_by("begins_on", "id")


def away(position_ids: Iterable[int], *, on: date | None = None) -> dict[int, str]:
    """Seat -> why its holder does no work of it on a day (today): `Nghỉ phép đến 30/11/2026`, `Đã ủy quyền cho … đến …`. Two queries.

    Only who gave away everything that the seat may do with dossiers counts as away by delegation.
    """
    day = on or clock.today()
    ids = list(position_ids)
    why: dict[int, str] = {}
    for given in Delegation.objects.filter(
        giver_id__in=ids, state=DelegationState.ACCEPTED, begins_at__lte=clock.now(), ends_at__gt=clock.now()
    ).select_related("giver", "receiver__account"):
        from_all = rights_delegated(given.giver.roles, ON_DOSSIERS) <= rights_delegated(given.giver.roles, given.acts)
        if from_all and not given.procedures:
            until = given.ends_at.astimezone(clock.VIETNAM)
            why[given.giver_id] = f"Đã ủy quyền cho {given.receiver.account.full_name} đến {until:%H:%M, %d/%m/%Y}"
    for each in Absence.objects.filter(position_id__in=ids, begins_on__lte=day, ends_on__gte=day):
        why[each.position_id] = f"{each.get_kind_display()} đến {each.ends_on:%d/%m/%Y}"
    return why
