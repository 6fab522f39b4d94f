"""The official JSON-Schema-Test-Suite, draft 2020-12, for every keyword that our schemas use. `make setup` brings it into build/."""

import json
from pathlib import Path

import pytest

from lienthong.domain.eforms.services.judging import compiled
from lienthong.domain.eforms.tests.conftest import BIRTH, ORGANISATION_BLOCK, PERSON_BLOCK, unsaved_form
from lienthong.domain.eforms.tests.household import HOUSEHOLD
from lienthong.domain.procedures.services.reading import read_catalogue

SUITE = Path(__file__).resolve().parents[5] / "build" / "json-schema-suite" / "tests" / "draft2020-12"
# Keyword -> file of the suite that holds its cases.
COVERED = {
    "$anchor": "anchor", "$defs": "defs", "$ref": "ref", "additionalProperties": "additionalProperties", "allOf": "allOf", "anyOf": "anyOf",
    "const": "const", "contains": "contains", "enum": "enum", "exclusiveMaximum": "exclusiveMaximum", "exclusiveMinimum": "exclusiveMinimum",
    "format": "format", "if": "if-then-else", "items": "items", "maxItems": "maxItems", "maxLength": "maxLength", "maximum": "maximum",
    "minItems": "minItems", "minLength": "minLength", "minProperties": "minProperties", "minimum": "minimum", "not": "not", "pattern": "pattern",
    "properties": "properties", "required": "required", "then": "if-then-else", "type": "type", "uniqueItems": "uniqueItems",
}  # fmt: skip
ANNOTATIONS = {"$schema", "title", "description", "readOnly"}  # these judge nothing
# What holds names of ours, not keywords.
_NAMED = {"properties", "$defs"}


def keywords(node):
    """The keywords a schema uses."""
    found = set()
    for key, value in node.items():
        found.add(key)
        inner = value.values() if key in _NAMED else value if isinstance(value, list) else [value]
        for each in inner:
            if isinstance(each, dict):
                found |= keywords(each)
    return found


def _forms():
    tests = [
        ("not_in", {"question": "q1", "not_equals": "A"}),
        ("any", {"any": [{"question": "q1", "equals": "A"}, {"question": "n", "less": 5}]}),
        ("unanswered", {"question": "q1", "answered": False}),
        (
            "bounds",
            {
                "all": [
                    {"question": "n", "greater": 1},
                    {"question": "n", "at_most": 9},
                    {"question": "n", "at_least": 1},
                ]
            },
        ),
    ]
    conditions = [
        {"name": "q1", "label": "Q", "kind": "radio", "choices": ["A", "B"]},
        {"name": "n", "label": "N", "kind": "number"},
        {"name": "p", "label": "P", "kind": "text", "pattern": "^x"},
        *({"name": name, "label": name, "kind": "text", "required": True, "when": test} for name, test in tests),
    ]
    catalogue = [
        entry["form"]["questions"]
        for entry in read_catalogue(None)["procedures"]
        if "questions" in (entry.get("form") or {})
    ]
    return [
        unsaved_form(questions, [PERSON_BLOCK, ORGANISATION_BLOCK])
        for questions in (BIRTH, HOUSEHOLD, conditions, *catalogue)
    ]


def test_every_keyword_we_use_is_covered():
    used = set().union(*(keywords(form.schema) for form in _forms()))
    assert used - ANNOTATIONS == {*COVERED}


@pytest.mark.skipif(not SUITE.exists(), reason="`make setup` brings the JSON-Schema-Test-Suite")
@pytest.mark.parametrize("name", sorted({*COVERED.values()}))
def test_the_official_cases_agree(name):
    wrong = [
        f"{group['description']}: {case['description']}"
        for group in json.loads((SUITE / f"{name}.json").read_text("utf-8"))
        for case in group["tests"]
        if compiled(group["schema"]).is_valid(case["data"]) is not case["valid"]
    ]
    assert wrong == []
