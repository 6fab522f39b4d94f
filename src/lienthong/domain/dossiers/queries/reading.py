"""Reading dossiers (tra cứu hồ sơ). What an actor may see is decided in `visible_dossiers` and nowhere else."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Prefetch, Q

from lienthong.domain.dossiers.choices import Channel, State, Timeliness, Verdict
from lienthong.domain.dossiers.models import (
    Dossier,
    DossierPaper,
    DossierStep,
    DraftVersion,
    Filing,
    FilingPaper,
    Letter,
    Look,
    Referral,
    SupplementLine,
    SupplementRequest,
    Turn,
)
from lienthong.domain.dossiers.models.dossier import DossierQuerySet
from lienthong.domain.dossiers.queries.referring import lent_dossier
from lienthong.domain.dossiers.states import national_status
from lienthong.foundation.files import queries as files
from lienthong.kit import clock, word_search
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page

# What a row of a list shows. Lists are asked all day: without this each row carries the whole form and its due date's calendar.
ROW = (
    "code",
    "state",
    "work_begun",
    "applicant_name",
    "submitted_at",
    "due_at",
    "completed_at",
    "procedure__code",
    "procedure__short_name",
)


def visible_dossiers(actor: Actor) -> DossierQuerySet:
    """The dossiers that `actor` may see: one's own; an officer's those that the agency, or whom it succeeded, decides, received or helped
    to file; a supervisor's all.

    Who acts on behalf of a seat sees what that seat sees, of the procedures delegated.
    """
    rows = Dossier.objects.select_related("procedure")
    if actor.may("dossiers.view_all"):
        return rows
    if actor.position is not None:
        seen = [_of_agencies(actor.archive_agency_ids)] if actor.may("dossiers.view_agency") else []
        for stand in actor.stand_ins:
            if "dossiers.view_agency" not in stand.rights:  # documents only
                continue
            if not seen or stand.agency_id != actor.agency_id:
                limited = Q(procedure__code__in=stand.procedures) if stand.procedures else Q()
                seen.append(_of_agencies(stand.archive_agency_ids) & limited)
        return rows.filter(reduce(or_, seen)) if seen else rows.none()
    if actor.person_id is not None:
        return rows.filter(Q(applicant_id=actor.person_id) | Q(filed_by_id=actor.account_id))
    if actor.account_id is not None:
        return rows.filter(filed_by_id=actor.account_id)
    return rows.none()


def _of_agencies(ids: Sequence[int]) -> Q:
    return Q(agency_id__in=ids) | Q(reception_agency_id__in=ids) | Q(helped_agency_id__in=ids)


def dossier_for(actor: Actor, code: str) -> Dossier:
    """The dossier with this code, with procedure and agencies. Raises NotFound for others' as for none at all."""
    found = (
        visible_dossiers(actor)
        .filter(code=code.strip().upper())
        .select_related("agency", "reception_agency", "helped_agency", "applicant", "version")
        .first()
    )
    if found is None:
        raise not_found(code)
    return found


def not_found(code: str) -> NotFound:
    """What is said of another's dossier as of none at all."""
    return NotFound(
        f"Không tìm thấy hồ sơ {code[:40]} trong phạm vi ông/bà được xem. Kiểm tra lại mã in trên giấy tiếp nhận."
    )


def dossiers_page(
    actor: Actor, *, cursor: str | None = None, limit: int = 20, state: str = "", text: str = ""
) -> Page[Dossier]:
    """Visible dossiers, newest first. `text` is the beginning of a code, or words without accents in any order, the last one perhaps
    not finished: of the applicant's name, of the procedure's, of the code (its last digits are one)."""
    rows = visible_dossiers(actor)
    if not actor.is_officer:
        rows = rows.filter(parent__isnull=True)  # a child at another agency stands on the page of its parent
    if actor.agency_id is not None and not actor.may("dossiers.view_all"):
        # One agency column keeps the walk on one index; what was only received here stands in the reception queue.
        rows = rows.filter(agency_id__in=actor.archive_agency_ids)
    if state:
        rows = rows.filter(state=state)
    matching = None
    if _CODE.fullmatch(text.strip()):
        begun = Dossier.objects.filter(code__startswith=text.strip().upper()).order_by("code")
        rows = rows.filter(pk__in=begun.values("pk")[:MOST_BEGUN])
    elif text.strip():
        matching = word_search.matching(text)
    return keyset_page(rows.only(*ROW), order=("-submitted_at", "-id"), cursor=cursor, limit=limit, matching=matching)


_CODE = re.compile(r"[A-Za-z]\d{2}[.-][\w.-]*", re.ASCII)
MOST_BEGUN = 2_000
"""Dossiers whose codes begin alike that a search looks at."""


def step_for(actor: Actor, step_id: int) -> DossierStep:
    """A step of a visible dossier. Raises NotFound."""
    step = DossierStep.objects.select_related("dossier").filter(id=step_id).first()
    if step is None or not visible_dossiers(actor).filter(id=step.dossier_id).exists():
        raise NotFound
    return step


