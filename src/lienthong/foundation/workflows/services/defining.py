"""Publishing a version of an internal process (ban hành quy trình)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.workflows import policies
from lienthong.foundation.workflows.adapters import spiff
from lienthong.foundation.workflows.models import Workflow
from lienthong.foundation.workflows.rules.bpmn import compile_bpmn
from lienthong.foundation.workflows.rules.steps import Steps, read_steps
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


@transaction.atomic
def define_workflow(*, actor: Actor, code: str, name: str, steps: Iterable[Mapping[str, Any]]) -> Workflow:
    """Publish the table as the next version of `code`; the same name and table as the newest version return that one.

    A row: {key, name, role, hours, kind?, agency?, when?: {field, op, value}, parallel?: group}. Running instances stay with
    their version. Raises NotAllowed, StepsInvalid.
    """
    return publish_version(actor=actor, code=code, name=name, steps=read_steps(steps))


@transaction.atomic
def publish_version(
    *, actor: Actor, code: str, name: str, steps: Steps, legal_hours: float | None = None, note: str = ""
) -> Workflow:
    """The same of checked steps, with the time limit they keep and why they changed. Raises NotAllowed."""
    latest = Workflow.objects.select_for_update().filter(code=code).order_by("-version").first()
    if not policies.can_define_workflow(actor):
        raise NotAllowed
    rows = [step.as_json() for step in steps]
    if latest and latest.steps == rows and latest.name == name and legal_hours in {None, latest.legal_hours}:
        return latest
    bpmn = compile_bpmn(steps, name=name)
    spiff.Run(spiff.parse(bpmn))
    workflow = Workflow.objects.create(
        code=code,
        version=latest.version + 1 if latest else 1,
        name=name,
        steps=rows,
        bpmn=bpmn,
        published_at=clock.now(),
        published_by=actor.name[:160],
        note=note,
        legal_hours=legal_hours,
    )
    audit.record(
        actor=actor,
        verb="define_workflow",
        subject_type="workflow",
        subject_id=workflow.id,
        details={"code": code, "version": workflow.version},
    )
    return workflow
