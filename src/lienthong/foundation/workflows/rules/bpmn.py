"""From the table of steps to BPMN 2.0 (biên dịch sang BPMN): standard elements only, no vendor's extensions, with a diagram."""

import re
import xml.etree.ElementTree as ET
from typing import Any

from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.workflows.choices import StepAgency, StepKind
from lienthong.foundation.workflows.rules.layout import (
    EVENT,
    GAP,
    GATEWAY,
    TASK_HEIGHT,
    TASK_WIDTH,
    Block,
    Drawing,
    Flow,
    Node,
    arrange,
)
from lienthong.foundation.workflows.rules.steps import Steps, StepSpec, blocks_of, number_text

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PROCESS_ID = "Process"
HOURS_WORDS = "giờ làm việc"
COLUMNS = 4

_LANE_GAP = 20
_SKIP_HEIGHT = 40

for _prefix, _uri in (("bpmn", BPMN), ("bpmndi", BPMNDI), ("dc", DC), ("di", DI), ("xsi", XSI)):
    ET.register_namespace(_prefix, _uri)


def compile_bpmn(steps: Steps, *, name: str, columns: int = COLUMNS) -> str:
    """BPMN 2.0 XML of checked steps. The id of a user task is the key of its step; `columns` only moves the drawing."""
    blocks = [_event("Event_start", "startEvent", "Bắt đầu")]
    blocks += [_step_or_group(group) for group in blocks_of(steps)]
    blocks.append(_event("Event_end", "endEvent", "Kết thúc"))
    return _write(arrange(blocks, max(1, columns)), name)


