"""One list of what waits for a leader (chờ tôi): drafts to approve, papers to sign, proposals to decide, by the time left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.urls import reverse

from lienthong.domain.dossiers.choices import ProposalKind
from lienthong.domain.dossiers.queries.holding import Held, held_by
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.pagination import Page, keyset_rows

LEADING = (Role.AGENCY_LEADER, Role.DEPARTMENT_HEAD)
SIGN, APPROVE, PROPOSAL, OTHER = "ky", "duyet", "de-xuat", "khac"
TABS = ((SIGN, "Ký"), (APPROVE, "Duyệt"), (PROPOSAL, "Đề xuất"), (OTHER, "Việc khác"))
UNITS = (
    (Role.ONE_STOP_OFFICER, "Bộ phận Một cửa"),
    (Role.SPECIALIST, "Chuyên viên"),
    (Role.DEPARTMENT_HEAD, "Trưởng phòng"),
    (Role.AGENCY_LEADER, "Lãnh đạo"),
    (Role.CLERK, "Văn thư"),
)

# Due dates of what waits; a proposal is due when its dossier is, at once where that is not known.
_STEPS = """SELECT step.due_at, 's' || lpad(step.id::text, 19, '0') AS key, step.id, step.dossier_id,
    CASE step.kind WHEN 'sign' THEN 'ky' WHEN 'approve' THEN 'duyet' ELSE 'khac' END AS tab, step.kind, step.name, {behalf} AS behalf
FROM dossiers_dossierstep step WHERE {condition}"""
_PROPOSALS = """SELECT coalesce(about.due_at, proposal.proposed_at), 'p' || lpad(proposal.id::text, 19, '0'), proposal.id, proposal.dossier_id,
    'de-xuat', proposal.kind, proposal.proposed_by_name, {behalf}
FROM dossiers_proposal proposal JOIN dossiers_dossier about ON about.id = proposal.dossier_id
WHERE proposal.state = 'pending' AND proposal.agency_id = %(proposals{n})s {of_procedures}"""
_OF_CODES = "AND about.procedure_id IN (SELECT id FROM procedures_procedure WHERE code = ANY(%(lent{n})s))"
_LIST = """
WITH waiting(due_at, key, id, dossier_id, tab, kind, name, behalf) AS ({parts}),
here AS (SELECT * FROM waiting WHERE (%(tab)s = '' OR tab = %(tab)s) {{beyond}} ORDER BY {{order}} LIMIT %(limit)s)
SELECT waiting.due_at, waiting.key, waiting.id, waiting.tab, waiting.kind, waiting.name, waiting.behalf, dossier.code, dossier.applicant_name,
    procedure.short_name, dossier.due_at, coalesce(draft.title, ''), coalesce(said.note, proposal.reason, ''),
    coalesce(said.finished_by_name, proposal.proposed_by_name, ''),
    (SELECT count(*) FROM dossiers_draftreturn returned WHERE returned.dossier_id = dossier.id)
FROM here AS waiting
JOIN dossiers_dossier dossier ON dossier.id = waiting.dossier_id
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
LEFT JOIN dossiers_proposal proposal ON waiting.tab = 'de-xuat' AND proposal.id = waiting.id
LEFT JOIN LATERAL (SELECT title FROM dossiers_draftversion version WHERE version.dossier_id = dossier.id AND dossier.draft_file_id IS NOT NULL
    ORDER BY number DESC LIMIT 1) draft ON waiting.tab <> 'de-xuat'
LEFT JOIN LATERAL (SELECT note, finished_by_name FROM dossiers_dossierstep done WHERE done.dossier_id = dossier.id
    AND done.finished_at IS NOT NULL AND done.note <> '' ORDER BY done.id DESC LIMIT 1) said ON waiting.tab <> 'de-xuat'
ORDER BY {{order}}
"""
_COUNTS = """SELECT tab, count(*), count(*) FILTER (WHERE due_at < %(now)s), count(*) FILTER (WHERE due_at >= %(now)s AND due_at < %(tonight)s)
FROM (SELECT * FROM ({parts}) AS waiting(due_at, key, id, dossier_id, tab, kind, name, behalf) LIMIT %(ceiling)s) AS counted GROUP BY tab"""
_LATE = """
SELECT wanted.role, (SELECT count(*) FROM (SELECT FROM dossiers_dossierstep step
    WHERE step.agency_id = %(agency)s AND step.role = wanted.role AND NOT step.is_paused AND step.finished_at IS NULL
      AND step.due_at < %(now)s LIMIT %(ceiling)s) AS late)
