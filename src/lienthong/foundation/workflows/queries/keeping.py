"""Processes for the officials who keep them (danh sách quy trình, phiên bản, bản đang soạn, lần chuyển)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from lienthong.foundation.workflows.choices import InstanceStatus
from lienthong.foundation.workflows.errors import WorkflowNotFound
from lienthong.foundation.workflows.models import Workflow, WorkflowDraft, WorkflowMove
from lienthong.foundation.workflows.policies import can_define_workflow
from lienthong.foundation.workflows.rules.drafts import check, hours_of
from lienthong.foundation.workflows.rules.steps import Steps, load_steps
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.text_vi import sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessRow:
    """A process in the list; `version` 0: never published. `errors`: what the draft still lacks, None without a draft."""

    code: str
    name: str
    version: int
    steps: int
    hours: float
    published_at: datetime | None
    errors: int | None
    edited_by: str
    edited_at: datetime | None

    @property
    def error_words(self) -> str:
        """For a chip."""
        return f"Đang soạn, còn {self.errors} chỗ phải sửa" if self.errors else "Đang soạn"


@dataclass(frozen=True, slots=True)
class RunsOfVersion:
    """How many runs are on a version now."""

    workflow_id: int
    version: int
    running: int


def process_rows(actor: Actor) -> list[ProcessRow]:
    """Drafts first, then by name (2 queries). Raises NotAllowed."""
    _require(actor)
    drafts = {draft.code: draft for draft in WorkflowDraft.objects.all()}
    newest = Workflow.objects.order_by("code", "-version").distinct("code").defer("bpmn")
    rows = [_row(each.code, each, drafts.pop(each.code, None)) for each in newest]
    rows += [_row(code, None, draft) for code, draft in drafts.items()]
    return sorted(rows, key=lambda row: (row.errors is None, sort_key(row.name)))


def _row(code: str, workflow: Workflow | None, draft: WorkflowDraft | None) -> ProcessRow:
    checked = check(draft.content) if draft else None
    steps = load_steps(workflow.steps) if workflow else checked.steps if checked else ()
    return ProcessRow(
        code=code,
        name=workflow.name if workflow else draft.content["name"] if draft else code,
        version=workflow.version if workflow else 0,
        steps=len(steps),
        hours=hours_of(steps),
        published_at=workflow.published_at if workflow else None,
        errors=len(checked.errors) if checked else None,
        edited_by=draft.edited_by if draft else "",
        edited_at=draft.edited_at if draft else None,
    )


def draft_of(actor: Actor, code: str) -> WorkflowDraft | None:
    """The draft of a process, None without one. Raises NotAllowed."""
    _require(actor)
    return WorkflowDraft.objects.filter(code=code).first()


def draft_steps(actor: Actor, code: str) -> Steps:
    """The table of the draft; empty without a draft, or while it cannot be read. Raises NotAllowed."""
    draft = draft_of(actor, code)
    return check(draft.content).steps if draft else ()


def versions_of(actor: Actor, code: str) -> list[Workflow]:
    """Published versions, newest first, without their diagrams. Raises NotAllowed."""
    _require(actor)
    return list(Workflow.objects.filter(code=code).order_by("-version").defer("bpmn"))


def version_of(actor: Actor, code: str, number: int) -> Workflow:
    """One version. Raises NotAllowed, WorkflowNotFound."""
    _require(actor)
    found = Workflow.objects.filter(code=code, version=number).first()
    if found is None:
        raise WorkflowNotFound
    return found


def runs_by_version(actor: Actor, code: str) -> list[RunsOfVersion]:
    """Versions of a process with their running runs, newest first (1 query). Raises NotAllowed."""
    _require(actor)
    rows = (
        Workflow.objects.filter(code=code)
        .annotate(running=Count("instances", filter=Q(instances__status=InstanceStatus.RUNNING)))
        .order_by("-version")
        .values_list("id", "version", "running")
    )
    return [RunsOfVersion(*row) for row in rows]


def moves_of(actor: Actor, code: str) -> QuerySet[WorkflowMove]:
    """Moves between versions, newest first, each with `count` and `restored`. Raises NotAllowed."""
    _require(actor)
    rows = WorkflowMove.objects.filter(target__code=code).select_related("source", "target")
    return rows.defer("source__bpmn", "target__bpmn").annotate(
        count=Count("runs"), restored=Count("runs", filter=Q(runs__is_undone=True))
    )


def _require(actor: Actor) -> None:
    if not can_define_workflow(actor):
        raise NotAllowed
