"""Outgoing documents (văn bản đi): lists by state, the pile of a signer, receivers, registers and kept numbers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lienthong.domain.correspondence import policies
from lienthong.domain.correspondence.choices import Delivery, Direction, ItemState, State
from lienthong.domain.correspondence.errors import DocumentNotFound
from lienthong.domain.correspondence.models import (
    Document,
    DocumentCopy,
    DocumentLook,
    KeptNumber,
    NotationSign,
    Recipient,
    Register,
    Round,
    RoundItem,
)
from lienthong.domain.correspondence.notation import read_notation
from lienthong.domain.correspondence.queries.documents import (
    agencies_read,
    outgoing_of,
    stands,
    visible_documents,
    waiting_for,
)
from lienthong.kit import word_search
from lienthong.kit.actor import Actor, StandIn
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page

MOST_SHOWN = 200
SEES_ALL = ("documents.register", "documents.direct_agency")
OUT = (State.ISSUED, State.RECALLED, State.REPLACED)
ENDED = (State.GIVEN_BACK, State.CANCELLED)


def outgoing_for(actor: Actor, document_id: uuid.UUID) -> Document:
    """An outgoing document with what only it has. Raises DocumentNotFound."""
    rows = visible_documents(actor).filter(pk=document_id, direction=Direction.OUTGOING)
    found = rows.select_related(
        "agency",
        "register",
        "outgoing__department",
        "outgoing__answers",
        "outgoing__replaces",
        "outgoing__for_position__account",
    ).first()
    if found is None:
        raise DocumentNotFound
    return found


def outgoing_page(
    actor: Actor,
    *,
    states: Sequence[str],
    text: str = "",
    deliveries: Sequence[str] = (),
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Document]:
    """Visible outgoing documents in these states, the last signed or laid before a signer first. `text` as for `documents_page`;
    `deliveries`: those with a receiver in one of these states of delivery."""
    rows = _visible(actor).filter(state__in=states).select_related("outgoing")
    if deliveries:
        rows = rows.filter(pk__in=Recipient.objects.filter(state__in=deliveries).values("document_id"))
    matching = None
    if text.strip():
        read = read_notation(text)
        matching = word_search.matching(read.key if read.number is not None and read.issuer else text)
    return keyset_page(rows, order=("-arrived_at", "-id"), cursor=cursor, limit=limit, matching=matching)


def outgoing_counts(actor: Actor) -> dict[str, int]:
    """How many visible ones wait to be signed, sealed, issued. Only those: what is out is never counted."""
    rows = _visible(actor).filter(state__in=[State.TO_SIGN, State.SIGNED, State.SEALED])
    return dict(rows.order_by().values_list("state").annotate(number=Count("pk")))


def _visible(actor: Actor) -> QuerySet[Document]:
    if actor.is_system or any(actor.may(right) for right in SEES_ALL):
        return visible_documents(actor).filter(direction=Direction.OUTGOING)
    if actor.position is None:
        return Document.objects.none()
    seen = Q(pk__in=outgoing_of(actor).values("document_id"))
    for stand in stands(actor):
        if policies.SIGN in stand.rights:
            seen |= Q(pk__in=waiting_for(stand).values("document_id"))
    return Document.objects.filter(agency_id__in=agencies_read(actor), direction=Direction.OUTGOING).filter(seen)


@dataclass(frozen=True, slots=True)
class PileRow:
    """One document before its signer, or before the clerk. `sha256`: what this seat has seen of it, empty where it changed since."""

    document: Document
    sha256: str

    @property
    def is_seen(self) -> bool:
        """Opened, and unchanged since."""
        return bool(self.sha256)


def pile_to_sign(actor: Actor, *, limit: int = MOST_SHOWN) -> list[PileRow]:
    """What lies before this very seat, the most urgent and the longest waiting first."""
    if actor.position is None:
        return []
    rows = Document.objects.filter(
        outgoing__signer_id=actor.position.id, outgoing__waits_since__isnull=False, state=State.TO_SIGN
    ).select_related("outgoing__department", "outgoing__for_position__account")
    found = list(rows.order_by("outgoing__waits_since", "pk")[:limit])
    looks = DocumentLook.objects.filter(document__in=found, position_id=actor.position.id)
    seen = dict(looks.values_list("document_id", "sha256"))
    order = ["express", "very_urgent", "urgent", "normal"]
    found.sort(key=lambda each: order.index(each.urgency))
    return [PileRow(each, seen.get(each.pk, "")) for each in found]


def piles_of_others(actor: Actor, *, limit: int = MOST_SHOWN) -> list[tuple[StandIn, list[Document]]]:
    """What lies before each seat that let the actor sign, the longest waiting first. It bears the name of that seat: it is read and given
    back on its behalf, or laid anew before who stands in. A query for each seat, none without."""
    found = []
    for stand in stands(actor):
        if policies.SIGN in stand.rights:
            rows = Document.objects.filter(
                outgoing__signer_id=stand.seat_id, outgoing__waits_since__isnull=False, state=State.TO_SIGN
            ).select_related("outgoing__department")
            found.append((stand, list(rows.order_by("outgoing__waits_since", "pk")[:limit])))
    return [(stand, rows) for stand, rows in found if rows]


def pile_count(actor: Actor) -> int:
    """How many lie before this seat, and before those that let the actor sign."""
    if actor.position is None:
        return 0
    seats = [actor.position.id, *(each.seat_id for each in stands(actor) if policies.SIGN in each.rights)]
    rows = (
        Document.objects.filter(outgoing__signer_id=seat, outgoing__waits_since__isnull=False, state=State.TO_SIGN)
        for seat in seats
    )
    return sum(each.count() for each in rows)


def recipients_of(document: Document) -> list[Recipient]:
    """Receivers in their order."""
    return list(document.recipients.select_related("agency"))


def delivery_counts(documents: Sequence[Document]) -> dict[uuid.UUID, dict[str, int]]:
    """Document → state of delivery → receivers. One query."""
    rows = Recipient.objects.filter(document__in=[each.pk for each in documents])
    found: dict[uuid.UUID, dict[str, int]] = {}
    for document_id, state, number in rows.order_by().values_list("document_id", "state").annotate(Count("pk")):
        found.setdefault(document_id, {})[state] = number
    return found


def recall_effect(document: Document) -> tuple[int, list[Recipient]]:
    """Before it is recalled: how many have it, and those that have settled it already."""
    rows = recipients_of(document)
    has = [row for row in rows if row.state in {Delivery.SENT, Delivery.REGISTERED, Delivery.SETTLED}]
    return len(has), [row for row in has if row.state == Delivery.SETTLED]


def recalled_by_issuer(document: Document) -> Recipient | None:
    """Of an incoming document that came from an agency of ours: the sending, where its issuer has recalled or replaced it."""
    rows = Recipient.objects.filter(received_as=document, recalled_at__isnull=False)
    return rows.select_related("document__outgoing").first()


def outgoing_registers(actor: Actor) -> list[Register]:
    """Registers of outgoing documents of the agency, the main one first."""
    return list(Register.objects.filter(agency_id=actor.agency_id or 0, direction=Direction.OUTGOING))


def kept_numbers(actor: Actor, *, usable: bool = False, limit: int = 100) -> list[KeptNumber]:
    """Numbers kept back, the latest first; `usable`: neither used nor voided."""
    rows = KeptNumber.objects.filter(register__agency_id=actor.agency_id or 0).select_related("register", "used_by")
    if usable:
        rows = rows.filter(used_by=None, voided_at=None)
    return list(rows[:limit])


def copies_of(document: Document) -> list[DocumentCopy]:
    """Copies made of it, the latest first."""
    return list(document.made_copies.select_related("file"))


def copy_for(actor: Actor, copy_id: uuid.UUID) -> DocumentCopy:
    """One copy of a document that the actor may see. Raises NotFound."""
    found = DocumentCopy.objects.select_related("file", "document").filter(pk=copy_id).first()
    if found is None or not visible_documents(actor).filter(pk=found.document_id).exists():
        raise NotFound
    return found


def copies_page(actor: Actor, *, cursor: str | None = None, limit: int = 20) -> Page[DocumentCopy]:
    """The register of copies of the agency, the latest first; for who keeps its registers or leads it."""
    rows = DocumentCopy.objects.filter(agency_id=actor.agency_id or 0).select_related("document")
    if not any(actor.may(right) for right in SEES_ALL):
        rows = rows.none()
    return keyset_page(rows, order=("-id",), cursor=cursor, limit=limit)


def round_for(actor: Actor, round_id: uuid.UUID) -> tuple[Round, list[RoundItem]]:
    """One's own round with its documents. Raises NotFound."""
    made = Round.objects.filter(pk=round_id, account_id=actor.account_id or 0).first()
    if made is None:
        raise NotFound
    return made, list(made.items.select_related("document"))