def _event(event_id: str, tag: str, name: str) -> Block:
    return Block((Node(event_id, tag, 0, 0, name),), (), EVENT, EVENT + 20, EVENT // 2, event_id, event_id)


def _step_or_group(group: Steps) -> Block:
    return _step(group[0]) if len(group) == 1 else _group(group)


def _step(step: StepSpec) -> Block:
    task = Node(step.key, "userTask", 0, 0, step.name, documentation_of(step))
    if not step.when:
        return Block((task,), (), TASK_WIDTH, TASK_HEIGHT, TASK_HEIGHT // 2, step.key, step.key)
    mid = TASK_HEIGHT // 2 + _SKIP_HEIGHT
    fork = Node(f"Fork_{step.key}", "exclusiveGateway", 0, mid - GATEWAY // 2)
    task = task.moved(GATEWAY + GAP, _SKIP_HEIGHT)
    join = Node(f"Join_{step.key}", "exclusiveGateway", GATEWAY + TASK_WIDTH + 2 * GAP, mid - GATEWAY // 2)
    flows = (
        Flow(f"Flow-{step.key}-In", fork.id, task.id, (fork.right, task.left), step.when.expression),
        Flow(f"Flow-{step.key}-Out", task.id, join.id, (task.right, join.left)),
        Flow(
            f"Flow-{step.key}-Skip",
            fork.id,
            join.id,
            (fork.top, (fork.top[0], _SKIP_HEIGHT // 2), (join.top[0], _SKIP_HEIGHT // 2), join.top),
        ),
    )
    width = 2 * GATEWAY + TASK_WIDTH + 2 * GAP
    return Block((fork, task, join), flows, width, _SKIP_HEIGHT + TASK_HEIGHT, mid, fork.id, join.id)


def documentation_of(step: StepSpec) -> str:
    """`Thụ lý, Chuyên viên, cơ quan giải quyết, 4,5 giờ làm việc`: what a table says of a step and BPMN has no element for."""
    words = f"{StepKind(step.kind).label}, {step.role_name}, {step.agency_name.lower()}"
    return f"{words}, {number_text(step.hours)} {HOURS_WORDS}" if step.hours else words


def read_documentation(text: str) -> dict[str, Any]:
    """kind, role, agency and hours as far as a text of `documentation_of` names them."""
    kinds = {str(kind.label): kind.value for kind in StepKind}
    roles = {str(role.label): role.value for role in Role}
    agencies = {str(agency.label).lower(): agency.value for agency in StepAgency}
    found: dict[str, Any] = {}
    hours = re.search(rf"(\d+(?:,\d+)?) {HOURS_WORDS}$", text)
    if hours:
        found["hours"] = float(hours[1].replace(",", "."))
    for word in text.split(", "):
        for part, words in (("kind", kinds), ("role", roles), ("agency", agencies)):
            if word in words:
                found.setdefault(part, words[word])
    return found


def _group(group: Steps) -> Block:
    lanes = [_step(step) for step in group]
    inner = max(lane.width for lane in lanes)
    height = sum(lane.height for lane in lanes) + _LANE_GAP * (len(lanes) - 1)
    name = group[0].parallel
    fork = Node(f"Split_{name}", "parallelGateway", 0, height // 2 - GATEWAY // 2)
    join = Node(f"Merge_{name}", "parallelGateway", GATEWAY + inner + 2 * GAP, height // 2 - GATEWAY // 2)
    nodes: list[Node] = [fork, join]
    flows: list[Flow] = []
    y = 0
    for lane in lanes:
        placed = lane.moved(GATEWAY + GAP + (inner - lane.width) // 2, y)
        entry = next(node for node in placed.nodes if node.id == lane.entry)
        leave = next(node for node in placed.nodes if node.id == lane.exit)
        nodes += placed.nodes
        flows += placed.flows
        turn, back = fork.right[0] + GAP // 2, join.left[0] - GAP // 2
        way_in = (fork.right, (turn, fork.right[1]), (turn, entry.left[1]), entry.left)
        way_out = (leave.right, (back, leave.right[1]), (back, join.left[1]), join.left)
        flows.append(Flow(f"Flow-{fork.id}-{entry.id}", fork.id, entry.id, way_in))
        flows.append(Flow(f"Flow-{leave.id}-{join.id}", leave.id, join.id, way_out))
        y += lane.height + _LANE_GAP
    return Block(tuple(nodes), tuple(flows), 2 * GATEWAY + inner + 2 * GAP, height, height // 2, fork.id, join.id)


def _write(drawing: Drawing, name: str) -> str:
    definitions = ET.Element(
        f"{{{BPMN}}}definitions", {"id": "Definitions", "targetNamespace": "urn:lienthong:workflow"}
    )
    process = ET.SubElement(definitions, f"{{{BPMN}}}process", {"id": PROCESS_ID, "name": name, "isExecutable": "true"})
    for node in drawing.nodes:
        attributes = {"id": node.id, "name": node.name} if node.name else {"id": node.id}
        if node.id.startswith("Fork_"):
            attributes["default"] = f"Flow-{node.id.removeprefix('Fork_')}-Skip"
        element = ET.SubElement(process, f"{{{BPMN}}}{node.tag}", attributes)
        if node.documentation:
            ET.SubElement(element, f"{{{BPMN}}}documentation").text = node.documentation
        for flow in drawing.flows:
            if flow.target == node.id:
                ET.SubElement(element, f"{{{BPMN}}}incoming").text = flow.id
        for flow in drawing.flows:
            if flow.source == node.id:
                ET.SubElement(element, f"{{{BPMN}}}outgoing").text = flow.id
    for flow in drawing.flows:
        element = ET.SubElement(
            process, f"{{{BPMN}}}sequenceFlow", {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
        )
        if flow.condition:
            condition = ET.SubElement(
                element, f"{{{BPMN}}}conditionExpression", {f"{{{XSI}}}type": "bpmn:tFormalExpression"}
            )
            condition.text = flow.condition
    _draw(definitions, drawing)
    ET.indent(definitions)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(definitions, encoding="unicode") + "\n"


def _draw(definitions: ET.Element, drawing: Drawing) -> None:
    diagram = ET.SubElement(definitions, f"{{{BPMNDI}}}BPMNDiagram", {"id": "Diagram"})
    plane = ET.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": "Plane", "bpmnElement": PROCESS_ID})
    for node in drawing.nodes:
        _draw_node(plane, node)
    for flow in drawing.flows:
        edge = ET.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", {"id": f"{flow.id}_di", "bpmnElement": flow.id})
        for x, y in flow.points:
            ET.SubElement(edge, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})


def _draw_node(plane: ET.Element, node: Node) -> None:
    shape = ET.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", {"id": f"{node.id}_di", "bpmnElement": node.id})
    if node.tag == "exclusiveGateway":
        shape.set("isMarkerVisible", "true")
    bounds = {"x": node.x, "y": node.y, "width": node.width, "height": node.height}
    ET.SubElement(shape, f"{{{DC}}}Bounds", {key: str(value) for key, value in bounds.items()})
    if node.tag.endswith("Event"):
        label = ET.SubElement(shape, f"{{{BPMNDI}}}BPMNLabel")
        ET.SubElement(
            label,
            f"{{{DC}}}Bounds",
            {"x": str(node.x - 12), "y": str(node.y + EVENT + 4), "width": "60", "height": "14"},
        )
