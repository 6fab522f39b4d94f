"""Reading forms (đọc mẫu đơn): which version holds, which pages are asked, what was answered. Forms are public."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lienthong.domain.eforms import catalogues
from lienthong.domain.eforms.errors import FormNotFound, PageNotFound
from lienthong.domain.eforms.kinds import KINDS, options
from lienthong.domain.eforms.kinds.papers import PAPERS
from lienthong.domain.eforms.kinds.table import GENDERS, MOST_ROWS
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.structure import Answers, Json, Page, Question, Structure
from lienthong.kit.text_vi import shown

BLANK_ROWS = 3


def current_form(code: str) -> Form:
    """The newest published version. Raises FormNotFound. One small index query; the version itself comes from memory."""
    form_id = Form.objects.filter(code=code).order_by("-version").values_list("id", flat=True).first()
    if form_id is None:
        raise FormNotFound
    return get_form(form_id)


@lru_cache(maxsize=512)
def get_form(form_id: int) -> Form:
    """A published version by id. Versions never change, so each process reads one once. Raises FormNotFound."""
    try:
        return Form.objects.get(pk=form_id)
    except Form.DoesNotExist:
        raise FormNotFound from None


@lru_cache(maxsize=512)
def _structure(key: tuple[object, ...], form: "_Layout") -> Structure:
    return Structure.of(form.layout)


@dataclass(frozen=True, eq=False)
class _Layout:
    """Rides along into the cache without being part of its key."""

    layout: Mapping[str, Json]

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Layout)


def structure_of(form: Form) -> Structure:
    """The questions and pages of a form, parsed once per process."""
    return _structure((form.pk, form.code, form.version, form.published_at), _Layout(form.layout))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStep:
    """A page in the order of filling. `complete`: every required question on it has an answer."""

    slug: str
    title: str
    number: int
    complete: bool


def pages(form: Form, answers: Answers) -> list[PageStep]:
    """The pages that are asked, given the answers so far."""
    structure = structure_of(form)
    steps: list[PageStep] = []
    for page in structure.pages:
        asked = structure.asked(page, answers)
        if asked:
            complete = all(question.name in answers for question in asked if question.required)
            steps.append(PageStep(slug=page.slug, title=page.title, number=len(steps) + 1, complete=complete))
    return steps


def page_by_slug(form: Form, slug: str) -> Page:
    """A page of the form. Raises PageNotFound."""
    for page in structure_of(form).pages:
        if page.slug == slug:
            return page
    raise PageNotFound


def display(question: Question, value: Json) -> str:
    """A value as people read it; a stored value of another shape is shown as it is."""
    kind = KINDS[question.kind]
    return shown(value, 300) if kind.problem(question, value) else kind.display(question, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One answer. `value` may have several lines; `missing` when a required answer is not there."""

    name: str
    label: str
    value: str
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySection:
    """The answers of one page."""

    slug: str
    title: str
    rows: tuple[SummaryRow, ...]


def summary(form: Form, answers: Answers, *, blanks: bool = True) -> list[SummarySection]:
    """All answers for checking, printing and officers, page by page. Without `blanks`, unanswered optional questions are left out."""
    structure = structure_of(form)
    sections: list[SummarySection] = []
    for page in structure.pages:
        rows: list[SummaryRow] = []
        for question in structure.asked(page, answers):
            answered = question.name in answers
            if question.kind == "file" or not (answered or blanks or question.required):
                continue
            value = display(question, answers[question.name]) if answered else "Chưa trả lời"
            rows.append(
                SummaryRow(
                    name=question.name, label=question.label, value=value, missing=question.required and not answered
                )
            )
        if rows:
            sections.append(SummarySection(slug=page.slug, title=page.title, rows=tuple(rows)))
    return sections


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One question as its template needs it. `boxes` are the texts of its inputs, by part."""

    question: Question
    template: str
    boxes: Mapping[str, Any]
    error: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of its first input, where the error summary leads."""
        return f"f-{self.question.name}"

    @property
    def text(self) -> str:
        """The text of a question with one box."""
        return str(self.boxes.get("", ""))

    @property
    def summary_label(self) -> str:
        """Named in the error summary, unless the sentence names it already (`Chưa chọn dân tộc`)."""
        return "" if self.error.startswith("Chưa ") and self.question.spoken in self.error else self.question.label

    @property
    def input_type(self) -> str:
        """The type of a one-line input."""
        return {"phone": "tel", "email": "email"}.get(self.question.kind, "text")

    @property
    def inputmode(self) -> str:
        """The keyboard a telephone shows."""
        numeric = self.question.kind in {"number", "money"} or (
            self.question.kind == "id_number" and not self.question.passport
        )
        return "numeric" if numeric else "decimal" if self.question.kind == "decimal" else ""

    @property
    def width(self) -> str:
        """The size of the box hints at the length of the answer."""
        return {"id_number": "12", "phone": "12", "number": "4", "decimal": "12", "email": "20"}.get(
            self.question.kind, ""
        )

    @property
    def describedby(self) -> str:
        """Ids of hint and error for aria-describedby."""
        return " ".join([f"{self.id}-hint"] * bool(self.question.hint) + [f"{self.id}-error"] * bool(self.error))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownView:
    """A value that the State knows: shown, not asked."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A page ready for `eforms/page.html`. `problems`: {id, label, message} for the error summary, in the order of the page."""

    slug: str
    title: str
    fields: tuple[FieldView, ...]
    known: tuple[KnownView, ...]
    source: str
    problems: tuple[Mapping[str, str], ...]


