"""Turn a list of questions into a form and publish it (công bố mẫu đơn)."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from lienthong.domain.eforms import catalogues
from lienthong.domain.eforms.blocks import with_blocks
from lienthong.domain.eforms.errors import UnusableQuestions
from lienthong.domain.eforms.kinds import KINDS
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.paging import into_pages
from lienthong.domain.eforms.policies import can_publish
from lienthong.domain.eforms.reading_questions import read_question
from lienthong.domain.eforms.structure import Condition, Json, Question, Structure
from lienthong.foundation.audit import services as audit
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed
from lienthong.kit.text_vi import clean


@transaction.atomic
def publish_form(
    *,
    actor: Actor,
    code: str,
    title: str,
    questions: Iterable[Mapping[str, Json]],
    blocks: Iterable[Mapping[str, Json]] = (),
) -> Form:
    """Publish a new version, or return the current one when nothing changed.

    questions: [{name, label, kind, required, choices, hint, section[, when, past, minimum, maximum, max_length, catalogue]}];
    for a table `choices` are its columns; `when` is {"question": name, "equals": value} or {"question": name, "in": [value, …]}.
    blocks: [{id, title, questions}] of ready questions about the person, organisation or business that files. They are
    asked when the questions do not name that person themselves.
    Raises NotAllowed, UnusableQuestions.
    """
    if not can_publish(actor):
        raise NotAllowed
    structure = compile_questions(questions, blocks)
    layout, schema = structure.as_layout(), schema_of(structure, title)
    last = Form.objects.select_for_update().filter(code=code).order_by("-version").first()
    if last and (last.title, last.schema, last.layout) == (title, schema, layout):
        return last
    form = Form.objects.create(
        code=code,
        version=last.version + 1 if last else 1,
        title=title,
        schema=schema,
        layout=layout,
        published_at=clock.now(),
    )
    audit.record(
        actor=actor,
        verb="publish_form",
        subject_type="eforms.form",
        subject_id=form.pk,
        details={"code": code, "version": form.version},
    )
    return form


def compile_questions(questions: Iterable[Mapping[str, Json]], blocks: Iterable[Mapping[str, Json]] = ()) -> Structure:
    """Questions with blocks, checked and laid out on pages. Raises UnusableQuestions."""
    own = [(read_question(raw), clean(str(raw.get("section") or ""))) for raw in questions]
    sectioned = with_blocks(
        own, [(block["id"], block["title"], [read_question(raw) for raw in block["questions"]]) for block in blocks]
    )
    if not sectioned:
        raise UnusableQuestions("Mẫu đơn chưa có câu hỏi nào")
    by_name: dict[str, Question] = {}
    for question, _ in sectioned:
        if question.name in by_name:
            raise UnusableQuestions(f"Câu hỏi “{question.name}” có hai lần. Đặt tên khác nhau", field=question.name)
        if question.when and question.when.question not in by_name:
            raise UnusableQuestions(
                f"Câu hỏi “{question.name}” phụ thuộc “{question.when.question}” chưa hỏi trước đó. Xếp câu hỏi đó lên trước",
                field=question.name,
            )
        by_name[question.name] = question
    return Structure(pages=into_pages(sectioned), questions=by_name)


def schema_of(structure: Structure, title: str) -> dict[str, Json]:
    """JSON Schema 2020-12 of the answers. Conditions become if/then."""
    asked = {name: question for name, question in structure.questions.items() if question.kind != "file"}
    properties: dict[str, Json] = {}
    for name, question in asked.items():
        properties[name] = {"title": question.label, **KINDS[question.kind].schema(question)}
        if question.hint:
            properties[name]["description"] = question.hint
    used = {question.catalogue for question in asked.values() if question.catalogue}
    used |= {"provinces"} if any(question.kind == "address" for question in asked.values()) else set()
    schema: dict[str, Json] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": properties,
        "required": [name for name, question in asked.items() if question.required and question.when is None],
        "additionalProperties": False,
    }
    if used:
        schema["$defs"] = {name: {"type": "string", "enum": list(catalogues.catalogue(name))} for name in sorted(used)}
    conditional = [_if_then(question, structure) for question in asked.values() if question.when and question.required]
    if conditional:
        schema["allOf"] = conditional
    return schema


def _if_then(question: Question, structure: Structure) -> dict[str, Json]:
    """The whole chain of conditions must hold: what hangs on a hidden question is hidden."""
    chain: list[Json] = []
    condition: Condition | None = question.when
    while condition:
        controller = structure.questions[condition.question]
        among: Json = {"enum": list(condition.among)}
        if controller.kind == "multiselect":
            among = {"contains": among}
        chain.append({"properties": {condition.question: among}, "required": [condition.question]})
        condition = controller.when
    return {"if": chain[0] if len(chain) == 1 else {"allOf": chain}, "then": {"required": [question.name]}}
