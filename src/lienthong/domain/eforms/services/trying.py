"""Try a draft (thử biểu mẫu đang soạn): the form it would become now, what that makes of typed answers, and the tries that are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict

from lienthong.domain.eforms.drafting.entries import Entry, entries_of, named, pointers
from lienthong.domain.eforms.errors import UnusableQuestions
from lienthong.domain.eforms.kinds.schemas import schema_of
from lienthong.domain.eforms.models import Form, FormCase, FormDraft
from lienthong.domain.eforms.queries import structure_of
from lienthong.domain.eforms.reading_questions import read_question
from lienthong.domain.eforms.services.filling import read_page
from lienthong.domain.eforms.services.judging import validate_answers
from lienthong.domain.eforms.services.publishing import compile_questions

type Json = Any
type Typed = Mapping[str, Mapping[str, list[str]]]

MOST_TYPED = 200  # boxes of one question that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A form that is not published: what of a draft can be asked already. `broken`: entry id -> why it cannot; "" is the whole."""

    form: Form | None
    names: Mapping[str, str]
    broken: Mapping[str, str]
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of typed answers. `problems`: question name or path (`father.birth_date`) -> sentence, of the whole form; `raw`: texts
    that could not be read."""

    answers: dict[str, Json]
    problems: dict[str, str]
    raw: dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """A kept try, run now. `said` says what differs from what must be; empty when it is as it must be."""

    case: FormCase
    said: str

    @property
    def passed(self) -> bool:
        """As it must be."""
        return not self.said


def trial_of(draft: FormDraft) -> Trial:
    """The form a draft would become, with every question that is whole."""
    return compile_trial(draft.questions, title=draft.title, code=draft.code, edits=draft.edits, at=draft.edited_at)


def trial_of_form(form: Form) -> Trial:
    """A published version, tried like a draft."""
    names = {entry["id"]: entry["name"] for entry in entries_of(form)}
    return Trial(form=form, names=names, ids=names, broken={})


def compile_trial(entries: Sequence[Entry], *, title: str, code: str, edits: int, at: datetime) -> Trial:
    """Leaves out what cannot be asked yet, and what hangs on it, so that the rest can be seen."""
    listed, names = named(entries)
    broken: dict[str, str] = {}
    kept: list[Entry] = []
    known: set[str] = set()
    for entry, raw in zip(entries, listed, strict=True):
        try:
            read_question(raw)
        except UnusableQuestions as refusal:
            broken[entry["id"]] = refusal.message
            continue
        free = raw
        if pointers(entry) - known:
            broken[entry["id"]] = "Điều kiện nhắc tới câu chưa hỏi trước đó"
            free = {key: value for key, value in raw.items() if not pointers({key: value})}
        kept.append(free)
        known.add(entry["id"])
    form = None
    try:
        structure = compile_questions(kept)
    except UnusableQuestions as refusal:
        broken[""] = refusal.message
    else:
        # No version has this code, so what is remembered about published versions is never mixed up with it.
        form = Form(
            code=f"soan:{code}",
            version=edits,
            title=title,
            schema=schema_of(structure, title),
            layout=structure.as_layout(),
            published_at=at,
        )
    return Trial(form=form, names=names, broken=broken, ids={name: key for key, name in names.items()})


def typed_of(trial: Trial, post: QueryDict) -> dict[str, dict[str, list[str]]]:
    """What a page of the trial sent, by question id and ending of the box's name; everything that is no answer is left out."""
    typed: dict[str, dict[str, list[str]]] = {}
    for key in list(post)[:2000]:
        name, dash, ending = key.partition("-")
        entry_id = trial.ids.get(name)
        if entry_id is not None and len(typed.setdefault(entry_id, {})) < MOST_TYPED:
            typed[entry_id][dash + ending] = [text[:4000] for text in post.getlist(key)[:MOST_TYPED]]
    return typed


def try_answers(trial: Trial, typed: Typed) -> Tried:
    """Fill in page by page, as a citizen does, then judge the whole."""
    if trial.form is None:
        return Tried(answers={}, problems={"": trial.broken.get("", "")}, raw={})
    post = QueryDict(mutable=True)
    for entry_id, boxes in typed.items():
        if entry_id in trial.names:
            for ending, texts in boxes.items():
                post.setlist(trial.names[entry_id] + ending, list(texts))
    answers: dict[str, Json] = {}
    problems: dict[str, str] = {}
    raw: dict[str, Json] = {}
    structure = structure_of(trial.form)
    for page in structure.pages:
        if not structure.asked(page, answers):
            continue
        got = read_page(form=trial.form, page=page.slug, post=post, answers=answers)
        answers, raw = got.merged_into(answers), raw | got.raw
        problems |= got.problems
    if not problems:
        problems = validate_answers(form=trial.form, answers=answers)
    return Tried(answers=answers, problems=problems, raw=raw)


def id_at(trial: Trial, path: str) -> str:
    """The entry a problem belongs to, whatever part of its answer is meant."""
    name = path.split(".", 1)[0]
    return trial.ids.get(name, name)


def run_cases(trial: Trial, cases: Sequence[FormCase], labels: Mapping[str, str]) -> list[CaseResult]:
    """All kept tries of a form against a trial. `labels`: id -> wording."""
    return [CaseResult(case=case, said=_difference(trial, case, labels)) for case in cases]


def _difference(trial: Trial, case: FormCase, labels: Mapping[str, str]) -> str:
    tried = try_answers(trial, case.typed)
    found: dict[str, str] = {}
    for path, sentence in tried.problems.items():
        found.setdefault(id_at(trial, path), sentence)
    for entry_id in case.wrong_at:
        if entry_id not in found:
            return f"Phải bị từ chối ở “{labels.get(entry_id, 'câu hỏi đã bỏ')}”, nay lại được nhận"
    if case.wrong_at:
        return ""  # what else is wrong or missing there is not what this try watches over
    for entry_id, sentence in found.items():
        where = f" ở “{labels[entry_id]}”" if entry_id in labels else ""
        return f"Phải được nhận, nay bị từ chối{where}: {sentence[:1].lower()}{sentence[1:]}"
    return ""
