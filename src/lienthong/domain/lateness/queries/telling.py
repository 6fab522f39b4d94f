"""The accounts of one dossier with names (ai giữ bao lâu): those that are kept, and the one that still runs, reckoned when read."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.choices import State
from lienthong.domain.lateness.choices import PAUSES, Fault, Kind
from lienthong.domain.lateness.models import LatenessAccount
from lienthong.domain.lateness.queries.living import history_of
from lienthong.domain.lateness.rules import Account, Broken, History, Unit, account_of
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.workdays import queries as workdays
from lienthong.foundation.workdays.services import Calendar
from lienthong.kit import clock

WAITS_FOR_NOTHING = {State.AWAITING_PAYMENT, State.SUBMITTED, State.REJECTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A stretch with names. `unit`: department and agency as they were called when it ended; `share_id` once it is kept."""

    kind: Kind
    agency_id: int
    unit: str
    person: str
    step: str
    cause: str
    begin: int
    minutes: int
    allowed: int | None
    over: int
    late: int
    share_id: int | None = None

    @property
    def label(self) -> str:
        """Whose hands, in words."""
        return str(self.kind.label)

    @property
    def is_pause(self) -> bool:
        """The clock stood still."""
        return self.kind in PAUSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One account: a round of a dossier. Figures are whole minutes of working time; with a `fault` there are none."""

    dossier_id: uuid.UUID
    round: int
    is_open: bool
    began_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    extended_days: int = 0
    total: int = 0
    paused: int = 0
    limit: int = 0
    overrun: int = 0
    covered: int = 0
    late: int = 0
    rows: Sequence[Row] = ()
    fault: str = ""

    @property
    def counted(self) -> int:
        """Minutes of the office."""
        return self.total - self.paused

    @property
    def fault_words(self) -> str:
        """Why there are no figures."""
        return str(Fault(self.fault).label) if self.fault else ""


def accounts_of(dossier_ids: Sequence[uuid.UUID], *, now: datetime | None = None) -> dict[uuid.UUID, list[Told]]:
    """Every account of these dossiers, the latest round last. The caller has decided that the actor may see them. About a dozen queries."""
    kept = LatenessAccount.objects.filter(dossier_id__in=dossier_ids).prefetch_related("shares").order_by("round")
    found: dict[uuid.UUID, list[Told]] = {each: [] for each in dossier_ids}
    drawn: list[tuple[LatenessAccount, list[_Drawn]]] = [(each, _drawn_of(each)) for each in kept]
    there = {(each.dossier_id, each.round) for each, _ in drawn}
    at = now or clock.now()
    calendars = workdays.calendars_known() if len(dossier_ids) > 1 else workdays.calendar_for
    running = [
        (life, *_reckoned(life, at, calendars))
        for life in dossiers.lives_of(dossier_ids)
        if (life.id, life.round) not in there and life.state not in WAITS_FOR_NOTHING and (life.begin or life.has_ended)
    ]
    names = _Names(
        [each for _, rows in drawn for each in rows]
        + [each for _, account, _ in running for each in _drawn_now(account)]
    )
    for head, kept_rows in drawn:
        found[head.dossier_id].append(_kept(head, [names.row(each, head.ended_on) for each in kept_rows]))
    for life, account, fault in running:
        day = (life.ended_at or at).astimezone(clock.VIETNAM).date()
        rows = [names.row(each, day) for each in _drawn_now(account)]
        found[life.id].append(_running(life, at, account, fault, rows))
    return found


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A row before its names are looked up."""

    kind: Kind
    unit: Unit
    step: str
    cause: str
    begin: int
    minutes: int
    allowed: int | None
    over: int
    late: int
    share_id: int | None = None


def _drawn_of(account: LatenessAccount) -> list[_Drawn]:
    shares = sorted(account.shares.all(), key=lambda each: each.place)
    return [
        _Drawn(
            Kind(each.kind),
            Unit(each.agency_id, each.department_id, each.position_id, each.person),
            each.step_name,
            each.cause,
            each.begin,
            each.minutes,
            each.allowed,
            each.over,
            each.late,
            each.pk,
        )
        for each in shares
    ]


def _drawn_now(account: tuple[Account, History] | None) -> list[_Drawn]:
    if account is None:
        return []
    reckoned, history = account
    rows = [
        _Drawn(
            each.kind,
            each.unit,
            each.step_name,
            each.cause,
            each.begin,
            each.minutes,
            each.allowed,
            each.over,
            each.late,
        )
        for each in reckoned.stretches
    ]
    if reckoned.process:
        rows.append(
            _Drawn(Kind.PROCESS, Unit(history.unit.agency_id), "", "", reckoned.total, 0, None, 0, reckoned.process)
        )
    return rows


def _reckoned(
    life: dossiers.Life, now: datetime, calendars: Callable[[int | None, datetime], Calendar]
) -> tuple[tuple[Account, History] | None, str]:
    try:
        history = history_of(life, now=now)
        return (account_of(history, calendars(life.agency_id, history.begin)), history), ""
    except Broken as broken:
        return None, broken.fault


class _Names:
    """Short names of agencies and departments, as they were called on a day."""

    def __init__(self, rows: Iterable[_Drawn]) -> None:
        units = [each.unit for each in rows]
        agencies = {each.agency_id for each in units}
        self._agencies = organizations.names_of(agencies) if agencies else {}
        self._former = organizations.former_short_names(agencies) if agencies else {}
        departments = {each.department_id for each in units if each.department_id}
        self._departments = organizations.department_names(departments) if departments else {}

    def row(self, drawn: _Drawn, day: date) -> Row:
        """The row with its names."""
        unit = drawn.unit
        former = (name for until, name in self._former.get(unit.agency_id, []) if until >= day)
        agency = next(former, self._agencies.get(unit.agency_id, ""))
        department = self._departments.get(unit.department_id or 0, "")
        return Row(
            kind=drawn.kind,
            agency_id=unit.agency_id,
            unit=f"{department}, {agency}" if department else agency,
            person=unit.person,
            step=drawn.step,
            cause=drawn.cause,
            begin=drawn.begin,
            minutes=drawn.minutes,
            allowed=drawn.allowed,
            over=drawn.over,
            late=drawn.late,
            share_id=drawn.share_id,
        )


def _kept(head: LatenessAccount, rows: list[Row]) -> Told:
    return Told(
        dossier_id=head.dossier_id,
        round=head.round,
        is_open=False,
        began_at=head.began_at,
        ended_at=head.ended_at,
        due_at=head.due_at,
        extended_days=head.extended_days,
        total=head.total,
        paused=head.paused,
        limit=head.limit,
        overrun=head.overrun,
        covered=head.covered,
        late=head.late,
        rows=rows,
        fault=head.fault,
    )


def _running(
    life: dossiers.Life, now: datetime, account: tuple[Account, History] | None, fault: str, rows: list[Row]
) -> Told:
    reckoned = account[0] if account is not None else None
    return Told(
        dossier_id=life.id,
        round=life.round,
        is_open=not life.has_ended,
        began_at=life.begin,
        ended_at=life.ended_at or now,
        due_at=life.due_at,
        extended_days=life.extended_days,
        total=reckoned.total if reckoned else 0,
        paused=reckoned.paused if reckoned else 0,
        limit=reckoned.limit if reckoned else 0,
        overrun=reckoned.overrun if reckoned else 0,
        covered=reckoned.covered if reckoned else 0,
        late=reckoned.late if reckoned else 0,
        rows=rows,
        fault=fault,
    )