def rounds_running(actor: Actor, kind: str) -> list[Round]:
    """Rounds of the actor of which documents still wait."""
    rows = Round.objects.filter(account_id=actor.account_id or 0, kind=kind, items__state=ItemState.WAITING)
    return list(rows.distinct()[:5])


def answerable(actor: Actor, text: str, *, limit: int = 10) -> list[Document]:
    """Incoming documents that an answer may name, by notation or words, the latest first."""
    rows = visible_documents(actor).filter(direction=Direction.INCOMING).exclude(state=State.CANCELLED)
    return _named(rows, text, limit)


def replaceable(actor: Actor, text: str, *, limit: int = 10) -> list[Document]:
    """Issued documents that a new one may replace."""
    return _named(_visible(actor).filter(state=State.ISSUED), text, limit)


def _named(rows: QuerySet[Document], text: str, limit: int) -> list[Document]:
    if not text.strip():
        return list(rows.order_by("-arrived_at", "-id")[:limit])
    read = read_notation(text)
    matching = word_search.matching(read.key if read.number is not None and read.issuer else text)
    return list(keyset_page(rows, order=("-arrived_at", "-id"), cursor=None, limit=limit, matching=matching).items)


def notation_signs(actor: Actor) -> dict[int, str]:
    """Department → how it is written in a notation, of the actor's agency."""
    rows = NotationSign.objects.filter(agency_id=actor.agency_id or 0, department__isnull=False)
    return {
        department: text for department, text in rows.values_list("department_id", "text") if department is not None
    }
