"""Lateness of a period by unit, step and procedure (trễ hạn theo đơn vị, bước, thủ tục), and the dossiers behind each figure.

Read from the kept shares alone: one partial index, whatever the number of dossiers. What a granted objection changed stands beside.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db import connection

from lienthong.domain.lateness.choices import Fault, Kind
from lienthong.domain.lateness.queries.scope import scope_of
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.actor import Actor

type By = Literal["agency", "department", "step", "procedure", "month"]

MOST_ROWS = 300
PAGE = 25
MOST_PAGES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: dossiers that ended from `since` to `until`, both included; the rest narrows."""

    since: date
    until: date
    agency_id: int | None = None
    department_id: int | None = None
    procedure_id: int | None = None
    step: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One row. `minutes` as charged; `after` once granted objections are taken off and added; `dossiers` each counted once."""

    key: str
    label: str
    dossiers: int
    minutes: int
    after: int

    @property
    def objected(self) -> int:
        """What granted objections moved: negative when they took away."""
        return self.after - self.minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """All of the period in sight: how many ended, how many of them late, by how many minutes; `without` counts, by reason, those of
    the ended that have no figures."""

    ended: int
    late: int
    minutes: int
    without: Mapping[str, int]

    @property
    def broken(self) -> int:
        """How many have no figures."""
        return sum(self.without.values())

    @property
    def share(self) -> float:
        """Percent of those with figures that were late, to one decimal."""
        known = self.ended - self.broken
        return round(100 * self.late / known, 1) if known else 0.0


_FROM = "FROM lateness_latenessshare share"
_KEYS: Mapping[str, str] = {
    "agency": "share.agency_id",
    "department": "share.department_id",
    "step": "share.step_name",
    "procedure": "share.procedure_id",
    "month": "date_trunc('month', share.ended_on)::date",
}


def sums(actor: Actor, by: By, asked: Asked) -> list[Sum]:
    """Lateness by unit, department, step, procedure or month, the most first; at most MOST_ROWS. Four queries."""
    scope = scope_of(actor)
    if scope == []:
        return []
    key = _KEYS[by]
    where, values = _where(scope, asked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, count(DISTINCT share.account_id), sum(share.late) {_FROM} WHERE {where} "  # names of our own columns
            f"GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT {MOST_ROWS}",
            values,
        )
        found = cursor.fetchall()
        cursor.execute(
            f"SELECT {key}, -sum(o.minutes) {_FROM} JOIN lateness_objection o ON o.share_id = share.id AND o.state = 'granted' "
            f"WHERE {where} GROUP BY 1",
            values,
        )
        moved: dict[Any, int] = dict(cursor.fetchall())
        if by == "agency" and asked.agency_id is None:
            cursor.execute(
                "SELECT o.to_agency_id, sum(o.minutes) FROM lateness_objection o JOIN lateness_latenessshare share ON share.id = o.share_id "
                "WHERE o.state = 'granted' AND o.to_agency_id IS NOT NULL AND share.ended_on BETWEEN %(since)s AND %(until)s "
                "AND (%(scope)s::bigint[] IS NULL OR o.to_agency_id = ANY(%(scope)s)) GROUP BY 1",
                values,
            )
            given = dict(cursor.fetchall())
            there = {row[0] for row in found}
            found += [(agency_id, 0, 0) for agency_id in given if agency_id not in there]
            moved = {each: moved.get(each, 0) + given.get(each, 0) for each in {*moved, *given}}
    labels = _labels(by, [row[0] for row in found])
    return [
        Sum(
            key=str(key if key is not None else ""),
            label=labels.get(key, ""),
            dossiers=number,
            minutes=int(minutes),
            after=int(minutes) + int(moved.get(key, 0)),
        )
        for key, number, minutes in found
    ]


def totals(actor: Actor, asked: Asked) -> Totals:
    """How much of what ended was late. Two queries, the first over an index."""
    scope = scope_of(actor)
    if scope == []:
        return Totals(ended=0, late=0, minutes=0, without={})
    where, values = _where(scope, asked)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fault, count(*), count(*) FILTER (WHERE late > 0) FROM lateness_latenessaccount account "
            "WHERE account.ended_on BETWEEN %(since)s AND %(until)s "
            "AND (%(scope)s::bigint[] IS NULL OR account.agency_id = ANY(%(scope)s)) "
            "AND (%(agency)s::bigint IS NULL OR account.agency_id = %(agency)s) GROUP BY 1 ORDER BY 2 DESC",
            values,
        )
        counted = cursor.fetchall()
        cursor.execute(f"SELECT coalesce(sum(share.late), 0) {_FROM} WHERE {where}", values)
        minutes = int(cursor.fetchone()[0])
    return Totals(
        ended=sum(number for _, number, _ in counted),
        late=sum(late for _, _, late in counted),
        minutes=minutes,
        without={str(Fault(fault).label): number for fault, number, _ in counted if fault},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDossier:
    """A dossier behind a figure: what the rows asked for are charged, and the whole of its lateness."""

    account_id: uuid.UUID
    code: str
    procedure: str
    agency: str
    ended_on: date
    charged: int
    late: int
    where: str


def late_dossiers(actor: Actor, asked: Asked, *, page: int = 1, limit: int = PAGE) -> tuple[list[LateDossier], bool]:
    """(dossiers with the most minutes first, whether there are more). No personal data: code, procedure, unit. One query."""
    scope = scope_of(actor)
    if scope == []:
        return [], False
    page = min(max(1, page), MOST_PAGES)
    where, values = _where(scope, asked)
    values |= {"limit": limit + 1, "offset": (page - 1) * limit}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT worst.account_id, dossier.code, procedure.short_name, agency.short_name, account.ended_on, worst.charged, account.late, worst.places
            FROM (SELECT share.account_id, sum(share.late) AS charged,
                    string_agg(DISTINCT nullif(share.step_name, ''), ', ') AS places
                {_FROM} WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(limit)s OFFSET %(offset)s) worst
            JOIN lateness_latenessaccount account ON account.id = worst.account_id
            JOIN dossiers_dossier dossier ON dossier.id = account.dossier_id
            JOIN procedures_procedure procedure ON procedure.id = account.procedure_id
            JOIN organizations_agency agency ON agency.id = account.agency_id
            ORDER BY worst.charged DESC, worst.account_id
            """,  # noqa: S608  # names of our own columns
            values,
        )
        found = [
            LateDossier(
                account_id=row[0],
                code=row[1],
                procedure=row[2],
                agency=row[3],
                ended_on=row[4],
                charged=int(row[5]),
                late=row[6],
                where=row[7] or str(Kind.PROCESS.label),
            )
            for row in cursor.fetchall()
        ]
    return found[:limit], len(found) > limit


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenDossier:
    """A dossier without figures, and why."""

    code: str
    procedure: str
    agency: str
    ended_on: date
    why: str


