"""Ways into the catalogue besides searching (lĩnh vực, nhiều người tìm, theo mã)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from lienthong.domain.procedures.choices import ProcedureStatus
from lienthong.domain.procedures.models import Field, Period, Procedure
from lienthong.domain.procedures.queries.search import ProcedureRow, search_procedures
from lienthong.domain.procedures.queries.versions import VersionSnapshot, version
from lienthong.kit import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field and how many procedures in force it has."""

    code: str
    name: str
    count: int


def _in_force() -> QuerySet[Period]:
    """Periods of today in which a procedure is listed."""
    return Period.objects.filter(
        days__contains=clock.today(), status__in=[ProcedureStatus.ACTIVE, ProcedureStatus.SUSPENDED]
    )


def popular(limit: int = 6) -> tuple[ProcedureRow, ...]:
    """The most wanted procedures (1 query)."""
    return search_procedures("", limit=limit).rows


def fields() -> tuple[FieldRow, ...]:
    """Fields with at least one procedure in force (2 queries)."""
    counts = dict(_in_force().values_list("field_id").annotate(Count("pk")))
    rows = Field.objects.filter(pk__in=counts).values_list("pk", "code", "name")
    return tuple(FieldRow(code=code, name=name, count=counts[pk]) for pk, code, name in rows)


def by_field() -> tuple[tuple[FieldRow, tuple[tuple[str, str], ...]], ...]:
    """Every field with its procedures as (code, short name), alphabetically (3 queries)."""
    listed: dict[str, list[tuple[str, str]]] = {}
    rows = _in_force().order_by("search_title").values_list("field__code", "code", "version__short_name")
    for field_code, code, short_name in rows:
        listed.setdefault(field_code, []).append((code, short_name))
    return tuple((row, tuple(listed.get(row.code, ()))) for row in fields())


def short_names(codes: Iterable[str]) -> dict[str, str]:
    """Code -> short name of those of `codes` that are in force (1 query)."""
    return dict(_in_force().filter(code__in=list(codes)).values_list("code", "version__short_name"))


def labels_of(ids: Iterable[int]) -> dict[int, tuple[str, str, str, str]]:
    """Id -> (code, short name, code and name of the field), whether in force or not (1 query)."""
    rows = Procedure.objects.filter(pk__in=list(ids))
    return {row[0]: row[1:] for row in rows.values_list("pk", "code", "short_name", "field__code", "field__name")}


def current_versions(codes: Iterable[str]) -> dict[str, VersionSnapshot]:
    """Code -> version in force of those of `codes` that have one (1 query once the versions are known to this process)."""
    rows = _in_force().filter(code__in=list(codes)).values_list("code", "version_id")
    return {code: version(version_id) for code, version_id in rows}
