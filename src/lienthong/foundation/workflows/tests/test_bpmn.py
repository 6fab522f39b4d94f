import pytest
from django.template.loader import render_to_string
from lxml import etree

from lienthong.foundation.workflows.adapters import spiff
from lienthong.foundation.workflows.queries import Progress
from lienthong.foundation.workflows.rules.bpmn import BPMN, BPMNDI, DC, DI, compile_bpmn
from lienthong.foundation.workflows.rules.steps import read_steps
from lienthong.foundation.workflows.services import define_workflow, lint
from lienthong.foundation.workflows.tests.examples import BUILDING_PERMIT, row
from lienthong.kit.actor import SYSTEM

STEPS = read_steps(BUILDING_PERMIT)


def boxes(xml):
    return {
        shape.get("bpmnElement"): tuple(
            int(shape.find(f"{{{DC}}}Bounds").get(side)) for side in ("x", "y", "width", "height")
        )
        for shape in etree.fromstring(xml.encode()).iter(f"{{{BPMNDI}}}BPMNShape")
    }


@pytest.mark.parametrize("columns", [1, 2, 4, 12])
def test_everything_is_drawn_nothing_overlaps_and_rows_stay_narrow(columns):
    xml = compile_bpmn(STEPS, name="Quy trình", columns=columns)
    root = etree.fromstring(xml.encode())
    drawn = boxes(xml)
    process = root.find(f"{{{BPMN}}}process")
    nodes = [node.get("id") for node in process if not node.tag.endswith("sequenceFlow")]
    assert sorted(drawn) == sorted(nodes)
    places = list(drawn.values())
    for number, (x, y, width, height) in enumerate(places):
        for ox, oy, owidth, oheight in places[number + 1 :]:
            assert x + width <= ox or ox + owidth <= x or y + height <= oy or oy + oheight <= y
    widest_block = 2 * 50 + 2 * 40 + 2 * 50 + 140 + 2 * 40
    assert max(x + width for x, _, width, _ in places) <= max(columns * 180, widest_block) + 120
    edges = {edge.get("bpmnElement"): edge.findall(f"{{{DI}}}waypoint") for edge in root.iter(f"{{{BPMNDI}}}BPMNEdge")}
    flows = {flow.get("id"): flow for flow in process.iter(f"{{{BPMN}}}sequenceFlow")}
    assert edges.keys() == flows.keys()
    for key, points in edges.items():
        assert all(float(point.get("x")) >= 0 for point in points)
        x, y, width, height = drawn[flows[key].get("sourceRef")]
        assert x <= int(points[0].get("x")) <= x + width
        assert y <= int(points[0].get("y")) <= y + height


def test_the_ids_are_unique_and_names_are_escaped():
    xml = compile_bpmn(
        read_steps([row("a") | {"name": 'Kiểm tra <b> & "ký"'}, row("in"), row("a_b"), row("b_in")]), name="<x>"
    )
    ids = [element.get("id") for element in etree.fromstring(xml.encode()).iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert 'Kiểm tra &lt;b&gt; &amp; "ký"' in xml or "Kiểm tra &lt;b&gt; &amp; &quot;ký&quot;" in xml


def test_what_we_compile_passes_our_own_lint():
    assert lint(compile_bpmn(STEPS, name="Quy trình")) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda xml: xml[:-20], "không phải XML đúng cú pháp"),
        (lambda xml: xml.replace("?>", '?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>', 1), "DOCTYPE"),
        (lambda xml: xml.replace("bpmn:userTask", "bpmn:scriptTask"), "Phần tử “scriptTask” (9 lần) chưa được hỗ trợ"),
        (lambda xml: xml.replace("dien_tich &gt; 250", "__import__('os').system('id')"), "chưa dùng được"),
        (lambda xml: xml.replace(' default="Flow-thuc_dia-Skip"', ""), "chưa có luồng mặc định"),
        (lambda xml: xml.replace('name="Bước ky"', ""), "Bước “ky” chưa có tên"),
        (lambda xml: xml.replace('sourceRef="ky"', 'sourceRef="trinh"'), "có 2 luồng ra"),
        (lambda xml: "x" * 600_000, "không quá 512 KB"),
    ],
)
def test_lint_says_what_is_wrong(change, sentence):
    assert any(sentence in problem for problem in lint(change(compile_bpmn(STEPS, name="Quy trình"))))


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os').system('id')",
        "a.b == 1",
        "a == b",
        "a == 1 or True",
        "[x for x in y]",
        "a == f()",
        "a < 1 < 2",
        "1",
        "",
        "(" * 5000,
    ],
)
def test_conditions_are_never_code(expression):
    with pytest.raises(spiff.ExpressionRefused):
        spiff.read_expression(expression)


@pytest.mark.django_db
@pytest.mark.urls("lienthong.foundation.workflows.urls")
def test_the_page_of_the_diagram(client):
    workflow = define_workflow(actor=SYSTEM, code="xd", name="Cấp giấy phép xây dựng", steps=BUILDING_PERMIT)
    wide = client.get(f"/quy-trinh/{workflow.id}/bpmn.xml")
    narrow = client.get(f"/quy-trinh/{workflow.id}/bpmn.xml?cot=1")
    odd = client.get(f"/quy-trinh/{workflow.id}/bpmn.xml?cot=-1%27")
    assert wide["Content-Type"] == "application/xml; charset=utf-8"
    assert "immutable" in wide["Cache-Control"]
    assert wide.content.decode() == workflow.bpmn == odd.content.decode()
    width = [max(x + w for x, _, w, _ in boxes(page.content.decode()).values()) for page in (wide, narrow)]
    assert width[1] < width[0]


def test_the_steps_in_words():
    progress = Progress(done=("tiep_nhan",), active=("tham_dinh",), upcoming=STEPS[2:])
    html = render_to_string("workflows/steps.html", {"steps": STEPS, "progress": progress})
    assert html.count('aria-current="step"') == 1
    assert "Cán bộ một cửa, nơi tiếp nhận, 4 giờ làm việc. Đã xong" in html
    assert render_to_string("workflows/steps.html", {"steps": STEPS}).count("is-next") == len(STEPS)