def open_steps(dossier: Dossier) -> list[DossierStep]:
    """Where the dossier is now."""
    return list(dossier.steps.filter(finished_at__isnull=True).select_related("agency", "assignee"))


def steps_of(dossier: Dossier) -> list[DossierStep]:
    """Every step, in order, with who finished it."""
    return list(dossier.steps.select_related("agency", "finished_by"))


def papers_of(dossier: Dossier) -> list[DossierPaper]:
    """The papers that count now, with their files."""
    return list(dossier.papers.filter(replaced_at__isnull=True).select_related("file"))


def paper_for(actor: Actor, file_id: uuid.UUID) -> DossierPaper | None:
    """The paper of a visible dossier that holds this file, or None."""
    paper = DossierPaper.objects.filter(file_id=file_id).select_related("file", "dossier").first()
    if paper is None or not visible_dossiers(actor).filter(id=paper.dossier_id).exists():
        return None
    return paper


def dossier_of_file(actor: Actor, file_id: uuid.UUID) -> Dossier | None:
    """The visible dossier whose receipt, draft, result, request, paper or thumbnail of a paper this file is.

    Citizens do not see drafts. Each place is asked by its own index: one condition over all of them would walk the agency.
    """
    here = Q(receipt_file_id=file_id) | Q(result_file_id=file_id)
    if actor.is_officer:
        here |= Q(draft_file_id=file_id)
    paper = Q(file_id=file_id) | Q(file_id__in=files.source_ids(file_id))
    places = [
        Dossier.objects.filter(here).values_list("id", flat=True),
        DossierPaper.objects.filter(paper).values_list("dossier_id", flat=True),
        SupplementRequest.objects.filter(file_id=file_id).values_list("dossier_id", flat=True),
        Letter.objects.filter(file_id=file_id).values_list("dossier_id", flat=True),
    ]
    if actor.is_officer:
        places += [
            DraftVersion.objects.filter(Q(preview_id=file_id) | Q(document_id=file_id)).values_list(
                "dossier_id", flat=True
            ),
            Look.objects.filter(file_id=file_id).values_list("step__dossier_id", flat=True),
        ]
        places.append(Referral.objects.filter(answer_file_id=file_id).values_list("dossier_id", flat=True))
    for place in places:
        found = visible_dossiers(actor).filter(id__in=list(place[:50])).first()
        if found is not None:
            return found
    if actor.is_officer:
        # An agency that was asked for its opinion reads the papers and its own answers, not drafts or results.
        lent = [*places[1][:50], *Referral.objects.filter(answer_file_id=file_id).values_list("dossier_id", flat=True)]
        return lent_dossier(actor, lent) if lent else None
    return None


def supplement_requests(dossier: Dossier) -> list[SupplementRequest]:
    """Every request with its lines, oldest first."""
    return list(dossier.supplement_requests.prefetch_related("lines"))


def open_supplement_request(dossier: Dossier) -> SupplementRequest | None:
    """The request that waits for the applicant."""
    return dossier.supplement_requests.filter(answered_at__isnull=True).prefetch_related("lines").last()


def filing_for(actor: Actor, reference: str) -> Filing:
    """One's own filing, with its papers. Raises NotFound."""
    rows = Filing.objects.select_related("agency", "dossier").prefetch_related(Prefetch("papers"), "papers__file")
    found = rows.filter(reference=reference, account_id=actor.account_id or 0).first()
    if found is None:
        raise NotFound(
            f"Không tìm thấy bản khai {reference[:20]} của tài khoản này. Đăng nhập đúng tài khoản đã lập bản khai."
        )
    return found


def filings_in_progress(actor: Actor) -> list[Filing]:
    """Drafts of new dossiers, last saved first."""
    rows = Filing.objects.filter(account_id=actor.account_id or 0, sent_at__isnull=True, dossier__isnull=True)
    return list(rows.select_related("version__procedure").prefetch_related("papers").order_by("-saved_at")[:50])


@dataclass(frozen=True, slots=True)
class EarlierDossier:
    """What one's own earlier dossier declared: for offering it again."""

    code: str
    submitted_at: datetime
    version_id: int
    answers: dict[str, Any]


def earlier_dossiers(actor: Actor) -> list[EarlierDossier]:
    """The actor's ten newest dossiers, newest first; none for officers. One query."""
    if actor.is_officer or not actor.is_signed_in:
        return []
    rows = (
        visible_dossiers(actor).order_by("-submitted_at").values_list("code", "submitted_at", "version_id", "answers")
    )
    return [EarlierDossier(*row) for row in rows[:10]]


