"""A run from its first step to its end (thực hiện quy trình). Pauses are not known here: they are the dossier's matter."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import transaction

from lienthong.foundation.workflows.adapters import spiff
from lienthong.foundation.workflows.choices import InstanceStatus
from lienthong.foundation.workflows.errors import InstanceEnded, StepNotOpen, WorkflowNotFound
from lienthong.foundation.workflows.models import WorkflowInstance
from lienthong.foundation.workflows.queries import get_workflow, in_force, steps_of
from lienthong.foundation.workflows.rules.journal import Journal, kept_before, unpack, wanted
from lienthong.foundation.workflows.rules.steps import Steps, StepSpec
from lienthong.kit import clock
from lienthong.kit.rows import change, insert, one


@dataclass(frozen=True, slots=True)
class Started:
    """A new run and the steps it opened."""

    instance_id: uuid.UUID
    open_steps: tuple[StepSpec, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Steps that opened by the move; whether the run has reached its end."""

    opened: tuple[StepSpec, ...]
    finished: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a run stands after a move: its packed state, and what to say of it."""

    packed: bytes
    moved: Moved


@dataclass(frozen=True, slots=True)
class _Beginning:
    process: spiff.Process
    packed: bytes
    open_steps: tuple[StepSpec, ...]


def start_instance(*, workflow_id: int) -> Started:
    """Begin a run of this version, or of the one that officials put in its place: one read, one insert.

    The engine is not asked, for after its first steps every run of a version looks the same.
    """
    workflow_id = in_force(workflow_id)
    beginning = _beginning(workflow_id)
    instance = WorkflowInstance(workflow_id=workflow_id, state=beginning.packed, started_at=clock.now())
    insert(instance)
    return Started(instance.id, beginning.open_steps)


def complete_step(*, instance_id: uuid.UUID, step_key: str, data: Mapping[str, Any]) -> Moved:
    """Complete an open step and say what opened. Of `data` only the fields that conditions name are kept.

    Within the transaction of whoever calls, and without a savepoint of its own: writing is the last it does. Raises StepNotOpen when the
    step is not open (any more): of two at once the second gets it. Raises InstanceEnded.
    """
    instance = _lock(instance_id)
    kept = wanted(steps_of(instance.workflow_id), data)
    after = _after_step(instance.workflow_id, bytes(instance.state), step_key, json.dumps(kept))
    return _save(instance, after)


@transaction.atomic
def send_back(*, instance_id: uuid.UUID, to_step_key: str) -> Moved:
    """Take the run back to a step that was done. What was done before it, and beside it, stays done; the rest is open again.

    Raises StepNotOpen when the step was never done, InstanceEnded.
    """
    instance = _lock(instance_id)
    steps = steps_of(instance.workflow_id)
    journal = unpack(instance.state)
    if to_step_key not in [key for key, _ in journal.done]:
        raise StepNotOpen(
            f"Bước “{_name(steps, to_step_key)}” chưa được thực hiện, nên không trả lại về bước này được."
        )
    run = spiff.Run(_beginning(instance.workflow_id).process)
    done = [(key, data) for key, data in kept_before(steps, journal, to_step_key) if run.complete(key, data)]
    return _save(instance, _place(steps, before=[], run=run, done=done))


@transaction.atomic
def reopen_last_step(*, instance_id: uuid.UUID, step_key: str) -> Moved:
    """Open again the step with which a run ended, for instance a result that went to the wrong person; the rest stays done.

    Raises StepNotOpen when the step was never done, InstanceEnded for a run that was stopped.
    """
    instance = _lock(instance_id, ended=True)
    instance.status, instance.ended_at = InstanceStatus.RUNNING, None
    instance.save(update_fields=["status", "ended_at"])
    return send_back(instance_id=instance_id, to_step_key=step_key)


@transaction.atomic
def cancel_instance(*, instance_id: uuid.UUID) -> None:
    """Stop a run, for instance of a withdrawn dossier. A run that has ended is left as it is."""
    WorkflowInstance.objects.filter(id=instance_id, status=InstanceStatus.RUNNING).update(
        status=InstanceStatus.CANCELLED, ended_at=clock.now()
    )


@lru_cache(maxsize=512)
def _beginning(workflow_id: int) -> _Beginning:
    process = spiff.parse(get_workflow(workflow_id).bpmn)
    run = spiff.Run(process)
    keys = run.open_steps()
    return _Beginning(process, Journal(keys, [], run.state()).pack(), _specs(steps_of(workflow_id), keys))


@lru_cache(maxsize=4096)
def _after_step(workflow_id: int, state: bytes, step_key: str, kept: str) -> _Place:
    """A step completed, from one state of a version to the next. Runs that went the same way stand in the very same state
    (`spiff.Run.state`), so the engine is asked once for all of them. Raises StepNotOpen."""
    steps = steps_of(workflow_id)
    journal = unpack(state)
    if step_key not in journal.open:
        raise _not_open(steps, journal, step_key)
    run = spiff.Run(_beginning(workflow_id).process, journal.engine)
    data = json.loads(kept)
    run.complete(step_key, data)
    return _place(steps, before=journal.open, run=run, done=[*journal.done, (step_key, data)])


def _place(steps: Steps, *, before: list[str], run: spiff.Run, done: list[tuple[str, dict[str, Any]]]) -> _Place:
    keys = run.open_steps()
    opened = _specs(steps, [key for key in keys if key not in before])
    return _Place(Journal(keys, done, run.state()).pack(), Moved(opened, run.is_finished))


def _lock(instance_id: uuid.UUID, *, ended: bool = False) -> WorkflowInstance:
    instance = one(WorkflowInstance, id=instance_id, lock=True)
    if instance is None:
        raise WorkflowNotFound
    if instance.status != InstanceStatus.RUNNING and not (ended and instance.status == InstanceStatus.FINISHED):
        raise InstanceEnded
    return instance


def _save(instance: WorkflowInstance, place: _Place) -> Moved:
    instance.state = place.packed
    if place.moved.finished:
        instance.status, instance.ended_at = InstanceStatus.FINISHED, clock.now()
    change(instance, "state", "status", "ended_at")
    return place.moved


def _not_open(steps: Steps, journal: Journal, step_key: str) -> StepNotOpen:
    name = _name(steps, step_key)
    if step_key in [key for key, _ in journal.done]:
        return StepNotOpen(f"Bước này đã được xử lý: “{name}”. Tải lại trang để xem bước hiện tại của hồ sơ.")
    return StepNotOpen(f"Chưa đến bước “{name}”. Tải lại trang để xem bước hiện tại của hồ sơ.")


def _specs(steps: Steps, keys: list[str]) -> tuple[StepSpec, ...]:
    return tuple(step for step in steps if step.key in keys)


def _name(steps: Steps, key: str) -> str:
    return next((step.name for step in steps if step.key == key), key)
