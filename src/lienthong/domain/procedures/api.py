"""Operations of the API that read the catalogue (API thủ tục). Public: the router is mounted with `auth=None`."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from lienthong.domain.procedures import queries
from lienthong.domain.procedures.errors import ProcedureNotFound
from lienthong.domain.procedures.queries import ProcedureRow, VersionSnapshot, interchange
from lienthong.kit.access import public
from lienthong.kit.pagination import BadCursor

router = Router(tags=["procedures"])

FARTHEST = 1000
"""Places a ranked list is followed to; whoever wants more asks a narrower question."""


class ProcedureItem(Schema):
    """A procedure in a list."""

    code: str = Field(description="National code", examples=["1.001193"])
    short_name: str
    name: str
    field_code: str
    field_name: str
    summary: str
    time_limit_text: str = Field(examples=["3 ngày làm việc"])
    service_level: str = Field(description="full, partial or info (Nghị định 42/2022/NĐ-CP)")
    accepts_online: bool
    has_demo_content: bool = Field(description="Something in it was not checked against a source")


class ProcedureList(Schema):
    """One page. `next` is the cursor of the next page, null on the last."""

    items: list[ProcedureItem]
    next: str | None
    is_close: bool = Field(description="Nothing holds the words as typed; these are near")


class RequirementOut(Schema):
    """A paper of the dossier."""

    key: str
    name: str
    originals: int
    copies: int
    accepted_as: list[str]
    mode: str = Field(description="submit or present")
    required: bool
    when: str = Field(description="The case in which it is needed, empty: always")
    instead: str
    from_form: bool = Field(description="Made from the answers; never send it")
    from_register: bool = Field(description="Known to a national database for verified persons")
    mark: str = Field(description="S seen in a source, M demo content")


class FeeOut(Schema):
    """A fee in đồng per unit."""

    kind: str = Field(description="phi or le_phi")
    name: str
    amount: int
    per: str
    channel: str = Field(description="any, counter, online or post")
    note: str
    mark: str


class LegalBasisOut(Schema):
    """A legal text."""

    number: str = Field(examples=["123/2015/NĐ-CP"])
    title: str
    mark: str


class StepOut(Schema):
    """A step of the workflow; hours of working time."""

    name: str
    role: str
    kind: str
    hours: float


class AgencyOut(Schema):
    """A kind of agency that handles it."""

    tier: str
    agency: str


class ProcedureDetail(Schema):
    """A procedure as it is in force today."""

    code: str
    version: int
    name: str
    short_name: str
    summary: str
    decision: str
    field_code: str
    field_name: str
    agencies: list[AgencyOut]
    subjects: list[str]
    channels: list[str]
    time_limit_value: int | None = Field(description="null where the record holds prose; see time_limit_text")
    time_limit_unit: str = Field(description="same_day, hours, working_days, days, months, or empty")
    time_limit_text: str = Field(examples=["3 ngày làm việc"])
    time_note: str
    dossier_sets: int
    service_level_2022: str = Field(description="full, partial, info, or empty when not known")
    service_level_2019: int | None
    conditions: list[str]
    exemptions: list[str]
    requirements: list[RequirementOut]
    fees: list[FeeOut]
    legal_bases: list[LegalBasisOut]
    steps: list[StepOut]
    result_name: str
    result_code: str
    form_schema: dict[str, object] | None = Field(description="JSON Schema 2020-12 of the answers")
    marks: dict[str, str]


class PeriodOut(Schema):
    """Days on which a version stands in one status."""

    status: str = Field(description="active, suspended or withdrawn")
    since: date
    until: date | None = Field(description="The first day after it; null while no end is decided")
    decision: str = Field(examples=["Quyết định số 512/QĐ-UBND ngày 12/11/2026 của Chủ tịch UBND tỉnh Gia Lai"])
    reason: str


class VersionItem(Schema):
    """A version and the days on which it holds; no periods: it never came into force, or its decision was called back."""

    number: int
    valid_from: date
    short_name: str
    decision: str
    published_at: datetime
    periods: list[PeriodOut]


class VersionList(Schema):
    """Every version, newest first."""

    items: list[VersionItem]


class ProcedureSearch(Schema):
    """What to look for."""

    q: str = Field(
        "", max_length=200, description="Words, with or without accents, glued or with a typing error, or a code"
    )
    field: str = Field("", max_length=60)
    tier: str = Field("", max_length=20)
    limit: int = Field(20, ge=1, le=100)
    cursor: str = Field("", max_length=20)


@router.get("/procedures", response=ProcedureList, auth=None, operation_id="list_procedures")
@public.operation
def list_procedures(request: HttpRequest, search: Query[ProcedureSearch]) -> dict[str, object]:
    """Procedures in force, best match first; the most wanted first without words."""
    offset = _offset(search.cursor)
    found = queries.search_procedures(search.q, field=search.field, tier=search.tier, limit=search.limit, offset=offset)
    following = offset + search.limit
    return {
        "items": [_item(row) for row in found.rows],
        "next": f"r{following}" if found.has_more and following < FARTHEST else None,
        "is_close": found.is_close,
    }


@router.get("/procedures/{code}", response=ProcedureDetail, auth=None, operation_id="read_procedure")
@public.operation
def read_procedure(request: HttpRequest, code: str) -> dict[str, object]:
    """One procedure in full, with the JSON Schema of its form. 404 for a code that is not in force."""
    return _detail(queries.current_version(code))


@router.get("/procedures/{code}/versions", response=VersionList, auth=None, operation_id="list_procedure_versions")
@public.operation
def list_procedure_versions(request: HttpRequest, code: str) -> dict[str, object]:
    """Every version of a procedure with the days on which it held, holds or will hold. 404 for a code never published."""
    rows = queries.versions_of(code)
    if not rows:
        raise ProcedureNotFound(code)
    periods: dict[int, list[dict[str, object]]] = {}
    for each in queries.standings(code):
        periods.setdefault(each.version_number, []).append(
            {
                "status": each.status,
                "since": each.since,
                "until": each.until,
                "decision": each.decision.words,
                "reason": each.decision.reason,
            }
        )
    return {
        "items": [
            {
                "number": row.number,
                "valid_from": row.valid_from,
                "short_name": row.short_name,
                "decision": row.decision,
                "published_at": row.published_at,
                "periods": periods.get(row.number, []),
            }
            for row in rows
        ]
    }


@router.get(
    "/procedures/{code}/versions/{number}",
    response=ProcedureDetail,
    auth=None,
    operation_id="read_procedure_version",
)
@public.operation
def read_procedure_version(
    request: HttpRequest, code: str, number: Annotated[int, Path(ge=1, le=100_000)]
) -> dict[str, object]:
    """One version in full, in force or not: what a dossier of its time was filed under. 404 for a number that is not there."""
    return _detail(queries.version(queries.numbered_version(code, number).pk))


@router.get("/procedures/{code}/national", auth=None, operation_id="read_national_record")
@public.operation
def read_national_record(request: HttpRequest, code: str) -> dict[str, object]:
    """One procedure in the shape of the national database (MATTHC, TENTTHC …), as its page shows it today. 404 for a code that is not in force."""
    return interchange.shown_record(queries.current_version(code))


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    if not (cursor[0] == "r" and cursor[1:].isascii() and cursor[1:].isdigit() and int(cursor[1:]) < FARTHEST):
        raise BadCursor
    return int(cursor[1:])


def _item(row: ProcedureRow) -> dict[str, object]:
    return {
        "code": row.code,
        "short_name": row.short_name,
        "name": row.name,
        "field_code": row.field_code,
        "field_name": row.field_name,
        "summary": row.summary,
        "time_limit_text": row.time_limit_text,
        "service_level": row.service_level,
        "accepts_online": row.accepts_online,
        "has_demo_content": row.is_demo,
    }


def _detail(version: VersionSnapshot) -> dict[str, object]:
    same = set(ProcedureDetail.model_fields) - {"version", "agencies", "form_schema"}
    return {
        **{name: getattr(version, name) for name in same},
        "version": version.number,
        "agencies": version.entries,
        "form_schema": version.form.schema if version.form else None,
    }
