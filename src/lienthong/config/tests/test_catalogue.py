"""The catalogue that comes with the platform (danh mục đi kèm): every procedure can be filed, and its words are fit to be read."""

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from lienthong.config.demo_province.answers import Teller
from lienthong.config.demo_province.people import NGUOI_DAN, Neighbours
from lienthong.config.demo_province.storytelling import citizen
from lienthong.domain.dossiers import services as dossiers
from lienthong.domain.dossiers.choices import Channel, PaperSource, State
from lienthong.domain.eforms import services as eform_services
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures import services as procedure_services
from lienthong.domain.procedures.services.reading import read_catalogue
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

ENTRIES: list[dict[str, Any]] = read_catalogue(None)["procedures"]
CODES = [entry["code"] for entry in ENTRIES]
# Kinds whose box or choices say what is wanted; any other question has a hint.
SPEAKS_FOR_ITSELF = {
    "name", "email", "address", "radio", "select", "multiselect", "catalog", "checkbox", "consent", "person", "organization", "agency",
    "yes_no", "statement", "group", "computed",
}  # fmt: skip
LONGEST_LABEL = 90
LONGEST_SUMMARY = 180
FULL_SECTION = 9
FEWEST_KEYWORDS = 2
# Short for good: names of papers, units and classes that people know in capitals.
CAPITALS = {
    "UBND", "HĐND", "CSDL", "GPP", "HIV", "CCCD", "VNeID", "VssID", "ĐKX10", "DC02", "QĐ", "NĐ", "CP", "BTC", "ADN", "TNHH", "GBT", "KIM", "MIN",
    "JUN", "GPXD", "LĐTBXH", "GP", "GPKDVT", "CCHN", "NNPTNT", "RLHJF", "CS", "VIP", "SYT", "GL", "GCN", "TTg", "DD", "AQ", "ĐK", "III", "IV", "BE", "CE", "DE", "ATTP",
}  # fmt: skip


@pytest.fixture(params=["2tier-2025", "3tier-2019"])
def province(db: None, settings: Any, request: pytest.FixtureRequest) -> str:
    """The agencies of Gia Lai after and before 2025, and the catalogue."""
    settings.PROFILE = request.param
    organizations.load_profile(actor=SYSTEM, profile=request.param, province="52")
    workdays.load_default_calendar()
    procedure_services.load_catalogue(actor=SYSTEM)
    return str(request.param)


def test_every_procedure_can_be_filed_where_it_is_handled(province: str) -> None:
    actor = citizen(NGUOI_DAN)
    applicant = dossiers.ApplicantData(
        name=NGUOI_DAN.name,
        id_number=NGUOI_DAN.id_number,
        phone=NGUOI_DAN.phone,
        person_id=actor.person_id,
        verified=True,
    )
    scan = files.store_bytes(
        name="giay-to.pdf", media_type="application/pdf", content=b"%PDF-1.7\n", purpose="paper", actor=actor, pages=1
    )
    nowhere = []
    for number, code in enumerate(CODES):
        version = procedures.current_version(code)
        if not version.entries:
            nowhere.append(code)
            continue
        agency = procedures.agencies_for(version).first()
        assert agency is not None, f"{code}: nobody handles it in {province}"
        for seed in (number, number + 1000, number + 2000):
            dice = random.Random(seed)  # noqa: S311
            teller = Teller(person=NGUOI_DAN, day=clock.today(), dice=dice, neighbours=Neighbours(dice))
            answers = teller.tell(code, version.form)
            assert eform_services.validate_answers(form=version.form, answers=answers) == {}, code
            assert procedures.fees_for(version, answers), f"{code}: nothing says what it costs, or that it is free"
        channel = Channel.ONLINE if version.accepts_online else Channel.COUNTER
        fees = procedures.fees_for(version, answers, channel=channel.value)
        dossier = dossiers.submit_dossier(
            actor=actor,
            version=version,
            agency_id=agency.pk,
            answers=answers,
            papers=[
                dossiers.GivenPaper(requirement_key=need.key, file_id=scan.id, source=PaperSource.UPLOAD)
                for need in version.requirements
                if need.required and need.is_uploaded(verified=True)
            ],
            applicant=applicant,
            channel=channel,
            fee_amount=procedures.total(fees),
            fee_paid_at=clock.now(),
        )
        assert dossier.state == State.SUBMITTED, code
    # The social pension began with the second tier gone.
    assert nowhere == ([] if province == "2tier-2025" else ["1.014027", "1.014028"])


