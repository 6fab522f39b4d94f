"""Where a procedure is handled (cơ quan giải quyết)."""

from typing import Any

from django.db.models import QuerySet

from lienthong.domain.procedures.choices import TierCode
from lienthong.domain.procedures.queries.versions import VersionSnapshot
from lienthong.foundation.organizations import queries as organizations

_PEOPLES_COMMITTEES = {TierCode.COMMUNE, TierCode.DISTRICT}


def agencies_for(version: VersionSnapshot) -> QuerySet[Any]:
    """Agencies of this installation that handle the procedure today and have a one-stop desk.

    Communes and districts: every people's committee of the tier. The province: the departments the version names by their short name.
    """
    local, named = _where(version)
    found = organizations.agencies_receiving(local, kinds=["ubnd"])
    if not named:
        return found
    # A department that was renamed or merged since is found by the name the version knows it under.
    return found | organizations.agencies_receiving([TierCode.PROVINCE], names=named, field=version.field_code)


def is_handled_by(version: VersionSnapshot, agency_id: int) -> bool:
    """Whether `agencies_for` holds this agency (1 query, for every filing asks it)."""
    desk = organizations.desk_of(agency_id, field=version.field_code)
    if desk is None:
        return False
    tier, kind, names = desk
    local, named = _where(version)
    return (tier in local and kind == "ubnd") or (tier == TierCode.PROVINCE and not set(names).isdisjoint(named))


def _where(version: VersionSnapshot) -> tuple[list[str], list[str]]:
    """Tiers whose people's committees handle it, short names of the departments of the province that do."""
    entries = version.entries
    local = [entry["tier"] for entry in entries if entry["tier"] in _PEOPLES_COMMITTEES]
    named = [entry["agency"] for entry in entries if entry["tier"] == TierCode.PROVINCE]
    return local, named
