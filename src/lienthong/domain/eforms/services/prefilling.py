"""Do not ask what the State knows (không hỏi lại): answers from the identity of the person who files."""

from collections.abc import Mapping
from datetime import date

from lienthong.domain.eforms import catalogues
from lienthong.domain.eforms.kinds import KINDS
from lienthong.domain.eforms.kinds.papers import PAPERS
from lienthong.domain.eforms.models import Form
from lienthong.domain.eforms.parts import inner_questions
from lienthong.domain.eforms.queries import structure_of
from lienthong.domain.eforms.structure import Json, Question

# Names of questions about the person who files. `req_` and bare names are that person by definition, so a verified value is
# locked. The others mostly are, where no question says so more clearly: they are only filled in.
_OWN = ("", "req_")
_LIKELY = ("owner_", "complainant_", "denouncer_", "signer_", "investor_", "submitter_")
_BY_GENDER = {"Nữ": ("f_", "wife_"), "Nam": ("m_", "husband_")}  # the two sides of a marriage
_BARE = {
    "name": "full_name",
    "full_name": "full_name",
    "pin": "id_number",
    "id": "id_number",
    "birth_date": "birth_date",
    "gender": "gender",
    "address": "address",
    "permanent_address": "address",
    "phone": "phone",
    "email": "email",
}
POPULATION_DATABASE = "Cơ sở dữ liệu quốc gia về dân cư"
_UNPREFIXED = {"name", "id"}  # too short to mean the person where no prefix says so
_LOCKED = {"full_name", "id_number", "birth_date", "gender", "address"}
_GENDERS = {"nam": "Nam", "male": "Nam", "m": "Nam", "nữ": "Nữ", "nu": "Nữ", "female": "Nữ", "f": "Nữ"}


def prefill(form: Form, person: Mapping[str, Json] | None) -> tuple[dict[str, Json], dict[str, dict[str, Json]]]:
    """Answers and known values from a person: full_name, id_number, birth_date (date or ISO), gender, phone, email, address,
    commune_code, source (where it comes from; the population database when not given; "" when only declared: nothing is locked).

    Returns (answers, known): `answers` holds all that is filled in; `known` those that are locked, {name: {value, source}}; of a question
    of the kind `person` about the applicant the known `parts` are locked and the others asked.
    """
    answers: dict[str, Json] = {}
    known: dict[str, dict[str, Json]] = {}
    if not person:
        return answers, known
    source = str(person.get("source", POPULATION_DATABASE))
    questions = structure_of(form).questions
    likely = () if {"full_name", "req_name"} & {*questions} else (*_LIKELY, *_BY_GENDER.get(_gender(person) or "", ()))
    for question in questions.values():
        if question.kind == "person" and question.subject == "applicant":
            parts = _parts(question, person)
            locked = [part for part in parts if part in _LOCKED]
            if parts:
                answers[question.name] = parts
            if source and locked:
                known[question.name] = {"value": parts, "parts": locked, "source": source}
            continue
        found = _role(question.name, likely)
        if found is None:
            continue
        role, is_own = found
        value = _value(question, role, person)
        if value is None or KINDS[question.kind].problem(question, value):
            continue
        answers[question.name] = value
        # A name asked as plain text may be an organisation's.
        if source and is_own and role in _LOCKED and question.kind != "text":
            known[question.name] = {"value": value, "source": source}
    return answers, known


def _parts(question: Question, person: Mapping[str, Json]) -> dict[str, Json]:
    """What is known of the parts that the form asks of this person; the rest is still to be answered."""
    found = {}
    for part in inner_questions(question):
        value = _value(part, "id_number" if part.name == "id_document" else part.name, person)
        if value is not None and not KINDS[part.kind].problem(part, value):
            found[part.name] = value
    return found


def _gender(person: Mapping[str, Json]) -> str | None:
    return _GENDERS.get(str(person.get("gender") or "").casefold())


def _role(name: str, likely: tuple[str, ...]) -> tuple[str, bool] | None:
    for prefix in (*_OWN, *likely):
        bare = name.removeprefix(prefix)
        if name.startswith(prefix) and bare in _BARE and (prefix or bare not in _UNPREFIXED):
            return _BARE[bare], prefix in _OWN
    return None


def _value(question: Question, role: str, person: Mapping[str, Json]) -> Json:
    value = person.get("address" if role == "address" else role)
    if isinstance(value, date):
        value = value.isoformat()
    if not value:
        return None
    if role == "gender":
        return _gender(person)
    if role == "id_number" and question.kind == "id_document":
        return {"kind": PAPERS[0], "number": value}
    if role == "address":
        return _address(question, str(value), str(person.get("commune_code") or ""))
    if role == "phone":
        return KINDS["phone"].read(question, _OneText(str(value))).value  # type: ignore[arg-type]  # one box is all a telephone reads
    return value


class _OneText:
    """A stored text where a kind expects typed boxes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self, part: str = "") -> str:
        return "" if part else self._text


def _address(question: Question, address: str, commune: str) -> Json:
    """The commune comes by its code; its name and the province's are cut from the end of the written address."""
    province = catalogues.province_of_commune(commune)
    if question.kind != "address":
        return address
    if not province:
        return None
    names = {catalogues.commune_name(province, commune).casefold(), catalogues.province_name(province).casefold()}
    parts = [part.strip() for part in address.split(",")]
    while parts and parts[-1].casefold() in names:
        parts.pop()
    detail = ", ".join(parts)
    return {"province": province, "commune": commune} | ({"detail": detail} if detail else {})