@pytest.mark.parametrize("entry", ENTRIES, ids=CODES)
def test_its_words_are_fit_to_be_read(entry: dict[str, Any]) -> None:
    assert list(_faults(entry)) == []


def test_a_person_who_is_signed_in_finds_themselves_in_every_form(province: str) -> None:
    person = {
        "full_name": NGUOI_DAN.name,
        "id_number": NGUOI_DAN.id_number,
        "birth_date": NGUOI_DAN.birth_date,
        "gender": NGUOI_DAN.gender,
        "phone": NGUOI_DAN.phone,
        "address": NGUOI_DAN.detail,
        "commune_code": NGUOI_DAN.commune,
    }
    for code in CODES:
        answers, _ = eform_services.prefill(procedures.current_version(code).form, person)
        assert {NGUOI_DAN.name, NGUOI_DAN.id_number} <= {*map(str, answers.values())}, code


def _faults(entry: dict[str, Any]) -> Iterator[str]:
    """What a careful reader would send back."""
    summary = entry["summary"]
    if not summary.endswith(".") or summary.count(". ") or len(summary) > LONGEST_SUMMARY:
        yield f"summary is not one short sentence: {summary}"
    if len(entry["keywords"]) < FEWEST_KEYWORDS:
        yield "too few words to search by"
    if len({*entry["keywords"]}) != len(entry["keywords"]):
        yield "a search word stands twice"
    yield from _condition_faults(entry)
    sections: dict[str, list[dict[str, Any]]] = {}
    for question in entry["form"]["questions"]:
        sections.setdefault(question["section"], []).append(question)
        yield from _question_faults(question)
    for section, questions in sections.items():
        unconditional = [question for question in questions if "when" not in question]
        if len(unconditional) > FULL_SECTION:
            yield f"section {section} asks {len(unconditional)} questions at once"
        labels = [question["label"] for question in questions]
        if len({*labels}) != len(labels):
            yield f"section {section} asks the same twice"
    texts = [
        entry["short_name"], summary, entry["time_note"], entry["form"]["title"], *entry["conditions"], *entry["exemptions"], *sections,
        *(text for row in entry["requirements"] for text in (row["name"], row.get("when", ""), row.get("instead", ""))),
        *(text for row in entry["fees"] for text in (row["name"], row.get("note", ""))),
        *(step["name"] for step in entry["workflow"]["steps"]),
    ]  # fmt: skip
    for text in texts:
        yield from _text_faults(text)


def _condition_faults(entry: dict[str, Any]) -> Iterator[str]:
    """Conditions and fees name answers that can be given."""
    offered = {question["name"]: question.get("choices", ()) for question in entry["form"]["questions"]}
    rules = [question["when"] for question in entry["form"]["questions"] if "when" in question]
    rules += [{"question": fee["applies"]["answer"], **fee["applies"]} for fee in entry["fees"] if fee.get("applies")]
    for rule in rules:
        for value in (*rule.get("in", ()), *rule.get("not_in", ())):
            if value not in offered[rule["question"]]:
                yield f"{rule['question']} never is “{value}”"


def _question_faults(question: dict[str, Any]) -> Iterator[str]:
    name, label, hint = question["name"], question["label"], question.get("hint", "")
    if len(label) > LONGEST_LABEL:
        yield f"{name}: label of {len(label)} characters"
    if not hint and question["kind"] not in SPEAKS_FOR_ITSELF and not question.get("partial"):
        yield f"{name}: {question['kind']} without a hint"
    if label.endswith((":", "?", ".")):
        yield f"{name}: label ends with a mark"
    if "nếu có" in f"{label} {hint}".casefold() or "nếu biết" in hint.casefold():
        yield f"{name}: says “nếu có” where a condition or an example is due"
    for text in (label, hint, question.get("text", ""), question.get("row", ""), *question.get("choices", ())):
        yield from _text_faults(text)
    for inner in question.get("questions", ()):
        if inner["name"] != "birth_date":  # said by its boxes
            yield from _question_faults(inner)


def _text_faults(text: str) -> Iterator[str]:
    for odd in ("v.v", "...", "…", "theo quy định", "  ", " ,", " ."):
        if odd in text:
            yield f"“{odd}” in: {text}"
    for word in re.findall(r"\b[^\W\d_]{2,}\b", re.sub(r"\S*/\S*", "", text)):
        if word.isupper() and word not in CAPITALS:
            yield f"{word} in capitals: {text}"
