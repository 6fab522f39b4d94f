"""The piles that are gone through one by one and done at once (chờ tôi ký, chờ đóng dấu), and the batches made of them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from lienthong.domain.dossiers.choices import BatchKind, ItemState
from lienthong.domain.dossiers.models import BatchItem, DossierStep, Look, SigningBatch
from lienthong.domain.dossiers.queries.headings import heading_text
from lienthong.domain.dossiers.queries.holding import held_by
from lienthong.foundation.organizations.choices import Role
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

MOST_SHOWN = 200
KINDS = {
    "approve": (Role.DEPARTMENT_HEAD, Role.AGENCY_LEADER),
    BatchKind.SIGN: (Role.AGENCY_LEADER, Role.DEPARTMENT_HEAD),
    BatchKind.STAMP: (Role.CLERK,),
}

_PILE = """
SELECT step.id, step.kind, step.name, step.due_at, dossier.id, dossier.code, dossier.applicant_name, procedure.short_name, dossier.due_at,
    draft.id, coalesce(draft.title, ''), coalesce(draft.number, 0), coalesce(draft.made_by_name, ''),
    coalesce(look.sha256, ''), look.draft_id, coalesce(look.heading, ''), look.file_id, dossier.result_file_id,
    (SELECT count(*) FROM dossiers_draftreturn returned WHERE returned.dossier_id = dossier.id)
FROM dossiers_dossierstep step
JOIN dossiers_dossier dossier ON dossier.id = step.dossier_id
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
LEFT JOIN LATERAL (SELECT * FROM dossiers_draftversion version WHERE version.dossier_id = dossier.id AND dossier.draft_file_id IS NOT NULL
    ORDER BY version.number DESC LIMIT 1) draft ON true
LEFT JOIN dossiers_look look ON look.step_id = step.id AND look.position_id = %(me)s
WHERE step.kind = %(kind)s AND {condition}
ORDER BY step.due_at, step.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class PileRow:
    """One document of a pile. `sha256` is the digest this officer was shown, empty while the page as it stands now was not opened."""

    step_id: int
    kind: str
    step_name: str
    due_at: datetime
    dossier_id: uuid.UUID
    code: str
    applicant_name: str
    procedure_name: str
    promised_at: datetime | None
    title: str
    version: int
    drafted_by: str
    returns: int
    sha256: str
    on_behalf_of: str
    days_left: int | None = None

    @property
    def is_seen(self) -> bool:
        """Opened, and unchanged since."""
        return bool(self.sha256)


def pile(actor: Actor, kind: str, *, limit: int = MOST_SHOWN) -> list[PileRow]:
    """Documents that wait for the actor's approval, signature or stamp, the least time left first. A query for each seat acted from."""
    rows: list[PileRow] = []
    for held in held_by(actor, KINDS[kind]):
        heading = heading_text(held.who) if kind == BatchKind.SIGN else ""
        values = {**held.values, "kind": kind, "me": actor.position.id if actor.position else 0, "limit": limit}
        with connection.cursor() as cursor:
            cursor.execute(_PILE.format(condition=held.condition), values)
            for row in cursor.fetchall():
                *shown, draft_id, title, version, by, sha256, seen_draft, seen_heading, seen_file, result, returns = row
                current = (
                    seen_file is not None and seen_file == result
                    if kind == BatchKind.STAMP
                    else draft_id is not None and seen_draft == draft_id and seen_heading == heading
                )
                behalf = held.who.on_behalf_of
                rows.append(PileRow(*shown, title, version, by, returns, sha256 if current else "", behalf))  # type: ignore[call-arg]  # nine columns are shown
    return sorted(rows, key=lambda row: (row.due_at, row.step_id))[:limit]


def last_look(actor: Actor, step: DossierStep) -> Look | None:
    """What the actor was last shown of a step, with the draft it came from."""
    seat = actor.position.id if actor.position else 0
    return Look.objects.select_related("draft").filter(step=step, position_id=seat).first()


def batch_for(actor: Actor, batch_id: uuid.UUID) -> SigningBatch:
    """One's own batch. Raises NotFound."""
    found = SigningBatch.objects.filter(pk=batch_id, account_id=actor.account_id or 0).first()
    if found is None:
        raise NotFound
    return found


def items_of(batch: SigningBatch) -> list[BatchItem]:
    """Its documents in order, with their dossiers."""
    return list(batch.items.select_related("dossier__procedure"))


def batches_running(actor: Actor, kind: str) -> list[SigningBatch]:
    """Confirmed batches of the actor of which documents still wait, newest first."""
    rows = SigningBatch.objects.filter(
        account_id=actor.account_id or 0, kind=kind, confirmed_at__isnull=False, items__state=ItemState.WAITING
    )
    return list(rows.distinct()[:5])


def recent_batches(actor: Actor, kind: str, *, limit: int = 10) -> list[SigningBatch]:
    """What the actor confirmed lately, newest first."""
    rows = SigningBatch.objects.filter(account_id=actor.account_id or 0, kind=kind, confirmed_at__isnull=False)
    return list(rows[:limit])
