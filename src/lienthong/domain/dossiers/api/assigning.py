"""Work is shared out over the API (API phân công)."""

from ninja import Schema
from pydantic import BaseModel, Field

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.api.dossiers import router
from lienthong.domain.dossiers.queries import workload
from lienthong.kit.access import ActorRequest, officer


class StepSeen(Schema):
    """A step, and with whom it lay when it was looked at."""

    id: int
    seat: int | None = None


class AssignmentIn(Schema):
    """Steps to one seat (`to`), back to everybody with the role (`to` null), or spread evenly by workload (`spread`)."""

    steps: list[StepSeen] = Field(min_length=1, max_length=services.MOST_ASSIGNED)
    to: int | None = None
    spread: bool = False


class ConflictOut(BaseModel):
    """A step that was left as it is."""

    dossier: str
    said: str


class AssignmentOut(BaseModel):
    """What changed hands. `id` takes it back; null when nothing changed."""

    id: int | None
    number: int
    conflicts: list[ConflictOut]

    @staticmethod
    def of(done: services.Assigned) -> "AssignmentOut":
        """From what the service says."""
        return AssignmentOut(
            id=done.assignment_id,
            number=done.number,
            conflicts=[ConflictOut(dossier=each.code, said=each.said) for each in done.conflicts],
        )


class ColleagueOut(BaseModel):
    """A seat and what lies with it: working hours that its open steps were given in all; `away` says why it gets nothing of a spread."""

    seat: int
    name: str
    title: str
    open: int
    soon: int
    late: int
    hours: float
    away: str


@router.get("/workload", response=list[ColleagueOut], summary="Colleagues with their load, the least loaded first")
@officer("dossiers.assign").operation
def list_workload(request: ActorRequest, role: str) -> list[ColleagueOut]:
    """Seats of the own department (of the agency for its leader) that carry `role`."""
    return [
        ColleagueOut(
            seat=each.seat_id,
            name=each.name,
            title=each.title,
            open=each.open,
            soon=each.soon,
            late=each.late,
            hours=round(each.hours, 1),
            away=each.away,
        )
        for each in workload.colleagues(request.actor, [role])
    ]


@router.post("/assignments", response=AssignmentOut, summary="Give steps to officers, many at once")
@officer().operation
def assign(request: ActorRequest, payload: AssignmentIn) -> AssignmentOut:
    """What somebody else took, finished or gave away meanwhile stays as it is and stands among the conflicts."""
    seen = {step.id: step.seat for step in payload.steps}
    shares: dict[int, int | None] = dict.fromkeys(seen, payload.to)
    if payload.spread:
        shares = dict(services.spread_plan(actor=request.actor, step_ids=list(seen))[0])
    return AssignmentOut.of(services.assign_steps(actor=request.actor, shares=shares, seen=seen))


@router.post("/assignments/{assignment_id}/undo", response=AssignmentOut, summary="Take an assignment back")
@officer().operation
def undo(request: ActorRequest, assignment_id: int) -> AssignmentOut:
    """By the seat that made it, once."""
    return AssignmentOut.of(services.undo_assignment(actor=request.actor, assignment_id=assignment_id))
