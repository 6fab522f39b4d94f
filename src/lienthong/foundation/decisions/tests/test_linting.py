from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.foundation.decisions.rules.atoms import Space
from lienthong.foundation.decisions.rules.evaluation import decide, fitting, next_question, settle
from lienthong.foundation.decisions.rules.linting import lint, run_tests
from lienthong.foundation.decisions.rules.table import read_table
from lienthong.foundation.decisions.tests.examples import PENSION, changed
from lienthong.foundation.decisions.tests.strategies import contents, values_for


def messages(content: dict[str, Any]) -> str:
    return "\n".join(each.message for each in lint(read_table(content)))


def with_rules(*rules: list[str], policy: str = "U") -> dict[str, Any]:
    return changed(
        PENSION, hit_policy=policy, rules=[{"when": rule, "then": ["Được nộp", ""]} for rule in rules], tests=[]
    )


def test_it_works():
    table = read_table(PENSION)
    assert lint(table) == []
    assert [result.passed for result in run_tests(table)] == [True]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (with_rules(["-", "-", "-"], [">= 75", "-", "-"]), "Quy tắc 1 và 2 chồng nhau: cùng khớp khi “Tuổi” là từ 75 đến 130."),
        (with_rules([">= 75", "-", "-"]), "Chưa có quy tắc nào cho trường hợp “Tuổi” là từ 0 đến dưới 75."),
        (with_rules(["-", "Có", "-"], ["-", "Không", "Nghèo"]), "“Có lương hưu” là Không; “Thuộc hộ” là Cận nghèo, Không thuộc."),
        (with_rules(["> 130", "-", "-"], ["-", "-", "-"]), "Quy tắc 1 không bao giờ khớp: ô “Tuổi” nằm ngoài"),
        (with_rules([">= 60", "-", "-"], [">= 75", "Có", "-"], ["-", "-", "-"], policy="F"), "Quy tắc 2 không bao giờ được dùng"),
        (with_rules(["-", "-", '"Khá giả"'], policy="C"), "“Khá giả” không có trong danh sách giá trị của “Thuộc hộ”"),
        (with_rules(["bảy lăm", "-", "-"]), "Quy tắc 1: “bảy” không phải là số"),
        (changed(PENSION, rules=[]), "chưa có quy tắc nào"),
        (changed(PENSION, hit_policy="C+"), "cần một cột kết quả kiểu số"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_an_example(content, sentence):
    assert sentence in messages(content)


def test_a_failing_test_says_what_it_wanted_and_what_it_got():
    content = changed(PENSION)
    content["tests"][0]["given"]["tuoi"] = "60"
    (result,) = run_tests(read_table(content))
    assert result.found == (("Kết luận", "Được nộp", "Không đủ điều kiện"),)
    content["tests"][0]["given"]["tuoi"] = "trẻ"
    assert "cần một số" in run_tests(read_table(content))[0].refused


@settings(deadline=None)
@given(st.data())
def test_complete_and_unique_means_every_input_meets_exactly_one_rule(data):
    content = data.draw(contents(policies=("U",)))
    table = read_table(content)
    kinds = {each.kind for each in lint(table)}
    for _ in range(6):
        met = len(fitting(table, data.draw(values_for(content))))
        if "gap" not in kinds:
            assert met >= 1
        if "overlap" not in kinds:
            assert met <= 1


@settings(deadline=None)
@given(st.data())
def test_every_gap_and_every_dead_rule_is_true(data):
    """What lint calls a gap is met by no rule, and a rule it calls dead is never the answer."""
    content = data.draw(contents(policies=("F",)))
    table = read_table(content)
    found = lint(table)
    dead = {each.rules[0] for each in found if each.kind == "unreachable"}
    values = data.draw(values_for(content))
    decision = decide(table, values)
    assert not {rule.number for rule in decision.rules} & dead
    if not decision.rules:
        assert any(each.kind == "gap" for each in found)


@settings(deadline=None)
@given(st.data())
def test_asking_only_what_matters_decides_as_asking_everything(data):
    content = data.draw(contents(policies=("F",)))
    table = read_table(content)
    space = Space(table)
    values = data.draw(values_for(content))
    asked: dict[str, Any] = {}
    while question := next_question(table, space, asked):
        asked[question.name] = values[question.name]
    assert settle(table, space, asked).rows == decide(table, values).rows


def test_a_table_as_large_as_allowed_is_linted():
    """Two hundred rules over ten inputs, none covering another: the walk stops at its bound and says so."""
    inputs = [{"name": f"i{n}", "label": f"I{n}", "type": "number", "whole": True} for n in range(10)]
    rules = [
        {"when": [f"[{(n * 7 + i * 3) % 23}..{(n * 7 + i * 3) % 23 + 5}]" for i in range(10)], "then": ["a"]}
        for n in range(200)
    ]
    content = {
        "hit_policy": "F",
        "inputs": inputs,
        "outputs": [{"name": "o", "type": "text"}],
        "rules": rules,
        "tests": [],
    }
    assert {"gap", "too-wide"} & {each.kind for each in lint(read_table(content))}
