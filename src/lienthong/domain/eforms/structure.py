"""What a form is made of (cấu trúc mẫu đơn): questions and pages, read from a form's layout. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from lienthong.domain.eforms.asking import Settled, settle
from lienthong.domain.eforms.conditions import Condition, values_at

type Json = Any
type Answers = Mapping[str, Json]

OLD_UNITS_UNTIL = "2025-06-30"  # the last day of provinces, districts and communes in three tiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: `kind` is text, date, id_number or gender."""

    key: str
    label: str
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    For some kinds only:
    past, partial       a date that cannot lie ahead; whose day or month may be unknown
    pattern             of a text, as JSON Schema writes it; the hint says it in words
    minimum, maximum    bounds of a number; the least and most rows of a group
    unit                what a number counts: `m²`, `đồng`
    catalogue           which list the answer comes from
    units, as_of        an address in the units of "old" (before 01/7/2025), "either", or "" (today's); `as_of` names the date question
                        whose answer decides
    parts, optional     what of a person or an organization is asked; which of these may stay blank
    questions, row      what a row of a group asks; what one row is called (`thành viên`)
    text                the words of a statement to accept
    formula             how a computed answer is reckoned (`formulas`)
    tiers               tiers of the agencies that may be chosen
    subject             "applicant": this person is the one who files
    """

    name: str
    label: str
    kind: str
    required: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()
    when: Condition | None = None
    required_when: Condition | None = None
    autocomplete: str = ""
    past: bool = False
    partial: bool = False
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    pattern: str = ""
    unit: str = ""
    catalogue: str = ""
    free_commune: bool = False
    passport: bool = False
    units: str = ""
    as_of: str = ""
    columns: tuple[Column, ...] = ()
    parts: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    questions: tuple["Question", ...] = ()
    row: str = ""
    text: str = ""
    formula: Json = field(default=None, hash=False)
    tiers: tuple[str, ...] = ()
    subject: str = ""

    def visible(self, answers: Answers, questions: Mapping[str, "Question"]) -> bool:
        """Whether it is asked, given the answers so far. A question hangs on others that are themselves asked."""
        return self.when is None or self.name in settle(questions, answers).asked

    def needed(self, answers: Answers) -> bool:
        """Whether an asked question must be answered, given the settled answers."""
        return self.required or (self.required_when is not None and self.required_when.holds(answers))

    def in_units_of(self, answers: Answers) -> "Question":
        """An address whose units a date decides, with these decided: before 01/7/2025 the old ones. The date unanswered: either."""
        if not self.as_of:
            return self
        found = values_at(answers, tuple(self.as_of.split(".")))
        day = found[0] if found and isinstance(found[0], str) else ""
        # A year alone compares with that year: 2025 without a month may be both.
        units = "either" if not day or OLD_UNITS_UNTIL.startswith(day) else "old" if day <= OLD_UNITS_UNTIL else ""
        return replace(self, units=units, as_of="")

    @property
    def spoken(self) -> str:
        """The label inside a sentence: `họ, chữ đệm, tên`. Abbreviations keep their capitals."""
        first = self.label.split(" ", 1)[0]
        return self.label if len(first) > 1 and first[1:2].isupper() else self.label[:1].lower() + self.label[1:]

    @classmethod
    def of(cls, raw: Mapping[str, Json]) -> "Question":
        """Read an entry of a layout."""
        values = {name: raw[name] for name in _NAMES if raw.get(name) is not None}
        for name in _TUPLES & {*values}:
            values[name] = tuple(values[name])
        if "columns" in values:
            values["columns"] = tuple(Column(**column) for column in values["columns"])
        if "questions" in values:
            values["questions"] = tuple(cls.of(each) for each in values["questions"])
        for name in _CONDITIONS & {*values}:
            values[name] = Condition.of(values[name])
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
            elif each.name == "questions":
                value = [question.as_json() for question in value]
            elif isinstance(value, Condition):
                value = value.as_json()
            elif isinstance(value, tuple):
                value = list(value)
            entry[each.name] = value
        return entry


_NAMES = tuple(each.name for each in fields(Question))
_TUPLES = {"choices", "parts", "optional", "tiers"}
_CONDITIONS = {"when", "required_when"}


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

    def settle(self, answers: Answers) -> Settled:
        """What these answers ask, and the answers that count: hidden ones left out, computed ones put in."""
        return settle(self.questions, answers)

    def asked(self, page: Page, answers: Answers) -> tuple[Question, ...]:
        """The questions of a page that are asked, given the answers so far; addresses in the units of their day."""
        settled = self.settle(answers)
        return tuple(
            question.in_units_of(settled.values) for question in page.questions if question.name in settled.asked
        )
