"""A draft whose procedure has changed under it (bản khai gặp phiên bản mới): what is different for this applicant, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lienthong.domain.dossiers.models import Dossier, Filing
from lienthong.domain.dossiers.states import TRANSITIONS
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms import services as eform_services
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures.errors import ProcedureClosed, ProcedureNotFileable, ProcedureNotFound
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A question, with the applicant's answer to it in words ("" when there is none)."""

    label: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What the new version means for one draft. `closed`: no version takes it any more, and why; everything else is then empty.

    `papers_kept`: files already given that go on. `agency_kept` False: the chosen agency does not handle the new version.
    """

    closed: Refused | None = None
    version: procedures.VersionSnapshot | None = None
    papers_new: tuple[procedures.RequirementSnapshot, ...] = ()
    papers_gone: tuple[procedures.RequirementSnapshot, ...] = ()
    papers_kept: int = 0
    questions_new: tuple[Carried, ...] = ()
    questions_gone: tuple[Carried, ...] = ()
    questions_changed: tuple[Carried, ...] = ()
    answers_kept: int = 0
    limit: tuple[str, str] = ("", "")
    fee: tuple[int, int] = (0, 0)
    agency_kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCounts:
    """What goes on under a procedure: `dossiers` not yet finished, `filings` being typed."""

    dossiers: int
    filings: int


def must_choose_again(actor: Actor, reference: str) -> bool:
    """Whether this draft of a new dossier stands on a version that is not the one to file under today (1 query)."""
    rows = Filing.objects.filter(
        reference=reference, account_id=actor.account_id or 0, sent_at__isnull=True, dossier__isnull=True
    )
    # Asked for and then taken away: `exclude` alone would let one period hold the day and another one the status.
    in_force = rows.filter(version__periods__days__contains=clock.today(), version__periods__status="active")
    return rows.exclude(pk__in=in_force.values("pk")).exists()


def news_for(filing: Filing) -> News:
    """What is different, for the page that asks the applicant to go on (a few queries)."""
    old = procedures.version(filing.version_id)
    try:
        new = procedures.version_to_file(old.code)
    except (ProcedureClosed, ProcedureNotFileable, ProcedureNotFound) as refusal:
        return News(closed=refusal)
    before, after = {need.key: need for need in old.requirements}, {need.key: need for need in new.requirements}
    given = [paper.requirement_key for paper in filing.papers.all()]
    asked, asking = _questions(old), _questions(new)
    answers = filing.answers
    return News(
        version=new,
        papers_new=tuple(need for key, need in after.items() if key not in before),
        papers_gone=tuple(need for key, need in before.items() if key not in after),
        papers_kept=sum(key in after for key in given),
        questions_new=tuple(_carried(each, answers) for name, each in asking.items() if name not in asked),
        questions_gone=tuple(_carried(each, answers) for name, each in asked.items() if name not in asking),
        questions_changed=tuple(
            _carried(each, answers) for name, each in asking.items() if name in asked and asked[name] != each
        ),
        answers_kept=sum(name in asking for name in answers),
        limit=(old.time_limit_text, new.time_limit_text),
        fee=(_due(old, answers), _due(new, answers)),
        agency_kept=filing.agency_id is None or procedures.is_handled_by(new, filing.agency_id),
    )


def open_counts(code: str) -> OpenCounts:
    """How many dossiers and drafts stand on any version of the procedure (2 queries). Counts only, no person."""
    going = {state for move in TRANSITIONS.values() for state in move.sources}
    return OpenCounts(
        dossiers=Dossier.objects.filter(procedure__code=code, state__in=going).count(),
        filings=Filing.objects.filter(
            version__procedure__code=code, sent_at__isnull=True, dossier__isnull=True, expires_at__gt=clock.now()
        ).count(),
    )


def accounts_typing(procedure_id: int) -> list[tuple[int, str]]:
    """(account id, reference) of every open draft of the procedure, for telling people (1 query)."""
    rows = Filing.objects.filter(
        version__procedure_id=procedure_id,
        sent_at__isnull=True,
        dossier__isnull=True,
        reception__isnull=True,  # at a counter the officer is told on the screen
        expires_at__gt=clock.now(),
    )
    return list(rows.values_list("account_id", "reference"))


def _questions(version: procedures.VersionSnapshot) -> Mapping[str, Any]:
    return eforms.structure_of(version.form).questions if version.form else {}


def _carried(question: Any, answers: Mapping[str, Any]) -> Carried:
    value = answers.get(question.name)
    return Carried(label=question.label, answer=eforms.display(question, value) if value not in (None, "") else "")


def _due(version: procedures.VersionSnapshot, answers: Mapping[str, Any]) -> int:
    settled = eform_services.tidy_answers(form=version.form, answers=answers) if version.form else {}
    return procedures.total(procedures.fees_for(version, settled))
