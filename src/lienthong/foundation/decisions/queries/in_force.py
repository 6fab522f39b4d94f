"""Asking what is in force (tra bảng đang áp dụng). A version never changes, so each is compiled once per process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection

from lienthong.foundation.decisions.errors import TableNotFound, ValueRefused
from lienthong.foundation.decisions.models import DecisionVersion
from lienthong.foundation.decisions.rules import evaluation
from lienthong.foundation.decisions.rules.atoms import Space
from lienthong.foundation.decisions.rules.cells import Value
from lienthong.foundation.decisions.rules.table import Input, Table, read_table
from lienthong.kit import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A published version, ready to be asked."""

    code: str
    name: str
    description: str
    number: int
    published_at: datetime
    subjects: tuple[str, ...]
    is_demo: bool
    table: Table
    space: Space

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Its questions, in their order."""
        return self.table.inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a table said: the numbers of the rules that counted and their outputs by name."""

    rules: tuple[int, ...]
    rows: tuple[dict[str, Value], ...]
    total: Decimal | None

    @property
    def first(self) -> dict[str, Value]:
        """Outputs of the first rule; empty when none fits."""
        return self.rows[0] if self.rows else {}


# Plain SQL: every filing with a fee asks for the tables of its procedure.
_LATEST = """
SELECT DISTINCT ON (t.id) v.id
FROM decisions_decisiontable t JOIN decisions_decisionversion v ON v.table_id = t.id
WHERE t.purpose = %s AND t.subjects @> ARRAY[%s]::varchar[] AND v.published_at <= %s
ORDER BY t.id, v.published_at DESC, v.number DESC
"""


def tables_in_force(purpose: str, subject: str, *, at: datetime | None = None) -> tuple[InForce, ...]:
    """Tables that decide `purpose` about `subject`, as they were in force at the moment `at` (now): 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [purpose, subject, at or clock.now()])
        ids = [row[0] for row in cursor.fetchall()]
    return tuple(_compiled(version_id) for version_id in ids)


def in_force(code: str) -> InForce:
    """The table `code` as it is in force now (1 query once it is known). Raises TableNotFound."""
    return version_in_force(code, None)


def version_in_force(code: str, number: int | None) -> InForce:
    """One published version by number, the newest without one. Raises TableNotFound."""
    found = DecisionVersion.objects.filter(table__code=code)
    found = found.filter(number=number) if number is not None else found
    version_id = found.order_by("-number").values_list("pk", flat=True).first()
    if version_id is None:
        raise TableNotFound
    return _compiled(version_id)


def subjects_with(purpose: str) -> frozenset[str]:
    """Every subject that a published table of `purpose` decides about (1 query)."""
    rows = DecisionVersion.objects.filter(table__purpose=purpose).values_list("table__subjects", flat=True).distinct()
    return frozenset(subject for subjects in rows for subject in subjects)


@lru_cache(maxsize=512)
def _compiled(version_id: int) -> InForce:
    version = DecisionVersion.objects.select_related("table").get(pk=version_id)
    table = read_table(version.content)
    return InForce(
        code=version.table.code,
        name=version.table.name,
        description=version.table.description,
        number=version.number,
        published_at=version.published_at,
        subjects=tuple(version.table.subjects),
        is_demo=version.table.is_demo,
        table=table,
        space=Space(table),
    )


def ask(asked: InForce, given: Mapping[str, object]) -> Said:
    """What the table says when everything is known; what is missing counts as not answered. Raises ValueRefused for a value that does not fit."""
    values: dict[str, Value] = {}
    for each in asked.inputs:
        raw = given.get(each.name)
        values[each.name] = None if raw is None or raw == "" else each.read(raw)
    return _said(evaluation.decide(asked.table, values))


def next_question(asked: InForce, answers: Mapping[str, Value]) -> Input | None:
    """The next question that still matters."""
    return evaluation.next_question(asked.table, asked.space, answers)


def settle(asked: InForce, answers: Mapping[str, Value]) -> Said:
    """What the table says once no question matters any more."""
    return _said(evaluation.settle(asked.table, asked.space, answers))


def _said(decision: evaluation.Decision) -> Said:
    return Said(rules=tuple(rule.number for rule in decision.rules), rows=decision.rows, total=decision.total)


def read_answers(inputs: Sequence[Input], given: Mapping[str, Any]) -> dict[str, Value]:
    """The answers among `given` that can be read; others are left out, to be asked again."""
    answers: dict[str, Value] = {}
    for each in inputs:
        if given.get(each.name):
            try:
                answers[each.name] = each.read(given[each.name])
            except ValueRefused:
                continue
    return answers
