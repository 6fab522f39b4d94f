"""Answers held against registers and papers (đối chiếu): what may be asked, what agrees, what differs, what was ticked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lienthong.domain.dossiers.choices import MatchedKind
from lienthong.domain.dossiers.models import Dossier, Matching
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services as people
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.registers import queries as lookups
from lienthong.foundation.registers.choices import Outcome, Register, registers
from lienthong.kit.text_vi import clean, fold

SAME, DIFFERS, UNDECLARED = "same", "differs", "undeclared"
MOST_LOOKUPS = 30

type MatchingRow = Matching


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A question that the answers of a dossier allow: one press asks it. `token` names it on the page."""

    token: str
    register: str
    about: str
    asked: Mapping[str, str]

    @property
    def label(self) -> str:
        """`CSDL dân cư: người mẹ`."""
        return f"{registers()[self.register].short_name}: {self.about}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing that a register says beside what was declared. `question` is empty where the form does not ask it."""

    label: str
    declared: str
    found: str
    verdict: str
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A question asked for this dossier, with what came of it."""

    lookup: Any
    register: Register
    rows: Sequence[Held] = field(default_factory=tuple)

    @property
    def differing(self) -> int:
        """How many things differ."""
        return sum(1 for row in self.rows if row.verdict == DIFFERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRow:
    """One answer on the page of comparing: what was declared, what registers say of it, what the office ticked."""

    name: str
    label: str
    value: str
    held: Held | None = None
    register: str = ""
    matching: Matching | None = None


def matchings_of(dossier: Dossier) -> dict[tuple[str, str], Matching]:
    """(kind, key) -> what was found."""
    return {(each.kind, each.key): each for each in dossier.matchings.all()}


def suggestions(dossier: Dossier, version: procedures.VersionSnapshot) -> list[Suggestion]:
    """What the answers let one ask: every person with a number, every business and parcel named. No query beyond the dossier's."""
    found: list[Suggestion] = []
    seen: set[str] = set()
    for about, id_number in _numbered(dossier, version):
        if id_number in seen:
            continue
        seen.add(id_number)
        found += [
            Suggestion(
                token=f"{register.code}-{len(seen)}",
                register=register.code,
                about=about,
                asked={"id_number": id_number},
            )
            for register in registers().values()
            if register.subject == "person"
        ]
    for register in registers().values():
        if register.subject == "person":
            continue
        asked = {each.name: _text(dossier.answers, each.answers) for each in register.asks}
        if all(each.fits(asked[each.name]) for each in register.asks):
            found.append(
                Suggestion(token=register.code, register=register.code, about=" / ".join(asked.values()), asked=asked)
            )
    return found


def looked_up(dossier: Dossier, version: procedures.VersionSnapshot) -> list[Looked]:
    """Questions asked for this dossier, newest first, held against the answers. One query."""
    found = []
    for lookup in lookups.lookups_of("dossier", dossier.id, limit=MOST_LOOKUPS):
        register = registers().get(lookup.register)
        if register is None:
            continue
        answer = getattr(lookup, "answer", None)
        rows = _held(dossier, version, register, lookup.asked, answer.record) if answer and answer.record else []
        found.append(Looked(lookup=lookup, register=register, rows=tuple(rows)))
    return found


def match_rows(
    sections: Sequence[eforms.SummarySection], looked: Iterable[Looked], matched: Mapping[tuple[str, str], Matching]
) -> list[tuple[str, list[MatchRow]]]:
    """(title, rows) of each part of the form. Of several answers of registers the latest counts, and one that differs before one that agrees."""
    held: dict[str, tuple[Held, str]] = {}
    for each in looked:
        if getattr(each.lookup, "answer", None) is None or each.lookup.answer.outcome != Outcome.FOUND:
            continue
        for row in each.rows:
            before = held.get(row.question)
            if row.question and (before is None or (row.verdict == DIFFERS and before[0].verdict != DIFFERS)):
                held[row.question] = (row, each.register.short_name)
    return [
        (
            section.title,
            [
                MatchRow(
                    name=row.name,
                    label=row.label,
                    value=row.value,
                    held=held[row.name][0] if row.name in held else None,
                    register=held[row.name][1] if row.name in held else "",
                    matching=matched.get((MatchedKind.ANSWER, row.name)),
                )
                for row in section.rows
            ],
        )
        for section in sections
    ]


