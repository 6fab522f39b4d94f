"""What a form is made of (cấu trúc mẫu đơn): questions, conditions and pages, read from a form's layout. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

type Json = Any
type Answers = Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A question is asked when another has one of these answers."""

    question: str
    among: tuple[Json, ...]

    def holds(self, answers: Answers) -> bool:
        """Whether the answers so far ask for the question."""
        found = answers.get(self.question)
        return any(each in self.among for each in found) if isinstance(found, list) else found in self.among

    @classmethod
    def of(cls, raw: Mapping[str, Json]) -> "Condition":
        """Read `{"question": "x", "equals": v}` or `{"question": "x", "in": [v, …]}`."""
        return cls(question=str(raw["question"]), among=tuple(raw["in"]) if "in" in raw else (raw["equals"],))

    def as_json(self) -> dict[str, Json]:
        """The stored form."""
        return {"question": self.question, "in": list(self.among)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: `kind` is text, date, id_number or gender."""

    key: str
    label: str
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `past`: a date that cannot lie ahead. `catalogue`: which list the answer comes from."""

    name: str
    label: str
    kind: str
    required: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()
    when: Condition | None = None
    autocomplete: str = ""
    past: bool = False
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    catalogue: str = ""
    free_commune: bool = False
    passport: bool = False
    columns: tuple[Column, ...] = ()

    def visible(self, answers: Answers, questions: Mapping[str, "Question"]) -> bool:
        """Whether it is asked, given the answers so far. A question hangs on another that is itself asked."""
        if self.when is None:
            return True
        controller = questions.get(self.when.question)
        return controller is not None and self.when.holds(answers) and controller.visible(answers, questions)

    @property
    def spoken(self) -> str:
        """The label inside a sentence: `họ, chữ đệm, tên`. Abbreviations keep their capitals."""
        first = self.label.split(" ", 1)[0]
        return self.label if len(first) > 1 and first[1:2].isupper() else self.label[:1].lower() + self.label[1:]

    @classmethod
    def of(cls, raw: Mapping[str, Json]) -> "Question":
        """Read an entry of a layout."""
        values = {each.name: raw[each.name] for each in fields(cls) if raw.get(each.name) is not None}
        values["choices"] = tuple(values.get("choices", ()))
        values["columns"] = tuple(Column(**column) for column in values.get("columns", ()))
        if "when" in values:
            values["when"] = Condition.of(values["when"])
        return cls(**values)

    def as_json(self) -> dict[str, Json]:
        """The entry of a layout, without what is at its default."""
        entry: dict[str, Json] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value == each.default and each.name not in {"name", "label", "kind"}:
                continue
            if each.name == "columns":
                value = [{"key": column.key, "label": column.label, "kind": column.kind} for column in value]
            elif isinstance(value, Condition):
                value = value.as_json()
            elif isinstance(value, tuple):
                value = list(value)
            entry[each.name] = value
        return entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One group of questions, asked on one page."""

    slug: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A whole form."""

    pages: tuple[Page, ...]
    questions: Mapping[str, Question] = field(repr=False)

    @classmethod
    def of(cls, layout: Mapping[str, Json]) -> "Structure":
        """Read a layout."""
        pages = tuple(
            Page(slug=page["slug"], title=page["title"], questions=tuple(Question.of(raw) for raw in page["questions"]))
            for page in layout["pages"]
        )
        return cls(pages=pages, questions={question.name: question for page in pages for question in page.questions})

    def as_layout(self) -> dict[str, Json]:
        """The stored form."""
        return {
            "pages": [
                {
                    "slug": page.slug,
                    "title": page.title,
                    "questions": [question.as_json() for question in page.questions],
                }
                for page in self.pages
            ]
        }

    def asked(self, page: Page, answers: Answers) -> tuple[Question, ...]:
        """The questions of a page that are asked, given the answers so far."""
        return tuple(question for question in page.questions if question.visible(answers, self.questions))
