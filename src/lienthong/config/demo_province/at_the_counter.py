"""What the counter of the demo has done and left (quầy tiếp nhận): dossiers taken in for another agency, a list of what is missing, three
people whose reception was interrupted."""

import random
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from lienthong.config.demo_province.answers import Teller
from lienthong.config.demo_province.officers import Province
from lienthong.config.demo_province.people import NGUOI_DAN, Neighbours, Person
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.dossiers import queries, services
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.actor import Actor

BIRTH, SINGLE, COPY = "1.001193", "1.004873", "2.000815"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One person at one counter, so many working hours ago. `decides`: which commune, by its place among the staffed ones."""

    hours: float
    code: str
    counter: int = 0
    decides: int = 0
    ending: str = "accept"
    received_here: bool = True
    presenter: dict[str, str] = field(default_factory=dict)


VISITS = (
    Visit(hours=21, code=SINGLE, counter=0, decides=1),
    Visit(hours=9.5, code=BIRTH, counter=0, decides=2),
    Visit(hours=6, code=SINGLE, counter=1, decides=0),
    Visit(hours=2.5, code=BIRTH, counter=2, decides=0, received_here=False),
    Visit(hours=4, code=BIRTH, ending="supplement"),
    Visit(
        hours=1.4,
        code=BIRTH,
        ending="ready",
        presenter={"full_name": "Rơ Mah Nhân", "id_number": "064090001207", "basis": "Giấy ủy quyền có chứng thực"},
    ),
    Visit(hours=0.9, code=SINGLE, ending="half"),
    Visit(hours=0.4, code="", ending="person"),
)


def play_counters(province: Province, timeline: Timeline, neighbours: Neighbours, dice: random.Random) -> None:
    """Every visit by its officer, at its own hour. Profiles with fewer staffed communes leave out what lies elsewhere."""
    for visit in VISITS:
        if max(visit.counter, visit.decides) >= len(province.communes):
            continue
        actor = province.communes[visit.counter].by_role[Role.ONE_STOP_OFFICER][0]
        with clock.at(timeline.at(timeline.now - visit.hours)):
            _play(visit, actor, province, neighbours, dice)


def _play(visit: Visit, actor: Actor, province: Province, neighbours: Neighbours, dice: random.Random) -> None:
    person = neighbours.one(gender="Nữ", born=(1985, 2000)) if visit.ending != "person" else NGUOI_DAN
    reception = services.start_reception(actor=actor, point="Quầy 1")
    services.find_applicant(actor=actor, reception_id=reception.id, text=_card(person))
    if not visit.code:
        return
    services.choose_procedure(actor=actor, reception_id=reception.id, code=visit.code)
    services.choose_competent_agency(
        actor=actor, reception_id=reception.id, agency_id=province.communes[visit.decides].agency.pk
    )
    version = procedures.current_version(visit.code)
    answers = Teller(person=person, day=clock.today(), dice=dice, neighbours=neighbours).tell(visit.code, version.form)
    pages = eforms.pages(version.form, answers)
    if visit.ending == "half":
        pages = pages[:1]
    missing = {"birth_notice"} if visit.ending == "supplement" else set()
    services.keep_reception(
        actor=actor,
        reception_id=reception.id,
        typed=services.Typed(
            applicant={"phone": person.phone},
            presenter={**visit.presenter, "here": "1"} if visit.presenter else None,
            checks={
                need.key: {"verdict": "miss", "reason": "Giấy chứng sinh chưa mang theo, chỉ có ảnh trong điện thoại"}
                if need.key in missing
                else {"verdict": "ok", "shape": "original", "count": 1}
                for need in version.requirements
                if not (need.from_form or need.from_register) and (visit.ending != "half" or need.required)
            },
            received_here=visit.received_here,
        ),
        post=_typed(version, answers, pages),
    )
    match visit.ending:
        case "accept":
            _pay(actor, reception.id)
            services.accept_reception(actor=actor, reception_id=reception.id)
        case "supplement":
            services.return_reception(actor=actor, reception_id=reception.id)
        case "ready":
            _pay(actor, reception.id)


def _pay(actor: Actor, reception_id: Any) -> None:
    due = services.fee_due(queries.reception_for(actor, reception_id))
    if due:
        services.take_fee_in_cash(actor=actor, reception_id=reception_id, given=-(-due // 10_000) * 10_000)


def _typed(version: procedures.VersionSnapshot, answers: dict[str, Any], pages: Any) -> QueryDict:
    post = QueryDict(mutable=True)
    post.setlist("_trang", [page.slug for page in pages])
    for page in pages:
        for each in eforms.page_view(version.form, page.slug, answers).fields:
            for box, typed in each.posted().items():
                post.setlist(box, [str(text) for text in (typed if isinstance(typed, list) else [typed])])
    return post


def _card(person: Person) -> str:
    """What a scanner types."""
    return f"{person.id_number}||{person.name}|{person.birth_date:%d%m%Y}|{person.gender}|{person.detail}, Gia Lai|01072024"
