"""One row per act (ghi nhật ký)."""

import re
from collections.abc import Iterable

from django.db import transaction

from lienthong.foundation.audit.models import AccessEntry, AuditEntry
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.events import Event
from lienthong.kit.rows import insert


def record(
    *, actor: Actor, verb: str, subject_type: str, subject_id: object, details: dict[str, object] | None = None
) -> None:
    """Write who did `verb` on what. Raises RuntimeError outside a transaction: an act and its record stand or fall together."""
    record_all(actor=actor, verb=verb, subject_type=subject_type, rows=[(subject_id, details or {})])


def record_all(*, actor: Actor, verb: str, subject_type: str, rows: Iterable[tuple[object, dict[str, object]]]) -> None:
    """Write one row for each (subject id, details), in one statement: an act on many things at once. Raises as `record`."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"audit of {verb} outside a transaction")
    insert(*(_entry(actor, verb, subject_type, subject_id, details) for subject_id, details in rows))


def _entry(actor: Actor, verb: str, subject_type: str, subject_id: object, details: dict[str, object]) -> AuditEntry:
    return AuditEntry(
        at=clock.now(),
        verb=verb,
        subject_type=subject_type,
        subject_id=str(subject_id),
        account_id=actor.account_id,
        actor_name=actor.name,
        position_id=actor.position.id if actor.position else None,
        position_title=f"{actor.position.title}, {actor.position.agency_name}"[:200] if actor.position else "",
        for_position_id=actor.for_seat.seat_id if actor.for_seat else None,
        agency_id=actor.agency_id,
        details=details,
    )


def record_access(
    *, actor: Actor, person_id: int, subject_type: str, subject_id: object, reason: str, seen: str = ""
) -> None:
    """Write that an officer saw a person's data; `seen` names what, where it was not the whole dossier. A person's look at their own data
    is not recorded."""
    if actor.person_id == person_id:
        return
    AccessEntry.objects.create(
        at=clock.now(),
        person_id=person_id,
        account_id=actor.account_id,
        actor_name=actor.name,
        position_title=f"{actor.position.title}, {actor.position.agency_name}"[:200] if actor.position else "",
        agency_id=actor.agency_id,
        subject_type=subject_type,
        subject_id=str(subject_id),
        reason=reason,
        seen=seen[:300],
    )


def record_event(
    *, event: Event, subject_type: str, subject_id: object, by: tuple[int | None, int | None, str]
) -> None:
    """Write the row of an act that an app below audit has told as an event; `by` is (account id, position id, name).

    Keyed by the event, so telling it twice writes once.
    """
    account_id, position_id, name = by
    if AuditEntry.objects.filter(
        subject_type=subject_type, subject_id=str(subject_id), details__event_id=str(event.event_id)
    ).exists():
        return
    position = organizations.get_position(position_id) if position_id else None
    AuditEntry.objects.create(
        at=event.happened_at,
        verb=re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower(),
        subject_type=subject_type,
        subject_id=str(subject_id),
        account_id=account_id,
        actor_name=name or "Hệ thống",
        position_id=position_id,
        position_title=f"{position.title}, {position.agency.name}" if position else "",
        agency_id=position.agency_id if position else None,
        details={"event_id": str(event.event_id)},
    )
