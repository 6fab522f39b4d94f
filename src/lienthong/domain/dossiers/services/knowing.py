"""What is known already (điều đã biết): never asked twice, its source shown, put right where it is wrong.

Three strengths. A register, or a result the State has returned, is locked until the person says that it is wrong. What the person
once declared, and what a card says, is filled in and may be changed. Everything else is only offered.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.models import Filing
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.drafts import known_person, my_filing
from lienthong.domain.eforms import queries as eform_queries
from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.vault import queries as vault
from lienthong.foundation.vault.choices import Origin
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.citizen_card import CitizenCard, read_card
from lienthong.kit.errors import NotFound, Refused

OWN_GROUPS = frozenset({"", "req_"})
WITHOUT_CARD = frozenset({"child_", "dead_"})
"""Whoever is newborn or has died brings no card."""
_SUBJECTS = frozenset({"child_", "dead_"})
"""Whom a procedure is about, once: offered only where another procedure was about them (birth, then school; death, then funeral)."""
_THINGS = {"org_": "tổ chức", "biz_": "hộ kinh doanh", "bank_": "tài khoản ngân hàng"}
_MOST_OFFERS = 4


class AnotherPersonsCard(Refused):
    """The card is not the one of the person who has signed in."""

    code = "another-persons-card"
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that may be filled in at one press. `group`: which person of the page, empty for a thing."""

    key: str
    group: str
    about: str
    what: str
    source: str
    values: Mapping[str, Any]
    raw: Mapping[str, Any]
    locked: bool = False


def known_values(*, actor: Actor, filing: Filing, version: procedures.VersionSnapshot) -> dict[str, dict[str, Any]]:
    """Question -> {value, source} of what is locked: registers and returned results, without what the person disputes."""
    _, known = eforms.prefill(form=version.form, person=known_person(actor))
    for name, source in filing.sources.items():
        if source.get("locked") and name in filing.answers:
            known.setdefault(name, {"value": filing.answers[name], "source": source["text"]})
    return {name: each for name, each in known.items() if name not in filing.disputed}


def offers_on(*, actor: Actor, filing: Filing, version: procedures.VersionSnapshot, page: str) -> list[Offer]:
    """What may be filled in on this page: from the same form, from the vault, from earlier dossiers, in this order."""
    offers: list[Offer] = []
    groups = eforms.people_of(form=version.form, answers=filing.answers, page=page)
    waiting = [
        group
        for group in groups
        if group.key not in OWN_GROUPS and not eforms.facts_of(form=version.form, group=group, answers=filing.answers)
    ]
    asked = {question.name for question in eform_queries.page_by_slug(version.form, page).questions}
    if not waiting and not any(name.startswith((*_THINGS, "reg_")) for name in asked):
        return []  # most pages ask about nobody and nothing that could be known: they cost no query
    earlier, papers = queries.earlier_dossiers(actor), vault.trusted_papers_of(actor)
    for group in waiting:
        seen: list[Mapping[str, Any]] = []
        for facts, source, locked in _candidates(actor, filing, version, group, earlier, papers):
            if len(seen) == _MOST_OFFERS or any(eforms.same_person(facts, other) for other in seen):
                continue
            if group.gender and facts.get("gender") not in {None, "", group.gender}:
                continue
            filled = eforms.fill_person(form=version.form, group=group, facts=facts)
            if not filled.values:
                continue
            seen.append(facts)
            offers.append(
                Offer(
                    key=f"{group.key or '-'}{len(seen)}",
                    group=group.key,
                    about=group.label,
                    what=str(facts["full_name"]),
                    source=source,
                    values=filled.values,
                    raw=filled.raw,
                    locked=locked,
                )
            )
    return [*offers, *_things(filing, version, page, earlier, papers)]


# Papers are rows of `vault.queries.papers_of`; their class is not on the vault's shelf.
type Candidate = tuple[dict[str, Any], str, bool]
"""(facts, source, whether the State vouches for them) of somebody who may be meant."""


def _candidates(
    actor: Actor,
    filing: Filing,
    version: procedures.VersionSnapshot,
    group: eforms.PersonGroup,
    earlier: Iterable[queries.EarlierDossier],
    papers: Iterable[Any],
) -> Iterable[Candidate]:
    subject = group.key in _SUBJECTS
    if not subject:
        yield from _in_this_form(actor, filing, version, group)
    yield from _in_the_vault(papers, version, group, subject=subject)
    yield from _in_earlier_dossiers(version, group, earlier, subject=subject)


