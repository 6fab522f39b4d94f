"""To whom a document may be given, and to whom it was given before (nơi nhận, đề xuất phân công)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lienthong.domain.correspondence.choices import Direction, Part
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.notation import read_notation
from lienthong.domain.correspondence.queries.documents import visible_documents
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit.actor import Actor

LOOKED_BACK = 300
"""Documents among which those of the same issuer are looked for."""
LIKE_IT = 30
"""Of the same issuer, among which the last one that was given to somebody is."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A department (`d3`) or a seat (`p12`) of an agency. `decides`: documents are laid before it."""

    key: str
    name: str
    decides: bool = False

    @property
    def short(self) -> str:
        """Without the title."""
        return self.name.split(",", 1)[0]

    @property
    def position_id(self) -> int | None:
        """The seat, None for a department."""
        return int(self.key[1:]) if self.key.startswith("p") else None

    @property
    def department_id(self) -> int | None:
        """The department, None for a seat."""
        return int(self.key[1:]) if self.key.startswith("d") else None


def receivers_of(agency_id: int, *, without: Iterable[int] = ()) -> list[Receiver]:
    """Departments, then seats held today by people who may sign in, leaders first; `without` these seats. Two queries."""
    left_out = set(without)
    found = [Receiver(f"d{row.pk}", row.name) for row in organizations.departments_of(agency_id)]
    seats = [
        Receiver(f"p{seat.pk}", f"{seat.account.full_name}, {seat.title}", Role.AGENCY_LEADER in seat.roles)
        for seat in organizations.seats_held([agency_id])
        if seat.pk not in left_out
    ]
    return found + sorted(seats, key=lambda each: not each.decides)


def proposal_of(document: Document, task: DocumentTask | None) -> dict[str, Any]:
    """Whom it is proposed to give it to: what the clerk wrote, else who led the last document of the same issuer. Empty for neither."""
    if task is not None and task.proposal:
        return dict(task.proposal)
    lately = Document.objects.filter(agency_id=document.agency_id, direction=Direction.INCOMING)
    rows = lately.order_by("-arrived_at", "-id").values_list("id", "issuer_key")[:LOOKED_BACK]
    same = [pk for pk, issuer_key in rows if issuer_key == document.issuer_key and pk != document.pk][:LIKE_IT]
    led = DocumentTask.objects.filter(document_id__in=same, part=Part.LEAD, parent=None).order_by()
    # The last of a few is picked here: asked for by the database it may be looked for among all tasks there are.
    found = max(led.values_list("id", "position_id", "department_id"), default=None, key=lambda each: each[0])
    if found is None:
        return {}
    _, position_id, department_id = found
    return {"lead": f"p{position_id}" if position_id else f"d{department_id}", "from_before": True}


def last_leader(actor: Actor) -> int | None:
    """The seat before which this seat last laid a document."""
    if actor.position is None:
        return None
    rows = DocumentTask.objects.filter(
        given_by_id=actor.position.id, part=Part.DECIDE, document__agency_id=actor.position.agency_id
    )
    return rows.order_by("-id").values_list("position_id", flat=True).first()


def issuers_known(actor: Actor, *, limit: int = 40) -> list[str]:
    """Names to offer as issuer: those this agency got documents from lately, then the agencies of the tree. Two queries."""
    lately = visible_documents(actor).filter(direction=Direction.INCOMING).order_by("-arrived_at", "-id")
    names = dict.fromkeys(lately.values_list("issuer_name", flat=True)[: limit * 3])
    rest = organizations.visible_agencies(actor).values_list("name", flat=True)
    return list(dict.fromkeys([*list(names)[:limit], *rest]))


def document_answering(actor: Actor, typed: str, *, but: uuid.UUID) -> Document | None:
    """The one visible document with this notation, issued or registered last where the number was given again; None for none."""
    read = read_notation(typed)
    if not read.key or actor.agency_id is None:
        return None
    rows = visible_documents(actor).filter(agency_id=actor.agency_id, notation_key=read.key).exclude(pk=but)
    found = list(rows[:50])
    found.sort(key=lambda each: (each.direction == Direction.OUTGOING, each.issued_on or date.min), reverse=True)
    return found[0] if found else None
