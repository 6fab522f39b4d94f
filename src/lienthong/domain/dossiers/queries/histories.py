"""Whole lives of dossiers as plain values (diễn biến của nhiều hồ sơ), for those who reckon with them: no personal data, no rows."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from lienthong.domain.dossiers.choices import Decision, Outcome, ProposalKind, ReferralState, State
from lienthong.domain.dossiers.models import Dossier, DossierStep, Halt, Proposal, Referral, SupplementRequest
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit.pagination import Page, keyset_rows

ENDED = (State.COMPLETED, State.RETURNED, State.CLOSED, State.WITHDRAWN, State.STOPPED)


@dataclass(frozen=True, slots=True)
class LifeHold:
    """From `since` on a step lies with this seat, or with the agency when `position_id` is None."""

    since: datetime
    agency_id: int
    department_id: int | None = None
    position_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class LifeStep:
    """A step, and in whose hands it was one after another; `holds` is never empty."""

    id: int
    key: str
    name: str
    role: str
    opened_at: datetime
    due_at: datetime
    finished_at: datetime | None
    holds: tuple[LifeHold, ...]


@dataclass(frozen=True, slots=True)
class LifePause:
    """A stretch without a clock. `kind`: supplement, pause, duty, or "" when nobody wrote why; `ground` as in `Ground`."""

    begin: datetime
    end: datetime | None
    kind: str
    ground: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class LifeQuestion:
    """Another agency was asked; recalled questions are left out, for when they were recalled is not in the row."""

    id: int
    kind: str
    agency_id: int
    sent_at: datetime
    due_at: datetime
    answered_at: datetime | None


@dataclass(slots=True)
class Life:
    """One dossier from its beginning (acceptance, or the last reopening) to its end, None while it runs.

    `round`: how often it was reopened. `extended_days`: working days of an extension in this round, 0 for none.
    """

    id: uuid.UUID
    code: str
    agency_id: int
    procedure_id: int
    state: str
    round: int
    accepted_at: datetime | None
    begin: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    ended_at: datetime | None
    extended_days: int = 0
    steps: list[LifeStep] = field(default_factory=list)
    pauses: list[LifePause] = field(default_factory=list)
    questions: list[LifeQuestion] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        """There is a result, or the handling ended without one."""
        return self.state in ENDED


_COLUMNS = (
    "id",
    "code",
    "agency_id",
    "procedure_id",
    "state",
    "reopened",
    "accepted_at",
    "due_at",
    "original_due_at",
    "completed_at",
    "pauses",
    "paused_at",
)


def lives_of(ids: Sequence[uuid.UUID]) -> list[Life]:
    """The lives of these dossiers, in no order. Eight queries at most, whatever their number. For programs: the caller decides who may see what."""
    lives: dict[uuid.UUID, Life] = {}
    clocks: dict[uuid.UUID, tuple[list[list[str]], datetime | None]] = {}
    for row in Dossier.objects.filter(id__in=ids).values_list(*_COLUMNS):
        key, code, agency, procedure, state, reopened, accepted, due, original, completed, pauses, paused_at = row
        lives[key] = Life(key, code, agency, procedure, state, reopened, accepted, accepted, due, original, completed)
        clocks[key] = (pauses, paused_at)
    if not lives:
        return []
    _decided(lives)
    for key, step in _steps(lives):
        lives[key].steps.append(step)
    for life in lives.values():
        if life.ended_at is None and life.state in {State.WITHDRAWN, State.STOPPED}:
            # They have no column of their own: everything open is finished at that moment.
            life.ended_at = max((step.finished_at for step in life.steps if step.finished_at), default=None)
    reasons = _reasons(lives)
    for key, (pauses, paused_at) in clocks.items():
        lives[key].pauses = _pauses(lives[key], pauses, paused_at, reasons[key])
    for referral in Referral.objects.filter(dossier_id__in=list(lives)).exclude(state=ReferralState.RECALLED):
        question = LifeQuestion(
            referral.pk, referral.kind, referral.agency_id, referral.sent_at, referral.due_at, referral.answered_at
        )
        lives[referral.dossier_id].questions.append(question)
    return list(lives.values())


def ended_ids(*, after: uuid.UUID | None = None, limit: int = 1000) -> list[uuid.UUID]:
    """Dossiers that came to an end after acceptance, in the order of their ids, from behind `after` on."""
    rows = Dossier.objects.filter(_HAS_ENDED)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def ended_among(ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Those of these dossiers that came to an end after acceptance. One query."""
    return list(Dossier.objects.filter(_HAS_ENDED, id__in=ids).values_list("id", flat=True))