def broken_dossiers(actor: Actor, asked: Asked, *, limit: int = MOST_ROWS) -> list[BrokenDossier]:
    """Dossiers of the period whose history could not be read, the latest first. One query."""
    scope = scope_of(actor)
    if scope == []:
        return []
    _, values = _where(scope, asked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT dossier.code, procedure.short_name, agency.short_name, account.ended_on, account.fault
            FROM lateness_latenessaccount account
            JOIN dossiers_dossier dossier ON dossier.id = account.dossier_id
            JOIN procedures_procedure procedure ON procedure.id = account.procedure_id
            JOIN organizations_agency agency ON agency.id = account.agency_id
            WHERE {_BROKEN} ORDER BY account.ended_on DESC, account.id LIMIT %(limit)s
            """,  # noqa: S608  # names of our own columns
            values | {"limit": limit},
        )
        return [
            BrokenDossier(code=row[0], procedure=row[1], agency=row[2], ended_on=row[3], why=str(Fault(row[4]).label))
            for row in cursor.fetchall()
        ]


_BROKEN = (
    "account.fault <> '' AND account.ended_on BETWEEN %(since)s AND %(until)s "
    "AND (%(scope)s::bigint[] IS NULL OR account.agency_id = ANY(%(scope)s)) "
    "AND (%(agency)s::bigint IS NULL OR account.agency_id = %(agency)s)"
)


def _where(scope: list[int] | None, asked: Asked) -> tuple[str, dict[str, Any]]:
    conditions = ["share.late > 0", "share.ended_on BETWEEN %(since)s AND %(until)s"]
    values: dict[str, Any] = {"since": asked.since, "until": asked.until, "scope": scope, "agency": asked.agency_id}
    if scope is not None:
        conditions.append("share.agency_id = ANY(%(scope)s)")
    for name, value in (
        ("agency_id", asked.agency_id),
        ("department_id", asked.department_id),
        ("procedure_id", asked.procedure_id),
        ("step_name", asked.step),
        ("kind", asked.kind),
    ):
        if value:
            conditions.append(f"share.{name} = %({name})s")
            values[name] = value
    return " AND ".join(conditions), values


def _labels(by: By, keys: list[Any]) -> dict[Any, str]:
    match by:
        case "agency":
            return dict(organizations.names_of(keys))
        case "department":
            named: dict[Any, str] = dict(organizations.department_names([each for each in keys if each]))
            return named | {None: "Không ghi phòng"}
        case "step":
            return {each: each or "Không ở bước nào, quy trình" for each in keys}
        case "month":
            return {each: f"{each:%m/%Y}" for each in keys}
        case _:
            with connection.cursor() as cursor:
                cursor.execute("SELECT id, short_name FROM procedures_procedure WHERE id = ANY(%s)", [keys])
                return dict(cursor.fetchall())
