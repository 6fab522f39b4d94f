"""Receptions at the counter (lượt tiếp nhận): one's own office's, and what an officer should see before accepting."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from lienthong.domain.dossiers import policies
from lienthong.domain.dossiers.choices import OPEN_STATES, Channel, ReceptionState, State
from lienthong.domain.dossiers.models import Dossier, Filing, PaperCheck, Reception
from lienthong.domain.dossiers.queries.reading import open_supplement_request, visible_dossiers
from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

MOST_UNFINISHED = 20
MOST_FINISHED = 12
LOOKED_AT = 400
"""Latest dossiers of an office that say what it does most."""

type ReceptionRow = Reception
type PaperCheckRow = PaperCheck


def reception_for(actor: Actor, reception_id: uuid.UUID) -> Reception:
    """A reception of the actor's own office, with its filing and papers. Raises NotFound."""
    found = (
        Reception.objects.select_related(
            "filing__agency", "filing__version", "filing__dossier", "dossier__agency", "agency", "person"
        )
        .filter(id=reception_id, agency_id=actor.agency_id or 0)
        .first()
    )
    if found is None or not policies.receives(actor):
        raise NotFound("Không tìm thấy lượt tiếp nhận này ở cơ quan đang làm việc.")
    return found


def open_receptions(actor: Actor) -> list[Reception]:
    """What was begun and not concluded at the actor's office, last saved first."""
    if not policies.receives(actor):
        return []
    rows = Reception.objects.filter(agency_id=actor.agency_id or 0, state=ReceptionState.OPEN)
    return list(rows.select_related("filing__version").order_by("-saved_at")[:MOST_UNFINISHED])


def receptions_finished_today(actor: Actor) -> list[Reception]:
    """What the actor's office concluded today, last first, for printing again; those that became a dossier."""
    if not policies.receives(actor):
        return []
    midnight = datetime.combine(clock.today(), time(), clock.VIETNAM)
    rows = Reception.objects.filter(agency_id=actor.agency_id or 0, finished_at__gte=midnight, dossier__isnull=False)
    return list(rows.select_related("dossier").order_by("-finished_at")[:MOST_FINISHED])


def open_reception_of_ticket(actor: Actor, ticket: int) -> Reception | None:
    """The unconcluded reception of a number, or None."""
    rows = Reception.objects.filter(agency_id=actor.agency_id or 0, ticket=ticket, state=ReceptionState.OPEN)
    return rows.first() if policies.receives(actor) else None


