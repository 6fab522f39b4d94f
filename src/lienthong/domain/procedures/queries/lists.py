"""Ways into the catalogue besides searching (lĩnh vực, nhiều người tìm, theo mã)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lienthong.domain.procedures.choices import ProcedureStatus
from lienthong.domain.procedures.models import Field, Procedure
from lienthong.domain.procedures.queries.search import ProcedureRow, search_procedures
from lienthong.domain.procedures.queries.versions import VersionSnapshot, version


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field and how many procedures in force it has."""

    code: str
    name: str
    count: int


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
    for field_code, code, short_name in (
        _in_force().order_by("search_title").values_list("field__code", "code", "short_name")
    ):
        listed.setdefault(field_code, []).append((code, short_name))
    return tuple((row, tuple(listed.get(row.code, ()))) for row in fields())


def short_names(codes: Iterable[str]) -> dict[str, str]:
    """Code -> short name of those of `codes` that are in force (1 query)."""
    return dict(_in_force().filter(code__in=list(codes)).values_list("code", "short_name"))


def current_versions(codes: Iterable[str]) -> dict[str, VersionSnapshot]:
    """Code -> version in force of those of `codes` that have one (1 query once the versions are known to this process)."""
    rows = _in_force().filter(code__in=list(codes)).values_list("code", "current_version_id")
    return {code: version(version_id) for code, version_id in rows if version_id is not None}


def _in_force() -> QuerySet[Procedure]:
    return Procedure.objects.filter(status=ProcedureStatus.ACTIVE, current_version__isnull=False)
