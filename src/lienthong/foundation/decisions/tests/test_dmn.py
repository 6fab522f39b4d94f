"""DMN files: nothing is lost on the way out and in, hostile ones are refused, and SpiffWorkflow's DMN engine agrees with ours."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

from lienthong.foundation.decisions.errors import DmnRefused
from lienthong.foundation.decisions.rules.cells import (
    Anything,
    Between,
    Blank,
    Either,
    Equal,
    Other,
    Test,
    Value,
)
from lienthong.foundation.decisions.rules.dmn import NAMESPACE, read_dmn, write_dmn
from lienthong.foundation.decisions.rules.evaluation import decide
from lienthong.foundation.decisions.rules.linting import lint
from lienthong.foundation.decisions.rules.table import read_table
from lienthong.foundation.decisions.tests.examples import PENSION, changed
from lienthong.foundation.decisions.tests.strategies import contents, values_for


def test_out_and_in_again_loses_nothing():
    name, content = read_dmn(write_dmn(code="huu-tri", name="Hưu trí xã hội", content=PENSION))
    before, after = read_table(PENSION), read_table(content)
    assert name == "Hưu trí xã hội"
    assert (after.hit_policy, after.inputs, after.outputs, after.rules, after.tests) == (
        before.hit_policy,
        before.inputs,
        before.outputs,
        before.rules,
        before.tests,
    )


@settings(max_examples=100, deadline=None)
@given(contents(policies=("U", "F", "C", "C+")))
def test_any_table_survives_the_file(content):
    _, back = read_dmn(write_dmn(code="x", name="X", content=content))
    assert read_table(back) == read_table(content)


def test_a_file_of_another_maker():
    """As dmn-js writes it: DMN 1.3 with ids, an annotation, an empty cell, no extension of ours."""
    xml = f"""<?xml version="1.0" encoding="UTF-8"?>
    <definitions xmlns="{NAMESPACE}" id="d" name="DRD" namespace="http://camunda.org/schema/1.0/dmn">
      <decision id="dish" name="Dish"><decisionTable id="t" hitPolicy="FIRST">
        <input id="i1" label="Guests"><inputExpression id="e1" typeRef="integer"><text>guestCount</text></inputExpression></input>
        <output id="o1" label="Dish" name="desiredDish" typeRef="string"/>
        <rule id="r1"><description>few</description><inputEntry id="c1"><text>&lt;= 8</text></inputEntry>
          <outputEntry id="c2"><text>"Spareribs"</text></outputEntry></rule>
        <rule id="r2"><inputEntry id="c3"><text></text></inputEntry><outputEntry id="c4"><text>"Stew"</text></outputEntry></rule>
      </decisionTable></decision></definitions>"""
    name, content = read_dmn(xml.encode())
    table = read_table(content)
    assert name == "Dish"
    assert lint(table) == []
    column = table.inputs[0].name
    assert decide(table, {column: Decimal(8)}).said == {table.outputs[0].name: "Spareribs"}
    assert decide(table, {column: Decimal(9)}).said == {table.outputs[0].name: "Stew"}


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><definitions>&b;</definitions>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"not xml", "không phải là XML"),
        (BOMB, "DTD"),
        (b"<definitions/>", "đúng một bảng"),
        (b" " * 1_000_001, "lớn hơn 1 MB"),
        (write_dmn(code="x", name="X", content=PENSION).replace(b'"UNIQUE"', b'"RULE ORDER"'), "RULE ORDER"),
        (write_dmn(code="x", name="X", content=PENSION).replace(b'"boolean"', b'"context"'), "kiểu “context”"),
    ],
)
def test_files_that_are_refused(data, sentence):
    with pytest.raises(DmnRefused) as refusal:
        read_dmn(data)
    assert sentence in refusal.value.message


# ---- the other engine ----


def _python(test: Test) -> str:
    """The test as the Python that SpiffWorkflow evaluates; `?` is the input. Only here: officials' cells never become code."""
    match test:
        case Anything():
            return "True or ?"
        case Blank():
            return "? is None"
        case Equal(value):
            return f"(? is not None and ? == {_literal(value)})"
        case Between(low, high, low_in, high_in):
            ends = ["? is not None"]
            if low is not None:
                ends.append(f"? {'>=' if low_in else '>'} {_literal(low)}")
            if high is not None:
                ends.append(f"? {'<=' if high_in else '<'} {_literal(high)}")
            return f"({' and '.join(ends)})"
        case Either(tests):
            return f"({' or '.join(_python(each) for each in tests)})"
        case Other(inner):
            return f"(not {_python(inner)})"


def _literal(value: Value) -> str:
    return repr(
        value if isinstance(value, str | bool) else float(value) if isinstance(value, Decimal) else value.isoformat()
    )  # type: ignore[union-attr]


def _spiff(content: dict[str, Any]) -> DMNEngine:
    """The same table in SpiffWorkflow: our own file, each cell replaced by its Python."""
    table = read_table(content)
    root = etree.fromstring(write_dmn(code="x", name="X", content=content))
    names = {"d": NAMESPACE}
    for rule, element in zip(table.rules, root.iterfind(".//d:rule", names), strict=True):
        for test, cell in zip(rule.when, element.findall("d:inputEntry/d:text", names), strict=True):
            cell.text = _python(test)
        for cell in element.findall("d:outputEntry/d:text", names):
            cell.text = str(rule.number)
    for extension in root.findall(".//d:extensionElements", names):
        extension.getparent().remove(extension)
    parser = DMNParser(None, root, {"dmn": NAMESPACE})
    parser.parse()
    return DMNEngine(parser.decision.decisionTables[0])


class _Task:
    """As much of a task as the engine asks for."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.workflow = type("W", (), {"script_engine": PythonScriptEngine(TaskDataEnvironment())})()


@settings(deadline=None)
@given(st.data())
def test_spiffworkflow_finds_the_same_rules(data):
    content = data.draw(contents(policies=("F", "C")))
    engine = _spiff(content)
    table = read_table(content)
    for _ in range(4):
        values = data.draw(values_for(content))
        plain = {
            name: float(value)
            if isinstance(value, Decimal)
            else value
            if isinstance(value, str | bool | None)
            else value.isoformat()
            for name, value in values.items()
        }
        theirs = [rule.row_number for rule in engine.decide(_Task(plain))]
        # SpiffWorkflow stops at the first rule only under UNIQUE; FIRST takes the first of what it found.
        ours = [rule.number for rule in decide(table, values).rules]
        assert (theirs[:1] if content["hit_policy"] == "F" else theirs) == ours


def test_the_pension_table_in_spiffworkflow():
    engine = _spiff(changed(PENSION, hit_policy="F"))
    task = _Task({"tuoi": 72.0, "luong_huu": False, "ho": "Nghèo"})
    assert [rule.row_number for rule in engine.decide(task)] == [3]
