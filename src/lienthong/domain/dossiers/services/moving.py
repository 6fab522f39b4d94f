"""Locking a dossier and moving it along its workflow (chuyển bước). Used by the verbs, not called from outside."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from lienthong.domain.dossiers.choices import Outcome, ReferralKind, ReferralState, State, Timeliness
from lienthong.domain.dossiers.errors import HandedOver, WaitsForChild
from lienthong.domain.dossiers.events import ResultReady
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.dossiers.services.paper_parts import note_result
from lienthong.domain.dossiers.states import next_state
from lienthong.foundation.workdays import services as workdays
from lienthong.foundation.workflows import services as workflows
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound, Refused
from lienthong.kit.events import publish
from lienthong.kit.rows import change, insert, one

UNTIMED_STEP_HOURS = 8
"""A step without a limit of its own (handing over the result) is shown as due after one working day."""


class StepTaken(Refused):
    """Somebody else finished the step first."""

    code = "step-taken"


RELATED = ("agency", "version", "procedure")


def lock_dossier(dossier_id: uuid.UUID, *, related: Sequence[str] = RELATED) -> Dossier:
    """Beat one of every verb: the row, for us alone until the commit. Raises NotFound."""
    if related:
        rows = Dossier.objects.select_for_update(of=("self",)).filter(id=dossier_id)
        dossier = rows.select_related(*related).first()
    else:
        dossier = one(Dossier, id=dossier_id, lock=True)
    if dossier is None:
        raise NotFound
    return dossier


_HELD = """
SELECT agency.name, referral.due_at
FROM dossiers_referral referral JOIN organizations_agency agency ON agency.id = referral.agency_id
WHERE referral.dossier_id = %s AND referral.kind = %s AND referral.state = %s
ORDER BY referral.id LIMIT 1
"""


def refuse_handed_over(dossier: Dossier) -> None:
    """Raise HandedOver while the dossier lies with another agency."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [dossier.id, ReferralKind.HANDOVER, ReferralState.OPEN])
        held = cursor.fetchone()
    if held is not None:
        agency, due_at = held
        raise HandedOver.of(agency, f"{due_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}")


def refuse_waiting(dossier: Dossier) -> None:
    """Raise WaitsForChild while another agency does what the office chose to wait for. Asks nothing where nothing is awaited."""
    if not dossier.awaited_children:
        return
    rows = dossier.children.filter(child_work__holds=True, child_work__ended_at__isnull=True)
    named = rows.order_by("submitted_at").values_list("procedure__short_name", "agency__name", "code")
    raise WaitsForChild.of([f"{procedure}, {agency} ({code})" for procedure, agency, code in named])


def open_step(dossier: Dossier, *, step_id: int | None = None, kinds: Sequence[str] = ()) -> DossierStep:
    """The open step with this id, or the one of these kinds. Raises StepTaken with who finished it and when."""
    if step_id is not None:
        step = one(DossierStep, dossier_id=dossier.id, id=step_id)
    else:
        step = DossierStep.objects.filter(dossier=dossier, kind__in=kinds).order_by("-id").first()
    if step is None:
        raise NotFound("Không tìm thấy bước xử lý này của hồ sơ.")
    if step.finished_at is not None:
        at = step.finished_at.astimezone(clock.VIETNAM)
        raise StepTaken(
            f"Bước “{step.name}” đã được {step.finished_by_name or 'hệ thống'} xử lý lúc {at:%H:%M, %d/%m/%Y}. Mở lại hồ sơ để xem bước hiện tại."
        )
    return step


def steps_to_open(dossier: Dossier, specs: Sequence[workflows.StepSpec], *, at: datetime) -> list[DossierStep]:
    """Unsaved steps for what the workflow opened, each with the time it must be done by."""
    steps = []
    for spec in specs:
        agency_id = dossier.reception_agency_id if spec.agency == "reception" else dossier.agency_id
        due = workdays.due_for(
            agency_id=agency_id, start=at, limit_value=spec.hours or UNTIMED_STEP_HOURS, limit_unit="hours"
        )
        steps.append(
            DossierStep(
                dossier=dossier,
                key=spec.key,
                name=spec.name,
                kind=spec.kind,
                role=spec.role,
                agency_id=agency_id,
                opened_at=at,
                due_at=due.due,
            )
        )
    return steps


def finish_step(actor: Actor, step: DossierStep, *, outcome: str = Outcome.DONE, note: str = "") -> None:
    """Write how a step ended and by whom."""
    step.finished_at = clock.now()
    step.finished_by_id = actor.position.id if actor.position else None
    step.finished_by_name = actor.name
    step.outcome = outcome
    step.note = note
    step.is_paused = False
    change(step, "finished_at", "finished_by_id", "finished_by_name", "outcome", "note", "is_paused")


def advance(actor: Actor, dossier: Dossier, step: DossierStep, *, note: str = "") -> None:
    """Finish `step`, ask the workflow what follows, open it. The dossier is completed when its result waits to be returned."""
    assert dossier.workflow_instance is not None
    finish_step(actor, step, note=note)
    moved = workflows.complete_step(instance_id=dossier.workflow_instance, step_key=step.key, data=dossier.answers)
    opened = steps_to_open(dossier, moved.opened, at=clock.now())
    insert(*opened)
    if step.kind not in {"receive", "return"} and not dossier.work_begun:
        dossier.work_begun = True
        change(dossier, "work_begun")
    if any(each.kind == "return" for each in opened) and dossier.state == State.PROCESSING:
        complete(dossier)


def complete(dossier: Dossier) -> None:
    """The result is there: the state, the moment and whether it was in time."""
    dossier.state = next_state(dossier.state, "complete")
    dossier.completed_at = clock.now()
    if dossier.due_at is not None:
        same_day = (
            dossier.completed_at.astimezone(clock.VIETNAM).date() == dossier.due_at.astimezone(clock.VIETNAM).date()
        )
        late = dossier.completed_at > dossier.due_at
        dossier.timeliness = Timeliness.LATE if late else Timeliness.ON_TIME if same_day else Timeliness.EARLY
    dossier.save(update_fields=["state", "completed_at", "timeliness"])
    note_result(dossier)
    publish(ResultReady(dossier_id=dossier.id, code=dossier.code))
