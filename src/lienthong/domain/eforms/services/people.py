"""The people a form asks about (những người trong tờ khai): found by meaning, filled from what is known of them elsewhere.

A group is the questions about one person: names with one prefix (`mother_name`, `mother_pin`, …) or one question of the kind
`person`. Facts of a person are the same for every form, whatever the names and kinds of its questions:
{full_name, id_number, birth_date (ISO), birth_year (int), gender, ethnicity, nationality, address (text or the value of an
address question), commune_code, phone, email, id_issued_on (ISO)}.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lienthong.domain.eforms import catalogues
from lienthong.domain.eforms.kinds import KINDS
from lienthong.domain.eforms.kinds.papers import PAPERS
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.parts import inner_questions
from lienthong.domain.eforms.queries import display, page_by_slug, structure_of
from lienthong.domain.eforms.structure import Answers, Json, Question
from lienthong.kit.text_vi import clean, fold

type Facts = Mapping[str, Json]

# The end of a question's name -> the fact it asks. `x_document` is a paper with number and day.
ROLES = {
    "name": "full_name",
    "full_name": "full_name",
    "pin": "id_number",
    "id": "id_number",
    "id_number": "id_number",
    "id_document": "id_document",
    "document": "id_document",
    "birth_date": "birth_date",
    "birth_year": "birth_year",
    "gender": "gender",
    "ethnicity": "ethnicity",
    "nationality": "nationality",
    "address": "address",
    "permanent_address": "address",
    "phone": "phone",
    "email": "email",
}
_KINDS = {
    "full_name": {"name"},
    "id_number": {"id_number"},
    "id_document": {"id_document"},
    "birth_date": {"date"},
    "birth_year": {"number"},
    "gender": {"radio", "select"},
    "ethnicity": {"catalog", "select"},
    "nationality": {"catalog", "select"},
    "address": {"address", "text", "textarea"},
    "phone": {"phone"},
    "email": {"email"},
}
WOMEN, MEN = ("mother_", "wife_", "f_"), ("father_", "husband_", "m_")
_LEADS = ("ho, chu dem, ten", "ho va ten", "ho ten")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonGroup:
    """The questions about one person. `roles`: fact -> name of its question; empty for one question of the kind `person`."""

    key: str
    label: str
    roles: Mapping[str, str]
    gender: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Names of its questions."""
        return frozenset(self.roles.values()) or frozenset({self.key})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What facts make of a group: `values` that hold, `raw` boxes of what a person still has to complete."""

    values: dict[str, Json]
    raw: dict[str, Json]


def people_of(*, form: Form, answers: Answers, page: str = "") -> list[PersonGroup]:
    """The people asked about on one page, or in the whole form, given the answers so far."""
    structure = structure_of(form)
    pages = [page_by_slug(form, page)] if page else list(structure.pages)
    asked = [question for each in pages for question in structure.asked(each, answers)]
    groups: dict[str, dict[str, str]] = {}
    found: list[PersonGroup] = []
    for question in asked:
        if question.kind == "person":
            found.append(PersonGroup(key=question.name, label=question.spoken, roles={}))
            continue
        prefix, role = _prefix_and_role(question)
        if role:
            groups.setdefault(prefix, {}).setdefault(role, question.name)
    for prefix, roles in groups.items():
        if "full_name" in roles and {"id_number", "id_document", "birth_date", "birth_year", "address"} & {*roles}:
            gender = "Nữ" if prefix in WOMEN else "Nam" if prefix in MEN else ""
            label = _label(structure.questions[roles["full_name"]])
            found.append(PersonGroup(key=prefix, label=label, roles=roles, gender=gender))
    return found


def _prefix_and_role(question: Question) -> tuple[str, str]:
    for ending in sorted(ROLES, key=len, reverse=True):
        prefix = question.name.removesuffix(ending)
        if prefix != question.name and (not prefix or prefix.endswith("_")):
            role = ROLES[ending]
            return (prefix, role) if question.kind in _KINDS[role] else ("", "")
    return "", ""


def _label(question: Question) -> str:
    """`Họ, chữ đệm, tên của mẹ` -> `mẹ`; `người khai` where the label names nobody."""
    label = question.label
    for lead in _LEADS:
        if fold(label).startswith(lead):
            label = label[len(lead) :].strip(" ,")
            break
    for lead in ("của ", "cua "):
        label = label.removeprefix(lead)
    return f"{label[:1].lower()}{label[1:]}" if label else "người khai"


def facts_of(*, form: Form, group: PersonGroup, answers: Answers) -> dict[str, Json]:
    """What the answers say of the person of this group; {} while there is no name."""
    if not group.roles:
        value = answers.get(group.key)
        facts = dict(value) if isinstance(value, dict) else {}
    else:
        facts = {role: answers[name] for role, name in group.roles.items() if answers.get(name) not in (None, "")}
    if isinstance(paper := facts.pop("id_document", None), dict) and paper.get("kind") == PAPERS[0]:
        facts.setdefault("id_number", paper.get("number"))
        if paper.get("issued_on"):
            facts["id_issued_on"] = paper["issued_on"]
    if group.gender:
        facts.setdefault("gender", group.gender)
    return facts if facts.get("full_name") else {}


def fill_person(*, form: Form, group: PersonGroup, facts: Facts) -> Filled:
    """The facts as answers of this group; what does not fit its questions is left out."""
    structure = structure_of(form)
    if not group.roles:
        return _fill_composed(structure.questions[group.key], facts)
    values: dict[str, Json] = {}
    raw: dict[str, Json] = {}
    for role, name in group.roles.items():
        question = structure.questions[name]
        value = _value(question, role, facts)
        if value is None:
            continue
        if not KINDS[question.kind].problem(question, value):
            values[name] = value
        elif question.kind == "address" and isinstance(value, dict):
            raw[name] = {"province": value.get("province", ""), "commune": "", "detail": value.get("detail", "")}
    return Filled(values=values, raw=raw)


def _fill_composed(question: Question, facts: Facts) -> Filled:
    value: dict[str, Json] = {}
    for part in inner_questions(question):
        found = _value(part, ROLES.get(part.name, part.name), facts)
        if found is not None and not KINDS[part.kind].problem(part, found):
            value[part.name] = found
    return Filled(values={question.name: value} if value else {}, raw={})


def _value(question: Question, role: str, facts: Facts) -> Json:
    if role == "birth_year":
        born = str(facts.get("birth_date") or "")
        return int(born[:4]) if born[:4].isdecimal() else facts.get("birth_year")
    if role == "id_document":
        number = facts.get("id_number")
        issued = {"issued_on": facts["id_issued_on"]} if facts.get("id_issued_on") else {}
        return {"kind": PAPERS[0], "number": number, **issued} if number else None
    value = facts.get(role)
    if value in (None, ""):
        return None
    if role == "address":
        return _address(question, value, str(facts.get("commune_code") or ""))
    if role == "full_name":
        return clean(str(value))
    return value


def _address(question: Question, value: Json, commune: str) -> Json:
    if question.kind != "address":
        return value if isinstance(value, str) else display(replace(question, kind="address"), value)
    return value if isinstance(value, dict) else read_address(value, commune)


def read_address(text: str, commune: str = "") -> dict[str, Any]:
    """`Tổ 5, Phường Diên Hồng, Gia Lai` as the value of an address question; without a commune where the text does not say one
    that exists today, so that the person completes it."""
    parts = [part.strip() for part in clean(text).split(",") if part.strip()]
    province = catalogues.province_of_commune(commune) if commune else ""
    if parts and (named := _province_named(parts[-1])):
        province = province or named
        parts.pop()
    province = province or catalogues.home_province()
    if commune and commune in catalogues.communes(province):
        if parts and fold(parts[-1]) == fold(catalogues.commune_name(province, commune)):
            parts.pop()
    else:
        commune = ""
        found = catalogues.find_communes(province, parts[-1]) if parts else ()
        if len(found) == 1:
            commune = found[0]
            parts.pop()
    detail = ", ".join(parts)[:200]
    return {"province": province} | ({"commune": commune} if commune else {}) | ({"detail": detail} if detail else {})


def _province_named(text: str) -> str:
    bare = fold(text).removeprefix("tinh ").removeprefix("thanh pho ").removeprefix("tp. ").removeprefix("tp ")
    for code, name in catalogues.catalogue("provinces").items():
        if fold(name).removeprefix("tinh ").removeprefix("thanh pho ") == bare:
            return str(code)
    return ""


def same_person(one: Facts, other: Facts) -> bool:
    """The same number, or the same name where one of them has no number."""
    numbers = {str(facts["id_number"]) for facts in (one, other) if facts.get("id_number")}
    if len(numbers) == 2:
        return False
    both = bool(one.get("id_number") and other.get("id_number"))
    return both or fold(str(one.get("full_name"))) == fold(str(other.get("full_name")))


def fitting(*, form: Form, values: Mapping[str, Json], page: str, answers: Answers) -> dict[str, Json]:
    """Those values that questions of this page, as asked now, would take."""
    asked = {question.name: question for question in structure_of(form).asked(page_by_slug(form, page), answers)}
    return {
        name: value
        for name, value in values.items()
        if name in asked and value not in (None, "") and not KINDS[asked[name].kind].problem(asked[name], value)
    }