def _in_this_form(
    actor: Actor, filing: Filing, version: procedures.VersionSnapshot, group: eforms.PersonGroup
) -> Iterable[Candidate]:
    for other in eforms.people_of(form=version.form, answers=filing.answers):
        if other.key == group.key or other.key in _SUBJECTS:
            continue
        facts = eforms.facts_of(form=version.form, group=other, answers=filing.answers)
        if facts and other.key in OWN_GROUPS:
            facts = {**(known_person(actor) or {}), **facts}
        if facts:
            yield facts, f"{other.label}, đã khai trong bản khai này", False


def _in_the_vault(
    papers: Iterable[Any], version: procedures.VersionSnapshot, group: eforms.PersonGroup, *, subject: bool
) -> Iterable[Candidate]:
    for paper in papers:
        if paper.origin != Origin.RETURNED or (subject and paper.source_name == version.short_name):
            continue
        for person in paper.data.get("people", ()):
            if not subject or person["key"] == group.key:
                yield dict(person["facts"]), _paper_text(paper), True


def _in_earlier_dossiers(
    version: procedures.VersionSnapshot,
    group: eforms.PersonGroup,
    earlier: Iterable[queries.EarlierDossier],
    *,
    subject: bool,
) -> Iterable[Candidate]:
    for dossier in earlier:
        filed = procedures.version(dossier.version_id)
        if filed.form is None or (subject and filed.code == version.code):
            continue
        for other in eforms.people_of(form=filed.form, answers=dossier.answers):
            facts = eforms.facts_of(form=filed.form, group=other, answers=dossier.answers)
            if other.key == group.key and facts:
                yield facts, _dossier_text(dossier), False


def _things(
    filing: Filing,
    version: procedures.VersionSnapshot,
    page: str,
    earlier: Iterable[queries.EarlierDossier],
    papers: Iterable[Any],
) -> Iterable[Offer]:
    """Organizations, businesses and accounts declared before, and the entry that a returned result names."""

    def blank(prefix: str) -> bool:
        return not any(name.startswith(prefix) and value not in (None, "") for name, value in filing.answers.items())

    def fitting(values: Mapping[str, Any]) -> dict[str, Any]:
        return eforms.fitting(form=version.form, values=values, page=page, answers=filing.answers)

    for prefix, about in _THINGS.items():
        if not blank(prefix):
            continue
        for dossier in earlier:
            values = fitting({name: value for name, value in dossier.answers.items() if name.startswith(prefix)})
            if values:
                what = next((str(value) for value in values.values() if isinstance(value, str)), about)
                yield Offer(
                    key=f"{prefix}1",
                    group="",
                    about=about,
                    what=what,
                    source=_dossier_text(dossier),
                    values=values,
                    raw={},
                )
                break
    if not blank("reg_"):
        return
    for number, paper in enumerate(papers, 1):
        issued = paper.issued_on.isoformat() if paper.issued_on else None
        entry = {"reg_number": paper.number, "reg_date": issued, "reg_office": paper.issuer}
        values = fitting(entry) if paper.origin == Origin.RETURNED and paper.number else {}
        if len(values) > 1 and number <= _MOST_OFFERS:
            yield Offer(
                key=f"reg_{number}",
                group="",
                about="số, ngày và nơi đăng ký",
                what=f"{paper.name}, số {paper.number}",
                source=_paper_text(paper),
                values=values,
                raw={},
                locked=True,
            )


def _paper_text(paper: Any) -> str:
    issued = f", cấp ngày {paper.issued_on:%d/%m/%Y}" if paper.issued_on else ""
    return f"{paper.name} số {paper.number}{issued}" if paper.number else f"{paper.name}{issued}"


def _dossier_text(dossier: queries.EarlierDossier) -> str:
    return f"Hồ sơ {dossier.code} ngày {dossier.submitted_at.astimezone(clock.VIETNAM):%d/%m/%Y}"