def completed_since(since: datetime, *, limit: int = 20_000) -> list[uuid.UUID]:
    """Dossiers whose result came after `since`, the latest first."""
    rows = Dossier.objects.filter(completed_at__gte=since).order_by("-completed_at")
    return list(rows.values_list("id", flat=True)[:limit])


# Withdrawn before anything was promised there is nothing to account for; a result without an acceptance is listed as broken.
_HAS_ENDED = Q(state__in=[State.COMPLETED, State.RETURNED, State.CLOSED]) | Q(
    state__in=[State.WITHDRAWN, State.STOPPED], accepted_at__isnull=False
)


def _decided(lives: dict[uuid.UUID, Life]) -> None:
    """Reopenings begin a new limit, an extension moves it."""
    approved = Proposal.objects.filter(
        dossier_id__in=list(lives),
        state=Decision.APPROVED,
        kind__in=[ProposalKind.REOPEN, ProposalKind.EXTEND],
        decided_at__isnull=False,
    )
    for proposal in approved.order_by("id"):
        life = lives[proposal.dossier_id]
        if proposal.kind == ProposalKind.REOPEN and life.round:
            life.begin, life.extended_days = proposal.decided_at, 0
        elif proposal.kind == ProposalKind.EXTEND:
            life.extended_days = int(proposal.details.get("days", 0))


@dataclass(slots=True)
class _Acts:
    """What the record says of whose hands a dossier went through, in order of time: agencies that changed, seats that were given steps."""

    moves: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    given: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)


def _acts(lives: dict[uuid.UUID, Life]) -> tuple[dict[str, _Acts], dict[int, tuple[int | None, str]]]:
    """(dossier → its acts, seat → department and name of whoever was given a step). One or two queries."""
    found: dict[str, _Acts] = defaultdict(_Acts)
    seats: set[int] = set()
    for act in audit.acts_on("dossier", list(lives), ["follow_agency", "assign_step", "undo_assignment"]):
        if act.verb == "follow_agency":
            found[act.subject_id].moves.append((act.at, act.details))
            continue
        found[act.subject_id].given.append((act.at, act.details))
        seats |= {each for each in (act.details.get("to"), act.details.get("from")) if each}
    named = organizations.seats_with_ids(seats) if seats else ()
    return found, {seat.pk: (seat.department_id, seat.account.full_name) for seat in named}


def _steps(lives: dict[uuid.UUID, Life]) -> Iterator[tuple[uuid.UUID, LifeStep]]:
    acts, seats = _acts(lives)
    nothing = _Acts()
    rows = DossierStep.objects.filter(dossier_id__in=list(lives)).values_list(
        "dossier_id",
        "id",
        "key",
        "name",
        "role",
        "agency_id",
        "opened_at",
        "due_at",
        "finished_at",
        "finished_by_id",
        "finished_by__department_id",
        "finished_by_name",
        "assignee_id",
        "assignee__department_id",
        "assignee__account__full_name",
        "outcome",
    )
    for row in rows.order_by("id").iterator():
        dossier, number, key, name, role, agency, opened, due, finished = row[:9]
        # A step that was cut short was ended by whoever ended the dossier, the applicant perhaps: it lay with whom it was given to.
        done = finished is not None and row[15] != Outcome.CANCELLED
        seat, department, person = row[9:12] if done else row[12:15]
        known = acts.get(str(dossier), nothing)
        holds = _given(known, name, opened, finished, agency, seats)
        if not holds or (done and seat is not None and holds[-1].position_id is None):
            # Whoever finished it had it, from the last time it was put back into the common queue on.
            since = holds[-1].since if holds else opened
            holds[-1:] = [LifeHold(since, agency, department, seat, person or "")]
        _moved(holds, known, role, opened, finished)
        yield dossier, LifeStep(number, key, name, role, opened, due, finished, tuple(holds))


def _given(
    acts: _Acts,
    name: str,
    opened: datetime,
    finished: datetime | None,
    agency: int,
    seats: dict[int, tuple[int | None, str]],
) -> list[LifeHold]:
    """Who was given this step, one after another; empty where nobody was."""
    holds: list[LifeHold] = []
    for at, details in acts.given:
        if details.get("step") != name or at < opened or (finished is not None and at > finished):
            continue
        if not holds:
            holds.append(_hold(opened, agency, details.get("from"), seats))
        holds.append(_hold(at, agency, details.get("to"), seats))
    return holds


def _hold(since: datetime, agency: int, seat: int | None, seats: dict[int, tuple[int | None, str]]) -> LifeHold:
    department, person = seats.get(seat or 0, (None, ""))
    return LifeHold(since, agency, department, seat, person)


