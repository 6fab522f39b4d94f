"""Going through the questions of a table (trả lời câu hỏi kiểm tra điều kiện), and what they lead to. Everything here is public.

Answers travel in the address, `?tuoi=76&luong_huu=khong`, and are stored nowhere: the page can be shared, kept and gone back in, and
holds nothing about a person that they did not choose to put there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eligibility.errors import NoCheck
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.decisions import queries as decisions
from lienthong.foundation.decisions.choices import Outcome, Purpose, ValueType
from lienthong.foundation.decisions.errors import ValueRefused
from lienthong.kit.text_vi import slug

YES_NO = ("Có", "Không")
_CODE = re.compile(r"\b\d\.\d{6}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answered question: `before` is the query string of what was answered before it, to go back there."""

    name: str
    label: str
    text: str
    param: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked now. `choices` are (parameter, words); without them a box is shown. `error`: why the answer given was no good."""

    name: str
    label: str
    hint: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    error: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNeed:
    """A paper of the case and what one does with it."""

    name: str
    note: str
    how: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the answers lead to. `version`: the procedure to file, None when this catalogue does not hold it or none is needed.

    `related`: (code, name) of other procedures that the advice names by their codes.
    """

    outcome: str
    case: str
    reason: str
    law: str
    instead: str
    is_demo: bool
    procedure_code: str
    procedure_name: str
    version: procedures.VersionSnapshot | None
    paper_keys: tuple[str, ...]
    papers: tuple[PaperNeed, ...]
    other_papers: tuple[PaperNeed, ...]
    exemptions: tuple[procedures.ExemptionText, ...]
    related: tuple[tuple[str, str], ...]

    @property
    def may_file(self) -> bool:
        """The answers allow filing."""
        return self.outcome == Outcome.MAY

    @property
    def need_not(self) -> bool:
        """Nothing has to be filed for this."""
        return self.outcome == Outcome.NEED_NOT

    @property
    def can_file_here(self) -> bool:
        """May be filed on this site."""
        return self.may_file and self.version is not None and self.version.accepts_online


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What a finished check takes into the filing: answers of the form, the case, keys of the papers it asks for."""

    answers: dict[str, object]
    case: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Where somebody stands in a check: either `question` or `conclusion` is set."""

    code: str
    table_name: str
    description: str
    table_code: str
    number: int
    published_at: Any
    answered: tuple[Answered, ...]
    query: str
    question: Question | None
    conclusion: Conclusion | None


def has_check(code: str) -> bool:
    """Whether questions are published for the procedure (1 query)."""
    return bool(decisions.tables_in_force(Purpose.ELIGIBILITY, code))


def check(code: str, params: Mapping[str, str]) -> Check:
    """The next question, or the conclusion, for the answers in `params`. Raises NoCheck."""
    asked = _table(code)
    answered: list[Answered] = []
    values: dict[str, Any] = {}
    question: Question | None = None
    while question is None and (each := decisions.next_question(asked, values)):
        raw = params.get(each.name, "")
        try:
            value = each.read(raw) if raw else None
        except ValueRefused as refusal:
            question = _question(each, raw, str(refusal))
            break
        if value is None:
            question = _question(each, "", "Chọn một câu trả lời để đi tiếp." if each.name in params else "")
            break
        values[each.name] = value
        answered.append(
            Answered(
                name=each.name,
                label=each.label,
                text=decisions.said(value),
                param=slug(decisions.said(value)) if each.type != ValueType.NUMBER else str(value),
                before=_query(answered),
            )
        )
    return Check(
        code=code,
        table_name=asked.name,
        description=asked.description,
        table_code=asked.code,
        number=asked.number,
        published_at=asked.published_at,
        answered=tuple(answered),
        query=_query(answered),
        question=question,
        conclusion=None if question else _conclusion(code, decisions.settle(asked, values).first),
    )