def most_used(actor: Actor, *, limit: int = 8) -> list[tuple[str, str]]:
    """(code, short name) of the procedures this office handled most lately, most often first; two queries, bounded."""
    latest = Dossier.objects.filter(agency_id=actor.agency_id or 0).order_by("-submitted_at", "-id")
    counted = Counter(latest.values_list("procedure__code", flat=True)[:LOOKED_AT])
    names = procedures.short_names([code for code, _ in counted.most_common(limit)])
    return [(code, names[code]) for code, _ in counted.most_common(limit) if code in names]


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Something of the same person for the same procedure that is not finished: a dossier (`code`), or a reception at a counter."""

    code: str
    where: str
    state: str
    since: datetime


def twins_of(reception: Reception) -> list[Twin]:
    """Open dossiers, wherever they lie, and unfinished receptions of the same person for the same procedure. Two queries."""
    if reception.person_id is None or reception.filing is None:
        return []
    procedure_id = reception.filing.version.procedure_id
    dossiers = Dossier.objects.filter(
        applicant_id=reception.person_id, procedure_id=procedure_id, state__in=OPEN_STATES
    ).select_related("agency")
    found = [
        Twin(
            code=each.code,
            where=each.agency.short_name,
            state=str(State(each.state).label),
            since=each.submitted_at,
        )
        for each in dossiers.order_by("-submitted_at")[:3]
    ]
    others = Reception.objects.filter(
        person_id=reception.person_id, state=ReceptionState.OPEN, filing__version__procedure_id=procedure_id
    ).exclude(id=reception.id)
    return found + [
        Twin(
            code="",
            where=f"{each.agency.short_name}, {each.officer_name}",
            state="Đang tiếp nhận",
            since=each.started_at,
        )
        for each in others.select_related("agency")[:2]
    ]


def lookalikes_of(actor: Actor, reception: Reception) -> list[accounts.Lookalike]:
    """People who may be the one at the counter, known by another number."""
    facts = reception.applicant
    if not facts.get("full_name"):
        return []
    return accounts.lookalikes(
        actor,
        id_number=facts.get("id_number", ""),
        full_name=facts["full_name"],
        birth_date=_date(facts.get("birth_date", "")),
        phone=facts.get("phone", ""),
    )


def counter_fees(filing: Filing, version: procedures.VersionSnapshot) -> list[procedures.FeeLine]:
    """What is charged at the counter for the answers so far, by the tables in force when the filing was begun."""
    answers = eforms.tidy_answers(form=version.form, answers=filing.answers)
    return procedures.fees_for(version, answers, channel=Channel.COUNTER, at=filing.created_at)


def due_if_accepted_now(agency_id: int, version: procedures.VersionSnapshot) -> datetime:
    """The date that accepting at this moment would promise."""
    return workdays.due_for(
        agency_id=agency_id, start=clock.now(), limit_value=version.limit_value, limit_unit=version.time_limit_unit
    ).due


def applies(need: procedures.RequirementSnapshot, case: str) -> bool:
    """Whether a paper is asked for in the case chosen; without a case every paper is."""
    return not need.cases or not case or case in need.cases


def cases_of(version: procedures.VersionSnapshot) -> list[tuple[str, str]]:
    """(key, name) of the cases that papers of this version distinguish; no query where there are none."""
    if not any(need.cases for need in version.requirements):
        return []
    return [(each["key"], each["name"]) for each in procedures.entry_of(version).get("cases") or ()]


def standing_checks(reception: Reception, version: procedures.VersionSnapshot) -> dict[str, Mapping[str, Any]]:
    """What is found of each paper of the case so far: by the officer, else by itself where the form or a register says it."""
    case = str((reception.filing.checked if reception.filing else {}).get("case", ""))
    listed = _listed(reception)
    found: dict[str, Mapping[str, Any]] = {}
    for need in version.requirements:
        if need.key not in listed if listed is not None else not applies(need, case):
            continue
        said = reception.checks.get(need.key, {})
        if not said.get("verdict") and (need.from_form or need.from_register):
            said = {**said, "verdict": "ok", "shape": "electronic", "by_itself": True}
        found[need.key] = said
    return found


def _listed(reception: Reception) -> set[str] | None:
    """Requirements on the list that a returning person answers; None for a new dossier."""
    if reception.filing is None or reception.filing.dossier is None:
        return None
    request = open_supplement_request(reception.filing.dossier)
    return {line.requirement_key for line in request.lines.all() if line.verdict != "ok"} if request else set()


def paper_checks_of(dossier: Dossier) -> list[PaperCheck]:
    """What the counter found of each paper; empty for dossiers filed on the web."""
    return list(dossier.paper_checks.all())


def reception_of(dossier: Dossier) -> Reception | None:
    """The reception that a dossier came from, or None."""
    return Reception.objects.filter(dossier=dossier).select_related("agency").order_by("started_at").first()


def waiting_for_supplement(actor: Actor, person_id: int | None) -> list[Dossier]:
    """Dossiers of a person that wait for a list to be answered and may be answered at the actor's counter. One query."""
    if person_id is None or not policies.receives(actor):
        return []
    rows = visible_dossiers(actor).filter(applicant_id=person_id, state=State.SUPPLEMENT)
    return list(rows.order_by("-submitted_at")[:3])


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
