"""Names of agencies and departments, also of those that are no more, and what stands right above (tên cơ quan, phòng ban)."""

from collections.abc import Iterable
from datetime import date

from lienthong.foundation.organizations.models import Agency, Department, FormerName, Position
from lienthong.kit import clock
from lienthong.kit.errors import NotFound
from lienthong.kit.text_vi import words


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Id -> short name, of agencies that exist or existed. One query."""
    return dict(Agency.objects.filter(pk__in=list(ids)).values_list("pk", "short_name"))


def department_names(ids: Iterable[int]) -> dict[int, str]:
    """Id -> name, of departments that exist or existed. One query."""
    return dict(Department.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def former_short_names(ids: Iterable[int]) -> dict[int, list[tuple[date, str]]]:
    """Id -> (last day, short name borne until then), the earliest first; an agency that never changed its name is left out. One query."""
    found: dict[int, list[tuple[date, str]]] = {}
    for each in FormerName.objects.filter(agency_id__in=list(ids)).order_by("until", "id"):
        found.setdefault(each.agency_id, []).append((each.until, each.short_name))
    return found


def parents_of(agency_ids: Iterable[int]) -> dict[int, int]:
    """Agency -> the one right above; the top of the tree is left out. One query."""
    rows = Agency.objects.filter(pk__in=list(agency_ids), parent_id__isnull=False).values_list("pk", "parent_id")
    return {agency_id: parent_id for agency_id, parent_id in rows if parent_id is not None}


def receivers_named(
    agency_id: int, *, positions: Iterable[int], departments: Iterable[int]
) -> dict[tuple[int | None, int | None], str]:
    """Seats of the agency that are held today and its open departments: (seat, None) or (None, department) → name. Two queries at most."""
    names: dict[tuple[int | None, int | None], str] = {}
    if seats := list(positions):
        held = Position.objects.valid_on(clock.today()).filter(
            id__in=seats, agency_id=agency_id, account__is_active=True
        )
        for seat in held.select_related("account"):
            names[seat.pk, None] = f"{seat.account.full_name}, {seat.title}"
    if wanted := list(departments):
        for department in Department.objects.filter(agency_id=agency_id, id__in=wanted):
            names[None, department.pk] = department.name
    return names


def agency_known_as(name: str) -> Agency | None:
    """The one agency of today that bears this name or short name, accents and capitals aside; None for no or several. One query."""
    wanted = words(name)
    if not wanted:
        return None
    rows = Agency.objects.valid_on(clock.today()).only("id", "name", "short_name")
    found = [row for row in rows if words(row.name) == wanted]
    found = found or [row for row in rows if words(row.short_name) == wanted]
    return found[0] if len(found) == 1 else None


def name_on(agency_id: int, day: date) -> str:
    """The name an agency bore on a day: what papers of that day say. Raises NotFound."""
    former = FormerName.objects.filter(agency_id=agency_id, until__gte=day).order_by("until", "id").first()
    if former is not None:
        return former.name
    name = Agency.objects.filter(pk=agency_id).values_list("name", flat=True).first()
    if name is None:
        raise NotFound
    return name
