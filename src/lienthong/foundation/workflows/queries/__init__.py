"""Reading processes, their runs and their drafts (đọc quy trình)."""

from lienthong.foundation.workflows.queries.comparing import Change, compare
from lienthong.foundation.workflows.queries.keeping import (
    ProcessRow,
    RunsOfVersion,
    draft_of,
    moves_of,
    process_rows,
    runs_by_version,
    version_of,
    versions_of,
)
from lienthong.foundation.workflows.queries.reading import (
    Progress,
    bpmn_of,
    get_workflow,
    in_force,
    latest_workflow,
    progress,
    published_workflows,
    steps_after,
    steps_of,
    workflow_of,
)

__all__ = [
    "Change",
    "ProcessRow",
    "Progress",
    "RunsOfVersion",
    "bpmn_of",
    "compare",
    "draft_of",
    "get_workflow",
    "in_force",
    "latest_workflow",
    "moves_of",
    "process_rows",
    "progress",
    "published_workflows",
    "runs_by_version",
    "steps_after",
    "steps_of",
    "version_of",
    "versions_of",
    "workflow_of",
]
