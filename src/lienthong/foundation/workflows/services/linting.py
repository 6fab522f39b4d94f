"""What a BPMN drawn elsewhere must look like before this platform can run it (kiểm tra BPMN)."""

from collections import Counter

from lxml import etree
from SpiffWorkflow.exceptions import SpiffWorkflowException

from lienthong.foundation.workflows.adapters import spiff
from lienthong.foundation.workflows.rules.bpmn import BPMN, BPMNDI, DC, DI

MAX_BYTES = 512 * 1024

_NODES = {"startEvent", "endEvent", "userTask", "exclusiveGateway", "parallelGateway"}
_KNOWN = _NODES | {
    "definitions",
    "process",
    "sequenceFlow",
    "conditionExpression",
    "documentation",
    "incoming",
    "outgoing",
    "textAnnotation",
    "text",
    "association",
}
_DRAWING = {BPMNDI, DC, DI}


def lint(xml: str) -> list[str]:
    """Vietnamese sentences, each a thing to change; empty when the platform can run it. Nothing of the file is executed."""
    content = xml.encode()
    if len(content) > MAX_BYTES:
        return [f"Tệp BPMN không quá {MAX_BYTES // 1024} KB; tệp này có {len(content) // 1024} KB."]
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        return [f"Tệp không phải XML đúng cú pháp: {error.msg}. Xuất lại tệp BPMN 2.0 từ phần mềm vẽ."]
    if root.getroottree().docinfo.doctype:
        return ["Tệp có khai báo DOCTYPE, không được dùng. Xuất lại tệp BPMN 2.0 từ phần mềm vẽ."]
    problems = _unknown(root)
    processes = root.findall(f"{{{BPMN}}}process")
    if len(processes) != 1 or not processes[0].get("id"):
        problems.append(f"Tệp phải có đúng một quy trình có mã (id); tệp này có {len(processes)} quy trình.")
    else:
        problems += _wrong_flows(processes[0])
    if not problems:
        try:
            spiff.Run(spiff.parse(xml, processes[0].get("id", "")))
        except (SpiffWorkflowException, spiff.ExpressionRefused):
            problems.append(
                "Bộ máy quy trình không chạy được sơ đồ này. Mở lại trong phần mềm vẽ, kiểm từng luồng nối rồi xuất lại."
            )
    return problems


def _unknown(root: etree._Element) -> list[str]:
    found: Counter[str] = Counter()
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        if name.namespace not in _DRAWING and (name.namespace != BPMN or name.localname not in _KNOWN):
            found[name.localname] += 1
    return [
        f"Phần tử “{name}” ({count} lần) chưa được hỗ trợ. Chỉ dùng sự kiện bắt đầu, kết thúc, bước người làm (userTask), "
        "cổng loại trừ, cổng song song và luồng nối."
        for name, count in sorted(found.items())
    ]


def _wrong_flows(process: etree._Element) -> list[str]:
    problems = []
    flows = process.findall(f"{{{BPMN}}}sequenceFlow")
    outgoing: dict[str, list[etree._Element]] = {}
    for flow in flows:
        outgoing.setdefault(flow.get("sourceRef", ""), []).append(flow)
    nodes = {node.get("id", ""): node for node in process if etree.QName(node).localname in _NODES}
    for kind, word in (("startEvent", "bắt đầu"), ("endEvent", "kết thúc")):
        count = sum(1 for node in nodes.values() if etree.QName(node).localname == kind)
        if count != 1:
            problems.append(f"Quy trình phải có đúng một sự kiện {word}; sơ đồ này có {count}.")
    problems += [
        f"Có luồng nối đến hoặc từ “{end}” nhưng sơ đồ không có phần tử này."
        for end in sorted({flow.get(side, "") for flow in flows for side in ("sourceRef", "targetRef")} - nodes.keys())
    ]
    for key, node in nodes.items():
        tag, label, out = etree.QName(node).localname, node.get("name") or key, outgoing.get(key, [])
        if tag == "userTask" and not node.get("name"):
            problems.append(f"Bước “{key}” chưa có tên.")
        if tag != "endEvent" and not out:
            problems.append(f"“{label}” không nối đến đâu; nối đến bước tiếp theo hoặc đến kết thúc.")
        if tag in {"startEvent", "userTask"} and len(out) > 1:
            problems.append(f"“{label}” có {len(out)} luồng ra; đặt một cổng loại trừ hoặc song song ở giữa.")
        if tag == "exclusiveGateway" and len(out) > 1:
            problems += _wrong_choice(label, node.get("default", ""), out)
        elif any(flow.find(f"{{{BPMN}}}conditionExpression") is not None for flow in out):
            problems.append(f"Luồng ra của “{label}” có điều kiện; chỉ luồng ra của cổng loại trừ được có điều kiện.")
    return problems


def _wrong_choice(label: str, default: str, out: list[etree._Element]) -> list[str]:
    problems = []
    if default not in {flow.get("id") for flow in out}:
        problems.append(
            f"Cổng loại trừ “{label}” chưa có luồng mặc định; chọn một luồng đi khi không điều kiện nào đúng."
        )
    for flow in out:
        if flow.get("id") == default:
            continue
        text = flow.findtext(f"{{{BPMN}}}conditionExpression") or ""
        try:
            spiff.read_expression(text)
        except spiff.ExpressionRefused:
            problems.append(
                f"Điều kiện “{text[:80]}” của “{label}” chưa dùng được; mỗi điều kiện là một phép so sánh của một trường với một giá trị, "
                "ví dụ loai == 'cap_moi'."
            )
    return problems
