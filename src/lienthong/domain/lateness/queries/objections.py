"""Objections in sight: one's own, and those one decides (đề nghị xem xét lại)."""

from django.db.models import Q, QuerySet

from lienthong.domain.lateness import policies
from lienthong.domain.lateness.choices import Verdict
from lienthong.domain.lateness.models import LatenessShare, Objection
from lienthong.domain.lateness.queries.scope import scope_of
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

LIST_LIMIT = 100


def objections(actor: Actor, state: str = "") -> list[Objection]:
    """Made by units in sight, the latest first, at most LIST_LIMIT. One or two queries."""
    scope = scope_of(actor)
    rows = _with_dossier(Objection.objects.all())
    if scope is not None:
        rows = rows.filter(Q(agency_id__in=scope) | Q(share__agency_id__in=scope))
    if state:
        rows = rows.filter(state=state)
    return list(rows.order_by("-id")[:LIST_LIMIT])


def objections_waiting(actor: Actor) -> int:
    """How many wait for this seat's decision, counted to LIST_LIMIT. Two queries."""
    if actor.may("dossiers.view_all"):
        waiting = Objection.objects.filter(state=Verdict.PENDING).exclude(agency_id=actor.agency_id or 0)
    elif actor.may("dossiers.sign"):
        waiting = Objection.objects.filter(state=Verdict.PENDING, agency__parent_id=actor.agency_id or 0)
    else:
        return 0
    return waiting[:LIST_LIMIT].count()


def objection_for(actor: Actor, objection_id: int) -> Objection:
    """One that the actor may see. Raises NotFound."""
    found = _with_dossier(Objection.objects.filter(pk=objection_id)).first()
    scope = scope_of(actor)
    if found is None or (scope is not None and not {found.agency_id, found.share.agency_id} & set(scope)):
        raise NotFound
    return found


def objection_with_deciders(objection_id: int) -> tuple[Objection, list[int]]:
    """One with the accounts of the leaders of the agency right above. For the flows. Raises NotFound."""
    found = _with_dossier(Objection.objects.filter(pk=objection_id)).select_related("made_by").first()
    if found is None:
        raise NotFound
    above = found.agency.parent_id
    leaders = organizations.positions_with_role(above, Role.AGENCY_LEADER) if above is not None else ()
    return found, [each.account_id for each in leaders]


def share_for(actor: Actor, share_id: int) -> LatenessShare:
    """A share that the actor may object to. Raises NotFound."""
    found = LatenessShare.objects.select_related("account__dossier", "agency", "procedure").filter(pk=share_id).first()
    if found is None or not policies.objects(actor, found):
        raise NotFound
    return found


def objections_of(share_ids: list[int]) -> dict[int, Objection]:
    """Share -> its objection. One query; the caller has decided that the actor may see them."""
    found = Objection.objects.filter(share_id__in=share_ids).select_related("agency", "to_agency")
    return {each.share_id: each for each in found}


def _with_dossier(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    return rows.select_related("agency", "to_agency", "share__agency", "share__account__dossier", "share__procedure")
