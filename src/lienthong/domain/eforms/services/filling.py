"""Read what a person filled in on one page (đọc một trang tờ khai). Nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lienthong.domain.eforms.kinds import KINDS, Inputs, Read, missing, problems_of, under
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.queries import page_by_slug, structure_of
from lienthong.domain.eforms.structure import Answers, Json

MORE_ROWS = "_more"  # a button that adds a row sends the name of the group
_NOT_READ = frozenset({"file", "computed"})
LESS_ROWS = "_less"  # one that takes a row away sends `name-row`


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswers:
    """What a page brought.

    values: question name -> value for every question of the page, None where it was left blank or could not be read, so that
    an old answer gives way; the computed answers of the whole form as they are now. problems: path -> sentence
    (`birth_date`, `father.birth_date`, `members.0.phone`). raw: question name -> what was typed, for what could not be read; store it
    beside the draft and give it to `queries.page_view`. more: the group or table whose rows the person wants more or fewer of ("" mostly):
    show the page again then, with `more=` when one is to be added.
    """

    values: dict[str, Json]
    problems: dict[str, str]
    raw: dict[str, Json]
    more: str = ""

    def merged_into(self, answers: Answers) -> dict[str, Json]:
        """The answers of a draft after this page: its old ones are replaced, blanks are taken out."""
        return {name: value for name, value in {**answers, **self.values}.items() if value is not None}

    def raw_merged_into(self, raw: Mapping[str, Json]) -> dict[str, Json]:
        """The unread texts of a draft after this page."""
        return {name: typed for name, typed in raw.items() if name not in self.values} | self.raw


def read_page(
    *,
    form: Form,
    page: str,
    post: Mapping[str, Any],
    known: Mapping[str, Json] | None = None,
    answers: Answers | None = None,
) -> PageAnswers:
    """Read the page with slug `page` from a QueryDict (or any mapping of texts and lists).

    `known` values are taken as they are and never from `post`; with `parts`, {"value": {…}, "parts": ["full_name", …], "source": …}, those
    parts of a person or organization are. `answers` are those of the draft so far; they decide which
    questions of the page are asked. Raises PageNotFound.
    """
    known, answers = known or {}, answers or {}
    structure = structure_of(form)
    less, _, row = str(post.get(LESS_ROWS, ""))[:120].rpartition("-")
    values: dict[str, Json] = {}
    problems: dict[str, str] = {}
    raw: dict[str, Json] = {}
    asked = {
        question.name: question
        for question in structure.asked(page_by_slug(form, page), answers)
        if question.kind not in _NOT_READ
    }
    for name, question in asked.items():
        if name in known and not known[name].get("parts"):
            values[name] = known[name]["value"]
            continue
        read = _with_known(
            KINDS[question.kind].read(question, Inputs(post, name, without=row if name == less else "")),
            known.get(name),
        )
        found = under(name, {"": read.problem} if read.problem else read.problems)
        if read.value is not None and not read.problem:
            # What could not be read is missing in the value; that it is missing need not be said too.
            found = under(name, problems_of(question, read.value)) | found
        problems |= found
        values[name], raw[name] = None if found else read.value, read.raw
    settled = structure.settle(
        {**answers, **{name: value for name, value in values.items() if value is not None}}
    ).values
    for name, question in asked.items():
        if values[name] is None and not _has(problems, name) and question.needed(settled):
            problems[name] = missing(question)
    raw = {name: typed for name, typed in raw.items() if _has(problems, name)}
    values |= {name: settled.get(name) for name, each in structure.questions.items() if each.kind == "computed"}
    more = str(post.get(MORE_ROWS, ""))[:80] or less
    return PageAnswers(values=values, problems=problems, raw=raw, more=more if more in values else "")


def _has(problems: Mapping[str, str], name: str) -> bool:
    return any(path == name or path.startswith(f"{name}.") for path in problems)


def _with_known(read: Read, known: Json) -> Read:
    """Parts of a person that the State knows stand as it knows them, whatever the browser sent."""
    if not known:
        return read
    parts = {part: known["value"][part] for part in known["parts"] if part in known["value"]}
    problems = {path: sentence for path, sentence in read.problems.items() if path.split(".")[0] not in parts}
    return Read(value={**(read.value or {}), **parts}, raw=read.raw, problems=problems)
