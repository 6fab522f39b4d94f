"""Reading what was asked of registers. What was answered for one dossier is shown with that dossier alone."""

from django.db.models import QuerySet

from lienthong.foundation.registers import policies
from lienthong.foundation.registers.models import Lookup
from lienthong.kit.actor import Actor
from lienthong.kit.pagination import Page, keyset_page

type LookupRow = Lookup


def with_answer(lookup_id: int) -> Lookup:
    """One question with its answer, for the service that asked it."""
    return Lookup.objects.select_related("answer").get(pk=lookup_id)


def lookups_of(subject_type: str, subject_id: object, *, limit: int = 50) -> list[Lookup]:
    """Questions asked for one subject, newest first, with their answers. Whether the actor may see the subject is for its own app to say."""
    rows = Lookup.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
    return list(rows.select_related("answer", "agency").order_by("-id")[:limit])


def visible_lookups(actor: Actor) -> QuerySet[Lookup]:
    """Who asked what, without the answers: one's own; whoever leads an agency, everybody's of it; whoever keeps the record, all."""
    rows = Lookup.objects.select_related("agency", "answer").defer("answer__record")
    if actor.position is None:
        return rows.none()
    if actor.may("audit.read"):
        return rows
    if policies.sees_agency(actor):
        return rows.filter(agency_id=actor.position.agency_id)
    return rows.filter(position_id=actor.position.id)


def lookups_page(actor: Actor, *, register: str = "", cursor: str | None = None, limit: int = 30) -> Page[Lookup]:
    """One page of those, newest first."""
    rows = visible_lookups(actor)
    if register:
        rows = rows.filter(register=register)
    return keyset_page(rows, order=("-id",), cursor=cursor, limit=limit)
