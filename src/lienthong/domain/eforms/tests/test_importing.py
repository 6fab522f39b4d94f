"""Foreign schemas: what can be asked is asked, what cannot is noted, what could do harm is refused. No database."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.domain.eforms import services
from lienthong.domain.eforms.errors import UnusableSchema
from lienthong.domain.eforms.tests.conftest import BIRTH, unsaved_form
from lienthong.domain.eforms.tests.household import HOUSEHOLD
from lienthong.domain.eforms.tests.test_judging import JSON

SHOP = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Cửa hàng",
    "type": "object",
    "properties": {
        "shopName": {"title": "Tên cửa hàng", "type": "string", "maxLength": 120},
        "kind": {"title": "Loại", "oneOf": [{"const": "A", "title": "Quán ăn"}, {"const": "B", "title": "Tạp hóa"}]},
        "area": {"title": "Diện tích", "type": "number", "minimum": 1, "exclusiveMaximum": 500.5},
        "seats": {"title": "Số ghế", "type": "integer", "exclusiveMinimum": 0, "multipleOf": 2},
        "opened": {"title": "Ngày mở", "type": ["string", "null"], "format": "date"},
        "owner": {"$ref": "#/$defs/person"},
        "dishes": {"title": "Món chính", "type": "array", "items": {"type": "string", "maxLength": 80}, "maxItems": 10},
        "staff": {
            "title": "Người làm",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"title": "Tên", "type": "string"}, "cook": {"type": "boolean"}},
                "required": ["name"],
            },
        },
        "contact": {
            "title": "Liên hệ",
            "type": "object",
            "properties": {"mail": {"type": "string", "format": "email"}},
        },
        "plate": {"title": "Biển số xe", "type": "string", "pattern": "^[0-9]{2}[A-Z]-[0-9]{4,5}$"},
        "licence": {"title": "Số giấy phép", "type": "string"},
        "secret": {"not": {"type": "string"}},
    },
    "required": ["shopName", "owner"],
    "dependentRequired": {"opened": ["licence"]},
    "allOf": [
        {
            "if": {"properties": {"seats": {"minimum": 50}}, "required": ["seats"]},
            "then": {
                "properties": {"exits": {"title": "Số lối thoát nạn", "type": "integer"}},
                "required": ["exits", "plate"],
            },
        }
    ],
    "$defs": {
        "person": {
            "title": "Chủ cửa hàng",
            "type": "object",
            "properties": {"full_name": {"type": "string"}, "phone": {"type": "string"}},
            "required": ["full_name"],
        }
    },
}


def test_it_works():
    found = services.import_schema(schema=json.dumps(SHOP))
    asked = {entry["name"]: entry for entry in found.questions}
    assert found.title == "Cửa hàng"
    assert {name: entry["kind"] for name, entry in asked.items()} == {
        "shop_name": "text", "kind": "radio", "area": "decimal", "seats": "number", "opened": "date", "owner": "person",
        "dishes": "group", "staff": "group", "mail": "email", "plate": "text", "licence": "text", "secret": "text", "exits": "number",
    }  # fmt: skip
    assert asked["kind"]["choices"] == ["Quán ăn", "Tạp hóa"]
    assert (asked["seats"]["minimum"], asked["area"]["minimum"]) == (1, 1)
    assert (asked["owner"]["parts"], asked["owner"]["optional"]) == (["full_name", "phone"], ["phone"])
    assert [each["kind"] for each in asked["staff"]["questions"]] == ["text", "yes_no"]
    assert asked["mail"]["section"] == "Liên hệ"
    assert asked["licence"]["required_when"] == {"question": "opened", "answered": True}
    assert asked["exits"]["when"] == {"question": "seats", "at_least": 50}
    noted = {note.path for note in found.notes}
    assert {"/shopName", "/kind", "/area", "/seats", "/opened", "/dishes", "/contact", "/secret"} <= noted
    form = unsaved_form(found.questions)
    problems = services.validate_answers(
        form=form, answers={"shop_name": "X", "owner": {"full_name": "A"}, "seats": 60, "plate": "81A-1"}
    )
    assert {*problems} == {"exits", "plate"}
    assert "“81A-1” không đúng dạng" in problems["plate"]


@pytest.mark.parametrize("questions", [BIRTH, HOUSEHOLD])
def test_our_own_forms_come_back(questions):
    form = unsaved_form(questions)
    found = {entry["name"]: entry for entry in services.import_schema(schema=form.schema).questions}
    assert {*found} == {each["name"] for each in questions if each["kind"] != "file"}
    same = {
        each["name"]: each["kind"]
        for each in questions
        if each["kind"]
        in {
            "date",
            "phone",
            "id_number",
            "person",
            "group",
            "address",
            "yes_no",
            "catalog",
            "statement",
            "organization",
            "multiselect",
        }
    }
    assert {name: found[name]["kind"] for name in same} == same


def nested(depth):
    node = {"type": "string"}
    for _ in range(depth):
        node = {"type": "object", "properties": {"a": node}}
    return node


def billion():
    defs = {
        f"l{n}": {"type": "object", "properties": {key: {"$ref": f"#/$defs/l{n + 1}"} for key in "abcdefghij"}}
        for n in range(9)
    }
    return {"type": "object", "properties": {"a": {"$ref": "#/$defs/l0"}}, "$defs": {**defs, "l9": {"type": "string"}}}


ONE = {"type": "object", "properties": {"a": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "sentence"),
    [
        (json.dumps(nested(40)), "lồng nhau quá 24 lớp"),
        ("[" * 100_000, "lồng nhau quá sâu"),
        ('{"properties": {' + " " * 1_000_001 + "}}", "Nhận tối đa 1.000.000 byte"),
        ("{'a': 1}", "không phải JSON đọc được (dòng 1, cột 2)"),
        (b"\xff\xfe", "không phải JSON"),
        ("[]", "phải là một đối tượng"),
        ({"type": "string"}, "không có thuộc tính"),
        ({"properties": {"a": {"$ref": "#/properties/a"}}}, "tự gọi lại chính nó"),
        ({"properties": {"a": {"type": "array", "items": {"$ref": "#"}}}}, "tự gọi lại chính nó"),
        ({"properties": {"a": {"type": "object", "properties": {"b": {"$ref": "#/properties/a"}}}}}, "tự gọi lại chính nó"),
        (billion(), "khi mở hết có hơn 500 câu hỏi"),
        ({"properties": {"a": {"$ref": "https://example.com/x.json"}}}, "ở nơi khác"),
        ({"properties": {"a": {"$ref": "file:///etc/passwd"}}}, "ở nơi khác"),
        ({"properties": {"a": {"$ref": "#/$defs/none"}}}, "không có phần đó"),
        ({"properties": {"a": {"$dynamicRef": "#x"}}}, "tự gọi động"),
        ({"properties": {"a": {"type": "string", "pattern": "(?=a)b"}}}, "phép nhìn trước"),
        ({"properties": {"a": {"type": "string", "pattern": "((a{1,999}){1,999}){1,999}"}}}, "chạy không dứt"),
        ({"properties": {"a": {"type": "string", "pattern": "[" }}}, "không dùng được"),
        ({"properties": {"a": {"enum": [str(n) for n in range(501)]}}}, "có 501 mục"),
        ({"properties": {f"q{n}": {"type": "string"} for n in range(501)}}, "có 501 thuộc tính"),
        ({"properties": {"a": {"type": "hologram"}}}, "sai quy tắc JSON Schema 2020-12 ở “properties/a/type”"),
        ({**ONE, "$schema": "https://example.com/mine"}, "Dùng JSON Schema 2020-12"),
    ],
)  # fmt: skip
def test_hostile_schemas_get_a_sentence(schema, sentence):
    with pytest.raises(UnusableSchema) as refusal:
        services.import_schema(schema=schema)
    assert sentence in refusal.value.message


def test_a_catastrophic_pattern_is_matched_in_linear_time():
    form = unsaved_form(
        services.import_schema(
            schema={"properties": {"a": {"type": "string", "pattern": "^(a+)+$", "maxLength": 300}}}
        ).questions
    )
    started = time.process_time()
    assert "không đúng dạng" in services.validate_answers(form=form, answers={"a": "a" * 299 + "!"})["a"]
    assert time.process_time() - started < 1  # a backtracking engine would need longer than the universe is old


WORDS = st.sampled_from(
    ["type", "properties", "items", "enum", "const", "$ref", "allOf", "if", "then", "required", "pattern", "title", "oneOf", "minimum", "object", "string", "array", "#", "#/properties/a"]
)  # fmt: skip
SCHEMA = st.recursive(
    JSON | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=3), inner, max_size=4),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    schema=st.dictionaries(WORDS, SCHEMA)
    | st.fixed_dictionaries(
        {"properties": st.dictionaries(st.text(max_size=4), st.dictionaries(WORDS, SCHEMA, max_size=4), max_size=4)}
    )
)
def test_no_json_breaks_the_import(schema):
    with suppress(UnusableSchema):
        unsaved_form(services.import_schema(schema=schema).questions)
