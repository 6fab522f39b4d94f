"""Something reaches an agency and waits to be registered; a clerk registers it, sends it back or puts it aside (tiếp nhận văn bản đến).

Điều 21 Nghị định 30/2020/NĐ-CP: what is wrongly addressed or not in order goes back to who sent it, with the reason.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.db import transaction
from procrastinate.contrib.django import app as jobs

from lienthong.domain.correspondence.choices import ArrivalState, Source
from lienthong.domain.correspondence.errors import ArrivalNotFound, ArrivalTaken
from lienthong.domain.correspondence.events import ArrivalDelivered, ArrivalRegistered, ArrivalReturned
from lienthong.domain.correspondence.models import Document, WaitingArrival, WaitingFile
from lienthong.domain.correspondence.policies import require_registering
from lienthong.domain.correspondence.services.opening import Opened, open_stored
from lienthong.domain.correspondence.services.registering import Arrival, register_document
from lienthong.domain.correspondence.services.secrecy import refuse_secrets
from lienthong.foundation.audit import services as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.events import publish
from lienthong.kit.text_vi import clean

READ_JOB: Final = "correspondence.read_arrival"
SIDE_BY_SIDE: Final = 2
"""Sendings read at the same time, so that half of a worker remains for what people wait for."""
FACTS = (
    "issuer_name",
    "issuer_id",
    "notation",
    "issued_on",
    "kind",
    "abstract",
    "urgency",
    "signer",
    "pages",
    "answer_by",
)
_DAYS = frozenset({"issued_on", "answer_by"})


def as_facts(arrival: Arrival) -> dict[str, Any]:
    """The facts of an arrival as JSON keeps them, those that say something."""
    found = {name: getattr(arrival, name) for name in FACTS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items() if value}


def facts_of(row: WaitingArrival) -> dict[str, Any]:
    """The facts of a sending, days as days."""
    return {
        name: date.fromisoformat(value) if name in _DAYS else value
        for name, value in row.facts.items()
        if name in FACTS and value
    }


@transaction.atomic
def deliver_document(
    *,
    key: str,
    to_agency_id: int,
    from_agency_id: int,
    facts: Arrival,
    file_ids: Sequence[uuid.UUID],
    opened: Sequence[Opened] = (),
    external_id: str = "",
) -> WaitingArrival:
    """An agency of this system sends a document to another: it waits there to be registered. The same `key` twice is one sending.

    `opened`: the files as `open_stored` saw them, where one document goes to many. What becomes of it is told by `ArrivalRegistered` and `ArrivalReturned`, with the `key`. Raises StateSecret, NotFound.
    """
    known = WaitingArrival.objects.filter(key=key).first()
    if known is not None:
        return known
    refuse_secrets(facts.abstract)
    opened = opened or open_stored(file_ids)
    sender = organizations.agency(from_agency_id)
    organizations.agency(to_agency_id)
    facts = replace(facts, issuer_id=facts.issuer_id or from_agency_id, issuer_name=facts.issuer_name or sender.name)
    row, made = WaitingArrival.objects.get_or_create(
        key=key,
        defaults={
            "agency_id": to_agency_id,
            "source": Source.EXCHANGE,
            "external_id": external_id[:120],
            "sender_id": from_agency_id,
            "sender_name": sender.name[:240],
            "title": clean(f"{facts.notation} {facts.abstract}")[:300],
            "facts": as_facts(facts),
        },
    )
    if made:
        keep_files(row, opened)
        arrived(SYSTEM, row)
    return row


def keep_files(row: WaitingArrival, opened: Sequence[Opened]) -> None:
    """The files of a new row, with what was read in them; the pages that were not read are read by a job."""
    WaitingFile.objects.bulk_create(
        WaitingFile(
            arrival=row,
            file_id=stored_id,
            place=place,
            read_text=each.text,
            pages_read=each.pages_read,
            problem=each.problem,
        )
        for place, each in enumerate(opened)
        if (stored_id := each.stored_id) is not None
    )
    if any(not each.problem and each.pages_read < (each.pages or 0) for each in opened):
        read_later(row)


def arrived(actor: Actor, row: WaitingArrival) -> None:
    """Keep the record of a new row and tell of it."""
    audit.record(
        actor=actor, verb="deliver_document", subject_type="arrival", subject_id=row.pk, details={"source": row.source}
    )
    publish(ArrivalDelivered(arrival_id=row.pk, agency_id=row.agency_id))


def read_later(row: WaitingArrival) -> None:
    """Have the next pages that were not read yet read by a job; after the commit."""
    lane = row.pk.int % SIDE_BY_SIDE
    jobs.configure_task(READ_JOB, priority=-10, lock=f"{READ_JOB}:{lane}").defer(arrival_id=str(row.pk))


def lock_arrival(actor: Actor, arrival_id: uuid.UUID) -> WaitingArrival:
    """The row of the actor's agency, locked. Raises NotAllowed, ArrivalNotFound."""
    agency_id = require_registering(actor)
    rows = WaitingArrival.objects.select_for_update(of=("self",)).filter(agency_id=agency_id)
    row = rows.filter(pk=arrival_id).first()
    if row is None:
        raise ArrivalNotFound
    return row


