"""A diagram drawn elsewhere, or here, as a table of steps (nhập BPMN 2.0). What a table cannot say is named, never guessed away."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from lienthong.foundation.workflows.adapters import spiff
from lienthong.foundation.workflows.choices import Operator, StepAgency, StepKind
from lienthong.foundation.workflows.errors import BpmnRefused
from lienthong.foundation.workflows.rules.bpmn import BPMN, read_documentation
from lienthong.foundation.workflows.rules.drafts import content_of
from lienthong.foundation.workflows.rules.steps import Condition, StepSpec
from lienthong.foundation.workflows.services.linting import MAX_BYTES, lint
from lienthong.kit.text_vi import clean, slug

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_OPPOSITE: dict[str, str] = {Operator.EQUAL: Operator.NOT_EQUAL, Operator.NOT_EQUAL: Operator.EQUAL}


@dataclass(frozen=True, slots=True)
class Imported:
    """A content for a draft, and sentences about what the diagram did not say."""

    content: dict[str, Any]
    notes: tuple[str, ...]


def read_bpmn(content: bytes) -> Imported:
    """Read a BPMN 2.0 file as a table of steps. Raises BpmnRefused with everything that has to be changed."""
    if len(content) > MAX_BYTES:
        raise BpmnRefused([f"Tệp BPMN không quá {MAX_BYTES // 1024} KB."])
    try:
        xml = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BpmnRefused(["Tệp không phải chữ UTF-8. Xuất lại tệp BPMN 2.0 từ phần mềm vẽ."]) from None
    problems = lint(xml)
    if problems:
        raise BpmnRefused(problems)
    root = etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    walk = _Walk(process)
    walk.run()
    if walk.problems:
        raise BpmnRefused(walk.problems)
    name = clean(process.get("name") or "")[:300]
    notes = (
        [f"Sơ đồ không nói vai trò của {walk.guessed} bước: đã đặt là Chuyên viên, xem lại."] if walk.guessed else []
    )
    return Imported(content_of(name, tuple(walk.steps)), tuple(notes))


class _Unsupported(Exception):
    """Carries the sentence."""


@dataclass
class _Walk:
    """From the start to the end of a linted process, one block after the other."""

    process: etree._Element
    steps: list[StepSpec] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    guessed: int = 0

    def run(self) -> None:
        """Fill `steps`, or `problems`."""
        self.nodes = {node.get("id", ""): node for node in self.process if node.get("id")}
        self.out: dict[str, list[etree._Element]] = {}
        self.into: dict[str, int] = {}
        for flow in self.process.findall(f"{{{BPMN}}}sequenceFlow"):
            self.out.setdefault(flow.get("sourceRef", ""), []).append(flow)
            self.into[flow.get("targetRef", "")] = self.into.get(flow.get("targetRef", ""), 0) + 1
        self.keys: set[str] = set()
        self.seen: set[str] = set()
        at = next(key for key, node in self.nodes.items() if _tag(node) == "startEvent")
        try:
            while _tag(self._enter(at)) != "endEvent":
                at = self._block(at)
        except _Unsupported as found:
            self.problems.append(str(found))
            return
        left = [node for key, node in self.nodes.items() if _tag(node) == "userTask" and key not in self.seen]
        if left:
            names = ", ".join(f"“{_label(node)}”" for node in left[:5])
            self.problems.append(f"Không có đường nào từ bắt đầu đến {names}. Nối lại hoặc xóa các bước này.")

    def _block(self, at: str) -> str:
        """Read what begins at a node; the id of what follows it."""
        node, out = self.nodes[at], self.out.get(at, [])
        if _tag(node) == "userTask":
            self._add(node)
        if len(out) == 1:
            return str(out[0].get("targetRef", ""))
        return self._choice(node, out) if _tag(node) == "exclusiveGateway" else self._group(node, out)

    def _choice(self, fork: etree._Element, out: list[etree._Element], parallel: str = "") -> str:
        if len(out) != 2:
            raise _Unsupported(
                f"Cổng loại trừ “{_label(fork)}” có {len(out)} nhánh. Bảng chỉ có bước làm hoặc bỏ qua theo một điều kiện: "
                "tách thành nhiều cổng, mỗi cổng hai nhánh."
            )
        default = next(flow for flow in out if flow.get("id") == fork.get("default"))
        other = next(flow for flow in out if flow is not default)
        condition = spiff.read_expression(other.findtext(f"{{{BPMN}}}conditionExpression") or "")
        if not _KEY.fullmatch(condition.field):
            raise _Unsupported(
                f"Điều kiện dùng trường “{condition.field}”; tên trường chỉ gồm chữ thường không dấu, số và dấu gạch dưới."
            )
        tasks, join = self._lane(other)
        others, same = self._lane(default)
        if join != same:
            raise _Unsupported(f"Hai nhánh của cổng “{_label(fork)}” không gặp lại nhau ở cùng một chỗ.")
        if parallel and len(tasks) + len(others) > 1:
            raise self._one_a_lane(fork)
        for task in tasks:
            self._add(task, condition, parallel)
        if others and condition.op not in _OPPOSITE:
            raise _Unsupported(
                f"Nhánh mặc định của cổng “{_label(fork)}” có bước “{_label(others[0])}”. Bảng chỉ đảo được điều kiện bằng và khác: "
                "đặt một điều kiện riêng cho bước đó."
            )
        for task in others:
            self._add(task, Condition(condition.field, _OPPOSITE[condition.op], condition.value), parallel)
        return join

    def _group(self, fork: etree._Element, out: list[etree._Element]) -> str:
        name = self._name_of_group(fork)
        joins = set()
        for flow in out:
            at = flow.get("targetRef", "")
            node, more = self._enter(at), self.out.get(at, [])
            if _tag(node) == "exclusiveGateway" and len(more) > 1:
                joins.add(self._through(self._choice(node, more, name)))
                continue
            if _tag(node) != "userTask" or len(more) != 1:
                raise self._one_a_lane(fork)
            self._add(node, None, name)
            joins.add(more[0].get("targetRef", ""))
        if len(joins) != 1:
            raise self._one_a_lane(fork)
        join = joins.pop()
        if _tag(self.nodes.get(join, fork)) != "parallelGateway" or self.into[join] != len(out):
            raise _Unsupported(f"Các nhánh sau cổng song song “{_label(fork)}” phải gặp nhau ở một cổng song song.")
        return join

    def _through(self, at: str) -> str:
        """Past the gateway where the two ways of a choice meet."""
        self._enter(at)
        out = self.out.get(at, [])
        return out[0].get("targetRef", "") if _tag(self.nodes[at]) == "exclusiveGateway" and len(out) == 1 else at

    def _lane(self, flow: etree._Element) -> tuple[list[etree._Element], str]:
        """Steps one after the other up to where another way comes in; the id of that place."""
        tasks, at = [], flow.get("targetRef", "")
        while self.into.get(at, 0) < 2:
            node, out = self._enter(at), self.out.get(at, [])
            if _tag(node) != "userTask" or len(out) != 1:
                raise _Unsupported(
                    f"Giữa hai nhánh của một cổng loại trừ có “{_label(node)}”; ở đó chỉ đặt được các bước nối tiếp nhau."
                )
            tasks.append(node)
            at = out[0].get("targetRef", "")
        return tasks, at

    def _enter(self, at: str) -> etree._Element:
        node = self.nodes.get(at)
        if node is None:
            raise _Unsupported(f"Có luồng nối đến “{at}” nhưng sơ đồ không có phần tử này.")
        if at in self.seen:
            raise _Unsupported(
                f"Sơ đồ quay vòng về “{_label(node)}”. Không vẽ vòng lặp: trả lại bước trước là việc của người xử lý, không phải của quy trình."
            )
        self.seen.add(at)
        return node

    def _add(self, task: etree._Element, when: Condition | None = None, parallel: str = "") -> None:
        said = read_documentation(task.findtext(f"{{{BPMN}}}documentation") or "")
        name = clean(task.get("name") or "")[:200]
        self.guessed += "role" not in said
        step = StepSpec(
            self._key(task.get("id", ""), name),
            name,
            said.get("role", "specialist"),
            float(said.get("hours", 0)),
            said.get("kind", StepKind.HANDLE),
            said.get("agency", StepAgency.COMPETENT),
            when,
            parallel,
        )
        self.steps.append(step)

    def _key(self, identifier: str, name: str) -> str:
        base = identifier if _KEY.fullmatch(identifier) else slug(name).replace("-", "_")[:50].strip("_")
        base = base if _KEY.fullmatch(base) else f"buoc_{base}".strip("_")
        number, key = 2, base
        while key in self.keys:
            key, number = f"{base}_{number}", number + 1
        self.keys.add(key)
        return key

    def _name_of_group(self, fork: etree._Element) -> str:
        name = str(fork.get("id", "")).removeprefix("Split_")
        if not _KEY.fullmatch(name):
            name = f"nhom_{sum(1 for key in self.keys if key.startswith('nhom_')) + 1}"
        self.keys.add(name)
        return name

    def _one_a_lane(self, fork: etree._Element) -> _Unsupported:
        return _Unsupported(
            f"Mỗi nhánh sau cổng song song “{_label(fork)}” chỉ được có một bước. Gộp các bước của một nhánh, hoặc xếp nối tiếp."
        )


def _tag(node: etree._Element) -> str:
    return str(etree.QName(node).localname)


def _label(node: etree._Element) -> str:
    return str(node.get("name") or node.get("id") or "")