def page_view(
    form: Form,
    slug: str,
    answers: Answers,
    *,
    known: Mapping[str, Json] | None = None,
    raw: Mapping[str, Json] | None = None,
    problems: Mapping[str, str] | None = None,
) -> PageView:
    """A page for its template: what was typed (`raw`) goes before what is stored (`answers`). Raises PageNotFound when nothing is asked."""
    known, raw, problems = known or {}, raw or {}, problems or {}
    asked = structure_of(form).asked(page_by_slug(form, slug), answers)
    if not asked:
        raise PageNotFound
    fields = tuple(_field(question, answers, raw, problems) for question in asked if question.name not in known)
    shown_known = [(question, known[question.name]) for question in asked if question.name in known]
    return PageView(
        slug=slug,
        title=page_by_slug(form, slug).title,
        fields=fields,
        known=tuple(
            KnownView(label=question.label, value=display(question, each["value"])) for question, each in shown_known
        ),
        source=shown_known[0][1].get("source", "") if shown_known else "",
        problems=tuple(
            {"id": each.id, "label": each.summary_label, "message": each.error} for each in fields if each.error
        ),
    )


def _field(question: Question, answers: Answers, raw: Mapping[str, Json], problems: Mapping[str, str]) -> FieldView:
    kind = KINDS[question.kind]
    boxes: Mapping[str, Any] = {}
    if question.name in raw and isinstance(raw[question.name], dict):
        boxes = raw[question.name]
    elif question.name in answers and not kind.problem(question, answers[question.name]):
        boxes = kind.boxes(question, answers[question.name])
    return FieldView(
        question=question,
        template=f"eforms/fields/{kind.widget}.html",
        boxes=boxes,
        error=problems.get(question.name, ""),
        options=_options(question, boxes.get("", "")),
        more=_more(question, boxes),
    )


def _options(question: Question, chosen: Json) -> tuple[tuple[str, str, bool], ...]:
    if not (question.choices or question.catalogue):
        return ()
    ticked = chosen if isinstance(chosen, list) else [chosen]
    return tuple((value, text, value in ticked) for value, text in options(question).items())


def _more(question: Question, boxes: Mapping[str, Any]) -> dict[str, Any]:
    if question.kind == "address":
        province = boxes.get("province") or catalogues.home_province()
        provinces = [(code, name, code == province) for code, name in catalogues.catalogue("provinces").items()]
        provinces.sort(key=lambda each: each[0] != catalogues.home_province())
        return {
            "provinces": [*provinces, (catalogues.ABROAD, "Ở nước ngoài", province == catalogues.ABROAD)],
            "communes": list(catalogues.communes(province).values()),
        }
    if question.kind == "id_document":
        return {"papers": [(paper, paper == boxes.get("kind")) for paper in PAPERS]}
    if question.kind == "table":
        filled = list(boxes.get("rows", ()))[:MOST_ROWS]
        rows = [*filled, *({} for _ in range(min(BLANK_ROWS, MOST_ROWS - len(filled))))]
        return {
            "rows": [
                [
                    (column, f"{question.name}-{number}-{column.key}", row.get(column.key, ""))
                    for column in question.columns
                ]
                for number, row in enumerate(rows)
            ],
            "count": len(rows),
            "genders": GENDERS,
        }
    return {}