def answers_for_filing(code: str, params: Mapping[str, str]) -> Carried | None:
    """What a check in `params` already answers of the form of procedure `code`, and the case it found.

    Only answers that the form itself offers are carried. None when the check is not finished or leads elsewhere.
    """
    source = params.get("tu", code)
    try:
        done = check(source, params)
    except NoCheck:
        return None
    found = done.conclusion
    if found is None or not found.may_file or found.version is None or found.version.code != code:
        return None
    texts = {each.name: each.text for each in done.answered}
    fills = {name: texts[each.name] for each in _table(source).inputs if each.name in texts for name in each.fills}
    asked = eforms.structure_of(found.version.form).questions if found.version.form else {}
    carried: dict[str, object] = {}
    for name, text in fills.items():
        if name not in asked or (asked[name].choices and text not in asked[name].choices):
            continue
        carried[name] = int(text) if asked[name].kind == "number" and text.isdecimal() else text
    return Carried(answers=carried, case=found.case, papers=found.paper_keys)


def _table(code: str) -> decisions.InForce:
    found = decisions.tables_in_force(Purpose.ELIGIBILITY, code)
    if not found:
        raise NoCheck(code)
    return found[0]


def _query(answered: list[Answered]) -> str:
    return urlencode({each.name: each.param for each in answered})


def _question(each: decisions.Input, typed: str, error: str) -> Question:
    words = each.values or (YES_NO if each.type == ValueType.BOOLEAN else ())
    return Question(
        name=each.name,
        label=each.label,
        hint=each.hint,
        kind=each.type,
        choices=tuple((slug(word), word) for word in words),
        error=error,
        typed=typed[:40],
    )


def _conclusion(code: str, said: Mapping[str, Any]) -> Conclusion:
    wanted = str(said.get("procedure") or "")
    target, _, target_name = wanted.partition(" ")
    version = procedures.current_versions([target]).get(target) if target else None
    outcome = str(said.get("outcome") or Outcome.MAY_NOT)
    mentioned = [each for each in _CODE.findall(str(said.get("instead") or "")) if each not in {target, code}]
    names = procedures.short_names(mentioned) if mentioned else {}
    needed, others = (
        _papers(version, str(said.get("papers") or ""), str(said.get("case") or ""))
        if version and outcome == Outcome.MAY
        else ((), ())
    )
    return Conclusion(
        outcome=outcome,
        case=str(said.get("case") or ""),
        reason=str(said.get("reason") or ""),
        law=str(said.get("law") or ""),
        instead=str(said.get("instead") or ""),
        is_demo=bool(said.get("is_demo")),
        procedure_code=target,
        procedure_name=version.short_name if version else target_name or target,
        version=version,
        paper_keys=_keys(str(said.get("papers") or "")),
        papers=needed,
        other_papers=others,
        exemptions=procedures.exemptions_in_words(version.code) if version and outcome == Outcome.MAY else (),
        related=tuple((each, names[each]) for each in dict.fromkeys(mentioned) if each in names),
    )


def _papers(
    version: procedures.VersionSnapshot, named: str, case: str
) -> tuple[tuple[PaperNeed, ...], tuple[PaperNeed, ...]]:
    """Papers of the case, and those that other cases need.

    `named`: keys of conditional papers this case needs; `case`: its name or key, for papers that the record itself ties to cases.
    """
    keys = _keys(named)
    needed: list[PaperNeed] = []
    others: list[PaperNeed] = []
    for paper in version.requirements:
        row = PaperNeed(name=paper.name, note=paper.when, how=_how(paper), is_demo=paper.is_demo)
        of_case = bool({case, slug(case)} & set(paper.cases)) if paper.cases else paper.required
        (needed if of_case or paper.key in keys else others).append(row)
    return tuple(needed), tuple(others)


def _keys(named: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in named.replace(";", ",").split(",") if key.strip())


def _how(paper: procedures.RequirementSnapshot) -> str:
    if paper.from_form:
        return "Điền trên trang này, không phải in"
    if paper.from_register:
        return f"Không phải nộp: lấy từ {paper.register}"
    return "Mang theo để xuất trình" if paper.mode == "present" else paper.shape