def _moved(holds: list[LifeHold], acts: _Acts, role: str, opened: datetime, finished: datetime | None) -> None:
    """Agencies that merged or split while the step was open: before, it lay with the one of before, whoever held it."""
    for at, details in reversed(acts.moves):
        if at <= opened or (finished is not None and at >= finished) or details.get("to") != holds[0].agency_id:
            continue
        before = int(details.get("reception_from" if role == Role.ONE_STOP_OFFICER else "from") or holds[0].agency_id)
        place = max((number for number, hold in enumerate(holds) if hold.since <= at), default=0)
        crossing = holds[place]
        if crossing.since < at:
            holds.insert(place + 1, replace(crossing, since=at))
        for number in range(place + 1):
            holds[number] = replace(holds[number], agency_id=before)


type _Reason = tuple[datetime, datetime | None, str, str, str]


def _reasons(lives: dict[uuid.UUID, Life]) -> dict[uuid.UUID, list[_Reason]]:
    """Why clocks stood still, and from when to when."""
    found: dict[uuid.UUID, list[_Reason]] = defaultdict(list)
    halts = Halt.objects.filter(dossier_id__in=list(lives)).values_list(
        "dossier_id", "began_at", "ended_at", "kind", "ground", "title"
    )
    for key, began, ended, kind, ground, title in halts:
        found[key].append((began, ended, kind, ground, title))
    asked = SupplementRequest.objects.filter(dossier_id__in=list(lives)).values_list(
        "dossier_id", "requested_at", "answered_at", "number"
    )
    for key, began, ended, number in asked:
        found[key].append((began, ended, "supplement", "", f"lần {number}"))
    return found


def _pauses(
    life: Life, kept: list[list[str]], paused_at: datetime | None, reasons: Sequence[_Reason]
) -> list[LifePause]:
    """What the clock knows, each named by the reason that begins with it. What was paused before a reopening ended with its limit."""
    spans: list[tuple[datetime, datetime | None]] = [
        (datetime.fromisoformat(begin), datetime.fromisoformat(end)) for begin, end in kept
    ]
    if paused_at is not None:
        spans.append((paused_at, None))
    pauses = []
    for begin, end in spans:
        if life.begin is not None and end is not None and end <= life.begin:
            continue
        near = min(reasons, key=lambda each: abs(each[0] - begin), default=None)
        _, _, kind, ground, title = (
            near if near is not None and _belongs(near, begin, end) else (begin, end, "", "", "")
        )
        pauses.append(LifePause(begin, end, kind, ground, title))
    return pauses


def _belongs(reason: _Reason, begin: datetime, end: datetime | None) -> bool:
    """The reason and the pause have a moment in common."""
    began, ended = reason[0], reason[1]
    return (ended is None or ended >= begin) and (end is None or began <= end)


@dataclass(frozen=True, slots=True)
class Running:
    """A dossier that is being handled, without personal data."""

    id: uuid.UUID
    code: str
    procedure: str
    agency_id: int
    due_at: datetime


_OVERDUE = """
SELECT dossier.id, dossier.code, procedure.short_name, dossier.agency_id, dossier.due_at
FROM dossiers_dossier dossier JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
WHERE dossier.state = 'processing' AND dossier.due_at < %(before)s AND {scope} {{beyond}}
ORDER BY {{order}} LIMIT %(limit)s
"""


def overdue_page(
    agency_ids: Sequence[int] | None, *, before: datetime, cursor: str | None = None, limit: int = 20
) -> Page[Running]:
    """Dossiers of these agencies (None: all) that are handled past their due date, the longest overdue first. The caller decides who may. One query."""
    scope = "true" if agency_ids is None else "dossier.agency_id = ANY(%(agencies)s)"
    values = {"before": before, "agencies": list(agency_ids or ())}
    order = {"dossier.due_at": datetime, "dossier.id": str}
    return keyset_rows(_OVERDUE.format(scope=scope), values, make=Running, order=order, cursor=cursor, limit=limit)


@dataclass(frozen=True, slots=True)
class Brief:
    """What a list may say of a dossier to whom its papers do not concern."""

    id: uuid.UUID
    code: str
    procedure: str
    agency_id: int
    reception_agency_id: int
    state: str


def brief_of(code: str) -> Brief | None:
    """The dossier with this code, without personal data. The caller decides who may see it. One query."""
    row = (
        Dossier.objects.filter(code=code.strip().upper())
        .values_list("id", "code", "procedure__short_name", "agency_id", "reception_agency_id", "state")
        .first()
    )
    return Brief(*row) if row is not None else None
