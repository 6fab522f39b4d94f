"""What the editor shows (dữ liệu cho màn hình soạn): rows of the table, the panel of one question, the tabs. No rules here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from lienthong.domain.eforms import services
from lienthong.domain.eforms.drafting.checking import Problem, offered_by, problems_of
from lienthong.domain.eforms.drafting.entries import Entry, by_id, named, section_of, sections
from lienthong.domain.eforms.drafting.settings import (
    CATALOGUES,
    CHOOSING,
    INNER_KINDS,
    MEANINGS,
    OPERATIONS,
    UNITS,
    kind_label,
    kinds_offered,
    sentence,
    settings_of,
)
from lienthong.domain.eforms.drafting.wording import (
    condition_words,
    formula_words,
    labels_of,
    setting_label,
    value_words,
)
from lienthong.domain.eforms.models import FormDraft
from lienthong.domain.eforms.parts import PARTS, USUAL
from lienthong.domain.eforms.queries import structure_of
from lienthong.domain.eforms.services.trying import Trial
from lienthong.kit.errors import Refused

type Json = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table."""

    entry: Entry
    number: int
    kind: str
    when: str
    musts: int
    shoulds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRows:
    """A page with its questions; `parts`: on how many pages the citizen meets it."""

    title: str
    number: int
    rows: tuple[Row, ...]
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything about a draft at this moment, compiled once a request."""

    draft: FormDraft
    trial: Trial
    problems: tuple[Problem, ...]
    labels: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, draft: FormDraft) -> "Desk":
        """Compile and check."""
        trial = services.trial_of(draft)
        return cls(
            draft=draft,
            trial=trial,
            problems=tuple(problems_of(draft.questions, trial.broken)),
            labels=labels_of(draft.questions),
        )

    @property
    def musts(self) -> int:
        """How many problems forbid publishing."""
        return sum(each.must for each in self.problems)

    def pages(self) -> list[PageRows]:
        """The table, page by page."""
        musts = Counter(each.entry_id for each in self.problems if each.must)
        shoulds = Counter(each.entry_id for each in self.problems if not each.must)
        catalogues = {entry["id"]: str(entry.get("catalogue") or "") for entry in self.draft.questions}
        rows = [
            Row(
                entry=entry,
                number=number,
                kind=sentence(kind_label(entry["kind"])),
                when=condition_words(entry.get("when"), self.labels, catalogues),
                musts=musts[entry["id"]],
                shoulds=shoulds[entry["id"]],
            )
            for number, entry in enumerate(self.draft.questions, 1)
        ]
        parts = Counter(
            page.title.removesuffix(" (tiếp theo)")
            for page in (structure_of(self.trial.form).pages if self.trial.form else ())
        )
        return [
            PageRows(
                title=title,
                number=number,
                rows=tuple(row for row in rows if section_of(row.entry) == title),
                parts=parts[title],
            )
            for number, title in enumerate(sections(self.draft.questions), 1)
        ]

    def page_of(self, entry_id: str) -> str:
        """The slug of the page on which the citizen meets a question, or its neighbours while it cannot be asked yet; "" without pages."""
        pages = structure_of(self.trial.form).pages if self.trial.form else ()
        name = self.trial.names.get(entry_id)
        found = by_id(self.draft.questions, entry_id)
        title = section_of(found[1]) if found else ""
        here = [page for page in pages if any(question.name == name for question in page.questions)]
        near = [page for page in pages if page.title.removesuffix(" (tiếp theo)") == title]
        return next((page.slug for page in (*here, *near, *pages)), "")


def tabs(code: str, current: str, *, problems: int | None = None, cases: int | None = None) -> list[dict[str, Json]]:
    """The rooms of a draft."""
    rooms = (
        ("edit", "Câu hỏi", "eforms:edit", None),
        ("try", "Thử trả lời", "eforms:try", cases),
        ("compare", "So sánh", "eforms:compare", None),
        ("review", "Kiểm tra, công bố", "eforms:review", problems or None),
        ("history", "Nhật ký", "eforms:history", None),
    )
    return [
        {
            "label": label,
            "url": reverse(name, args=[code]),
            "count": count,
            "late": key == "review",
            "current": key == current,
        }
        for key, label, name, count in rooms
    ]


def panel(entry: Entry, entries: Sequence[Entry], desk: Desk, **more: Json) -> dict[str, Json]:
    """The side panel. `more`: values (typed, instead of the stored ones), problems, conflict."""
    stored = entry
    entry = {**entry, **(more.get("values") or {})}
    at = next(at for at, each in enumerate(entries) if each["id"] == entry["id"])
    wanted = settings_of(entry["kind"])
    published = stored.get("name") == stored["id"]
    return {
        "entry": entry,
        "number": at + 1,
        "count": len(entries),
        "wanted": wanted,
        "kinds": kinds_offered(),
        "sections": sections(entries),
        "section": section_of(entry),
        "choices": "\n".join(str(each) for each in entry.get("choices") or ()),
        "catalogues": CATALOGUES.items(),
        "meanings": MEANINGS.get(entry["kind"], {}).items() if "meaning" in wanted and not published else (),
        "name": named(entries)[1][entry["id"]],
        "published": published,
        "units": UNITS.items(),
        "parts": _parts(entry) if "parts" in wanted else (),
        "inner": _inner(entry) if "questions" in wanted else (),
        "formula": _formula(entry, entries[:at], desk) if "formula" in wanted else None,
        "condition": _condition(entry, entries[:at], desk),
        "advice": [each for each in desk.problems if each.entry_id == entry["id"]],
        "problems": more.get("problems") or {},
        "conflict": more.get("conflict"),
        "theirs": _theirs(more.get("conflict"), stored["kind"], desk),
    }


def _parts(entry: Entry) -> list[tuple[str, str, bool, bool]]:
    """(name, label, asked, needed)."""
    asked = entry.get("parts") or USUAL[entry["kind"]]
    optional = entry.get("optional") or ()
    return [
        (name, part.label, name in asked, name in asked and name not in optional)
        for name, part in PARTS[entry["kind"]].items()
    ]


def _inner(entry: Entry) -> list[dict[str, Json]]:
    """What a row asks, and a blank line for one more."""
    kinds = [(str(kind), sentence(kind_label(kind))) for kind in INNER_KINDS]
    rows = [dict(each) for each in entry.get("questions") or ()]
    for row in rows:
        row["choices_text"] = "; ".join(str(each) for each in row.get("choices") or ())
        row["kinds"] = (
            kinds if row["kind"] in INNER_KINDS else [*kinds, (row["kind"], sentence(kind_label(row["kind"])))]
        )
    return [*rows, {"label": "", "kind": "text", "kinds": kinds, "required": True}]


def _formula(entry: Entry, before: Sequence[Entry], desk: Desk) -> dict[str, Json]:
    formula = entry.get("formula")
    operation = next((each for each in OPERATIONS if isinstance(formula, dict) and each in formula), "")
    inside = formula[operation] if isinstance(formula, dict) and operation else []
    nodes = [inside.get("born")] if isinstance(inside, dict) else list(inside)
    chosen = [each["answer"] for each in nodes if isinstance(each, dict) and isinstance(each.get("answer"), str)]
    # What was written elsewhere (nested, or over the rows of a group) is told in words and kept.
    plain = not formula or (len(chosen) == len(nodes) and not any("." in each for each in chosen))
    kinds = {"date"} if operation == "age" else {"number", "decimal", "money", "computed"}
    return {
        "words": formula_words(formula, desk.labels) if formula else "",
        "plain": plain,
        "operation": operation if plain else "",
        "operations": OPERATIONS.items(),
        "operands": [
            (each["id"], str(each.get("label") or f"Câu {number}"), each["id"] in chosen)
            for number, each in enumerate(before, 1)
            if each["kind"] in kinds
        ],
    }


def _theirs(conflict: Refused | None, kind: str, desk: Desk) -> list[tuple[str, str]]:
    stored = conflict.details.get("theirs") if conflict else None
    if not isinstance(stored, dict):
        return []
    return [(setting_label(key, kind), value_words(key, value, desk.labels)) for key, value in stored.items()]


def _condition(entry: Entry, before: Sequence[Entry], desk: Desk) -> dict[str, Json]:
    when = entry.get("when")
    wanted = when.get("question", "") if isinstance(when, dict) else ""
    among = [] if not isinstance(when, dict) else when.get("in", [when["equals"]] if "equals" in when else None)
    other = by_id(before, wanted)
    offered = offered_by(other[1]) if other else None
    return {
        "mode": "when" if when else "always",
        # What the panel cannot show as boxes to tick is told in words and left as it is.
        "words": condition_words(when, desk.labels) if when and (among is None or (other and offered is None)) else "",
        "question": wanted,
        "questions": [
            (each["id"], str(each.get("label") or f"Câu {number}"))
            for number, each in enumerate(before, 1)
            if each["kind"] in CHOOSING or each["kind"] == "checkbox"
        ],
        "answers": [
            ("true" if value is True else value, text, value in (among or []))
            for value, text in (offered or {}).items()
        ],
    }
