"""Reading the tree of agencies and its seats (cây cơ quan, chức vụ)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Q, QuerySet

from lienthong.foundation.organizations.choices import rights_of
from lienthong.foundation.organizations.models import Agency, Department, Position, Tier
from lienthong.kit import clock
from lienthong.kit.actor import Actor, ActorPosition
from lienthong.kit.errors import NotFound
from lienthong.kit.text_vi import fold

# Plain SQL: every page of everybody signed in pays it, and building it with the ORM costs ten times what running it does.
_SEATS_HELD = """
SELECT seat.id, seat.title, seat.agency_id, agency.name, seat.department_id, seat.roles
FROM organizations_position seat JOIN organizations_agency agency ON agency.id = seat.agency_id
WHERE seat.account_id = %(account)s AND seat.valid_from <= %(today)s AND (seat.valid_to IS NULL OR seat.valid_to >= %(today)s)
ORDER BY seat.is_primary DESC, seat.valid_from, seat.id
"""

# What the functions below return, by a name that other apps may use.
type AgencyRow = Agency


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


def agencies_receiving(tier_codes: Iterable[str], *, kinds: Iterable[str] = ()) -> QuerySet[Agency]:
    """Agencies with a one-stop desk at these tiers (`tinh`, `huyen`, `xa`) today: where a dossier may be filed.

    `kinds` narrows to kinds of agency (`so`, `ubnd`…).
    """
    found = Agency.objects.valid_on(clock.today()).select_related("tier")
    found = found.filter(receives_dossiers=True, tier__code__in=list(tier_codes))
    wanted = list(kinds)
    return found.filter(kind__in=wanted) if wanted else found


# Plain SQL: every filing asks whether the agency takes it.
_DESK = """
SELECT tier.code, agency.kind, agency.short_name
FROM organizations_agency agency JOIN organizations_tier tier ON tier.id = agency.tier_id
WHERE agency.id = %(agency)s AND agency.receives_dossiers
  AND (agency.valid_from IS NULL OR agency.valid_from <= %(today)s) AND (agency.valid_to IS NULL OR agency.valid_to >= %(today)s)
"""


def desk_of(agency_id: int) -> tuple[str, str, str] | None:
    """(tier code, kind, short name) of an agency with a one-stop desk today; None for any other: `agencies_receiving` for one."""
    with connection.cursor() as cursor:
        cursor.execute(_DESK, {"agency": agency_id, "today": clock.today()})
        found: tuple[str, str, str] | None = cursor.fetchone()
    return found


def agencies_with_ids(ids: Iterable[int]) -> QuerySet[Agency]:
    """Agencies that exist today among `ids` (a list, or the rows of another query), in the order of the alphabet."""
    return Agency.objects.valid_on(clock.today()).filter(pk__in=ids).order_by("sort_key")


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
        cursor.execute(_SEATS_HELD, {"account": account_id, "today": clock.today()})
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
        )
        for seat_id, title, agency_id, agency_name, department_id, roles in read
    ]


def positions_with_role(agency_id: int, role: str, *, department_id: int | None = None) -> QuerySet[Position]:
    """Seats of an agency that carry `role` today, with their accounts: who a workflow step may go to."""
    found = Position.objects.valid_on(clock.today()).filter(
        agency_id=agency_id, roles__contains=[role], account__is_active=True
    )
    if department_id is not None:
        found = found.filter(department_id=department_id)
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
    )


def agencies_named(actor: Actor, text: str = "", tier: str = "") -> QuerySet[Agency]:
    """Agencies whose name or identifier holds `text` (accents do not matter), of one tier when given, in order of identifier."""
    found = visible_agencies(actor).select_related("tier", "parent").order_by("identifier", "id")
    if tier:
        found = found.filter(tier__code=tier)
    wanted = fold(text)
    if wanted:
        found = found.filter(Q(name__unaccent__icontains=wanted) | Q(identifier__icontains=text.strip()))
    return found


def seats_of(agency_id: int) -> QuerySet[Position]:
    """Every seat of an agency with its department and holder, those held today first."""
    return (
        Position.objects.filter(agency_id=agency_id).select_related("department", "account").order_by("valid_to", "id")
    )
