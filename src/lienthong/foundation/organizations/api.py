"""Agencies over the API (API cơ quan). The tree is public."""

from django.http import HttpRequest
from ninja import Router, Schema

from lienthong.foundation.organizations import queries
from lienthong.kit.access import public
from lienthong.kit.actor import ANONYMOUS

router = Router(tags=["agencies"])


class AgencyOut(Schema):
    """A node of the tree."""

    id: int
    identifier: str
    name: str
    short_name: str
    tier: str
    parent: int | None
    unit_code: str
    receives_dossiers: bool


@router.get("/agencies", response=list[AgencyOut], auth=None, summary="List agencies")
@public.operation
def list_agencies(request: HttpRequest, tier: str = "", receives_dossiers: bool | None = None) -> list[AgencyOut]:  # noqa: FBT001  # a query parameter
    """Agencies that exist today, in Vietnamese order; `tier` is tinh, huyen or xa."""
    del request
    rows = queries.visible_agencies(ANONYMOUS).select_related("tier")
    if tier:
        rows = rows.filter(tier__code=tier)
    if receives_dossiers is not None:
        rows = rows.filter(receives_dossiers=receives_dossiers)
    return [
        AgencyOut(
            id=row.id,
            identifier=row.identifier,
            name=row.name,
            short_name=row.short_name,
            tier=row.tier.code,
            parent=row.parent_id,
            unit_code=row.unit_code,
            receives_dossiers=row.receives_dossiers,
        )
        for row in rows
    ]
