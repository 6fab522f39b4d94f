"""What of a finished dossier its applicant keeps (giấy tờ đưa vào kho). For the flows."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lienthong.domain.dossiers.choices import PaperSource
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.eforms import services as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.kit import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperToKeep:
    """A result, or a paper that was handed in. `kind`: the code of the result, or of the component it was. `data`: {"people": [{"key", "label", "facts"}]} of whom the result is about."""

    is_result: bool
    name: str
    file_id: uuid.UUID
    number: str = ""
    issuer: str = ""
    issuer_agency_id: int | None = None
    issued_on: date | None = None
    kind: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepsake:
    """Everything to keep of one dossier; `person_id` None when nobody is known to keep it for."""

    person_id: int | None
    code: str
    procedure: str
    papers: tuple[PaperToKeep, ...]


def papers_to_keep(dossier_id: uuid.UUID) -> Keepsake:
    """The result with what it says as data, and the papers the applicant gave themself (not the declaration, not what came from the vault)."""
    dossier = Dossier.objects.select_related("agency", "procedure").get(id=dossier_id)
    papers: list[PaperToKeep] = []
    version = procedures.version(dossier.version_id)
    if dossier.result_file_id is not None:
        issued = dossier.completed_at or dossier.returned_at
        papers.append(
            PaperToKeep(
                is_result=True,
                name=str(dossier.result_fields.get("title") or version.result_name),
                file_id=dossier.result_file_id,
                number=dossier.result_number,
                issuer=dossier.agency.name,
                issuer_agency_id=dossier.agency_id,
                kind=version.result_code or f"KQ-{version.code}",
                issued_on=issued.astimezone(clock.VIETNAM).date() if issued else None,
                data={"people": _people(version.form, dossier.answers)},
            )
        )
    codes = {need.key: need.code for need in version.requirements}
    given = dossier.papers.filter(replaced_at__isnull=True, source__in=[PaperSource.UPLOAD, PaperSource.COUNTER])
    papers += [
        PaperToKeep(
            is_result=False,
            name=paper.name,
            file_id=paper.file_id,
            kind=codes.get(paper.requirement_key) or f"{version.code}/{paper.requirement_key}",
        )
        for paper in given
        if paper.file_id is not None
    ]
    return Keepsake(
        person_id=dossier.applicant_id,
        code=dossier.code,
        procedure=dossier.procedure.short_name,
        papers=tuple(papers),
    )


_VOUCHED = ("full_name", "id_number", "birth_date", "birth_year", "gender", "ethnicity", "nationality")
"""What a result says of a person for good; where they live and how to reach them was only declared."""


def _people(form: Any, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """The people a result is about, but not whoever asked for it."""
    if form is None:
        return []
    found: list[dict[str, Any]] = []
    for group in eforms.people_of(form=form, answers=answers):
        facts = eforms.facts_of(form=form, group=group, answers=answers)
        vouched = {name: facts[name] for name in _VOUCHED if name in facts}
        if vouched and group.key not in {"", "req_"}:
            found.append({"key": group.key, "label": group.label, "facts": vouched})
    return found
