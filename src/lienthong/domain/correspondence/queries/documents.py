"""Documents that an actor may see (văn bản được xem)."""

import uuid
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import OPEN_STATES, Direction, TaskState
from lienthong.domain.correspondence.errors import DocumentNotFound
from lienthong.domain.correspondence.models import Document, DocumentFile, DocumentTask, Outgoing, Register
from lienthong.domain.correspondence.notation import read_notation
from lienthong.kit import word_search
from lienthong.kit.actor import Actor, StandIn
from lienthong.kit.pagination import Page, keyset_page

SEES_ALL = ("documents.register", "documents.direct_agency")


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """Those of the agency for its clerks and leaders; for everybody else what was given to their seat or department, and the outgoing ones
    they or their department wrote, or that lie with them to be signed; and what `of_stand` lends from the seats they stand in for."""
    rows = Document.objects.all()
    if actor.is_system:
        return rows
    if actor.position is None:
        return rows.none()
    if actor.for_seat is not None:
        return rows.filter(agency_id__in=actor.archive_agency_ids).filter(_any(of_stand(actor.for_seat)))
    agencies = agencies_read(actor)
    rows = rows.filter(agency_id__in=agencies)
    whole = any(actor.may(right) for right in SEES_ALL)
    if whole and len(agencies) == len(actor.archive_agency_ids):
        return rows  # those lent are among them
    lent = [each for stand in stands(actor) for each in of_stand(stand)]
    if whole:
        return rows.filter(Q(agency_id__in=actor.archive_agency_ids) | _any(lent))
    given, written = _given_to(actor).values("document_id"), outgoing_of(actor).values("document_id")
    return rows.filter(_any([given, written, *lent]))  # small sets, each hashed once


def stands(actor: Actor) -> list[StandIn]:
    """Seats that delegated something of documents to the actor."""
    return [each for each in actor.stand_ins if each.rights.intersection(policies.DELEGATED)]


def agencies_read(actor: Actor) -> tuple[int, ...]:
    """Agencies of which an actor sees documents: their own with those it came after, those of the seats they stand in for."""
    own = actor.archive_agency_ids
    return tuple(dict.fromkeys([*own, *(agency for each in stands(actor) for agency in each.archive_agency_ids)]))


def tasks_of(stand: StandIn) -> list[Q]:
    """Where a hand-over lies that may be done on behalf of a seat: by the parts that were delegated, at its department where it heads one."""
    parts = [part for part, right in policies.OF_PART.items() if right in stand.rights]
    places = [Q(position_id=stand.seat_id, part__in=parts)] if parts else []
    if policies.DIRECT in stand.rights and stand.department_id is not None:
        places.append(Q(department_id=stand.department_id))
    return places


def of_stand(stand: StandIn) -> list[QuerySet[Any, Any]]:
    """Ids of what is lent with a delegation: what lies with the seat by the parts delegated, or was settled there since it began; what waits
    for its signature. Each by an index of its own, and small."""
    since = Q(ended_at__gte=stand.since) if stand.since is not None else Q(ended_at__isnull=False)
    found: list[QuerySet[Any, Any]] = [
        DocumentTask.objects.filter(place & when).values("document_id")
        for place in tasks_of(stand)
        for when in (Q(state=TaskState.OPEN), since)
    ]
    if policies.SIGN in stand.rights:
        found.append(waiting_for(stand).values("document_id"))
    return found


def waiting_for(stand: StandIn) -> QuerySet[Outgoing]:
    """What waits for the signature of a seat."""
    return Outgoing.objects.filter(signer_id=stand.seat_id, waits_since__isnull=False)


def _any(sets: Sequence[QuerySet[Any, Any]]) -> Q:
    return reduce(or_, (Q(pk__in=each) for each in sets), Q() if sets else Q(pk__in=[]))


def outgoing_of(actor: Actor) -> QuerySet[Outgoing]:
    """Outgoing documents the seat or its department wrote, or signs."""
    assert actor.position is not None
    mine = Q(writer_id=actor.position.id) | Q(signer_id=actor.position.id)
    if actor.position.department_id is not None:
        mine |= Q(department_id=actor.position.department_id)
    return Outgoing.objects.filter(mine)


def _given_to(actor: Actor) -> QuerySet[DocumentTask]:
    assert actor.position is not None
    mine = Q(position_id=actor.position.id)
    if actor.position.department_id is not None:
        mine |= Q(department_id=actor.position.department_id)
    return DocumentTask.objects.filter(mine)


def sees(actor: Actor, document: Document) -> bool:
    """Whether this actor may read this document."""
    return visible_documents(actor).filter(pk=document.pk).exists()


def document_for(actor: Actor, document_id: uuid.UUID) -> Document:
    """The document with its agency and register. Raises DocumentNotFound for others' as for none."""
    found = visible_documents(actor).filter(pk=document_id).select_related("agency", "register").first()
    if found is None:
        raise DocumentNotFound
    return found


def documents_page(
    actor: Actor, *, text: str = "", state: str = "", cursor: str | None = None, limit: int = 20
) -> Page[Document]:
    """Visible arrivals, newest first. `text` is a notation (`12/QĐ-UBND`, `12 qd ubnd`) or words in any order, the last one unfinished."""
    rows = visible_documents(actor).filter(direction=Direction.INCOMING)
    if state:
        rows = rows.filter(state=state)
    matching = None
    if text.strip():
        matching = word_search.matching(_asked(text))
    return keyset_page(rows, order=("-arrived_at", "-id"), cursor=cursor, limit=limit, matching=matching)


MOST_COUNTED = 99


def state_counts(actor: Actor) -> dict[str, int]:
    """Open state -> how many visible arrivals are in it, each at most MOST_COUNTED + 1."""
    rows = visible_documents(actor).filter(direction=Direction.INCOMING)
    return {state: rows.filter(state=state)[: MOST_COUNTED + 1].count() for state in OPEN_STATES}


def files_of(document: Document) -> list[DocumentFile]:
    """Its files, the document itself first."""
    return list(document.files.select_related("file").defer("read_text"))


def _asked(text: str) -> str:
    """A notation is looked for by its key, so that `Số: 07/QĐ-UBND` finds `7 qd ubnd`."""
    read = read_notation(text)
    return read.key if read.number is not None and read.issuer else text


def registers_of(actor: Actor, *, direction: str = Direction.INCOMING) -> list[Register]:
    """Open registers of the agency, the main one first."""
    rows = Register.objects.filter(agency_id=actor.agency_id or 0, direction=direction, is_open=True)
    return list(rows)
