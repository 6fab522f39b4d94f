"""Who kept a dossier how long, and lateness by unit, over the API (API trễ hạn). Minutes of working time, dates in ISO 8601."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Query, Router, Schema

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.lateness import queries
from lienthong.domain.lateness.policies import READ
from lienthong.domain.lateness.queries import Asked, Told
from lienthong.kit.access import ActorRequest, officer, signed_in
from lienthong.kit.errors import Invalid

router = Router(tags=["lateness"])

LONGEST = 366
"""Days of one question."""


class StretchOut(Schema):
    """A run of minutes in one hand, in order of time."""

    kind: str = Field(
        description="step, queue, opinion, handover, idle, supplement, duty, applicant, ground or process"
    )
    agency: int
    unit: str
    step: str
    cause: str
    begin: int = Field(description="Minutes of working time since acceptance")
    minutes: int
    allowed: int | None = Field(description="What was left of the limit when it began; null without a limit")
    over: int
    late: int


class AccountOut(Schema):
    """One account: from acceptance, or from a reopening, to the end. `late` is the sum over the stretches."""

    round: int
    open: bool
    began_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    total: int
    paused: int
    limit: int
    late: int
    fault: str = Field(description="Why there are no figures; empty when there are")
    stretches: list[StretchOut]
    explanation: list[str]


class SumOut(Schema):
    """Lateness of one unit, step, procedure or month."""

    key: str
    name: str
    dossiers: int
    minutes: int
    minutes_after_objections: int


class SumsOut(Schema):
    """Sums of a period; `minutes` of the rows add up to `late_minutes`."""

    ended: int
    late: int
    late_minutes: int
    without_figures: int
    rows: list[SumOut]


class LateOut(Schema):
    """A finished dossier that was late, without personal data."""

    dossier: str
    procedure: str
    agency: str
    ended_on: date
    minutes: int
    steps: str


class LatePage(Schema):
    """Most minutes first."""

    items: list[LateOut]
    more: bool


class OverdueOut(Schema):
    """A running dossier past its date. `late` are minutes so far; `charged` who made it late."""

    dossier: str
    procedure: str
    agency: str
    due_at: datetime
    late: int
    charged: list[StretchOut]
    fault: str


class OverduePage(Schema):
    """The longest overdue first."""

    items: list[OverdueOut]
    next: str | None


Day = Annotated[date, Query()]


@router.get("/dossiers/{code}/time-accounts", response=list[AccountOut], summary="Who kept a dossier how long")
@signed_in.operation
def read_time_accounts(request: ActorRequest, code: str) -> list[AccountOut]:
    """Every account, the latest round last. Officers see each stretch; applicants theirs without names of departments."""
    if request.actor.is_officer:
        dossier_id: uuid.UUID = queries.dossier_in_sight(request.actor, code).id
    else:
        dossier_id = dossiers.dossier_for(request.actor, code).id
    plain = not request.actor.is_officer
    return [_account(told, plain=plain) for told in queries.accounts_of([dossier_id])[dossier_id]]


def _account(told: Told, *, plain: bool) -> AccountOut:
    lines = [] if told.fault else list(queries.for_applicant(told) if plain else queries.explanation(told))
    return AccountOut(
        round=told.round,
        open=told.is_open,
        began_at=told.began_at,
        ended_at=told.ended_at,
        due_at=told.due_at,
        total=told.total,
        paused=told.paused,
        limit=told.limit,
        late=told.late,
        fault=told.fault,
        stretches=[_stretch(row, plain=plain) for row in told.rows],
        explanation=lines,
    )


def _stretch(row: queries.Row, *, plain: bool = False) -> StretchOut:
    return StretchOut(
        kind=row.kind,
        agency=row.agency_id,
        unit=row.unit.rsplit(", ", 1)[-1] if plain else row.unit,
        step=row.step,
        cause=row.cause,
        begin=row.begin,
        minutes=row.minutes,
        allowed=row.allowed,
        over=row.over,
        late=row.late,
    )


@router.get("/lateness", response=SumsOut, summary="Lateness by unit, step, procedure or month")
@officer(*READ).operation
def read_lateness(
    request: ActorRequest,
    since: Day,
    until: Day,
    by: Literal["agency", "department", "step", "procedure", "month"] = "agency",
    agency: int | None = None,
) -> SumsOut:
    """Dossiers that ended in the period, both days included, at most 366 days; the own agency and those below."""
    asked = _asked(since, until, agency)
    totals = queries.totals(request.actor, asked)
    return SumsOut(
        ended=totals.ended,
        late=totals.late,
        late_minutes=totals.minutes,
        without_figures=totals.broken,
        rows=[
            SumOut(
                key=each.key,
                name=each.label,
                dossiers=each.dossiers,
                minutes=each.minutes,
                minutes_after_objections=each.after,
            )
            for each in queries.sums(request.actor, by, asked)
        ],
    )


@router.get("/late-dossiers", response=LatePage, summary="Finished dossiers that were late")
@officer(*READ).operation
def list_late_dossiers(
    request: ActorRequest,
    since: Day,
    until: Day,
    agency: int | None = None,
    page: Annotated[int, Query(ge=1, le=200)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
) -> LatePage:
    """Those charged to the agency, or to any in sight; the most minutes first."""
    rows, more = queries.late_dossiers(request.actor, _asked(since, until, agency), page=page, limit=limit)
    items = [
        LateOut(
            dossier=each.code,
            procedure=each.procedure,
            agency=each.agency,
            ended_on=each.ended_on,
            minutes=each.charged,
            steps=each.where,
        )
        for each in rows
    ]
    return LatePage(items=items, more=more)


@router.get("/overdue-dossiers", response=OverduePage, summary="Running dossiers past their date")
@officer(*READ).operation
def list_overdue_dossiers(
    request: ActorRequest,
    agency: int | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> OverduePage:
    """With who made them late so far; paused ones stand still and are left out."""
    page = queries.overdue_page(request.actor, agency_id=agency, cursor=cursor, limit=limit)
    items = [
        OverdueOut(
            dossier=each.code,
            procedure=each.procedure,
            agency=each.agency,
            due_at=each.due_at,
            late=each.late,
            charged=[_stretch(row) for row in each.charged],
            fault=each.fault,
        )
        for each in page.items
    ]
    return OverduePage(items=items, next=page.next)


def _asked(since: date, until: date, agency: int | None) -> Asked:
    if until < since:
        raise Invalid({"until": "Ngày cuối phải không trước ngày đầu."})
    if (until - since).days >= LONGEST:
        raise Invalid({"until": f"Mỗi lần hỏi không quá {LONGEST} ngày. Chia thành nhiều kỳ."})
    return Asked(since=since, until=until, agency_id=agency)
