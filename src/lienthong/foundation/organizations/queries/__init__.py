"""Reading the tree of agencies and its seats (cây cơ quan, chức vụ)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Case, Q, QuerySet, When

from lienthong.foundation.organizations.choices import ReorganizationState, rights_of
from lienthong.foundation.organizations.models import (
    Agency,
    Department,
    FormerName,
    Position,
    Reorganization,
    Tier,
)
from lienthong.foundation.organizations.policies import require_manage
from lienthong.foundation.organizations.queries.delegating import (
    STAND_INS,
    AbsenceRow,
    DelegationRow,
    Substitute,
    absences_of,
    acting_for,
    away,
    delegation,
    delegations,
    may_stand_in,
    seats_that_delegate,
    stand_ins,
    substitutes,
    waiting_delegations,
)
from lienthong.foundation.organizations.queries.naming import (
    agency_known_as,
    department_names,
    former_short_names,
    name_on,
    names_of,
    parents_of,
    receivers_named,
)
from lienthong.foundation.organizations.queries.succeeding import history_of, predecessor_ids, successors_of
from lienthong.kit import clock
from lienthong.kit.actor import Actor, ActorPosition
from lienthong.kit.errors import NotFound
from lienthong.kit.text_vi import fold

__all__ = [
    "STAND_INS",
    "AbsenceRow",
    "DelegationRow",
    "Substitute",
    "absences_of",
    "acting_for",
    "agency_known_as",
    "away",
    "delegation",
    "delegations",
    "department_names",
    "former_short_names",
    "history_of",
    "may_stand_in",
    "name_on",
    "names_of",
    "parents_of",
    "predecessor_ids",
    "receivers_named",
    "seats_that_delegate",
    "stand_ins",
    "substitutes",
    "successors_of",
    "waiting_delegations",
]

# Plain SQL: every page of everybody signed in pays it, and building it with the ORM costs ten times what running it does.
_SEATS_HELD = f"""
SELECT seat.id, seat.title, seat.agency_id, agency.name, seat.department_id, seat.roles,
    ARRAY(SELECT ended.id FROM organizations_succession came JOIN organizations_agency ended ON ended.id = came.predecessor_id
        WHERE came.successor_id = seat.agency_id AND ended.valid_to < %(today)s ORDER BY 1),
    {STAND_INS}
FROM organizations_position seat JOIN organizations_agency agency ON agency.id = seat.agency_id
WHERE seat.account_id = %(account)s AND seat.valid_from <= %(today)s AND (seat.valid_to IS NULL OR seat.valid_to >= %(today)s)
ORDER BY seat.is_primary DESC, seat.valid_from, seat.id
"""  # noqa: S608  # both parts are our own

# What the functions below return, by a name that other apps may use.
type AgencyRow = Agency
type PositionRow = Position
type ReorganizationRow = Reorganization


def agency(agency_id: int) -> Agency:
    """One agency with its tier. Agencies are public. Raises NotFound."""
    found = Agency.objects.select_related("tier").filter(pk=agency_id).first()
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=4096)
def identifier_of(agency_id: int) -> str:
    """The electronic identifier of an agency, kept: an agency is known by it and never gets another. Raises NotFound."""
    found = Agency.objects.filter(pk=agency_id).values_list("identifier", flat=True).first()
    if found is None:
        raise NotFound
    return found


def agency_by_identifier(identifier: str) -> Agency:
    """One agency by its electronic identifier, in the form of 2020 (H21.05) or of 2016 (000.00.05.H21). Raises NotFound."""
    found = Agency.objects.select_related("tier").filter(identifier=identifier).first()
    found = (
        found
        or Agency.objects.select_related("tier").filter(identifier_2016=identifier).exclude(identifier_2016="").first()
    )
    if found is None:
        raise NotFound
    return found


def root_agency() -> Agency:
    """The province's people's committee, the top of the tree. Raises NotFound before a profile is loaded."""
    found = Agency.objects.select_related("tier").filter(parent__isnull=True).order_by("id").first()
    if found is None:
        raise NotFound
    return found


def visible_agencies(actor: Actor, *, on: date | None = None) -> QuerySet[Agency]:
    """Agencies that exist on a day (today), in Vietnamese order. The tree is public: every actor sees all of it."""
    del actor  # kept in the signature: what an actor may see is decided here
    return Agency.objects.valid_on(on or clock.today()).select_related("tier")


def agencies_receiving(
    tier_codes: Iterable[str], *, kinds: Iterable[str] = (), names: Iterable[str] | None = None, field: str = ""
) -> QuerySet[Agency]:
    """Agencies with a one-stop desk at these tiers (`tinh`, `huyen`, `xa`) today: where a dossier may be filed.

    `kinds` narrows to kinds of agency (`so`, `ubnd`…); `names` to short names, also those an agency or its predecessor bore before.
    Of several successors of one agency, the one that took `field` (a field of administration) is found.
    """
    found = Agency.objects.valid_on(clock.today()).select_related("tier")
    found = found.filter(receives_dossiers=True, tier__code__in=list(tier_codes))
    wanted = list(kinds)
    if wanted:
        found = found.filter(kind__in=wanted)
    if names is not None:
        borne = list(names)
        found = found.filter(Q(short_name__in=borne) | Q(pk__in=_known_before_as(borne, field)))
    return found


def _known_before_as(names: list[str], field: str) -> list[int]:
    """Agencies that bore one of these short names before, or came after one that did. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH bearer(id) AS (
                SELECT id FROM organizations_agency WHERE short_name = ANY(%(names)s)
                UNION SELECT agency_id FROM organizations_formername WHERE short_name = ANY(%(names)s)
            )
            SELECT id FROM bearer
            UNION SELECT successor_id FROM organizations_succession JOIN bearer ON bearer.id = predecessor_id
            WHERE %(field)s = '' OR %(field)s = ANY(fields) OR is_main AND NOT %(field)s = ANY(other_fields)
            """,
            {"names": names, "field": field},
        )
        return [row[0] for row in cursor.fetchall()]


# Plain SQL: every filing asks whether the agency takes it.
_DESK = """
SELECT tier.code, agency.kind, ARRAY(
    SELECT agency.short_name
    UNION SELECT short_name FROM organizations_formername WHERE agency_id = agency.id
    UNION SELECT unnest(array_append(
        ARRAY(SELECT short_name FROM organizations_formername former WHERE former.agency_id = before.id), before.short_name))
    FROM organizations_succession came JOIN organizations_agency before ON before.id = came.predecessor_id
    WHERE came.successor_id = agency.id
      AND (%(field)s = '' OR %(field)s = ANY(came.fields) OR came.is_main AND NOT %(field)s = ANY(came.other_fields)))
