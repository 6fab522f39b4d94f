"""Reading forms (đọc mẫu đơn): which version holds, which pages are asked, what was answered. Forms are public."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lienthong.domain.eforms.errors import FormNotFound, PageNotFound
from lienthong.domain.eforms.kinds import KINDS, problems_of
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.parts import inner_questions
from lienthong.domain.eforms.structure import Answers, Json, Page, Question, Structure
from lienthong.kit.text_vi import shown


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
            complete = all(_answered(question, answers) for question in asked if question.needed(answers))
            steps.append(PageStep(slug=page.slug, title=page.title, number=len(steps) + 1, complete=complete))
    return steps


def _answered(question: Question, answers: Answers) -> bool:
    """A person may be begun: known in parts before anybody typed."""
    value = answers.get(question.name)
    return value is not None and not (inner_questions(question) and problems_of(question, value))


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
    answers = {**answers, **structure.settle(answers).values}
    sections: list[SummarySection] = []
    for page in structure.pages:
        rows: list[SummaryRow] = []
        for question in structure.asked(page, answers):
            answered, needed = question.name in answers, question.needed(answers)
            if question.kind == "file" or not (answered or blanks or needed):
                continue
            unanswered = "Chưa tính được" if question.kind == "computed" else "Chưa trả lời"
            value = display(question, answers[question.name]) if answered else unanswered
            missing = needed and not answered and question.kind != "computed"
            rows.append(SummaryRow(name=question.name, label=question.label, value=value, missing=missing))
        if rows:
            sections.append(SummarySection(slug=page.slug, title=page.title, rows=tuple(rows)))
    return sections
