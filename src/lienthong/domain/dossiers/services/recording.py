"""The record of an act on a dossier (ghi nhật ký và biến động): the audit row, and the turn it made if it made one.

The services of this app import this module as `audit`, so that no verb can change how a dossier stands without the ledger of
figures knowing. The dossier is saved before its act is recorded.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor

# One statement for a thousand dossiers, and with the first line of WHERE changed for one: to find one row by its key is planned once for
# any key, a list of keys each time anew. The turn of a moment that the dossier itself keeps has that very moment.
_KEEP = """
WITH stands AS (
    SELECT d.id, d.state, coalesce(handed.agency_id, d.agency_id) AS holder_id, d.parent_id IS NOT NULL AS is_child, d.due_at, d.timeliness,
        d.procedure_id, d.channel, d.submitted_at, d.accepted_at, d.completed_at, d.returned_at
    FROM dossiers_dossier d
    LEFT JOIN dossiers_referral handed ON handed.dossier_id = d.id AND handed.kind = 'handover' AND handed.state = 'open'
    WHERE d.id = {which}
), turned AS (
    SELECT s.*, last.id AS last_id, last.at AS last_at, coalesce(last.number, 0) AS last_number, coalesce(last.state, '') AS was_state,
        last.holder_id AS was_holder_id, coalesce(last.is_child, false) AS was_child, coalesce(last.spent, 0) AS was_spent,
        CASE WHEN last.id IS NULL AND s.state IN ('awaiting_payment', 'submitted') THEN s.submitted_at
             WHEN last.state = 'submitted' AND s.state = 'processing' THEN coalesce(s.accepted_at, %(now)s)
             WHEN s.state = 'completed' AND last.state NOT IN ('completed', 'returned') THEN coalesce(s.completed_at, %(now)s)
             WHEN s.state = 'returned' AND last.state <> 'returned' THEN coalesce(s.returned_at, %(now)s)
             ELSE %(now)s END AS at
    FROM stands s
    LEFT JOIN LATERAL (
        SELECT t.* FROM dossiers_turn t WHERE t.dossier_id = s.id ORDER BY t.number DESC LIMIT 1
    ) last ON true
    WHERE last.id IS NULL
       OR (last.state, last.holder_id, last.is_child, last.due_at, last.timeliness)
          IS DISTINCT FROM (s.state, s.holder_id, s.is_child, s.due_at, s.timeliness)
), ended AS (
    UPDATE dossiers_turn t SET until = turned.at FROM turned WHERE t.id = turned.last_id RETURNING t.id
)
INSERT INTO dossiers_turn (dossier_id, number, at, verb, state, was_state, holder_id, was_holder_id, is_child, was_child, due_at, timeliness,
    spent, procedure_id, channel, corrected_reason, corrected_by_name)
SELECT turned.id, last_number + 1, turned.at, %(verb)s, state, was_state, holder_id, was_holder_id, is_child, was_child, due_at, timeliness,
    CASE WHEN was_state IN ('processing', 'supplement', 'paused', 'duty')
         THEN was_spent + CASE WHEN was_state = 'processing' THEN greatest(0, extract(epoch FROM turned.at - last_at)) ELSE 0 END
         WHEN was_state IN ('completed', 'returned', 'closed') AND state <> 'processing' THEN was_spent ELSE 0 END,
    procedure_id, channel, '', ''
FROM turned LEFT JOIN ended ON ended.id = turned.last_id
"""
_KEEP_ALL, _KEEP_ONE = _KEEP.format(which="ANY(%(ids)s)"), _KEEP.format(which="%(id)s")


def record(
    *, actor: Actor, verb: str, subject_type: str, subject_id: object, details: dict[str, object] | None = None
) -> None:
    """As `foundation.audit.services.record`; an act on a dossier also keeps its turn."""
    audit.record(actor=actor, verb=verb, subject_type=subject_type, subject_id=subject_id, details=details)
    if subject_type == "dossier":
        keep_turns([uuid.UUID(str(subject_id))], verb=verb)


def record_all(*, actor: Actor, verb: str, rows: Sequence[tuple[uuid.UUID, dict[str, object]]]) -> None:
    """The same for one act on many dossiers, in two statements: (dossier id, details) each."""
    audit.record_all(actor=actor, verb=verb, subject_type="dossier", rows=rows)
    keep_turns([dossier_id for dossier_id, _ in rows], verb=verb)


def keep_turns(dossier_ids: Sequence[uuid.UUID], *, verb: str, at: datetime | None = None) -> None:
    """Add a turn for each of these locked dossiers that stands otherwise than its last turn says. A repeat adds nothing."""
    with connection.cursor() as cursor:
        now = at or clock.now()
        if len(dossier_ids) == 1:
            cursor.execute(_KEEP_ONE, {"id": dossier_ids[0], "now": now, "verb": verb})
        else:
            cursor.execute(_KEEP_ALL, {"ids": list(dossier_ids), "now": now, "verb": verb})
