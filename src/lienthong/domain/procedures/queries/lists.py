"""Ways into the catalogue besides searching (lĩnh vực, việc trong đời sống)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Q

from lienthong.domain.procedures.choices import ProcedureStatus
from lienthong.domain.procedures.models import Field, Procedure
from lienthong.domain.procedures.queries.search import ProcedureRow, search_procedures

_LIFE_EVENTS = Path(__file__).resolve().parents[1] / "data" / "life_events.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field and how many procedures in force it has."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """Something that happens in a life (việc trong đời sống): `procedures` are (code, short label); `query` finds more."""

    title: str
    icon: str
    query: str
    procedures: tuple[tuple[str, str], ...]


def popular(limit: int = 6) -> tuple[ProcedureRow, ...]:
    """The most wanted procedures (1 query)."""
    return search_procedures("", limit=limit).rows


def fields() -> tuple[FieldRow, ...]:
    """Fields with at least one procedure in force (1 query)."""
    rows = (
        Field.objects.annotate(n=Count("procedures", filter=Q(procedures__status=ProcedureStatus.ACTIVE)))
        .filter(n__gt=0)
        .values_list("code", "name", "n")
    )
    return tuple(FieldRow(code=code, name=name, count=n) for code, name, n in rows)


def by_field() -> tuple[tuple[FieldRow, tuple[tuple[str, str], ...]], ...]:
    """Every field with its procedures as (code, short name), alphabetically (2 queries)."""
    listed: dict[str, list[tuple[str, str]]] = {}
    active = Procedure.objects.filter(status=ProcedureStatus.ACTIVE, current_version__isnull=False).order_by(
        "search_title"
    )
    for field_code, code, short_name in active.values_list("field__code", "code", "short_name"):
        listed.setdefault(field_code, []).append((code, short_name))
    return tuple((row, tuple(listed.get(row.code, ()))) for row in fields())


@cache
def _events() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(_LIFE_EVENTS.read_text(encoding="utf-8")))


def life_events() -> tuple[LifeEvent, ...]:
    """Events of life with the procedures of this catalogue that belong to them (1 query); events without any are left out."""
    wanted = {code for event in _events() for code in event["procedures"]}
    known = set(
        Procedure.objects.filter(
            code__in=wanted, status=ProcedureStatus.ACTIVE, current_version__isnull=False
        ).values_list("code", flat=True)
    )
    events = []
    for event in _events():
        held = tuple((code, label) for code, label in event["procedures"].items() if code in known)
        if held:
            events.append(LifeEvent(title=event["title"], icon=event["icon"], query=event["query"], procedures=held))
    return tuple(events)
