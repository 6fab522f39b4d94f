"""Defining processes and moving runs through them."""

from lienthong.foundation.workflows.queries import steps_after
from lienthong.foundation.workflows.rules.steps import Condition, StepSpec
from lienthong.foundation.workflows.services.defining import define_workflow
from lienthong.foundation.workflows.services.drafting import (
    create_process,
    discard_draft,
    import_bpmn,
    publish_draft,
    restore_replaced,
    save_draft,
    start_draft,
)
from lienthong.foundation.workflows.services.importing import Imported, read_bpmn
from lienthong.foundation.workflows.services.linting import lint
from lienthong.foundation.workflows.services.moving import Place, Undone, move_runs, preview_move, undo_move
from lienthong.foundation.workflows.services.running import (
    Moved,
    Started,
    cancel_instance,
    complete_step,
    reopen_last_step,
    send_back,
    start_instance,
)

__all__ = [
    "Condition",
    "Imported",
    "Moved",
    "Place",
    "Started",
    "StepSpec",
    "Undone",
    "cancel_instance",
    "complete_step",
    "create_process",
    "define_workflow",
    "discard_draft",
    "import_bpmn",
    "lint",
    "move_runs",
    "preview_move",
    "publish_draft",
    "read_bpmn",
    "reopen_last_step",
    "restore_replaced",
    "save_draft",
    "send_back",
    "start_draft",
    "start_instance",
    "steps_after",
    "undo_move",
]
