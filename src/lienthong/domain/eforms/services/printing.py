"""A form as paper (tờ khai trên giấy): the answers in the order and shape in which an official form is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from lienthong.domain.eforms.kinds import KINDS, options
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.queries import display, structure_of
from lienthong.domain.eforms.structure import Answers, Json, Question

FEW_CHOICES = 6
_CONTINUED = " (tiếp theo)"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedItem:
    """One question. `shape`: line (label and value), text (paragraphs), choices (boxes, ticked or not), table, statement (one box).

    `value` is empty where nothing was declared; `choices` are (text, ticked); `cells` are rows of texts under `columns`.
    """

    name: str
    shape: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, bool], ...] = ()
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSection:
    """The questions of one heading, however many pages of the screen they took."""

    title: str
    items: tuple[PrintedItem, ...]


def printed(*, form: Form, answers: Answers, blank: bool = False) -> list[PrintedSection]:
    """The whole form for its paper. `blank` prints every question without an answer, also those that only some people are asked."""
    structure = structure_of(form)
    sections: dict[str, list[PrintedItem]] = {}
    for page in structure.pages:
        questions = page.questions if blank else structure.asked(page, answers)
        items = [
            _item(question, None if blank else answers.get(question.name))
            for question in questions
            if question.kind != "file"
        ]
        if items:
            sections.setdefault(page.title.removesuffix(_CONTINUED), []).extend(items)
    return [PrintedSection(title=title, items=tuple(items)) for title, items in sections.items()]


def _item(question: Question, value: Json) -> PrintedItem:
    kind = KINDS[question.kind]
    sound = value is not None and not kind.problem(question, value)
    if question.columns:
        return _table(question, value if sound else [])
    if question.kind == "checkbox":
        return PrintedItem(
            name=question.name, shape="statement", label=question.label, choices=((question.label, bool(value)),)
        )
    few = (
        () if question.catalogue or not 2 <= len(question.choices) <= FEW_CHOICES else tuple(options(question).items())
    )
    if few:
        ticked = value if isinstance(value, list) else [value]
        return PrintedItem(
            name=question.name,
            shape="choices",
            label=question.label,
            value=display(question, value) if value is not None else "",
            choices=tuple((text, each in ticked) for each, text in few),
        )
    text = "" if value is None else display(question, value)
    shape = "text" if question.kind == "textarea" or "\n" in text else "line"
    return PrintedItem(name=question.name, shape=shape, label=question.label, value=text)


def _table(question: Question, rows: list[Mapping[str, str]]) -> PrintedItem:
    boxes = KINDS[question.kind].boxes(question, rows)["rows"] if rows else []
    return PrintedItem(
        name=question.name,
        shape="table",
        label=question.label,
        columns=tuple(column.label for column in question.columns),
        cells=tuple(tuple(str(row.get(column.key, "")) for column in question.columns) for row in boxes),
    )
