"""Turn a list of questions into a form and publish it (công bố mẫu đơn)."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from lienthong.domain.eforms.blocks import with_blocks
from lienthong.domain.eforms.errors import UnusableQuestions
from lienthong.domain.eforms.kinds.schemas import schema_of
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.ordering import check_order
from lienthong.domain.eforms.paging import into_pages
from lienthong.domain.eforms.policies import can_publish
from lienthong.domain.eforms.reading_questions import read_question
from lienthong.domain.eforms.structure import Json, Structure
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

    questions: [{name, label, kind, required, choices, hint, section[, when, required_when, past, minimum, maximum, max_length, catalogue,
    and what a kind needs: `structure.Question`]}]; for a table `choices` are its columns; `when` and `required_when` are conditions
    (`conditions`) on earlier questions.
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


def embedded_form(*, code: str, title: str, questions: Iterable[Mapping[str, Json]]) -> Form:
    """Questions of our own that a page asks with the same fields and rules as a form, and that nobody publishes: not saved.

    Raises UnusableQuestions.
    """
    structure = compile_questions(questions)
    return Form(code=code, version=0, title=title, schema=schema_of(structure, title), layout=structure.as_layout())


def compile_questions(questions: Iterable[Mapping[str, Json]], blocks: Iterable[Mapping[str, Json]] = ()) -> Structure:
    """Questions with blocks, checked and laid out on pages. Raises UnusableQuestions."""
    own = [(read_question(raw), clean(str(raw.get("section") or ""))) for raw in questions]
    sectioned = with_blocks(
        own, [(block["id"], block["title"], [read_question(raw) for raw in block["questions"]]) for block in blocks]
    )
    if not sectioned:
        raise UnusableQuestions("Mẫu đơn chưa có câu hỏi nào")
    check_order([question for question, _ in sectioned])
    pages = into_pages(sectioned)
    return Structure(pages=pages, questions={question.name: question for question, _ in sectioned})
