"""Publishing a version of an internal process (ban hành quy trình)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.workflows import policies
from lienthong.foundation.workflows.adapters import spiff
from lienthong.foundation.workflows.models import Workflow
from lienthong.foundation.workflows.rules.bpmn import compile_bpmn
from lienthong.foundation.workflows.rules.steps import read_steps
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


@transaction.atomic
def define_workflow(*, actor: Actor, code: str, name: str, steps: Iterable[Mapping[str, Any]]) -> Workflow:
    """Publish the table as the next version of `code`; the same name and table as the newest version return that one.

    A row: {key, name, role, hours, kind?, agency?, when?: {field, op, value}, parallel?: group}. Running instances stay with
    their version. Raises NotAllowed, StepsInvalid.
    """
    latest = Workflow.objects.select_for_update().filter(code=code).order_by("-version").first()
    if not policies.can_define_workflow(actor):
        raise NotAllowed
    read = read_steps(steps)
    rows = [step.as_json() for step in read]
    if latest and latest.steps == rows and latest.name == name:
        return latest
    bpmn = compile_bpmn(read, name=name)
    spiff.Run(spiff.parse(bpmn))
    workflow = Workflow.objects.create(
        code=code,
        version=latest.version + 1 if latest else 1,
        name=name,
        steps=rows,
        bpmn=bpmn,
        published_at=clock.now(),
    )
    audit.record(
        actor=actor,
        verb="define_workflow",
        subject_type="workflow",
        subject_id=workflow.id,
        details={"code": code, "version": workflow.version},
    )
    return workflow
