"""A form as paper (tờ khai trên giấy): the answers in the order and shape in which an official form is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lienthong.domain.eforms.kinds import KINDS, options
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.parts import inner_questions
from lienthong.domain.eforms.queries import display, structure_of
from lienthong.domain.eforms.structure import Answers, Json, Question

FEW_CHOICES = 6
MOST_COLUMNS = 5
_CONTINUED = " (tiếp theo)"
_EXAMPLE = re.compile(r"[Vv]í dụ:? ([^;]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedItem:
    """One question. `shape`: line (label and value), text (paragraphs), choices (boxes, ticked or not), table, statement (one box),
    heading (the label of a person or an organization, whose parts follow).

    `value` is empty where nothing was declared; `choices` are (text, ticked); `cells` are rows of texts under
    `columns`, whose names in the answers are `keys`. `example`: what its hint gives as one ("Ví dụ: …").
    """

    name: str
    shape: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, bool], ...] = ()
    columns: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    example: str = ""


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
            item
            for question in questions
            if question.kind != "file"
            for item in _items(question, None if blank else answers.get(question.name))
        ]
        if items:
            sections.setdefault(page.title.removesuffix(_CONTINUED), []).extend(items)
    return [PrintedSection(title=title, items=tuple(items)) for title, items in sections.items()]


def _items(question: Question, value: Json) -> list[PrintedItem]:
    """A question, or a person or organization with each part on its own line."""
    inner = inner_questions(question)
    if not inner or question.kind == "group":
        return [replace(_item(question, value), example=_example(question))]
    parts = value if isinstance(value, dict) else {}
    heading = PrintedItem(name=question.name, shape="heading", label=question.label)
    return [
        heading,
        *(
            replace(_item(part, parts.get(part.name)), name=f"{question.name}_{part.name}", example=_example(part))
            for part in inner
        ),
    ]


def _example(question: Question) -> str:
    found = _EXAMPLE.search(question.hint)
    return found[1].strip(" .") if found else ""


def _item(question: Question, value: Json) -> PrintedItem:
    kind = KINDS[question.kind]
    sound = value is not None and not kind.problem(question, value)
    if question.kind == "group":
        return _group(question, value if sound else [])
    if question.columns:
        return _table(question, value if sound else [])
    if question.kind in {"checkbox", "statement"}:
        return PrintedItem(
            name=question.name,
            shape="statement",
            label=f"{question.label}. {question.text}" if question.text else question.label,
            choices=((question.label, bool(value)),),
        )
    boxes = _boxes(question, value)
    text = "" if value is None else display(question, value)
    if boxes:
        return PrintedItem(name=question.name, shape="choices", label=question.label, value=text, choices=boxes)
    shape = "text" if question.kind == "textarea" or "\n" in text else "line"
    return PrintedItem(name=question.name, shape=shape, label=question.label, value=text)


def _boxes(question: Question, value: Json) -> tuple[tuple[str, bool], ...]:
    """The boxes of a question with few choices; none for the others."""
    if question.kind == "yes_no":
        return (("Có", value is True), ("Không", value is False))
    if question.catalogue or not 2 <= len(question.choices) <= FEW_CHOICES:
        return ()
    ticked = value if isinstance(value, list) else [value]
    return tuple((text, each in ticked) for each, text in options(question).items())


def _table(question: Question, rows: list[Mapping[str, str]]) -> PrintedItem:
    boxes = KINDS[question.kind].boxes(question, rows)["rows"] if rows else []
    return PrintedItem(
        name=question.name,
        shape="table",
        label=question.label,
        columns=tuple(column.label for column in question.columns),
        keys=tuple(column.key for column in question.columns),
        cells=tuple(tuple(str(row.get(column.key, "")) for column in question.columns) for row in boxes),
    )


def _group(question: Question, rows: list[Mapping[str, Json]]) -> PrintedItem:
    """Few parts make a table, more make a paragraph a row."""
    inner = inner_questions(question)
    if len(inner) > MOST_COLUMNS:
        text = display(question, rows) if rows else ""
        return PrintedItem(name=question.name, shape="text", label=question.label, value=text)
    return PrintedItem(
        name=question.name,
        shape="table",
        label=question.label,
        columns=tuple(part.label for part in inner),
        keys=tuple(part.name for part in inner),
        cells=tuple(tuple(display(part, row[part.name]) if part.name in row else "" for part in inner) for row in rows),
    )