def _require_waiting(row: WaitingArrival) -> None:
    if row.state == ArrivalState.WAITING:
        return
    at = row.ended_at.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y") if row.ended_at else ""
    number = f", số đến {row.document.number}" if row.document is not None else ""
    raise ArrivalTaken(
        f"{row.get_state_display()}{number}: {row.ended_by_name} làm lúc {at}. Không làm lại lần nữa.",
        document=str(row.document_id or ""),
    )


@transaction.atomic
def register_waiting(
    *,
    actor: Actor,
    arrival_id: uuid.UUID,
    arrival: Arrival,
    register_id: int | None = None,
    duplicate_reason: str = "",
) -> Document:
    """Enter what waits into the register, with the facts the clerk has confirmed; its files come along. Done twice by the same seat it
    is the same document. Raises ArrivalNotFound, ArrivalTaken, and what `register_document` raises."""
    row = lock_arrival(actor, arrival_id)
    if row.document is not None and actor.position and row.document.registered_by_id == actor.position.id:
        return row.document
    _require_waiting(row)
    arrival = replace(
        arrival,
        source=row.source,
        external_id=row.external_id,
        arrived_at=row.arrived_at,
        files=[(each.file_id, each.read_text) for each in row.files.all()],
    )
    document = register_document(
        actor=actor,
        arrival=arrival,
        key=f"arrival:{row.pk}",
        register_id=register_id,
        duplicate_reason=duplicate_reason,
    )
    row.document = document
    end_arrival(actor, row, ArrivalState.REGISTERED, "")
    publish(ArrivalRegistered(arrival_id=row.pk, agency_id=row.agency_id, key=row.key, document_id=document.id))
    return document


@transaction.atomic
def return_arrival(*, actor: Actor, arrival_id: uuid.UUID, reason: str) -> WaitingArrival:
    """Not ours, or not in order: back to who sent it, without a number (Điều 21). Raises ArrivalNotFound, ArrivalTaken, Invalid."""
    if not reason.strip():
        raise Invalid({"reason": "Ghi lý do trả lại để nơi gửi biết phải làm gì."})
    row = lock_arrival(actor, arrival_id)
    _require_waiting(row)
    end_arrival(actor, row, ArrivalState.RETURNED, reason)
    publish(ArrivalReturned(arrival_id=row.pk, agency_id=row.agency_id, key=row.key, reason=row.reason))
    return row


@transaction.atomic
def drop_arrival(*, actor: Actor, arrival_id: uuid.UUID, reason: str) -> WaitingArrival:
    """No document at all (a letter of advertising, a file picked by mistake); of what an agency sent there is only registering and
    returning. Raises ArrivalNotFound, ArrivalTaken, Invalid."""
    row = lock_arrival(actor, arrival_id)
    _require_waiting(row)
    if row.source == Source.EXCHANGE:
        raise Invalid({"reason": "Văn bản do cơ quan khác gửi qua trục thì vào sổ hoặc trả lại nơi gửi, không bỏ."})
    if not reason.strip() and row.source == Source.MAIL:
        raise Invalid({"reason": "Ghi lý do bỏ, ví dụ: thư quảng cáo, không phải văn bản đến."})
    end_arrival(actor, row, ArrivalState.DROPPED, reason)
    return row


def end_arrival(actor: Actor, row: WaitingArrival, state: str, reason: str) -> None:
    """It waits no longer; the row is locked."""
    row.state, row.ended_at, row.ended_by_name = state, clock.now(), actor.name
    row.reason = clean(reason, lines=True)
    row.save(update_fields=["state", "ended_at", "ended_by_name", "reason", "document"])
    audit.record(
        actor=actor, verb=f"{state}_arrival", subject_type="arrival", subject_id=row.pk, details={"reason": row.reason}
    )