FROM unnest(%(roles)s::varchar[]) AS wanted(role)
"""
_LATE_LIST = """
SELECT step.due_at, step.id, step.name, dossier.code, dossier.applicant_name, procedure.short_name, dossier.due_at, coalesce(holder.full_name, '')
FROM dossiers_dossierstep step
JOIN dossiers_dossier dossier ON dossier.id = step.dossier_id
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
LEFT JOIN organizations_position seat ON seat.id = step.assignee_id
LEFT JOIN accounts_account holder ON holder.id = seat.account_id
WHERE step.agency_id = %(agency)s AND step.role = %(role)s AND NOT step.is_paused AND step.finished_at IS NULL AND step.due_at < %(now)s
{beyond} ORDER BY {order} LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Something that waits. `tab` says what is to be done; `said` is the last word of whoever laid it before the leader, `by` who that was."""

    due_at: datetime
    key: str
    id: int
    tab: str
    kind: str
    name: str
    on_behalf_of: str
    code: str
    applicant_name: str
    procedure_name: str
    promised_at: datetime | None
    title: str
    said: str
    by: str
    returns: int
    days_left: int | None = None

    @property
    def what(self) -> str:
        """What is to be done, in a word or two."""
        if self.tab == PROPOSAL:
            return str(ProposalKind(self.kind).label)
        return {SIGN: "Ký", APPROVE: "Duyệt"}.get(self.tab, self.name)

    @property
    def url(self) -> str:
        """Where it is done."""
        if self.tab in {SIGN, APPROVE}:
            return reverse("dossiers:look", args=[self.code])
        if self.tab == PROPOSAL:
            return f"{reverse('dossiers:proposals')}#p{self.id}"
        return reverse("dossiers:work", args=[self.code])


@dataclass(frozen=True, slots=True)
class LateStep:
    """An open step past its time, and with whom it lies."""

    due_at: datetime
    id: int
    step_name: str
    code: str
    applicant_name: str
    procedure_name: str
    promised_at: datetime | None
    holder: str
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How much waits, to a ceiling: in all, by tab, late, due before the day ends."""

    by_tab: dict[str, int]
    late: int
    tonight: int

    @property
    def total(self) -> int:
        """All tabs."""
        return sum(self.by_tab.values())


def waiting_page(actor: Actor, *, tab: str = "", cursor: str | None = None, limit: int = 20) -> Page[WaitingRow]:
    """What waits for the actor, as themself and on behalf of others, the least time left first. One query."""
    parts, values = _parts(actor)
    if not parts:
        return Page([], None, None)
    return keyset_rows(
        _LIST.format(parts=parts),
        {**values, "tab": tab},
        make=WaitingRow,
        order={"waiting.due_at": datetime, "waiting.key": str},
        cursor=cursor,
        limit=limit,
    )


def waiting_counts(actor: Actor, *, ceiling: int = 500) -> WaitingCounts:
    """Counted to `ceiling` in all. One query."""
    parts, values = _parts(actor)
    if not parts:
        return WaitingCounts({}, 0, 0)
    now = clock.now()
    local = now.astimezone(clock.VIETNAM)
    tonight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(parts=parts), {**values, "now": now, "tonight": tonight, "ceiling": ceiling})
        rows = cursor.fetchall()
    return WaitingCounts(
        {tab: count for tab, count, _, _ in rows}, sum(row[2] for row in rows), sum(row[3] for row in rows)
    )


def late_by_unit(actor: Actor, *, ceiling: int = 1000) -> list[dict[str, Any]]:
    """Steps past their time in the actor's agency, by who holds them: {role, label, count}; none for those who do not lead. One query."""
    if not _leads(actor):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _LATE,
            {
                "agency": actor.agency_id,
                "roles": [str(role) for role, _ in UNITS],
                "now": clock.now(),
                "ceiling": ceiling,
            },
        )
        counts = dict(cursor.fetchall())
    return [
        {"role": str(role), "label": label, "count": counts.get(role, 0)} for role, label in UNITS if counts.get(role)
    ]


def late_page(actor: Actor, role: str, *, cursor: str | None = None, limit: int = 20) -> Page[LateStep]:
    """Those steps of one role, the longest late first. One query."""
    if not _leads(actor) or role not in {str(each) for each, _ in UNITS}:
        return Page([], None, None)
    values = {"agency": actor.agency_id, "role": role, "now": clock.now()}
    order = {"step.due_at": datetime, "step.id": int}
    return keyset_rows(_LATE_LIST, values, make=LateStep, order=order, cursor=cursor, limit=limit)


def _leads(actor: Actor) -> bool:
    return actor.may("dossiers.approve") or actor.may("dossiers.sign")


def _parts(actor: Actor) -> tuple[str, dict[str, Any]]:
    """The UNION of all that waits, and its values."""
    held: Sequence[Held] = held_by(actor, tuple(LEADING))
    values: dict[str, Any] = {}
    parts = []
    for n, each in enumerate(held):
        values |= {**each.values, f"behalf{n}": each.who.on_behalf_of}
        parts.append(_STEPS.format(behalf=f"%(behalf{n})s::text", condition=each.condition))
    deciders = [actor, *(actor.acting_for(stand) for stand in actor.stand_ins)]
    seen: set[int] = set()
    for n, who in enumerate(deciders):
        if who.agency_id is None or who.agency_id in seen or not who.may("dossiers.sign"):
            continue
        codes = sorted(who.for_seat.procedures) if who.for_seat is not None else []
        if not codes:
            seen.add(who.agency_id)
        values |= {f"proposals{n}": who.agency_id, f"decider{n}": who.on_behalf_of, f"lent{n}": codes}
        of = _OF_CODES.format(n=n) if codes else ""
        parts.append(_PROPOSALS.format(n=n, behalf=f"%(decider{n})s::text", of_procedures=of))
    return " UNION ALL ".join(parts), values
