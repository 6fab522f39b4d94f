"""Operations of the API that read published figures (API số liệu). Public."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from lienthong.domain.figures import queries
from lienthong.domain.figures.choices import PeriodKind
from lienthong.domain.figures.queries import EditionRow, Row
from lienthong.domain.figures.rules.periods import read_slug
from lienthong.kit.access import public

router = Router(tags=["figures"])


class EditionOut(Schema):
    """A published edition of a period."""

    period: str = Field(examples=["thang-2026-10"])
    name: str = Field(examples=["Tháng 10/2026"])
    kind: str = Field(description="day, week, month, quarter or year")
    since: date = Field(description="First day")
    until: date = Field(description="Last day")
    edition: int = Field(description="1, or more after corrections")
    reason: str = Field(description="Why it was corrected, empty for the first")
    published_at: datetime
    digest: str = Field(description="SHA-256 of every cell; equal when two reckonings agree")
    method: str


class EditionList(Schema):
    """Newest last."""

    items: list[EditionOut]


class FiguresOut(EditionOut):
    """The totals of a period: `all` of agencies, `people` each matter once, and each channel; columns as in /so-lieu/tu-dien.json."""

    totals: dict[str, dict[str, int]]


class RowOut(Schema):
    """A unit or procedure."""

    code: str
    name: str
    group: str = Field(description="Tier of a unit, field of a procedure")
    numbers: dict[str, int]
    on_time_rate: float | None = Field(description="Per cent")
    days_each: float | None = Field(description="Average days of handling, pauses taken out")
    answers: int | None = Field(description="Answers to the survey; null below five")
    satisfied_rate: float | None = Field(description="Per cent; null below five answers")


class RowList(EditionOut):
    """Rows of an edition."""

    rows: list[RowOut]


def _edition(edition: EditionRow) -> dict[str, Any]:
    period = edition.report.period
    return {
        "period": period.slug, "name": period.name, "kind": period.kind, "since": period.starts_on, "until": period.last_day,
        "edition": edition.number, "reason": edition.reason, "published_at": edition.published_at, "digest": edition.digest, "method": edition.method,
    }  # fmt: skip


def _rows(edition: EditionRow, rows: list[Row]) -> dict[str, Any]:
    return _edition(edition) | {
        "rows": [
            {
                "code": row.code, "name": row.name, "group": row.group, "numbers": row.numbers._asdict(),
                "on_time_rate": row.numbers.on_time_rate, "days_each": row.numbers.days_each,
                "answers": row.answers.number if row.answers.rate is not None else None, "satisfied_rate": row.answers.rate,
            }
            for row in rows
        ]
    }  # fmt: skip


@router.get("/figures", response=EditionList, auth=None, summary="Periods with published figures")
@public.operation
def list_figures(
    request: HttpRequest,
    kind: Annotated[PeriodKind, Query(description="day, week, month, quarter or year")] = PeriodKind.MONTH,
    limit: Annotated[int, Query(ge=1, le=60)] = 12,
) -> dict[str, Any]:
    """The newest edition of each of the last periods."""
    return {"items": [_edition(each) for each in queries.editions_of(kind, limit=limit)]}


@router.get("/figures/{period}", response=FiguresOut, auth=None, summary="Totals of a period")
@public.operation
def get_figures(
    request: HttpRequest,
    period: Annotated[str, Path(max_length=20)],
    edition: Annotated[int | None, Query(ge=1, le=999)] = None,
) -> dict[str, Any]:
    """The newest edition, or the one asked for."""
    found = queries.edition_for(read_slug(period), edition)
    return _edition(found) | {"totals": found.totals}


@router.get("/figures/{period}/units", response=RowList, auth=None, summary="Figures of every unit")
@public.operation
def list_figures_of_units(request: HttpRequest, period: Annotated[str, Path(max_length=20)]) -> dict[str, Any]:
    """The newest edition by unit."""
    edition = queries.edition_for(read_slug(period))
    return _rows(edition, queries.units_of(edition))


@router.get("/figures/{period}/procedures", response=RowList, auth=None, summary="Figures of every procedure")
@public.operation
def list_figures_of_procedures(request: HttpRequest, period: Annotated[str, Path(max_length=20)]) -> dict[str, Any]:
    """The newest edition by procedure."""
    edition = queries.edition_for(read_slug(period))
    return _rows(edition, queries.procedures_of(edition))
