"""Seats are given and end (bổ nhiệm, thôi giữ chức vụ)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.organizations.errors import BadDates, BadRole
from lienthong.foundation.organizations.events import OfficerAppointed, PositionEnded
from lienthong.foundation.organizations.models import Position
from lienthong.foundation.organizations.policies import require_manage
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    account_id: int,
    agency_id: int,
    title: str,
    roles: Iterable[str],
    valid_from: date,
    valid_to: date | None = None,
    department_id: int | None = None,
    is_primary: bool | None = None,
) -> Position:
    """Give an account a seat from a day on. The first seat is the primary one unless told otherwise.

    The same seat asked for twice (account, agency, department, title, first day) is returned unchanged.
    Raises NotAllowed, BadRole, BadDates.
    """
    require_manage(actor)
    wanted = list(dict.fromkeys(str(role) for role in roles))
    for role in wanted:
        if role not in Role.values:
            raise BadRole(role)
    if valid_to is not None and valid_to < valid_from:
        raise BadDates
    seats = Position.objects.select_for_update().filter(account_id=account_id)
    if is_primary is None:
        is_primary = not seats.filter(is_primary=True, valid_to__isnull=True).exists()
    same = seats.filter(agency_id=agency_id, title=clean(title), valid_from=valid_from)
    same = same.filter(department_id=department_id) if department_id else same.filter(department__isnull=True)
    position = same.first()
    if position is None:
        position = Position.objects.create(
            account_id=account_id,
            agency_id=agency_id,
            department_id=department_id,
            title=clean(title),
            valid_from=valid_from,
            roles=wanted,
            valid_to=valid_to,
            is_primary=is_primary,
        )
        publish(
            OfficerAppointed(
                position_id=position.pk,
                account_id=account_id,
                agency_id=agency_id,
                title=position.title,
                valid_from=valid_from,
                by_account_id=actor.account_id,
                by_position_id=actor.position.id if actor.position else None,
                by_name=actor.name,
            )
        )
    return position


@transaction.atomic
def end_position(*, actor: Actor, position_id: int, valid_to: date) -> Position:
    """Let a seat end after the day `valid_to`; from the next day on it carries no right. Raises NotFound, BadDates."""
    position = Position.objects.select_for_update().filter(pk=position_id).first()
    if position is None:
        raise NotFound
    require_manage(actor)
    if valid_to < position.valid_from:
        raise BadDates
    position.valid_to = valid_to
    position.save(update_fields=["valid_to"])
    publish(
        PositionEnded(
            position_id=position.pk,
            account_id=position.account_id,
            valid_to=valid_to,
            by_account_id=actor.account_id,
            by_position_id=actor.position.id if actor.position else None,
            by_name=actor.name,
        )
    )
    return position
