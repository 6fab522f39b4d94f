"""Dossiers counted for figures (đếm hồ sơ theo kỳ): from the ledger of turns in sets, a month of a million dossiers in seconds.

Every column is one condition on one side of the ledger. What stood (opening, standing) is read from the stretches, what flowed from the
turns and what was before them: if the two disagree, no figure is published. The list behind a number uses the condition of its column.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from lienthong.domain.dossiers.choices import UNDECIDED_STATES
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

RIGHT = "figures.look"
MOST_LISTED = 500

_OPEN = ", ".join(f"'{state}'" for state in UNDECIDED_STATES)
_IS_OPEN, _WAS_OPEN = f"t.state IN ({_OPEN})", f"t.was_state IN ({_OPEN})"
_DECIDED = f"NOT {_IS_OPEN} AND ({_WAS_OPEN} OR t.was_state = '')"
_DONE = f"{_DECIDED} AND t.state IN ('completed', 'returned', 'closed')"
_LEFT = f"{_WAS_OPEN} AND t.was_holder_id <> t.holder_id"
_LINKED = f"{_WAS_OPEN} AND t.was_holder_id = t.holder_id AND t.was_child <> t.is_child"
_PERIOD = "t.at >= %(since)s AND t.at < %(until)s"
_STOOD = f"{_IS_OPEN} AND t.at < %({{0}})s AND (t.until IS NULL OR t.until >= %({{0}})s)"
_HERE, _BEFORE = ("t.holder_id", "t.is_child"), ("t.was_holder_id", "t.was_child")

# side -> (agency and child of the column, which turns); column -> (side, condition)
_SIDES = {
    "opening": (_HERE, _STOOD.format("since")),
    "into": (_HERE, _PERIOD),
    "out": (_BEFORE, f"{_PERIOD} AND {_WAS_OPEN} AND (t.was_holder_id <> t.holder_id OR t.was_child <> t.is_child)"),
    "standing": (_HERE, _STOOD.format("until")),
}
_COLUMNS = {
    "opening": ("opening", "true"),
    "received": ("into", "t.was_state = ''"),
    "reopened": ("into", f"{_IS_OPEN} AND NOT {_WAS_OPEN} AND t.was_state <> ''"),
    "moved_in": ("into", _LEFT),
    "linked_in": ("into", _LINKED),
    "early": ("into", f"{_DONE} AND t.timeliness = 'early'"),
    "on_time": ("into", f"{_DONE} AND t.timeliness = 'on_time'"),
    "late": ("into", f"{_DONE} AND t.timeliness = 'late'"),
    "undated": ("into", f"{_DONE} AND t.timeliness = ''"),
    "refused": ("into", f"{_DECIDED} AND t.state = 'rejected'"),
    "withdrawn": ("into", f"{_DECIDED} AND t.state = 'withdrawn'"),
    "stopped": ("into", f"{_DECIDED} AND t.state = 'stopped'"),
    "moved_out": ("out", _LEFT),
    "linked_out": ("out", _LINKED),
    "waiting": ("standing", "t.state = 'submitted'"),
    "in_time": ("standing", "t.state = 'processing' AND (t.due_at IS NULL OR t.due_at >= %(until)s)"),
    "overdue": ("standing", "t.state = 'processing' AND t.due_at < %(until)s"),
    "paused": ("standing", "t.state IN ('awaiting_payment', 'supplement', 'paused', 'duty')"),
}
COUNT_COLUMNS = tuple(_COLUMNS)


class DossierCount(NamedTuple):
    """One cell: the dossiers of a procedure that an agency held, by channel, children of others apart. `spent`: seconds, over those done."""

    agency_id: int
    procedure_id: int
    channel: str
    is_child: bool
    opening: int
    received: int
    reopened: int
    moved_in: int
    linked_in: int
    early: int
    on_time: int
    late: int
    undated: int
    refused: int
    withdrawn: int
    stopped: int
    moved_out: int
    linked_out: int
    waiting: int
    in_time: int
    overdue: int
    paused: int
    spent: int


class Fault(NamedTuple):
    """A dossier whose ledger cannot be right, with what was found in words."""

    kind: str
    code: str
    said: str


class CountedDossier(NamedTuple):
    """One dossier behind a number."""

    code: str
    procedure: str
    applicant: str
    at: datetime
    due_at: datetime | None
    verb: str


def counted_dossiers(actor: Actor, *, since: datetime, until: datetime) -> list[DossierCount]:
    """What stood at `since`, came and went until `until` (excluded), and stands then. One query. Raises NotAllowed."""
    _require(actor)
    parts = [
        f"SELECT {agency} AS agency_id, t.procedure_id, t.channel, {child} AS is_child, {_counts(side)} "  # noqa: S608  # our own columns
        f"FROM dossiers_turn t WHERE {turns} GROUP BY 1, 2, 3, 4"
        for side, ((agency, child), turns) in _SIDES.items()
    ]
    sums = ", ".join(f"sum({column})::bigint" for column in (*COUNT_COLUMNS, "spent"))
    statement = (
        f"SELECT agency_id, procedure_id, channel, is_child, {sums} FROM ({' UNION ALL '.join(parts)}) sides "  # noqa: S608  # our own columns
        "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
    return [DossierCount(*row) for row in _rows(statement, {"since": since, "until": until})]


def uneven_dossiers(
    actor: Actor, *, since: datetime, until: datetime, cells: list[tuple[int, int, str, bool]], limit: int = 50
) -> list[Fault]:
    """The dossiers that make these cells uneven: each with what came in, went out and stands. Raises NotAllowed."""
    _require(actor)
    signs = {"opening": 1, "into": 1, "out": -1, "standing": -1}
    parts = []
    for side, ((agency, child), turns) in _SIDES.items():
        terms = [
            f"({-1 if column in _ENDINGS else signs[side]}) * ({condition})::int"
            for column, (of, condition) in _COLUMNS.items()
            if of == side
        ]
        parts.append(
            f"SELECT t.dossier_id, {agency} AS agency_id, t.procedure_id, t.channel, {child} AS is_child, {' + '.join(terms)} AS n "  # noqa: S608  # our own columns
            f"FROM dossiers_turn t WHERE {turns}"
        )
    statement = (
        "SELECT d.code, sum(n)::int FROM ("  # noqa: S608  # our own columns
        f"{' UNION ALL '.join(parts)}) sides JOIN dossiers_dossier d ON d.id = sides.dossier_id "
        "WHERE (sides.agency_id, sides.procedure_id, sides.channel, sides.is_child) IN "
        "(SELECT * FROM unnest(%(agencies)s::bigint[], %(procedures)s::bigint[], %(channels)s::text[], %(children)s::boolean[])) "
        "GROUP BY d.code, sides.agency_id, sides.procedure_id, sides.channel, sides.is_child HAVING sum(n) <> 0 ORDER BY 1 LIMIT %(limit)s"
    )
    agencies, procedures, channels, children = (list(each) for each in zip(*cells, strict=True)) if cells else ([],) * 4
    values = {
        "since": since,
        "until": until,
        "agencies": agencies,
        "procedures": procedures,
        "channels": channels,
        "children": children,
        "limit": limit,
    }
    return [
        Fault("uneven", code, f"Vào hơn ra {more}" if more > 0 else f"Ra hơn vào {-more}")
        for code, more in _rows(statement, values)
    ]


_ENDINGS = {"early", "on_time", "late", "undated", "refused", "withdrawn", "stopped"}


def faults_in_ledger(actor: Actor, *, since: datetime, until: datetime, limit: int = 50) -> list[Fault]:
    """Dossiers of the period whose turns run backwards, stand otherwise than the dossier does, or are not there. Raises NotAllowed."""
    _require(actor)
    values = {"since": since, "until": until, "limit": limit}
    return [*_backwards(values), *_otherwise(values), *_without(values)][:limit]


def dossiers_behind(
    actor: Actor,
    *,
    column: str,
    since: datetime,
    until: datetime,
    agency_id: int | None = None,
    procedure_id: int | None = None,
) -> tuple[list[CountedDossier], int]:
    """The dossiers a number counts, newest turn first, at most MOST_LISTED, and how many there are. Raises NotAllowed."""
    if not actor.may("dossiers.view_all") and agency_id not in actor.archive_agency_ids:
        raise NotAllowed
    _require(actor)
    side, condition = _COLUMNS[column]
    (agency, _), turns = _SIDES[side]
    where = f"{turns} AND {condition}"
    values: dict[str, Any] = {"since": since, "until": until, "limit": MOST_LISTED}
    for name, of, given in (("agency", agency, agency_id), ("procedure", "t.procedure_id", procedure_id)):
        if given is not None:
            where += f" AND {of} = %({name})s"
            values[name] = given
    statement = (
        f"SELECT d.code, p.short_name, d.applicant_name, t.at, t.due_at, t.verb, count(*) OVER () FROM dossiers_turn t "  # noqa: S608  # our own columns
        f"JOIN dossiers_dossier d ON d.id = t.dossier_id JOIN procedures_procedure p ON p.id = t.procedure_id WHERE {where} "
        "ORDER BY t.at DESC, t.id DESC LIMIT %(limit)s"
    )
    rows = list(_rows(statement, values))
    return [CountedDossier(*row[:6]) for row in rows], rows[0][6] if rows else 0


def first_turn_at() -> datetime | None:
    """When the ledger begins; None while it is empty."""
    return next((row[0] for row in _rows("SELECT min(at) FROM dossiers_turn", {})), None)


def turns_of(actor: Actor, dossier_id: uuid.UUID) -> list[Any]:
    """The ledger of one dossier that the caller has found visible, oldest first. Raises NotAllowed."""
    _require(actor)
    from lienthong.domain.dossiers.models import Turn

    return list(Turn.objects.filter(dossier_id=dossier_id).select_related("holder").order_by("number"))


def _require(actor: Actor) -> None:
    if not actor.may(RIGHT):
        raise NotAllowed


def _counts(side: str) -> str:
    """The columns of one side; those of the others are nought."""
    shown = [
        f"count(*) FILTER (WHERE {condition}) AS {column}" if of == side else f"0 AS {column}"
        for column, (of, condition) in _COLUMNS.items()
    ]
    spent = f"coalesce(sum(t.spent) FILTER (WHERE {_DONE}), 0)" if side == "into" else "0"
    return ", ".join([*shown, f"{spent} AS spent"])


def _backwards(values: dict[str, Any]) -> Iterator[Fault]:
    statement = """
        SELECT d.code, t.at AT TIME ZONE 'Asia/Ho_Chi_Minh', t.until AT TIME ZONE 'Asia/Ho_Chi_Minh'
        FROM dossiers_turn t JOIN dossiers_dossier d ON d.id = t.dossier_id
        WHERE t.until < t.at AND (t.at >= %(since)s AND t.at < %(until)s OR t.until >= %(since)s AND t.until < %(until)s)
        ORDER BY t.at LIMIT %(limit)s"""
    for code, at, until in _rows(statement, values):
        yield Fault(
            "backwards", code, f"Việc sau ghi lúc {until:%H:%M, %d/%m/%Y}, trước việc liền trước ({at:%H:%M, %d/%m/%Y})"
        )


def _otherwise(values: dict[str, Any]) -> Iterator[Fault]:
    # The turns first, then their dossiers: ordering by the code here would make PostgreSQL walk every dossier.
    statement = """
        WITH last AS MATERIALIZED (
            SELECT t.dossier_id, t.state, t.holder_id FROM dossiers_turn t WHERE t.until IS NULL AND t.at >= %(since)s AND t.at < %(until)s
        )
        SELECT d.code, last.state, d.state
        FROM last JOIN dossiers_dossier d ON d.id = last.dossier_id
        LEFT JOIN dossiers_referral r ON r.dossier_id = d.id AND r.kind = 'handover' AND r.state = 'open'
        WHERE last.state <> d.state OR last.holder_id <> coalesce(r.agency_id, d.agency_id)
        LIMIT %(limit)s"""
    for code, told, is_now in _rows(statement, values):
        yield Fault("otherwise", code, f"Sổ biến động ghi {told}, hồ sơ đang ở {is_now}")


def _without(values: dict[str, Any]) -> Iterator[Fault]:
    # By agency, because that is the order of the index.
    statement = """
        WITH came AS MATERIALIZED (
            SELECT d.id FROM organizations_agency a CROSS JOIN LATERAL (
                SELECT id FROM dossiers_dossier WHERE agency_id = a.id AND submitted_at >= %(since)s AND submitted_at < %(until)s
            ) d
        )
        SELECT d.code FROM came JOIN dossiers_dossier d ON d.id = came.id
        WHERE NOT EXISTS (SELECT 1 FROM dossiers_turn t WHERE t.dossier_id = came.id AND t.number = 1)
        LIMIT %(limit)s"""
    for (code,) in _rows(statement, values):
        yield Fault("without", code, "Hồ sơ không có trong sổ biến động")


def _rows(statement: str, values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        yield from cursor.fetchall()