@transaction.atomic
def take_offer(*, actor: Actor, filing_id: uuid.UUID, page: str, key: str) -> Offer:
    """Fill in what was offered. Raises NotFound when it is no longer offered (somebody typed an answer meanwhile)."""
    filing = my_filing(actor, filing_id)
    version = procedures.version(filing.version_id)
    offer = next(
        (each for each in offers_on(actor=actor, filing=filing, version=version, page=page) if each.key == key), None
    )
    if offer is None:
        raise NotFound("Mục này không còn để điền lại: các câu hỏi đã có câu trả lời.")
    _fill(filing, page, offer.values, offer.raw, {"text": offer.source, "locked": offer.locked})
    return offer


@transaction.atomic
def fill_from_card(*, actor: Actor, filing_id: uuid.UUID, page: str, group: str, line: str) -> CitizenCard:
    """Fill the questions about one person with what the QR code of a citizen card says: as declared, nothing is locked by it.

    Raises CardUnreadable, AnotherPersonsCard (the card of somebody else where the signed-in person is meant), NotFound.
    """
    filing = my_filing(actor, filing_id)
    version = procedures.version(filing.version_id)
    asked = eforms.people_of(form=version.form, answers=filing.answers, page=page)
    wanted = next((each for each in asked if each.key == group), None)
    if wanted is None:
        raise NotFound("Trang này không hỏi về người đó.")
    card = read_card(line)
    known = known_values(actor=actor, filing=filing, version=version)
    number = known.get(wanted.roles.get("id_number", ""), {}).get("value")
    if number is not None and number != card.id_number:
        raise AnotherPersonsCard(
            f"Thẻ vừa đọc là của {card.full_name}, không phải của người đang đăng nhập. "
            "Phần này là thông tin của chính ông/bà, đã có sẵn nên không cần quét thẻ."
        )
    facts = {
        "full_name": card.full_name,
        "id_number": card.id_number,
        "birth_date": card.birth_date.isoformat() if card.birth_date else "",
        "gender": card.gender,
        "address": card.address,
        "id_issued_on": card.issued_on.isoformat() if card.issued_on else "",
    }
    filled = eforms.fill_person(form=version.form, group=wanted, facts=facts)
    values = {name: value for name, value in filled.values.items() if name not in known}
    raw = {name: value for name, value in filled.raw.items() if name not in known}
    _fill(
        filing,
        page,
        values,
        raw,
        {"text": f"Thẻ căn cước đọc lúc {clock.now().astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"},
    )
    audit.record(
        actor=actor,
        verb="fill_from_card",
        subject_type="filing",
        subject_id=filing.id,
        details={"page": page, "questions": sorted(values)},
    )
    return card


def _fill(
    filing: Filing, page: str, values: Mapping[str, Any], raw: Mapping[str, Any], source: Mapping[str, Any]
) -> None:
    filing.answers = {**{name: value for name, value in filing.answers.items() if name not in raw}, **values}
    kept = {name: boxes for name, boxes in filing.raw.get(page, {}).items() if name not in values} | dict(raw)
    filing.raw = {each: boxes for each, boxes in filing.raw.items() if each != page} | ({page: kept} if kept else {})
    filing.sources = {**filing.sources, **{name: dict(source) for name in [*values, *raw]}}
    filing.saved_at = clock.now()
    filing.save(update_fields=["answers", "raw", "sources", "saved_at"])


@transaction.atomic
def dispute_values(*, actor: Actor, filing_id: uuid.UUID, page: str, names: Iterable[str]) -> Filing:
    """The person says which known values of a page are wrong: these may be declared anew, and the office is told what the
    register says. Values no longer named are taken from the register again."""
    filing = my_filing(actor, filing_id)
    version = procedures.version(filing.version_id)
    wanted = set(names)
    on_page = {question.name: question for question in eform_queries.page_by_slug(version.form, page).questions}
    known = known_values(actor=actor, filing=filing, version=version)
    disputed = {name: each for name, each in filing.disputed.items() if name not in on_page or name in wanted}
    for name in wanted & known.keys() & on_page.keys():
        shown = eform_queries.display(on_page[name], known[name]["value"])
        disputed[name] = {**known[name], "shown": shown}
    returned = {name: each["value"] for name, each in filing.disputed.items() if name not in disputed}
    filing.answers = {**filing.answers, **returned}
    filing.disputed = disputed
    filing.saved_at = clock.now()
    filing.save(update_fields=["answers", "disputed", "saved_at"])
    audit.record(
        actor=actor,
        verb="dispute_values",
        subject_type="filing",
        subject_id=filing.id,
        details={"questions": sorted(disputed)},
    )
    return filing
