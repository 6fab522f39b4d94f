"""Read what a person filled in on one page (đọc một trang tờ khai). Nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lienthong.domain.eforms.kinds import KINDS, Inputs
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.queries import page_by_slug, structure_of
from lienthong.domain.eforms.services.judging import missing
from lienthong.domain.eforms.structure import Answers, Json

MORE_ROWS = "_more"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswers:
    """What a page brought.

    values: question name -> value for every question of the page, None where it was left blank or could not be read, so that
    an old answer gives way. problems: question name -> sentence. raw: question name -> what
    was typed, for what could not be read; store it beside the draft and give it to `queries.page_view`. more: the table for which the person wants more rows ("" mostly): show the page again then.
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

    `known` values are taken as they are and never from `post`. `answers` are those of the draft so far; they decide which
    questions of the page are asked. Raises PageNotFound.
    """
    known = known or {}
    asked = structure_of(form).asked(page_by_slug(form, page), answers or {})
    values: dict[str, Json] = dict.fromkeys((question.name for question in asked if question.kind != "file"), None)
    problems: dict[str, str] = {}
    raw: dict[str, Json] = {}
    for question in asked:
        if question.name in known:
            values[question.name] = known[question.name]["value"]
            continue
        kind = KINDS[question.kind]
        read = kind.read(question, Inputs(post, question.name))
        problem = read.problem
        if not problem:
            if read.value is not None:
                problem = kind.problem(question, read.value)
            elif question.required:
                problem = missing(question)
        if problem:
            problems[question.name] = problem
            raw[question.name] = read.raw
        elif read.value is not None:
            values[question.name] = read.value
    more = str(post.get(MORE_ROWS, ""))[:80]
    return PageAnswers(values=values, problems=problems, raw=raw, more=more if more in values else "")
