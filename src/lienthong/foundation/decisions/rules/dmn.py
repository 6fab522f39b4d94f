"""A table as a standard file (OMG DMN 1.3): to other software and back without loss.

Cells stand in the file as FEEL, which is how they are stored. What DMN has no place for (hints, bounds, tests, sentences) stands in
`extensionElements` under our own namespace; files of other makers do without.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET  # writing only; reading goes through defusedxml

from defusedxml import ElementTree as SafeET
from defusedxml.common import DefusedXmlException

from lienthong.foundation.decisions.choices import HitPolicy, ValueType
from lienthong.foundation.decisions.errors import CellRefused, DmnRefused
from lienthong.foundation.decisions.rules.cells import canonical, feel
from lienthong.foundation.decisions.rules.reading_cells import read_cell, read_constant
from lienthong.foundation.decisions.rules.table import check_guards
from lienthong.kit.text_vi import clean, shown, slug

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
OURS = "urn:lien-thong:decision-table"
MOST_BYTES = 1_000_000
_OTHER_VERSIONS = re.compile(r"\{https?://www\.omg\.org/spec/DMN/[^}]*\}")
_POLICIES = {
    HitPolicy.UNIQUE: "UNIQUE",
    HitPolicy.FIRST: "FIRST",
    HitPolicy.COLLECT: "COLLECT",
    HitPolicy.SUM: "COLLECT",
}
_TYPES = {
    ValueType.TEXT: "string",
    ValueType.PROSE: "string",
    ValueType.NUMBER: "number",
    ValueType.BOOLEAN: "boolean",
    ValueType.DATE: "date",
}
_READ_TYPES = {
    "string": ValueType.TEXT,
    "number": ValueType.NUMBER,
    "integer": ValueType.NUMBER,
    "long": ValueType.NUMBER,
    "double": ValueType.NUMBER,
    "boolean": ValueType.BOOLEAN,
    "date": ValueType.DATE,
}
_INPUT_EXTRAS = ("hint", "optional", "minimum", "maximum", "whole", "fills")


def write_dmn(*, code: str, name: str, content: Mapping[str, Any]) -> bytes:
    """The file, UTF-8. Cells that cannot be read go out as they were typed."""
    ET.register_namespace("", NAMESPACE)
    ET.register_namespace("lt", OURS)
    root = ET.Element(_tag("definitions"), {"id": f"definitions_{_id(code)}", "name": name, "namespace": OURS})
    decision = ET.SubElement(root, _tag("decision"), {"id": _id(code), "name": name})
    attributes = {"id": f"table_{_id(code)}", "hitPolicy": _POLICIES[HitPolicy(content["hit_policy"])]}
    if content["hit_policy"] == HitPolicy.SUM:
        attributes["aggregation"] = "SUM"
    table = ET.SubElement(decision, _tag("decisionTable"), attributes)
    if content.get("tests"):
        _extend(table, {"tests": content["tests"]})
    for number, row in enumerate(content["inputs"], start=1):
        one = ET.SubElement(table, _tag("input"), {"id": f"input_{number}", "label": row.get("label") or row["name"]})
        _extend(one, {key: row[key] for key in _INPUT_EXTRAS if row.get(key)})
        expression = ET.SubElement(
            one, _tag("inputExpression"), {"id": f"expression_{number}", "typeRef": _TYPES[ValueType(row["type"])]}
        )
        _text(expression, row["name"])
        if row.get("values"):
            _text(ET.SubElement(one, _tag("inputValues"), {"id": f"values_{number}"}), _listed(row["values"]))
    for number, row in enumerate(content["outputs"], start=1):
        one = ET.SubElement(
            table,
            _tag("output"),
            {
                "id": f"output_{number}",
                "label": row.get("label") or row["name"],
                "name": row["name"],
                "typeRef": _TYPES[ValueType(row["type"])],
            },
        )
        _extend(one, {"type": row["type"]} if row["type"] == ValueType.PROSE else {})
        if row.get("values"):
            _text(ET.SubElement(one, _tag("outputValues"), {"id": f"says_{number}"}), _listed(row["values"]))
    for number, row in enumerate(content["rules"], start=1):
        rule = ET.SubElement(table, _tag("rule"), {"id": f"rule_{number}"})
        if row.get("note"):
            ET.SubElement(rule, _tag("description")).text = row["note"]
        for at, (text, column) in enumerate(zip(row["when"], content["inputs"], strict=True), start=1):
            cell = ET.SubElement(rule, _tag("inputEntry"), {"id": f"when_{number}_{at}"})
            _text(cell, canonical_cell(text, column))
        for at, (text, column) in enumerate(zip(row["then"], content["outputs"], strict=True), start=1):
            cell = ET.SubElement(rule, _tag("outputEntry"), {"id": f"then_{number}_{at}"})
            _text(cell, _constant(text, column))
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body


def canonical_cell(text: str, column: Mapping[str, Any]) -> str:
    """A cell as FEEL; as it was typed when it cannot be read."""
    try:
        return canonical(read_cell(text, column["type"], column.get("values") or ()))
    except CellRefused:
        return text


def _constant(text: str, column: Mapping[str, Any]) -> str:
    try:
        value = read_constant(text, column["type"], column.get("values") or ())
    except CellRefused:
        return text
    return "" if value is None else feel(value)


def read_dmn(data: bytes) -> tuple[str, dict[str, Any]]:
    """Name and content of the one decision table in a file. Raises DmnRefused, TableInvalid."""
    if len(data) > MOST_BYTES:
        raise DmnRefused(f"Tệp lớn hơn {MOST_BYTES // 1_000_000} MB. Xuất riêng từng bảng rồi nhập từng tệp.")
    try:
        root = SafeET.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise DmnRefused(
            "Tệp có khai báo DTD hoặc thực thể, không được nhận. Xuất lại tệp DMN từ phần mềm soạn bảng."
        ) from error
    except (ET.ParseError, ValueError, LookupError) as error:
        raise DmnRefused(
            f"Tệp không phải là XML đọc được: {shown(error, 120)}. Chọn tệp .dmn xuất từ phần mềm soạn bảng."
        ) from error
    for each in root.iter():
        if isinstance(each.tag, str):
            each.tag = _OTHER_VERSIONS.sub("", each.tag)
    decisions = [each for each in root.iter("decision") if each.find("decisionTable") is not None]
    if len(decisions) != 1:
        raise DmnRefused(f"Tệp phải có đúng một bảng quyết định; tệp này có {len(decisions)}. Xuất riêng từng bảng.")
    table = decisions[0].find("decisionTable")
    assert table is not None
    content = {
        "hit_policy": _policy(table),
        "inputs": [_read_input(each, number) for number, each in enumerate(table.findall("input"), start=1)],
        "outputs": [_read_output(each, number) for number, each in enumerate(table.findall("output"), start=1)],
        "rules": [_read_rule(each) for each in table.findall("rule")],
        "tests": _extras(table).get("tests", []),
    }
    for rule in content["rules"]:
        rule["then"] = [_plain(text, out) for text, out in zip(rule["then"], content["outputs"], strict=False)]
    check_guards(content)
    return clean(decisions[0].get("name") or "Bảng nhập từ tệp DMN")[:200], content


def _policy(table: ET.Element) -> str:
    name, adding = table.get("hitPolicy", "UNIQUE").upper(), table.get("aggregation", "").upper()
    found = {"UNIQUE": HitPolicy.UNIQUE, "FIRST": HitPolicy.FIRST, "COLLECT": HitPolicy.COLLECT}.get(name)
    if found is None or (adding and not (found == HitPolicy.COLLECT and adding == "SUM")):
        raise DmnRefused(
            f"Tệp chọn quy tắc theo cách “{name} {adding}”. Ở đây dùng được UNIQUE, FIRST, COLLECT và COLLECT SUM; đổi trong phần mềm soạn rồi xuất lại."
        )
    return (HitPolicy.SUM if adding else found).value


def _read_input(one: ET.Element, number: int) -> dict[str, Any]:
    expression = one.find("inputExpression")
    label = clean(one.get("label") or _inside(expression) or f"Điều kiện {number}")[:200]
    kind = _type(expression.get("typeRef", "") if expression is not None else "", label)
    row = {"name": _name(_inside(expression) or label, number), "label": label, "type": kind}
    extras = _extras(one)
    row |= {key: extras[key] for key in _INPUT_EXTRAS if key in extras}
    return row | {"values": _list(_inside(one.find("inputValues"))) if kind == ValueType.TEXT else []}


def _read_output(one: ET.Element, number: int) -> dict[str, Any]:
    label = clean(one.get("label") or one.get("name") or f"Kết quả {number}")[:200]
    kind = _type(one.get("typeRef", ""), label)
    if _extras(one).get("type") == ValueType.PROSE:
        kind = ValueType.PROSE.value
    return {
        "name": _name(one.get("name") or label, number),
        "label": label,
        "type": kind,
        "values": _list(_inside(one.find("outputValues"))),
    }


def _read_rule(one: ET.Element) -> dict[str, Any]:
    note = one.find("description")
    return {
        "when": [_inside(each) or "-" for each in one.findall("inputEntry")],
        "then": [_inside(each) for each in one.findall("outputEntry")],
        "note": clean(note.text or "")[:400] if note is not None else "",
    }


def _type(name: str, label: str) -> str:
    kind = _READ_TYPES.get(name.rsplit(":", 1)[-1].lower() or "string")
    if kind is None:
        raise DmnRefused(f"Cột “{label}” có kiểu “{shown(name)}”. Ở đây dùng được string, number, boolean, date.")
    return kind.value


def _name(text: str, number: int) -> str:
    name = slug(text).replace("-", "_")[:40].strip("_")
    return name if name and name[0].isalpha() else f"cot_{number}"


def _plain(text: str, column: Mapping[str, Any]) -> str:
    """A constant of a text column without its quotes, as the editor shows it."""
    if column["type"] in {ValueType.TEXT, ValueType.PROSE}:
        return str(read_constant(text, column["type"], column["values"]) or "")
    return text


def _list(text: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", each) for each in re.findall(r'"((?:[^"\\]|\\.)*)"', text)]


def _listed(values: Iterable[str]) -> str:
    return ", ".join(feel(value) for value in values)


def _inside(one: ET.Element | None) -> str:
    text = one.find("text") if one is not None else None
    return (text.text or "").strip() if text is not None else ""


def _extend(one: ET.Element, extras: Mapping[str, Any]) -> None:
    if extras:
        holder = ET.SubElement(one, _tag("extensionElements"))
        ET.SubElement(holder, f"{{{OURS}}}more").text = json.dumps(extras, ensure_ascii=False)


def _extras(one: ET.Element) -> dict[str, Any]:
    found = one.find(f"extensionElements/{{{OURS}}}more")
    try:
        read = json.loads(found.text or "{}") if found is not None else {}
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _text(one: ET.Element, text: str) -> None:
    ET.SubElement(one, _tag("text")).text = text


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _id(code: str) -> str:
    return "d_" + re.sub(r"[^A-Za-z0-9_]", "_", code)