FROM organizations_agency agency JOIN organizations_tier tier ON tier.id = agency.tier_id
WHERE agency.id = %(agency)s AND agency.receives_dossiers
  AND (agency.valid_from IS NULL OR agency.valid_from <= %(today)s) AND (agency.valid_to IS NULL OR agency.valid_to >= %(today)s)
"""


def desk_of(agency_id: int, *, field: str = "") -> tuple[str, str, list[str]] | None:
    """(tier code, kind, short names) of an agency with a one-stop desk today; None for any other: `agencies_receiving` for one.

    The short names are the present one, those before, and those of whom it succeeded in `field`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DESK, {"agency": agency_id, "today": clock.today(), "field": field})
        found: tuple[str, str, list[str]] | None = cursor.fetchone()
    return found


def agencies_with_ids(ids: Iterable[int]) -> QuerySet[Agency]:
    """Agencies that exist today among `ids` (a list, or the rows of another query), in the order of the alphabet."""
    return Agency.objects.valid_on(clock.today()).filter(pk__in=ids).order_by("sort_key")


def labels_of(ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Id -> (identifier, short name, code of the tier) of agencies, ended ones too. One query."""
    rows = Agency.objects.filter(pk__in=list(ids)).values_list("pk", "identifier", "short_name", "tier__code")
    return {row[0]: row[1:] for row in rows}


def communes() -> QuerySet[Agency]:
    """People's committees of the communes and wards, in Vietnamese order of their names; `unit_code` is the GSO code."""
    return Agency.objects.valid_on(clock.today()).filter(tier__code="xa", kind="ubnd").order_by("sort_key")


def commune_choices() -> list[tuple[str, str]]:
    """(GSO code, "Phường Pleiku") of each commune, for a select, in Vietnamese order."""
    return list(communes().values_list("unit_code", "short_name"))


def tiers() -> QuerySet[Tier]:
    """Levels of government in this profile, from the top."""
    return Tier.objects.order_by("rank")


def departments_of(agency_id: int) -> QuerySet[Department]:
    """Departments of one agency, in the order they were set up."""
    return Department.objects.filter(agency_id=agency_id).order_by("id")


def departments_by_role(agency_ids: Iterable[int]) -> dict[tuple[int, str], Department]:
    """(agency, role) → the one department whose seats carry the role today; left out where there is none or several. One query."""
    seats = Position.objects.valid_on(clock.today()).filter(agency_id__in=set(agency_ids), account__is_active=True)
    found: dict[tuple[int, str], dict[int, Department | None]] = {}
    for seat in seats.select_related("department"):
        for role in seat.roles:
            found.setdefault((seat.agency_id, role), {})[seat.department_id or 0] = seat.department
    alone = {key: list(rooms.values()) for key, rooms in found.items() if len(rooms) == 1}
    return {key: rooms[0] for key, rooms in alone.items() if rooms[0] is not None}


def subtree_ids(agency_id: int) -> list[int]:
    """The agency and everything under it, at any depth. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below(id) AS (
                SELECT id FROM organizations_agency WHERE id = %s
                UNION SELECT child.id FROM organizations_agency child JOIN below ON child.parent_id = below.id
            ) SELECT id FROM below
            """,
            [agency_id],
        )
        return [row[0] for row in cursor.fetchall()]


