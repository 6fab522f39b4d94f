"""Whether a seat may read the account of a dossier (ai được xem): without personal data, so up the line and to whoever was told."""

from django.db.models import Q

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.lateness.models import LatenessShare, Reminder
from lienthong.domain.lateness.queries.scope import scope_of
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


def dossier_in_sight(actor: Actor, code: str) -> dossiers.Brief:
    """The dossier for those who handle it, those above, those who held a part of it and whoever was told of it. Raises NotFound."""
    brief = dossiers.brief_of(code)
    if brief is None or not _sees(actor, brief):
        raise NotFound(f"Không tìm thấy hồ sơ {code[:40]} trong phạm vi ông/bà được xem.")
    return brief


def opens(actor: Actor, brief: dossiers.Brief) -> bool:
    """Whether the papers of the dossier are open to this seat too."""
    mine = {brief.agency_id, brief.reception_agency_id} & set(actor.archive_agency_ids)
    return actor.may("dossiers.view_all") or (bool(mine) and actor.may("dossiers.view_agency"))


def _sees(actor: Actor, brief: dossiers.Brief) -> bool:
    if opens(actor, brief):
        return True
    scope = scope_of(actor)
    if scope is None or {brief.agency_id, brief.reception_agency_id} & set(scope):
        return True
    held = Q(agency_id__in=scope, account__dossier_id=brief.id)
    if scope and LatenessShare.objects.filter(held).exists():
        return True
    seat = actor.position.id if actor.position else 0
    return Reminder.objects.filter(dossier_id=brief.id, position_id=seat).exists()
