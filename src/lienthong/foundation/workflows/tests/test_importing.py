"""Our diagrams come back as the same table; what a foreign one uses too much is named; hostile files are refused."""

import pytest
from hypothesis import given

from lienthong.foundation.workflows.errors import BpmnRefused
from lienthong.foundation.workflows.rules.bpmn import compile_bpmn
from lienthong.foundation.workflows.rules.drafts import check, content_of
from lienthong.foundation.workflows.rules.steps import Steps, read_steps
from lienthong.foundation.workflows.services.importing import read_bpmn
from lienthong.foundation.workflows.tests.examples import BUILDING_PERMIT
from lienthong.foundation.workflows.tests.strategies import tables

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<process id="Process_1ab" name="Việc lạ">'
)


def drawn(*parts: str) -> bytes:
    return (HEAD + "".join(parts) + "</process></definitions>").encode()


def flow(source: str, target: str, condition: str = "") -> str:
    text = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{text}</sequenceFlow>'


@given(tables())
def test_a_diagram_of_ours_is_the_same_table_again(steps: Steps):
    content = read_bpmn(compile_bpmn(steps, name="Tên").encode()).content
    assert content == content_of("Tên", steps)


@given(tables())
def test_a_draft_says_what_its_table_says(steps: Steps):
    read = check(content_of("Tên", steps)).steps
    assert read == steps
    assert [step.when and [type(step.when.value), step.when.value] for step in read] == [
        step.when and [type(step.when.value), step.when.value] for step in steps
    ]


def test_the_example():
    steps = read_steps(BUILDING_PERMIT)
    assert read_bpmn(compile_bpmn(steps, name="XD").encode()).content == content_of("XD", steps)


def test_a_foreign_diagram_becomes_a_table():
    ours = read_bpmn(
        drawn(
            '<startEvent id="S"/><userTask id="Activity_1" name="Nhận đơn"/><exclusiveGateway id="G" default="G-B"/>',
            '<userTask id="A" name="Đi xem"/><userTask id="B" name="Gọi điện"/><exclusiveGateway id="J"/><endEvent id="E"/>',
            flow("S", "Activity_1"), flow("Activity_1", "G"), flow("G", "A", "xa == 'co'"), flow("G", "B"),
            flow("A", "J"), flow("B", "J"), flow("J", "E"),
        )
    )  # fmt: skip
    rows = ours.content["rows"]
    assert [(row["key"], row["op"], row["value"]) for row in rows] == [
        ("nhan_don", "", ""),
        ("di_xem", "==", "co"),
        ("goi_dien", "!=", "co"),
    ]
    assert "vai trò của 3 bước" in ours.notes[0]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"not xml", "không phải XML"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"x" * 600_000, "không quá 512 KB"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DOCTYPE"),
        (b'<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><l>&b;</l>', "DOCTYPE"),
        (drawn('<startEvent id="S"/><scriptTask id="T"/><endEvent id="E"/>', flow("S", "T"), flow("T", "E")), "“scriptTask”"),
        (drawn('<startEvent id="S"/><userTask id="A" name="A"/>', flow("S", "A"), flow("A", "A")), "đúng một sự kiện kết thúc; sơ đồ này có 0"),
        (drawn('<startEvent id="S"/><userTask id="A" name="Một"/><userTask id="B" name="Hai"/><endEvent id="E"/>', flow("S", "A"), flow("A", "E"), flow("B", "E")), "Không có đường nào từ bắt đầu đến “Hai”"),
        (
            drawn(
                '<startEvent id="S"/><userTask id="A" name="Một"/><exclusiveGateway id="G" name="Được chưa" default="G-E"/><endEvent id="E"/>',
                flow("S", "A"), flow("A", "G"), flow("G", "A", "dat == 1"), flow("G", "E"),
            ),
            "Giữa hai nhánh của một cổng loại trừ có “E”",
        ),
        (drawn('<startEvent id="S"/><userTask id="A" name="Một"/><endEvent id="E"/>', flow("S", "A"), flow("A", "mat")), "“mat”"),
    ],
)  # fmt: skip
def test_what_a_table_cannot_say_is_named(file: bytes, sentence: str):
    with pytest.raises(BpmnRefused) as refusal:
        read_bpmn(file)
    assert sentence in " ".join(refusal.value.problems)
