"""Conditions of a list of work (bộ lọc hàng đợi): read from the address, written into it, and into plain SQL.

Each condition is one fixed piece of text; what people typed goes in as a value. The address uses Vietnamese names without accents.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q

from lienthong.domain.dossiers.choices import FILTERS_OF_SEAT, Priority, State, TimeLeft
from lienthong.domain.dossiers.models import SavedFilter
from lienthong.foundation.workdays import queries as calendars
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock, word_search
from lienthong.kit.actor import Actor
from lienthong.kit.text_vi import clean, fold

LONGEST = 100
_TYPED_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
LOOKED_AT = 3000
"""Open steps of a list that are looked at for the counts beside saved filters, those with the least time left first."""

type SavedFilterRow = SavedFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a list is narrowed to; empty is everything. `handler`: `toi`, `chua-giao` or the id of a seat; `time`: `qua-han`, `sap-han`;
    `priority`: `co` for any; days in ISO, read also as 24/11/2026."""

    text: str = ""
    procedure: str = ""
    field: str = ""
    step: str = ""
    handler: str = ""
    state: str = ""
    time: str = ""
    since: str = ""
    until: str = ""
    commune: str = ""
    priority: str = ""

    def params(self) -> dict[str, str]:
        """As the address says it, without what is empty."""
        return {name: value for attribute, name in NAMES.items() if (value := getattr(self, attribute))}

    def __bool__(self) -> bool:
        return self != EVERYTHING


NAMES = {
    "text": "q",
    "procedure": "thu-tuc",
    "field": "linh-vuc",
    "step": "buoc",
    "handler": "nguoi-xu-ly",
    "state": "trang-thai",
    "time": "han",
    "since": "tu-ngay",
    "until": "den-ngay",
    "commune": "xa",
    "priority": "uu-tien",
}
"""Attribute -> its name in the address."""
EVERYTHING = Conditions()
TIMES = {"qua-han": TimeLeft.LATE, "sap-han": TimeLeft.SOON}


def conditions_of(params: Mapping[str, Any]) -> Conditions:
    """The conditions in an address or in a saved filter; what makes no sense is left out, nothing is refused."""
    read = {attribute: clean(str(params.get(name, ""))[:LONGEST]) for attribute, name in NAMES.items()}
    if read["handler"] not in {"toi", "chua-giao"} and not (read["handler"].isdecimal() and len(read["handler"]) < 19):
        read["handler"] = ""
    if read["state"] not in State.values:
        read["state"] = ""
    if read["time"] not in TIMES:
        read["time"] = ""
    for name in ("since", "until"):
        day = _day(read[name])
        read[name] = day.isoformat() if day else ""
    if read["priority"] not in {*Priority.values, "co"}:
        read["priority"] = ""
    return Conditions(**read)


_TEXTS = {
    "text": "AND (dossier.search_text LIKE ALL(%(text)s::text[]) OR dossier.code LIKE %(code)s)",
    "procedure": "AND procedure.code = %(procedure)s",
    "field": "AND procedure.field_id = (SELECT id FROM procedures_field WHERE code = %(field)s)",
    "step": "AND step.name = %(step)s",
    "handler": "AND step.assignee_id = %(handler)s",
    "handler toi": "AND step.assignee_id = %(position)s",
    "handler chua-giao": "AND step.assignee_id IS NULL",
    "state": "AND dossier.state = %(state)s",
    "time qua-han": "AND step.due_at < %(now)s",
    "time sap-han": "AND step.due_at >= %(now)s AND step.due_at <= %(soon)s",
    "since": "AND dossier.submitted_at >= %(since)s",
    "until": "AND dossier.submitted_at < %(until)s",
    "commune": "AND EXISTS (SELECT FROM accounts_person person WHERE person.id = dossier.applicant_id AND person.commune_code = %(commune)s)",
    "priority": "AND dossier.priority = %(priority)s",
    "priority co": "AND dossier.priority <> ''",
}
"""Condition, or condition with one of its words, in SQL over `step`, `dossier`, `procedure`."""


def in_sql(only: Conditions, *, now: datetime, soon_until: datetime) -> tuple[str, dict[str, Any]]:
    """(SQL that begins with AND, its values): the values are named as in the texts above; `position` is the caller's."""
    given = {name: value for name in NAMES if (value := getattr(only, name))}
    text = " ".join(_TEXTS.get(f"{name} {value}", _TEXTS.get(name, "")) for name, value in given.items())
    values: dict[str, Any] = {**given, "now": now, "soon": soon_until}
    if only.handler.isdecimal():
        values["handler"] = int(only.handler)
    if only.since:
        values["since"] = _begin(only.since)
    if only.until:
        values["until"] = _begin(only.until) + timedelta(days=1)
    if only.text:
        values["text"], values["code"] = word_search.patterns(only.text), f"{_escaped(only.text.upper())}%"
    return text, {name: value for name, value in values.items() if f"%({name})s" in text}


