"""Pauses, proposals and letters of a dossier, and the account of its time (diễn biến hồ sơ)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from lienthong.domain.dossiers.choices import Decision, ProposalKind
from lienthong.domain.dossiers.models import Dossier, Halt, Letter, Proposal, SupplementRequest
from lienthong.foundation.workdays import queries as workdays
from lienthong.foundation.workdays import services as reckoning
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

LIST_LIMIT = 200


def halt(halt_id: int) -> Halt:
    """One pause or duty. For the flows. Raises NotFound."""
    found = Halt.objects.filter(id=halt_id).first()
    if found is None:
        raise NotFound
    return found


def halts_of(dossier: Dossier) -> list[Halt]:
    """Every pause and duty, oldest first."""
    return list(dossier.halts.all())


def open_halt(dossier: Dossier) -> Halt | None:
    """The pause or duty that stops the clock now."""
    return dossier.halts.filter(ended_at__isnull=True).first()


def letters_of(dossier: Dossier) -> list[Letter]:
    """Every letter that went out, oldest first."""
    return list(dossier.letters.all())


def proposals_of(dossier: Dossier) -> list[Proposal]:
    """Everything laid before the head of the agency, oldest first."""
    return list(dossier.proposals.all())


def proposal_for(actor: Actor, proposal_id: int) -> Proposal:
    """A proposal of one's own agency, with its dossier. Raises NotFound."""
    found = _of_agency(actor).filter(id=proposal_id).first()
    if found is None:
        raise NotFound
    return found


def proposals_waiting(actor: Actor) -> list[Proposal]:
    """What waits for a decision in the actor's agency, longest waiting first, at most LIST_LIMIT. One query."""
    return list(_of_agency(actor).filter(state=Decision.PENDING).order_by("proposed_at", "id")[:LIST_LIMIT])


def _of_agency(actor: Actor) -> "QuerySet[Proposal]":
    if not actor.may("dossiers.view_agency") or actor.agency_id is None:
        return Proposal.objects.none()
    rows = Proposal.objects.filter(agency_id=actor.agency_id)
    return rows.select_related("dossier", "dossier__procedure")


@dataclass(frozen=True, slots=True)
class TimeAccount:
    """Working time since acceptance: `elapsed` = `counted` + `paused`, each a duration of working time."""

    elapsed: timedelta
    paused: timedelta
    counted: timedelta


def time_account(dossier: Dossier, *, at: datetime | None = None) -> TimeAccount:
    """How the working time since acceptance was spent, by the calendar promised at acceptance. Zero before acceptance."""
    if dossier.accepted_at is None:
        return TimeAccount(timedelta(), timedelta(), timedelta())
    until = dossier.completed_at or at or clock.now()
    calendar = workdays.calendar_for(dossier.agency_id, dossier.accepted_at)
    stretches: Sequence[tuple[datetime, datetime]] = reckoning.read_pauses(dossier.pauses)
    if dossier.paused_at is not None:
        stretches = [*stretches, (dossier.paused_at, until)]
    elapsed = reckoning.working_time_between(calendar, dossier.accepted_at, until)
    paused = sum(
        (
            reckoning.working_time_between(calendar, max(begin, dossier.accepted_at), min(end, until))
            for begin, end in stretches
        ),
        start=timedelta(),
    )
    return TimeAccount(elapsed=elapsed, paused=paused, counted=elapsed - paused)


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often the applicant was asked again, and how often by leave of a leader; how often the dossier was reopened."""

    supplements: int
    beyond: int
    extended: bool
    reopened: int


def repeats_of(dossier: Dossier, requests: Sequence[SupplementRequest], proposals: Sequence[Proposal]) -> Repeats:
    """Counted from what the caller has read already: no query."""
    return Repeats(
        supplements=len(requests),
        beyond=sum(bool(request.allowed_by_name) for request in requests),
        extended=any(each.kind == ProposalKind.EXTEND and each.state == Decision.APPROVED for each in proposals),
        reopened=dossier.reopened,
    )