def tree(actor: Actor) -> list[tuple[int, Agency]]:
    """(depth, agency) for the whole tree, parents before children, siblings in Vietnamese order. One query."""
    children: dict[int | None, list[Agency]] = {}
    for each in visible_agencies(actor).order_by("tier__rank", "sort_key"):
        children.setdefault(each.parent_id, []).append(each)
    flat: list[tuple[int, Agency]] = []
    waiting = [(0, each) for each in reversed(children.get(None, []))]
    while waiting:
        depth, each = waiting.pop()
        flat.append((depth, each))
        waiting.extend((depth + 1, child) for child in reversed(children.get(each.pk, [])))
    return flat


def positions_held(account_id: int) -> list[ActorPosition]:
    """Seats an account holds today, the primary one first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SEATS_HELD, {"account": account_id, "today": clock.today(), "now": clock.now()})
        read = cursor.fetchall()
    return [
        ActorPosition(
            id=seat_id,
            title=title,
            agency_id=agency_id,
            agency_name=agency_name,
            department_id=department_id,
            roles=frozenset(roles),
            rights=rights_of(roles),
            predecessor_ids=tuple(before),
            stand_ins=stand_ins(given),
        )
        for seat_id, title, agency_id, agency_name, department_id, roles, before, given in read
    ]


def positions_with_role(agency_id: int, role: str, *, department_id: int | None = None) -> QuerySet[Position]:
    """Seats of an agency that carry `role` today, with their accounts: who a workflow step may go to."""
    found = Position.objects.valid_on(clock.today()).filter(
        agency_id=agency_id, roles__contains=[role], account__is_active=True
    )
    if department_id is not None:
        found = found.filter(department_id=department_id)
    return found.select_related("account").order_by("-is_primary", "id")


def seats_with_role(role: str, *, limit: int = 50) -> QuerySet[Position]:
    """Seats of any agency that carry `role` today: for roles that few hold, such as following the whole province."""
    found = Position.objects.valid_on(clock.today()).filter(roles__contains=[role], account__is_active=True)
    return found.order_by("id")[:limit]


def seats_held(agency_ids: Iterable[int]) -> QuerySet[Position]:
    """Seats of these agencies held today by people who may sign in, with their accounts, primary ones first."""
    found = Position.objects.valid_on(clock.today()).filter(agency_id__in=list(agency_ids), account__is_active=True)
    return found.select_related("account").order_by("-is_primary", "id")


def get_position(position_id: int) -> Position:
    """One seat with its agency, account and department. Raises NotFound."""
    found = Position.objects.select_related("agency", "account", "department").filter(pk=position_id).first()
    if found is None:
        raise NotFound
    return found


def is_held(position: Position) -> bool:
    """Whether the seat is held today."""
    today = clock.today()
    return position.valid_from <= today and (position.valid_to is None or position.valid_to >= today)


def actor_position(position: Position) -> ActorPosition:
    """The seat as the plain data an Actor carries; `position.agency` should be loaded."""
    return ActorPosition(
        id=position.pk,
        title=position.title,
        agency_id=position.agency_id,
        agency_name=position.agency.name,
        department_id=position.department_id,
        roles=frozenset(position.roles),
        rights=rights_of(position.roles),
        predecessor_ids=tuple(predecessor_ids(position.agency_id)),
    )


def agencies_named(actor: Actor, text: str = "", tier: str = "") -> QuerySet[Agency]:
    """Agencies whose name, former name or identifier holds `text` (accents do not matter), of one tier when given, in order of identifier."""
    found = visible_agencies(actor).select_related("tier", "parent").order_by("identifier", "id")
    if tier:
        found = found.filter(tier__code=tier)
    wanted = fold(text)
    if wanted:
        before = FormerName.objects.filter(name__unaccent__icontains=wanted).values("agency_id")
        found = found.filter(
            Q(name__unaccent__icontains=wanted) | Q(identifier__icontains=text.strip()) | Q(pk__in=before)
        )
    return found


def seats_of(agency_id: int) -> QuerySet[Position]:
    """Every seat of an agency with its department and holder, those held today first."""
    return (
        Position.objects.filter(agency_id=agency_id).select_related("department", "account").order_by("valid_to", "id")
    )


def reorganizations(actor: Actor) -> QuerySet[Reorganization]:
    """Every plan, drafts first, then the latest. Raises NotAllowed."""
    require_manage(actor)
    rows = Reorganization.objects.prefetch_related("sources", "successors__agency")
    return rows.order_by(Case(When(state=ReorganizationState.DRAFT, then=0), default=1), "-ended_at", "-pk")


def reorganization(actor: Actor, reorganization_id: int) -> Reorganization:
    """One plan with its agencies. Raises NotAllowed, NotFound."""
    found = reorganizations(actor).filter(pk=reorganization_id).first()
    if found is None:
        raise NotFound
    return found


def seats_with_ids(ids: Iterable[int]) -> QuerySet[Position]:
    """Seats with their holders and agencies, held or not."""
    return Position.objects.filter(pk__in=list(ids)).select_related("account", "agency").order_by("pk")