def soon_until(agency_id: int | None, now: datetime) -> datetime:
    """The last moment of the time in which a step counts as due soon: SOON_WORKING_DAYS after now. One query."""
    calendar = calendars.calendar_for(agency_id, now)
    return workdays.add_days(calendar, now, settings.SOON_WORKING_DAYS).due


def saved_filters(actor: Actor, queue: str) -> list[SavedFilter]:
    """The seat's own filters of a list, then those that others of the same department share. One query."""
    seat = actor.position
    if seat is None:
        return []
    shared = Q(is_shared=True, position__agency_id=seat.agency_id, position__department_id=seat.department_id)
    if seat.department_id is None:
        shared = Q(is_shared=True, position__agency_id=seat.agency_id, position__department__isnull=True)
    rows = SavedFilter.objects.filter(Q(position_id=seat.id) | shared, queue=queue)
    found = list(rows.select_related("position__account").order_by("name", "id")[: 3 * FILTERS_OF_SEAT])
    return sorted(found, key=lambda each: each.position_id != seat.id)


def default_filter(actor: Actor, queue: str) -> SavedFilter | None:
    """The filter with which the seat opens this list."""
    if actor.position is None:
        return None
    return SavedFilter.objects.filter(position_id=actor.position.id, queue=queue, is_default=True).first()


_CHOICES = """
SELECT procedure.code, procedure.short_name, field.code, field.name, step.name, dossier.state
FROM (SELECT name, dossier_id FROM dossiers_dossierstep
    WHERE agency_id = %(agency)s AND role = %(role)s AND finished_at IS NULL ORDER BY is_paused, due_at LIMIT %(most)s) step
JOIN dossiers_dossier dossier ON dossier.id = step.dossier_id
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
JOIN procedures_field field ON field.id = procedure.field_id
GROUP BY 1, 2, 3, 4, 5, 6
"""


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What open steps of a role can be narrowed to: (value, name) in the order of the alphabet, and the states found."""

    procedures: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    steps: list[tuple[str, str]]
    states: frozenset[str]


def filter_choices(agency_id: int | None, role: str) -> FilterChoices:
    """Only what leads to something, of at most LOOKED_AT steps. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES, {"agency": agency_id, "role": role, "most": LOOKED_AT})
        rows = cursor.fetchall()

    def named(pairs: set[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted(pairs, key=lambda each: fold(each[1]))

    return FilterChoices(
        named({(row[0], row[1]) for row in rows}),
        named({(row[2], row[3]) for row in rows}),
        named({(row[4], row[4]) for row in rows}),
        frozenset(row[5] for row in rows),
    )


_LOOKED_AT = """
SELECT {counts} FROM (
    SELECT step.id, step.name, step.assignee_id, step.due_at, step.dossier_id FROM dossiers_dossierstep step
    WHERE step.agency_id = %(agency)s AND step.role = ANY(%(roles)s) AND NOT step.is_paused AND step.finished_at IS NULL
      AND ({everyone} OR step.assignee_id IS NULL OR step.assignee_id = %(position)s)
    ORDER BY step.due_at LIMIT %(most)s) step
JOIN dossiers_dossier dossier ON dossier.id = step.dossier_id
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
"""


def filter_counts(actor: Actor, rows: list[SavedFilter], roles: list[str], *, everyone: bool = False) -> dict[int, int]:
    """Filter id -> running steps of these roles it finds, all in one pass over at most LOOKED_AT steps. One query after the calendar's."""
    if actor.position is None or not rows or not roles:
        return {}
    now = clock.now()
    soon = soon_until(actor.agency_id, now)
    counts, values = [], {"agency": actor.agency_id, "roles": roles, "position": actor.position.id, "most": LOOKED_AT}
    for number, row in enumerate(rows):
        text, more = in_sql(conditions_of(row.params), now=now, soon_until=soon)
        for name, value in more.items():
            text = text.replace(f"%({name})s", f"%({name}_{number})s")
            values[f"{name}_{number}"] = value
        counts.append(f"count(*) FILTER (WHERE true {text})")
    with connection.cursor() as cursor:
        cursor.execute(_LOOKED_AT.format(counts=", ".join(counts), everyone="true" if everyone else "false"), values)
        found = cursor.fetchone()
    return {row.pk: number for row, number in zip(rows, found or (), strict=True)}


def _day(text: str) -> date | None:
    """As people type it (24/11/2026), or ISO."""
    try:
        if found := _TYPED_DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def _begin(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(), tzinfo=clock.VIETNAM)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def without(only: Conditions, attribute: str) -> Conditions:
    """The same with one condition taken away."""
    return replace(only, **{attribute: ""})