def national_status_of(dossier: Dossier) -> int:
    """The derived national status (1 to 10)."""
    return int(national_status(dossier.state, work_begun=dossier.work_begun))


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to tell about a dossier, and the few words every letter holds. `by_hand`: filed at a counter; `is_child`: part of another."""

    name: str
    email: str
    account_id: int | None
    person_id: int | None
    procedure: str
    agency: str
    due_at: datetime | None
    by_hand: bool = False
    agency_id: int = 0
    is_child: bool = False


def contact_of(dossier_id: uuid.UUID) -> Contact:
    """For the flows; not shown to anybody but the applicant."""
    dossier = (
        Dossier.objects.select_related("procedure", "agency")
        .only(
            "applicant_name",
            "email",
            "channel",
            "filed_by_id",
            "applicant_id",
            "due_at",
            "procedure__short_name",
            "agency_id",
            "agency__name",
            "parent_id",
        )
        .get(id=dossier_id)
    )
    return Contact(
        name=dossier.applicant_name,
        email=dossier.email,
        # At the counter an officer filed: the letter is the applicant's, not theirs.
        account_id=dossier.filed_by_id if dossier.channel == Channel.ONLINE else None,
        person_id=dossier.applicant_id,
        procedure=dossier.procedure.short_name,
        agency=dossier.agency.name,
        due_at=dossier.due_at,
        by_hand=dossier.channel == Channel.COUNTER,
        agency_id=dossier.agency_id,
        is_child=dossier.parent_id is not None,
    )


def contact_by_code(code: str) -> Contact | None:
    """The same by the code that other parts know it under; None where there is no such dossier."""
    found = Dossier.objects.filter(code=code).values_list("id", flat=True).first()
    return contact_of(found) if found is not None else None


def whereabouts(dossier_id: uuid.UUID) -> str:
    """`Thẩm tra (Ủy ban nhân dân xã Al Bá, trước 17:00, 23/11/2026)` for a dossier in progress, empty for others. For the flows."""
    steps = DossierStep.objects.filter(dossier_id=dossier_id, dossier__state=State.PROCESSING, finished_at__isnull=True)
    return "; ".join(
        f"{step.name} ({step.agency.name}, trước {step.due_at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y})"
        for step in steps.select_related("agency")
    )


def defects_of(request_id: int) -> list[SupplementLine]:
    """The lines of a request that ask for something."""
    return list(SupplementLine.objects.filter(request_id=request_id).exclude(verdict=Verdict.OK))


def is_filed(dossier_id: uuid.UUID) -> bool:
    """Whether there is such a dossier. For the flows: a fee may be paid at the counter before the dossier is made."""
    return Dossier.objects.filter(id=dossier_id).exists()


def unsent_filing(filing_id: uuid.UUID) -> Filing | None:
    """A filing that has not been sent yet. For the flows."""
    return Filing.objects.filter(id=filing_id, sent_at__isnull=True).first()


def own_filing_paper(actor: Actor, file_id: uuid.UUID) -> FilingPaper | None:
    """The file of one's own filing, or of a thumbnail made from it."""
    rows = FilingPaper.objects.filter(filing__account_id=actor.account_id or 0)
    return rows.filter(Q(file_id=file_id) | Q(file_id__in=files.source_ids(file_id))).first()


def require_own_files(actor: Actor, file_ids: Sequence[uuid.UUID]) -> None:
    """Raise NotFound unless every file was uploaded by this account: nobody files with the papers of another."""
    if file_ids and not files.all_uploaded_by(account_id=actor.account_id, file_ids=set(file_ids)):
        raise NotFound(
            "Có tệp không tìm thấy hoặc không do tài khoản này tải lên. Tải tệp bằng POST /files rồi dùng mã tệp nhận được."
        )


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """What the home page says of the last thirty days; `on_time_share` in per cent, None while nothing was completed."""

    completed: int
    on_time_share: float | None
    late: int
    at: datetime


def public_figures() -> PublicFigures:
    """Counted from the dossiers themselves, for everybody. Callers keep the answer for some minutes."""
    now = clock.now()
    done = Dossier.objects.filter(completed_at__gte=now - timedelta(days=30)).aggregate(
        all=Count("id"), on_time=Count("id", filter=~Q(timeliness=Timeliness.LATE))
    )
    late = Dossier.objects.filter(state=State.PROCESSING, due_at__lt=now).count()
    return PublicFigures(
        completed=done["all"],
        on_time_share=100 * done["on_time"] / done["all"] if done["all"] else None,
        late=late,
        at=now,
    )


def returned_today(actor: Actor, limit: int = 60) -> list[Dossier]:
    """Dossiers whose result was handed over at the actor's counter today, newest first."""
    if not actor.may("dossiers.return_result"):
        return []
    begin = datetime.combine(clock.today(), datetime.min.time(), clock.VIETNAM)
    # By the ledger, which is found by its time; dossiers are not.
    today = Turn.objects.filter(at__gte=begin, state=State.RETURNED).values("dossier_id")
    rows = Dossier.objects.filter(
        reception_agency_id=actor.agency_id or 0, id__in=today, state__in=[State.RETURNED, State.CLOSED]
    ).select_related("procedure")
    return list(rows.only(*ROW, "returned_at").order_by("-returned_at")[:limit])
