"""Agencies and their departments come into being (lập cơ quan, phòng ban)."""

from datetime import date

from django.db import transaction

from lienthong.foundation.organizations.errors import IdentifierTaken
from lienthong.foundation.organizations.events import AgencyCreated
from lienthong.foundation.organizations.identifiers import check_identifier, to_2016
from lienthong.foundation.organizations.models import Agency, Department, Tier
from lienthong.foundation.organizations.policies import require_manage
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean, sort_key


@transaction.atomic
def create_agency(
    *,
    actor: Actor,
    identifier: str,
    name: str,
    short_name: str = "",
    tier_code: str,
    kind: str,
    parent_id: int | None = None,
    unit_code: str = "",
    receives_dossiers: bool = False,
    valid_from: date | None = None,
    note: str = "",
) -> Agency:
    """Add one agency. `identifier` in the form of 2020; the form of 2016 is derived. Raises BadIdentifier, IdentifierTaken."""
    require_manage(actor)
    check_identifier(identifier)
    taken = Agency.objects.filter(identifier=identifier).first()
    if taken is not None:
        raise IdentifierTaken(identifier, taken.name)
    tier = Tier.objects.filter(code=tier_code).first()
    if tier is None:
        raise NotFound(f"Không có cấp “{tier_code}”. Chọn cấp trong danh mục.", field="tier_code")
    short = clean(short_name) or clean(name)[:80]
    agency = Agency.objects.create(
        identifier=identifier,
        identifier_2016=to_2016(identifier),
        name=clean(name),
        short_name=short,
        tier=tier,
        kind=kind,
        parent_id=parent_id,
        unit_code=unit_code,
        receives_dossiers=receives_dossiers,
        valid_from=valid_from,
        sort_key=sort_key(short)[:250],
        note=note,
    )
    publish(
        AgencyCreated(
            agency_id=agency.pk,
            identifier=identifier,
            by_account_id=actor.account_id,
            by_position_id=actor.position.id if actor.position else None,
            by_name=actor.name,
        )
    )
    return agency


@transaction.atomic
def create_department(
    *, actor: Actor, agency_id: int, code: str, name: str, valid_from: date | None = None
) -> Department:
    """Add a department to an agency, or return the one that has this code: asking twice changes nothing."""
    require_manage(actor)
    department, _ = Department.objects.get_or_create(
        agency_id=agency_id, code=code, defaults={"name": clean(name), "valid_from": valid_from}
    )
    return department
