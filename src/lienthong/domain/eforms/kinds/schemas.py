"""Questions as JSON Schema 2020-12 (lược đồ câu trả lời): one object, question -> value, conditions as if/then.

Where a condition looks at a question that has a condition itself, that one's must hold too. Each such "is asked" stands once in `$defs` under an
anchor and is referred to, so that the schema grows with the questions and not with the chains.
"""

from collections.abc import Mapping

from lienthong.domain.eforms import catalogues
from lienthong.domain.eforms.conditions import COMBINATIONS, Condition
from lienthong.domain.eforms.kinds.base import KINDS
from lienthong.domain.eforms.parts import inner_questions
from lienthong.domain.eforms.structure import Json, Question, Structure

UNASKED = frozenset({"file"})  # what lies in the form without being an answer
_LISTS = frozenset({"group", "table", "multiselect"})


def schema_of(structure: Structure, title: str) -> dict[str, Json]:
    """The schema of a whole form."""
    schema: dict[str, Json] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **object_schema(structure.questions),
    }
    used = sorted(_references(schema) & {*catalogues.NAMES})
    if used:
        lists = {name: {"type": "string", "enum": list(catalogues.catalogue(name))} for name in used}
        schema["$defs"] = lists | schema.get("$defs", {})
    return schema


def object_schema(questions: Mapping[str, Question], scope: str = "") -> dict[str, Json]:
    """The schema of an object of answers. `scope` keeps the anchors of a row apart from those of the form."""
    asked = {name: question for name, question in questions.items() if question.kind not in UNASKED}
    properties: dict[str, Json] = {}
    for name, question in asked.items():
        properties[name] = {"title": question.label, **KINDS[question.kind].schema(question)}
        if question.hint:
            properties[name]["description"] = question.hint
    schema: dict[str, Json] = {
        "type": "object",
        "properties": properties,
        "required": [
            name
            for name, question in asked.items()
            if question.required and question.when is None and question.kind != "computed"
        ],
        "additionalProperties": False,
    }
    writer = _Conditions(questions, scope)
    rules = [rule for question in asked.values() for rule in writer.rules(question)]
    if writer.anchored:
        schema["$defs"] = dict(writer.anchored)
    if rules:
        schema["allOf"] = rules
    return schema


class _Conditions:
    """Writes the conditions of one object, collecting what is anchored."""

    def __init__(self, questions: Mapping[str, Question], scope: str) -> None:
        self._questions = questions
        self._scope = scope
        self.anchored: dict[str, Json] = {}

    def rules(self, question: Question) -> list[Json]:
        """When the question must be answered."""
        if question.kind == "computed":
            return []
        when = [self._asked(question.name)] if question.when else []
        rules = []
        if question.required and when:
            rules.append(when)
        if question.required_when and not question.required:
            rules.append([*when, self._holds(question.required_when)])
        return [{"if": _all(rule), "then": {"required": [question.name]}} for rule in rules]

    def _asked(self, name: str) -> Json:
        """That a question with a condition is asked."""
        question = self._questions[name]
        assert question.when is not None  # callers look
        if not any(self._conditional(test) for test in question.when.tests()):
            return self._holds(question.when)
        key = f"asked-{self._scope}{name}"
        if key not in self.anchored:
            self.anchored[key] = {}  # a circle ends here; publishing refuses one
            self.anchored[key] = {"$anchor": key, **self._holds(question.when)}
        return {"$ref": f"#{key}"}

    def _conditional(self, test: Condition) -> bool:
        controller = self._questions.get(test.path[0])
        return controller is not None and controller.when is not None

    def _holds(self, condition: Condition) -> dict[str, Json]:
        if condition.op in COMBINATIONS:
            return {COMBINATIONS[condition.op]: [self._holds(part) for part in condition.parts]}
        path = list(condition.path)
        if condition.op == "answered":
            there = self._at(path, None)
        elif condition.op == "not_in":
            there = {"allOf": [self._at(path, None), {"not": self._at(path, condition.schema_of_value())}]}
        else:
            there = self._at(path, condition.schema_of_value())
        if self._conditional(condition):
            there = {"allOf": [self._asked(path[0]), there]}
        return {"not": there} if condition.op == "answered" and condition.value is False else there

    def _at(self, path: list[str], leaf: Json, questions: Mapping[str, Question] | None = None) -> dict[str, Json]:
        """The object has an answer at `path`, one that passes `leaf` where given."""
        name, rest = path[0], path[1:]
        question = (self._questions if questions is None else questions).get(name)
        within = leaf
        if rest:
            inner = inner_questions(question) if question else ()
            within = self._at(rest, leaf, {each.name: each for each in inner})
        if within is None:
            return {"required": [name]}
        if question is not None and question.kind in _LISTS:
            within = {"contains": within}
        return {"properties": {name: within}, "required": [name]}


def _all(parts: list[Json]) -> Json:
    return parts[0] if len(parts) == 1 else {"allOf": parts}


def _references(node: Json) -> set[str]:
    """The lists a schema refers to."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            reference = each.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/$defs/"):
                found.add(reference.removeprefix("#/$defs/"))
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return found
