"""Defining processes and moving runs through them."""

from lienthong.foundation.workflows.queries import steps_after
from lienthong.foundation.workflows.rules.steps import Condition, StepSpec
from lienthong.foundation.workflows.services.defining import define_workflow
from lienthong.foundation.workflows.services.linting import lint
from lienthong.foundation.workflows.services.running import (
    Moved,
    Started,
    cancel_instance,
    complete_step,
    send_back,
    start_instance,
)

__all__ = [
    "Condition",
    "Moved",
    "Started",
    "StepSpec",
    "cancel_instance",
    "complete_step",
    "define_workflow",
    "lint",
    "send_back",
    "start_instance",
    "steps_after",
]
