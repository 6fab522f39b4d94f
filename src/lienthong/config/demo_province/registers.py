"""What the national registers of the demo know (tra cứu): the people of the open dossiers, mostly as they declared, some otherwise; and a
morning of looking up. The sandbox answers from the same file later."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lienthong.config.demo_province.officers import Province
from lienthong.config.demo_province.timeline import Timeline
from lienthong.config.machine import write_private
from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.queries import matching as matching_queries
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services as people
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.registers import services as registers
from lienthong.foundation.registers.adapters import Purpose, RegisterAnswer
from lienthong.foundation.registers.choices import registers as known_registers
from lienthong.foundation.registers.errors import RegisterUnreachable
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Refused

FILE = "registers.json"
OPEN = 60
LOOKED_AT = 5
OTHER_ADDRESS = "Tổ 9, phường Hội Phú, tỉnh Gia Lai"

type Records = dict[str, dict[str, dict[str, Any]]]


class PlayedRegisters:
    """Answers from the records, as the sandbox will; the last question of the morning finds a register down."""

    def __init__(self, records: Records) -> None:
        self.records, self.is_down = records, False

    def ask(self, register: str, asked: Mapping[str, str], purpose: Purpose) -> RegisterAnswer:
        """One question."""
        if self.is_down:
            raise RegisterUnreachable.of(known_registers()[register].name, "đang bận hoặc bảo trì (mã 503)")
        record = self.records[register].get(_key(register, asked))
        reference = f"{register[:2].upper()}-{purpose.request_id[:8]}"
        as_of = datetime.now(UTC) - timedelta(hours=2)
        return RegisterAnswer(found=record is not None, record=record or {}, reference=reference, as_of=as_of)


def fill_registers(province: Province, timeline: Timeline, folder: Path) -> None:
    """Write the records, then look some up: agreeing, differing, unknown, and one that nobody answered."""
    ward = province.communes[0].by_role
    specialist, head = ward[Role.SPECIALIST][0], ward[Role.DEPARTMENT_HEAD][0]
    rows = queries.queue_page(head, Role.SPECIALIST, everyone=True, limit=OPEN).items
    records: Records = {code: {} for code in known_registers()}
    for order, row in enumerate(rows):
        _remember(records, queries.dossier_for(specialist, row.code), order)
    write_private(folder / FILE, json.dumps(records, ensure_ascii=False, indent=1))
    mine = queries.queue_page(specialist, Role.SPECIALIST, limit=OPEN).items
    _look_up(specialist, [row.code for row in mine], PlayedRegisters(records), timeline)


def _remember(records: Records, dossier: Any, order: int) -> None:
    version = procedures.version(dossier.version_id)
    if version.form is None:
        return
    structure = eforms.structure_of(version.form)
    for number, group in enumerate(people.people_of(form=version.form, answers=dossier.answers)):
        facts = people.facts_of(form=version.form, group=group, answers=dossier.answers)
        id_number = str(facts.get("id_number") or "")
        if not id_number or id_number in records["population"]:
            continue

        def shown(fact: str, facts: Mapping[str, Any] = facts, roles: Mapping[str, str] = group.roles) -> str:
            question = structure.questions.get(roles.get(fact, ""))
            return eforms.display(question, facts[fact]) if question is not None and fact in facts else ""

        birth = str(facts.get("birth_date") or f"{facts.get('birth_year') or 1990}-05-14")
        record = {
            "full_name": str(facts["full_name"]).upper(),
            "birth_date": birth,
            "gender": str(facts.get("gender") or ""),
            "ethnicity": shown("ethnicity"),
            "nationality": "Việt Nam",
            "address": OTHER_ADDRESS if (order + number) % 3 == 1 else shown("address") or OTHER_ADDRESS,
            "status": "Đang cư trú",
        }
        if (order + number) % 7 == 2 and len(birth) == 10:
            record["birth_date"] = f"{birth[:8]}{(int(birth[8:]) % 27) + 1:02d}"
        records["population"][id_number] = {key: value for key, value in record.items() if value}
        wed = (order + number) % 4 == 0
        records["civil-status"][id_number] = {
            "full_name": record["full_name"],
            "birth_date": record["birth_date"],
            "marital_status": "Đã đăng ký kết hôn" if wed else "Chưa đăng ký kết hôn",
            **({"marriage_number": f"{12 + order}/2019", "marriage_date": "2019-04-22"} if wed else {}),
        }
    _remember_things(records, dossier, version)


def _remember_things(records: Records, dossier: Any, version: procedures.VersionSnapshot) -> None:
    for offer in matching_queries.suggestions(dossier, version):
        register = known_registers()[offer.register]
        if register.subject == "person":
            continue
        record = {
            each.key: str(dossier.answers[name])
            for each in register.fields
            for name in each.answers
            if dossier.answers.get(name) not in (None, "") and isinstance(dossier.answers[name], str | int | float)
        }
        more = {"status": "Đang hoạt động"} if register.code == "business" else {"mortgage": "Không"}
        records[register.code][_key(register.code, offer.asked)] = record | more


def _look_up(actor: Actor, codes: list[str], outside: PlayedRegisters, timeline: Timeline) -> None:
    done = 0
    for order, code in enumerate(codes):
        dossier = queries.dossier_for(actor, code)
        offers = matching_queries.suggestions(dossier, procedures.version(dossier.version_id))
        offer = next((each for each in offers if each.register == ("population", "civil-status")[order % 2]), None)
        if offer is None or done >= LOOKED_AT:
            continue
        done += 1
        outside.is_down = done == LOOKED_AT
        with clock.at(timeline.present - timedelta(hours=2, minutes=7 * (LOOKED_AT - done))):
            step = queries.open_steps(dossier)[0]
            concern = registers.Concern(
                subject_type="dossier", subject_id=str(dossier.id), subject_name=code, step=step.name, about=offer.about
            )
            try:
                registers.look_up(
                    actor=actor,
                    register=offer.register,
                    asked=offer.asked,
                    concern=concern,
                    basis=known_registers()[offer.register].bases[0].code,
                    reason=f"Đối chiếu họ tên, ngày sinh, nơi cư trú của {offer.about.partition(',')[0]} với tờ khai",
                    client=outside,
                )
            except Refused as refusal:
                if refusal.code != "register-unreachable":
                    raise
            if done == 1:
                _tick(actor, dossier)


def _tick(actor: Actor, dossier: Any) -> None:
    """The first of them is half compared."""
    version = procedures.version(dossier.version_id)
    rows = [row for section in eforms.summary(version.form, dossier.answers, blanks=False) for row in section.rows]
    for row in rows[:3]:
        services.match(actor=actor, dossier_id=dossier.id, kind="answer", key=row.name, name=row.label, verdict="ok")


def _key(register: str, asked: Mapping[str, str]) -> str:
    if register == "land":
        return f"{asked.get('sheet', '')}/{asked.get('parcel', '')}"
    return asked.get("code") or asked.get("id_number", "")