def _numbered(dossier: Dossier, version: procedures.VersionSnapshot) -> Iterable[tuple[str, str]]:
    """(who, number) of everybody whose number is known: the people of the form, then the applicant."""
    if version.form is not None:
        for group in people.people_of(form=version.form, answers=dossier.answers):
            facts = people.facts_of(form=version.form, group=group, answers=dossier.answers)
            number = clean(str(facts.get("id_number") or ""))
            if re.fullmatch(r"\d{12}", number):
                yield f"{group.label}, {facts['full_name']}", number
    if dossier.applicant is not None:
        yield f"người nộp, {dossier.applicant.full_name}", dossier.applicant.id_number


def _held(
    dossier: Dossier,
    version: procedures.VersionSnapshot,
    register: Register,
    asked: Mapping[str, str],
    record: Mapping[str, Any],
) -> list[Held]:
    declared = _declared_person(dossier, version, asked) if register.subject == "person" else {}
    rows = []
    for each in register.fields:
        if each.key not in record:
            continue
        question, text = declared.get(each.key, ("", ""))
        if register.subject != "person":
            question = next((name for name in each.answers if dossier.answers.get(name) not in (None, "")), "")
            text = _shown(version, question, dossier.answers.get(question)) if question else ""
        found = _register_text(each.kind, record[each.key])
        verdict = UNDECLARED if not text else SAME if _agrees(each.kind, text, found) else DIFFERS
        rows.append(Held(label=each.label, declared=text, found=found, verdict=verdict, question=question))
    return rows


def _declared_person(
    dossier: Dossier, version: procedures.VersionSnapshot, asked: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Fact -> (question, what was declared) of the person with this number."""
    if version.form is None:
        return {}
    for group in people.people_of(form=version.form, answers=dossier.answers):
        facts = people.facts_of(form=version.form, group=group, answers=dossier.answers)
        if clean(str(facts.get("id_number") or "")) != asked.get("id_number"):
            continue
        told = {
            fact: (group.roles.get(fact, group.key if not group.roles else ""), _fact_text(version, group, fact, value))
            for fact, value in facts.items()
        }
        if "birth_date" not in told and "birth_year" in told:
            told["birth_date"] = told["birth_year"]
        return told
    return {}


def _fact_text(version: procedures.VersionSnapshot, group: people.PersonGroup, fact: str, value: Any) -> str:
    question = group.roles.get(fact, "")
    return _shown(version, question, value) if question else _plain(value)


def _shown(version: procedures.VersionSnapshot, question: str, value: Any) -> str:
    asked = eforms.structure_of(version.form).questions.get(question) if version.form is not None else None
    return eforms.display(asked, value) if asked is not None else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(str(each) for each in value.values() if each)
    return _register_text("date", value)


def _text(answers: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((clean(str(answers[name])) for name in names if answers.get(name) not in (None, "")), "")


def _register_text(kind: str, value: Any) -> str:
    if kind == "date":
        try:
            return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
        except ValueError:
            return str(value)
    return clean(str(value))


def _agrees(kind: str, declared: str, found: str) -> bool:
    """Whether two texts say the same: names to the accent, whatever their capitals; dates to what was declared; places by their words."""
    mine, theirs = clean(declared), clean(found)
    if kind == "date" and len(mine) < len(theirs):
        return theirs.endswith(mine)
    if kind == "number":
        return _digits(mine) == _digits(theirs)
    if kind == "address":
        ours, others = _place_words(mine), _place_words(theirs)
        return ours <= others or others <= ours
    return mine.casefold() == theirs.casefold()


def _digits(text: str) -> str:
    return text.replace(".", "").replace(",", ".").removesuffix("m²").strip().rstrip("0").rstrip(".")


def _place_words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text))) - {"tinh", "thanh", "pho", "xa", "phuong", "so", "duong"}
