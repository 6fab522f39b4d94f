"""An officer files for the person at the counter (nộp tại quầy)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from lienthong.domain.dossiers.choices import Channel, PaperShape, Verdict
from lienthong.domain.dossiers.models import Dossier, PaperCheck
from lienthong.domain.dossiers.services.intake import ApplicantData, GivenPaper, submit_dossier
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.accounts import services as account_services
from lienthong.kit import clock
from lienthong.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPaper:
    """What the officer found of a paper on the counter: in which shape, how many, and for a defect why and how to mend it."""

    requirement_key: str
    verdict: Verdict
    shape: PaperShape | None = None
    count: int = 1
    reason: str = ""
    remedy: str = ""


@transaction.atomic
def submit_at_counter(
    *,
    actor: Actor,
    version: procedures.VersionSnapshot,
    agency_id: int,
    answers: dict[str, object],
    papers: Sequence[GivenPaper],
    applicant: ApplicantData,
    fee_amount: int = 0,
    fee_paid_at: datetime | None = None,
    idempotency_key: str = "",
    dossier_id: uuid.UUID | None = None,
    reception_agency_id: int | None = None,
    checks: Sequence[CheckedPaper] = (),
    judged: bool = False,
    fee_later: bool = False,
) -> Dossier:
    """An officer files for the person at the counter: who it is, what is filed and what was found of each paper stand together or not
    at all.

    The identity was seen by the officer, so it counts as verified. The actor's agency helped; it also receives, whatever agency
    `agency_id` decides (không phụ thuộc địa giới), unless `reception_agency_id` names another. Raises as `submit_dossier`, and what
    identifying raises.
    """
    person = account_services.identify_person(
        actor=actor,
        id_number=applicant.id_number,
        full_name=applicant.name,
        birth_date=applicant.birth_date,
        gender=applicant.gender,
        address=applicant.address,
        phone=applicant.phone,
        email=applicant.email,
    )
    known = replace(applicant, name=person.full_name, id_number=person.id_number, person_id=person.id, verified=True)
    dossier = submit_dossier(
        actor=actor,
        version=version,
        agency_id=agency_id,
        answers=answers,
        papers=papers,
        applicant=known,
        channel=Channel.COUNTER,
        reception_agency_id=reception_agency_id or actor.agency_id,
        fee_amount=fee_amount,
        fee_paid_at=fee_paid_at,
        idempotency_key=idempotency_key,
        dossier_id=dossier_id,
        helped_agency_id=actor.agency_id,
        judged=judged,
        fee_later=fee_later,
    )
    names = {need.key: need.name for need in version.requirements}
    PaperCheck.objects.bulk_create(
        (
            PaperCheck(
                dossier=dossier,
                requirement_key=check.requirement_key,
                name=names[check.requirement_key],
                verdict=check.verdict,
                reason=check.reason.strip(),
                remedy=check.remedy.strip(),
                shape=check.shape or "",
                count=check.count,
                checked_by_name=actor.name,
                checked_at=clock.now(),
            )
            for check in checks
            if check.requirement_key in names
        ),
        ignore_conflicts=True,  # a repeat with the same key
    )
    return dossier
