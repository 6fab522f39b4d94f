"""A page of a form as its template needs it (trình bày một trang): boxes with what was typed, problems beside them, what is known above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.domain.eforms import catalogues, old_units
from lienthong.domain.eforms.errors import PageNotFound
from lienthong.domain.eforms.formulas import in_words
from lienthong.domain.eforms.kinds import KINDS, options, problems_of
from lienthong.domain.eforms.kinds import agency as agencies
from lienthong.domain.eforms.kinds.address import OLD
from lienthong.domain.eforms.kinds.composed import Group
from lienthong.domain.eforms.kinds.papers import PAPERS
from lienthong.domain.eforms.kinds.table import GENDERS, MOST_ROWS
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.parts import inner_questions
from lienthong.domain.eforms.queries.forms import display, page_by_slug, structure_of
from lienthong.domain.eforms.structure import Answers, Json, Question

BLANK_ROWS = 1  # of a table, below what is filled in
TEMPLATE_ROW = "__row__"  # the number of the row that a script copies


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownView:
    """A value that the State knows: shown, not asked."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One row of a group. `title` is `Thành viên 2`; `less` is what the button that takes it away sends."""

    title: str
    fields: tuple["FieldView", ...]
    less: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One question as its template needs it. `name` is what its boxes are posted under; `boxes` are their texts, by part.

    parts: the fields of a question made of questions; rows and blank: of a group, `blank` for a script to copy. known and source: parts that
    the State knows.
    """

    question: Question
    template: str
    name: str
    boxes: Mapping[str, Any]
    error: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple["FieldView", ...] = ()
    rows: tuple[RowView, ...] = ()
    blank: RowView | None = None
    known: tuple[KnownView, ...] = ()
    source: str = ""

    @property
    def id(self) -> str:
        """The id of its first input, where the error summary leads."""
        return f"f-{self.name}"

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
        numeric = self.question.kind in {"number", "money", "tax_code"} or (
            self.question.kind == "id_number" and not self.question.passport
        )
        return "numeric" if numeric else "decimal" if self.question.kind == "decimal" else ""

    @property
    def width(self) -> str:
        """The size of the box hints at the length of the answer."""
        return {"id_number": "12", "phone": "12", "number": "4", "decimal": "12", "email": "20", "tax_code": "12"}.get(
            self.question.kind, ""
        )

    @property
    def hint(self) -> str:
        """What helps to answer; a date with unknown parts says so."""
        if self.question.kind == "date" and self.question.partial:
            return " ".join(filter(None, (self.question.hint, "Không rõ ngày, tháng thì để trống, chỉ ghi năm")))
        return self.question.hint

    @property
    def describedby(self) -> str:
        """Ids of hint and error for aria-describedby."""
        return " ".join([f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.error))

    def posted(self) -> dict[str, Any]:
        """What a browser sends when nothing is changed: box -> text, or list of texts."""
        sent: dict[str, Any] = {}
        for part in self.parts:
            sent |= part.posted()
        for row in self.rows:
            for part in row.fields:
                sent |= part.posted()
        if self.rows:
            sent[f"{self.name}-rows"] = str(len(self.rows))
        elif self.question.kind == "table":
            sent |= {name: value for row in self.more["rows"] for _, name, value in row}
            sent[f"{self.name}-rows"] = str(self.more["count"])
        elif not self.parts:
            sent |= {f"{self.name}-{part}" if part else self.name: text for part, text in self.boxes.items()}
        return sent

    def problems(self, where: str = "") -> list[dict[str, str]]:
        """{id, label, message} of it and of what is inside, in order."""
        found: list[dict[str, str]] = []
        named = self.summary_label and (self.question.spoken if where else self.question.label)
        label = ", ".join(filter(None, (where, named)))
        if self.error:
            found.append({"id": self.id, "label": label, "message": self.error})
        inside = where or self.question.label
        for part in self.parts:
            found += part.problems(inside)
        for row in self.rows:
            for part in row.fields:
                found += part.problems(row.title)
        return found


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
    more: str = "",
    whole: bool = False,
) -> PageView:
    """A page for its template: what was typed (`raw`) goes before what is stored (`answers`). Raises PageNotFound when nothing is asked.

    `more` names the group that gets one more blank row (`PageAnswers.more`). `whole`: with the questions that these answers do not
    ask for, for officials who look at a form.
    """
    known, raw, problems = known or {}, raw or {}, problems or {}
    structure = structure_of(form)
    page = page_by_slug(form, slug)
    asked = page.questions if whole else structure.asked(page, answers)
    if not asked:
        raise PageNotFound
    settled = structure.settle(answers).values
    fields: list[FieldView] = []
    shown: list[tuple[Question, Mapping[str, Json]]] = []
    for question in asked:
        given = known.get(question.name)
        if given and not given.get("parts"):
            shown.append((question, given))
            continue
        view = field_view(
            question, settled.get(question.name), raw=raw.get(question.name), problems=problems, known=given, more=more
        )
        if question.kind == "computed":
            view = _explained(view, structure.questions)
        fields.append(view)
    return PageView(
        slug=slug,
        title=page.title,
        fields=tuple(fields),
        known=tuple(
            KnownView(label=question.label, value=display(question, each["value"])) for question, each in shown
        ),
        source=shown[0][1].get("source", "") if shown else "",
        problems=tuple(problem for view in fields for problem in view.problems()),
    )


def computed_texts(form: Form, slug: str, answers: Answers) -> dict[str, str]:
    """Id of each computed answer of a page -> its text as it is now, "" while it cannot be told: what autosave tells the page."""
    structure = structure_of(form)
    settled = structure.settle(answers).values
    return {
        f"f-{question.name}": display(question, settled[question.name]) if question.name in settled else ""
        for question in structure.asked(page_by_slug(form, slug), answers)
        if question.kind == "computed"
    }


def field_view(
    question: Question,
    value: Json = None,
    *,
    raw: Json = None,
    problems: Mapping[str, str] | None = None,
    known: Mapping[str, Json] | None = None,
    more: str = "",
) -> FieldView:
    """One question with a value (any), or what was typed (`raw`), and its problems by path."""
    boxes: Mapping[str, Any] = {}
    if isinstance(raw, dict):
        boxes = raw
    elif value is not None and not problems_of(question, value):
        boxes = KINDS[question.kind].boxes(question, value)
    elif question.kind in {"person", "organization"} and isinstance(value, dict):
        boxes = _readable(question, value)  # begun, or filled in beforehand: not all of it is there
    return _field(question, question.name, boxes, _of(problems or {}, question.name), known=known, more=more)


def _readable(question: Question, value: Mapping[str, Json]) -> dict[str, Json]:
    return {
        part.name: KINDS[part.kind].boxes(part, value[part.name])
        for part in inner_questions(question)
        if part.name in value and not problems_of(part, value[part.name])
    }


def _of(problems: Mapping[str, str], name: str) -> dict[str, str]:
    """The problems of a question, by the way inside it; "" is its own."""
    found = {path[len(name) + 1 :]: sentence for path, sentence in problems.items() if path.startswith(f"{name}.")}
    return {"": problems[name], **found} if name in problems else found


def _field(
    question: Question,
    name: str,
    boxes: Mapping[str, Any],
    problems: Mapping[str, str],
    *,
    known: Mapping[str, Json] | None = None,
    more: str = "",
) -> FieldView:
    parts: tuple[FieldView, ...] = ()
    rows: tuple[RowView, ...] = ()
    blank = None
    facts: tuple[KnownView, ...] = ()
    if question.kind == "group":
        rows, blank = _rows(question, name, boxes, problems, more=more == name)
    elif inner_questions(question):
        told = {part: known["value"][part] for part in known["parts"] if part in known["value"]} if known else {}
        facts = tuple(
            KnownView(label=part.label, value=display(part, told[part.name]))
            for part in inner_questions(question)
            if part.name in told
        )
        parts = _parts(question, name, boxes, problems, without=told)
    return FieldView(
        question=question,
        template=f"eforms/fields/{KINDS[question.kind].widget}.html",
        name=name,
        boxes=boxes,
        error=problems.get("", ""),
        options=_options(question, boxes.get("", "")),
        more=_more(question, name, boxes),
        parts=parts,
        rows=rows,
        blank=blank,
        known=facts,
        source=str(known.get("source", "")) if known else "",
    )


def _parts(
    question: Question, name: str, boxes: Mapping[str, Any], problems: Mapping[str, str], *, without: Mapping[str, Json]
) -> tuple[FieldView, ...]:
    def typed(part: str) -> Mapping[str, Any]:
        found = boxes.get(part)
        return found if isinstance(found, dict) else {}

    return tuple(
        _field(part, f"{name}-{part.name}", typed(part.name), _of(problems, part.name))
        for part in inner_questions(question)
        if part.name not in without and part.kind != "computed"
    )


def _rows(
    question: Question, name: str, boxes: Mapping[str, Any], problems: Mapping[str, str], *, more: bool
) -> tuple[tuple[RowView, ...], RowView]:
    """The filled rows and, up to the least number, blank ones; at least one; one more when it is asked for."""
    filled = boxes.get("rows")
    typed: Sequence[Json] = filled if isinstance(filled, list) else []
    fewest, most = Group().bounds(question)
    count = min(max(len(typed) + more, fewest, 1), most)
    called = question.row or "mục"

    def row(number: int) -> RowView:
        found = typed[number] if number < len(typed) and isinstance(typed[number], dict) else {}
        fields = _parts(question, f"{name}-{number}", found, _of(problems, str(number)), without={})
        return RowView(title=f"{called[:1].upper()}{called[1:]} {number + 1}", fields=fields, less=f"{name}-{number}")

    empty = _parts(question, f"{name}-{TEMPLATE_ROW}", {}, {}, without={})
    blank = RowView(title=f"{called[:1].upper()}{called[1:]}", fields=empty, less=f"{name}-{TEMPLATE_ROW}")
    return tuple(row(number) for number in range(count)), blank


def _explained(view: FieldView, questions: Mapping[str, Question]) -> FieldView:
    """A computed answer says how it is reckoned."""

    def label(path: tuple[str, ...]) -> str:
        question = questions[path[0]]
        row = f" từng {question.row or 'mục'}" if question.kind == "group" and path[1:] else ""
        for step in path[1:]:
            question = next((each for each in inner_questions(question) if each.name == step), question)
        return f"{question.spoken}{row}"

    values = {each: getattr(view, each) for each in ("question", "template", "name", "boxes", "error")}
    return FieldView(**values, more={"words": in_words(view.question.formula, label)})


def _options(question: Question, chosen: Json) -> tuple[tuple[str, str, bool], ...]:
    if not (question.choices or question.catalogue or question.kind == "yes_no"):
        return ()
    ticked = chosen if isinstance(chosen, list) else [chosen]
    return tuple((value, text, value in ticked) for value, text in options(question).items())


def _more(question: Question, name: str, boxes: Mapping[str, Any]) -> dict[str, Any]:
    if question.kind == "address":
        return _units(question, {part: str(boxes.get(part) or "") for part in ("province", "district", "commune")})
    if question.kind == "group":
        called = question.row or "mục"
        return {"title": f"{called[:1].upper()}{called[1:]}", "most": Group().bounds(question)[1]}
    if question.kind == "agency":
        return {"names": list(agencies.offered(question).values())}
    if question.kind == "id_document":
        return {"papers": [(paper, paper == boxes.get("kind")) for paper in PAPERS]}
    if question.kind == "table":
        filled = list(boxes.get("rows", ()))[:MOST_ROWS]
        rows = [*filled, *({} for _ in range(min(BLANK_ROWS, MOST_ROWS - len(filled))))]
        return {
            "rows": [
                [(column, f"{name}-{number}-{column.key}", row.get(column.key, "")) for column in question.columns]
                for number, row in enumerate(rows)
            ],
            "count": len(rows),
            "genders": GENDERS,
        }
    return {}


def _units(question: Question, typed: Mapping[str, str]) -> dict[str, Any]:
    """Provinces to choose from, today's and those before 01/7/2025; what to suggest for districts and communes; what an old one is now."""
    home = catalogues.home_province()
    mine = old_units.provinces_of_today(home) if question.units else ()
    province = typed["province"] or (f"{OLD}{mine[0]}" if question.units == "old" and mine else home)
    today = [(code, name, code == province) for code, name in catalogues.catalogue("provinces").items()]
    today.sort(key=lambda each: each[0] != home)
    before = [(f"{OLD}{code}", name, f"{OLD}{code}" == province) for code, name in old_units.provinces().items()]
    before.sort(
        key=lambda each: mine.index(each[0].removeprefix(OLD)) if each[0].removeprefix(OLD) in mine else len(mine)
    )
    shown = {
        "today": [] if question.units == "old" else today,
        "before": before if question.units else [],
        "abroad": (catalogues.ABROAD, province == catalogues.ABROAD),
        "districts": list(old_units.districts(mine[0]).values()) if mine else [],
        "communes": list(catalogues.communes(province).values()),
        "now": "",
    }
    if province.startswith(OLD) and question.units:
        old = province.removeprefix(OLD)
        districts = old_units.districts(old)
        district = old_units.find(districts, typed["district"])
        communes = old_units.communes(old, district[0]) if len(district) == 1 else {}
        commune = old_units.find(communes, typed["commune"]) or ("",) * (not communes)
        shown |= {"districts": list(districts.values()), "communes": list(communes.values())}
        if len(district) == 1 and len(commune) == 1:
            shown["now"] = old_units.today_in_words(old, district[0], commune[0])
    return shown
