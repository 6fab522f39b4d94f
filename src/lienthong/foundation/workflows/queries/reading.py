"""Reading processes and runs. Internal processes are public by law (NĐ 61/2018/NĐ-CP), so they take no actor; whether an actor
may see the dossier a run belongs to is the business of the app that owns it."""

import uuid
from dataclasses import dataclass
from functools import lru_cache

from lienthong.foundation.workflows.errors import WorkflowNotFound
from lienthong.foundation.workflows.models import Workflow, WorkflowInstance
from lienthong.foundation.workflows.rules.bpmn import compile_bpmn
from lienthong.foundation.workflows.rules.journal import following, unpack
from lienthong.foundation.workflows.rules.steps import Steps, StepSpec, load_steps, position_of


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: keys done in order, keys open now, and the steps that will come as far as is known."""

    done: tuple[str, ...]
    active: tuple[str, ...]
    upcoming: tuple[StepSpec, ...]


def get_workflow(workflow_id: int) -> Workflow:
    """One version. Raises WorkflowNotFound."""
    workflow = Workflow.objects.filter(id=workflow_id).first()
    if workflow is None:
        raise WorkflowNotFound
    return workflow


def latest_workflow(code: str) -> Workflow | None:
    """The newest version of a process."""
    return Workflow.objects.filter(code=code).order_by("-version").first()


def in_force(workflow_id: int) -> int:
    """What runs of a version begin with: itself, or what officials have put in its place. One query."""
    return Workflow.objects.filter(id=workflow_id).values_list("successor_id", flat=True).first() or workflow_id


def workflow_of(instance_id: uuid.UUID) -> int:
    """The version a run is on now. Raises WorkflowNotFound."""
    return _stored(instance_id)[0]


@lru_cache(maxsize=1024)
def steps_of(workflow_id: int) -> Steps:
    """The steps in the order of the table; kept, for a version never changes. Raises WorkflowNotFound."""
    rows = Workflow.objects.filter(id=workflow_id).values_list("steps", flat=True).first()
    if rows is None:
        raise WorkflowNotFound
    return load_steps(rows)


def bpmn_of(workflow_id: int, *, columns: int | None = None) -> str:
    """The diagram; drawn again when another width than the stored one is wanted."""
    workflow = get_workflow(workflow_id)
    return (
        workflow.bpmn
        if columns is None
        else compile_bpmn(load_steps(workflow.steps), name=workflow.name, columns=columns)
    )


def progress(instance_id: uuid.UUID) -> Progress:
    """Where a run is. One query, no engine. Raises WorkflowNotFound."""
    workflow_id, state = _stored(instance_id)
    steps, journal = steps_of(workflow_id), unpack(state)
    place = position_of(steps)
    reached = max((place[key] for key in journal.open), default=len(steps))
    return Progress(
        done=tuple(key for key, _ in journal.done),
        active=tuple(journal.open),
        upcoming=following(steps, reached, journal.data),
    )


def steps_after(*, workflow_instance: uuid.UUID, step_key: str) -> tuple[StepSpec, ...]:
    """Steps that will come after one step of a run, as far as is known; empty after the last. One query, no engine."""
    workflow_id, state = _stored(workflow_instance)
    steps = steps_of(workflow_id)
    return following(steps, position_of(steps).get(step_key, len(steps)), unpack(state).data)


def _stored(instance_id: uuid.UUID) -> tuple[int, bytes | memoryview]:
    found = WorkflowInstance.objects.filter(id=instance_id).values_list("workflow_id", "state").first()
    if found is None:
        raise WorkflowNotFound
    return found


def published_workflows() -> tuple[tuple[str, str, int, tuple[StepSpec, ...]], ...]:
    """(code, name, version, steps) of the newest version of every process, by name. One query."""
    rows = Workflow.objects.order_by("code", "-version").distinct("code")
    found = [
        (code, name, version, tuple(load_steps(steps)))
        for code, name, version, steps in rows.values_list("code", "name", "version", "steps")
    ]
    return tuple(sorted(found, key=lambda each: each[1]))
