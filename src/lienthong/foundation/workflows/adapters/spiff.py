"""The process engine, SpiffWorkflow (bộ máy quy trình), behind four functions.

SpiffWorkflow is LGPL-3.0. It is installed from its package and used unmodified through its public classes; what is ours are
subclasses of its converter and of its script engine, which the licence allows under any terms. It may be replaced by another
build of the same library without touching this code.

Three choices make it fast (docs/adr/0010-process-engine.md): the parsed process is kept in the process of the server and
never stored with a run; a run starts as a copy of the state that every run of this process has after the first engine steps;
and only fields that conditions name are put into a run.

Conditions of BPMN are Python for the stock engine. Ours evaluates one comparison of a field with a constant and nothing else.
"""

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn
from uuid import UUID

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter, WorkflowConverter
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from lienthong.foundation.workflows.choices import Operator
from lienthong.foundation.workflows.rules.bpmn import PROCESS_ID
from lienthong.foundation.workflows.rules.steps import Condition

_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: Operator.EQUAL,
    ast.NotEq: Operator.NOT_EQUAL,
    ast.Lt: Operator.LESS,
    ast.LtE: Operator.AT_MOST,
    ast.Gt: Operator.MORE,
    ast.GtE: Operator.AT_LEAST,
    ast.In: Operator.IN,
}


class ExpressionRefused(ValueError):
    """An expression that is not one comparison of a field with a constant."""


def read_expression(expression: str) -> Condition:
    """`loai == 'cap_moi'` -> Condition. Raises ExpressionRefused for anything else: nothing is ever evaluated as code."""
    try:
        body = ast.parse(expression.strip(), mode="eval").body
        if isinstance(body, ast.Compare) and isinstance(body.left, ast.Name) and len(body.ops) == 1:
            value = ast.literal_eval(body.comparators[0])
            values = value if isinstance(value, list | tuple) else [value]
            op = _OPERATORS[type(body.ops[0])]
            if (op == Operator.IN) == isinstance(value, list | tuple) and all(
                each is None or isinstance(each, str | int | float | bool) for each in values
            ):
                return Condition(body.left.id, op, tuple(value) if isinstance(value, list | tuple) else value)
    except (SyntaxError, ValueError, KeyError, RecursionError, MemoryError):
        pass
    raise ExpressionRefused(expression[:200])


class ConditionEngine(PythonScriptEngine):  # type: ignore[misc]  # the library has no types
    """Evaluates comparisons, runs no script and calls no service."""

    def validate(self, expression: str) -> None:
        read_expression(expression)

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> bool:
        return read_expression(expression).holds(task.data)

    def execute(self, task: Any, script: str, external_context: Any = None) -> NoReturn:
        raise ExpressionRefused("script")

    def call_service(self, task: Any, **kwargs: Any) -> NoReturn:
        raise ExpressionRefused("service")


_ENGINE = ConditionEngine()
_TASK = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Process:
    """A parsed process: what all its runs share. Keep it; parsing costs some milliseconds."""

    spec: Any
    subprocesses: Any

    @cached_property
    def serializer(self) -> Any:
        """Serializer of the state of runs only."""
        process = self

        class StateOnly(BpmnWorkflowConverter):  # type: ignore[misc]
            def to_dict(self, workflow: Any) -> dict[str, Any]:
                state: dict[str, Any] = WorkflowConverter.to_dict(self, workflow)
                return state

            def from_dict(self, dct: dict[str, Any]) -> Any:
                workflow = self.target_class(
                    process.spec, process.subprocesses, script_engine=_ENGINE, deserializing=True
                )
                workflow.tasks = self.mapping_from_dict(dct["tasks"], UUID, workflow=workflow)
                workflow.task_tree = workflow.tasks[UUID(dct["root"])]
                self.set_default_attributes(workflow, dct)
                return workflow

        return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure({**DEFAULT_CONFIG, BpmnWorkflow: StateOnly}))


def parse(bpmn: str, process_id: str = PROCESS_ID) -> Process:
    """Parse compiled BPMN; what was drawn elsewhere names its process otherwise. Raises the library's ValidationException when it cannot run it."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(bpmn.encode(), etree.XMLParser(resolve_entities=False, no_network=True)))
    return Process(parser.get_spec(process_id), parser.get_subprocess_specs(process_id))


class Run:
    """One run in memory: ask what is open, complete a step, take its state."""

    def __init__(self, process: Process, state: dict[str, Any] | None = None) -> None:
        self._process = process
        if state is None:
            self._workflow = BpmnWorkflow(process.spec, process.subprocesses, script_engine=_ENGINE)
            self._workflow.do_engine_steps()
        else:
            self._workflow = process.serializer.from_dict(state)

    def open_steps(self) -> list[str]:
        """Keys of the steps that wait for people."""
        return [task.task_spec.bpmn_id for task in self._workflow.get_tasks(state=TaskState.READY, manual=True)]

    def complete(self, step_key: str, data: Mapping[str, Any]) -> bool:
        """Complete an open step; False when it is not open."""
        for task in self._workflow.get_tasks(state=TaskState.READY, manual=True):
            if task.task_spec.bpmn_id == step_key:
                task.data.update(data)
                task.run()
                self._workflow.do_engine_steps()
                return True
        return False

    @property
    def is_finished(self) -> bool:
        """Whether the end was reached."""
        return bool(self._workflow.completed)

    def state(self) -> dict[str, Any]:
        """State of the run alone, as JSON-ready data: the same for all runs of a process that went the same way.

        The engine names tasks by chance and notes when each changed, which nothing asks for: here they are counted and timeless.
        """
        state: dict[str, Any] = self._process.serializer.to_dict(self._workflow)
        places = {task: str(UUID(int=place)) for place, task in enumerate(state["tasks"], start=1)}
        for task in state["tasks"].values():
            task["last_state_change"] = 0
        named: dict[str, Any] = json.loads(_TASK.sub(lambda found: places.get(found[0], found[0]), json.dumps(state)))
        return named
