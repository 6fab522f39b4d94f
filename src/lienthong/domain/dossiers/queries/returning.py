"""Results that lie ready, found for whoever stands at the counter; who took which; which nobody comes for (trả kết quả)."""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from django.db.models import Max, Q

from lienthong.domain.dossiers.choices import PaperKind, PaperPlace, ReturnForm, State, Timeliness
from lienthong.domain.dossiers.models import (
    CollectionRule,
    Dossier,
    DossierStep,
    Letter,
    PaperPart,
    PostalChoice,
    ResultReturn,
    ReturnedResult,
)
from lienthong.domain.dossiers.models.dossier import DossierQuerySet
from lienthong.foundation.accounts import queries as accounts
from lienthong.kit import clock, word_search
from lienthong.kit.actor import Actor
from lienthong.kit.citizen_card import CardUnreadable, CitizenCard, read_card
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page
from lienthong.kit.text_vi import words

MOST_FOUND = 50
LEAST_LETTERS = 2
DEFAULT_RULE = (5, 7)
"""Days until a result counts as uncollected, and until it is told again, where an office has set nothing [M]."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What was scanned or typed, understood: a code, a card, a number, or a name."""

    code: str = ""
    card: CitizenCard | None = None
    id_number: str = ""
    name: str = ""


def sought(text: str) -> Sought:
    """Read one line: the QR of a receipt (an address with `ma=`), a dossier's code, the QR of a card, a card's number, else a name."""
    line = text.strip()[:1000]
    if "|" in line or "\t" in line:
        try:
            return Sought(card=(card := read_card(line)), id_number=card.id_number)
        except CardUnreadable:
            return Sought()
    if "://" in line:
        return Sought(code=(parse_qs(urlsplit(line).query).get("ma") or [""])[0].strip().upper()[:40])
    digits = re.sub(r"[\s.]", "", line)
    if re.fullmatch(r"\d{12}", digits, re.ASCII):
        return Sought(id_number=digits)
    if re.fullmatch(r"[A-Za-z0-9.]+-\d+-\d+", line, re.ASCII):
        return Sought(code=line.upper())
    return Sought(name=line)


@dataclass(frozen=True, slots=True)
class ReadyResult:
    """A result that waits to be given. `paper`: where the paper one lies, "" when there is none; `owed` VND not paid yet.

    `apology`: the apology letter where one was sent; `is_late` a result that came after its date; `by_post`: the applicant wanted it brought.
    """

    dossier: Dossier
    paper: str
    remark: str
    owed: int
    is_late: bool
    apology: Letter | None
    by_post: bool

    @property
    def forms(self) -> list[tuple[str, str]]:
        """The forms in which it can be given now, the usual one first."""
        paper_here = self.paper == PaperPlace.COUNTER
        wanted = [ReturnForm.BOTH, ReturnForm.PAPER, ReturnForm.ELECTRONIC] if paper_here else [ReturnForm.ELECTRONIC]
        if not self.paper:
            wanted = [ReturnForm.ELECTRONIC, ReturnForm.BOTH]
        return [(each.value, str(each.label)) for each in wanted]


def _ready(actor: Actor) -> DossierQuerySet:
    """Results at the actor's counter."""
    rows = Dossier.objects.filter(state=State.COMPLETED)
    if actor.agency_id is None or not actor.may("dossiers.return_result"):
        return rows.none()
    steps = DossierStep.objects.filter(agency_id=actor.agency_id, kind="return", finished_at__isnull=True)
    return rows.filter(id__in=steps.values("dossier_id"))


def results_ready(actor: Actor, wanted: Sought) -> list[ReadyResult]:
    """What lies ready for what was sought, at most MOST_FOUND, the longest wait first. Four queries at most."""
    rows = _ready(actor)
    if wanted.code:
        rows = rows.filter(code=wanted.code)
    elif wanted.id_number:
        person = accounts.person_by_id_number(actor, wanted.id_number)
        rows = rows.filter(applicant_id=person.pk) if person is not None else rows.none()
    elif len("".join(words(wanted.name))) >= LEAST_LETTERS:
        rows = rows.filter(word_search.holding(wanted.name))
    else:
        return []
    return _described(rows.order_by("completed_at")[:MOST_FOUND])


def results_chosen(actor: Actor, codes: Iterable[str]) -> list[ReadyResult]:
    """Those of `codes` that can be given now, and whatever else waits for the same applicants."""
    chosen = list(
        _ready(actor).filter(code__in=[code[:40] for code in codes][:MOST_FOUND]).only("applicant_id", "code")
    )
    people = {each.applicant_id for each in chosen if each.applicant_id is not None}
    rows = _ready(actor).filter(Q(id__in=[each.id for each in chosen]) | Q(applicant_id__in=people))
    return _described(rows.order_by("completed_at")[:MOST_FOUND])


def _described(rows: DossierQuerySet) -> list[ReadyResult]:
    found = list(
        rows.select_related("procedure", "version", "agency", "applicant", "result_file").defer(
            "answers", "due_derivation", "pauses"
        )
    )
    ids = [each.id for each in found]
    parts = {part.dossier_id: part for part in PaperPart.objects.filter(dossier_id__in=ids, kind=PaperKind.RESULT)}
    letters = Letter.objects.filter(dossier_id__in=ids, form="04").order_by("id")
    apologies = {letter.dossier_id: letter for letter in letters}
    choices = PostalChoice.objects.filter(dossier_id__in=ids, receives_result=True)
    by_post = set(choices.values_list("dossier_id", flat=True))
    return [
        ReadyResult(
            dossier=each,
            paper=parts[each.id].place if each.id in parts else "",
            remark=parts[each.id].remark if each.id in parts else "",
            owed=each.fee_amount if each.fee_paid_at is None else 0,
            is_late=each.timeliness == Timeliness.LATE,
            apology=apologies.get(each.id),
            by_post=each.id in by_post,
        )
        for each in found
    ]


def given_before(actor: Actor, code: str) -> tuple[Dossier, ReturnedResult | None] | None:
    """A dossier of the actor's counter that was given already, with who took it; for the answer to "has it been fetched?"."""
    rows = Dossier.objects.filter(code=code, state__in=[State.RETURNED, State.CLOSED])
    dossier = rows.filter(reception_agency_id=actor.agency_id or 0).select_related("procedure").first()
    if dossier is None:
        return None
    return dossier, dossier.returns.filter(undone_at__isnull=True).select_related("act").last()


def return_for(actor: Actor, return_id: uuid.UUID) -> ResultReturn:
    """One act of giving, with its lines and dossiers. Raises NotFound for other offices."""
    rows = ResultReturn.objects.prefetch_related("lines__dossier__procedure", "lines__dossier__version")
    found = rows.select_related("agency", "authority_file").filter(pk=return_id).first()
    if found is None or not (actor.may("dossiers.view_all") or found.agency_id in actor.archive_agency_ids):
        raise NotFound
    return found


def returns_of(dossier: Dossier) -> list[ReturnedResult]:
    """Every time the result was given, undone ones with their reason."""
    return list(dossier.returns.select_related("act").order_by("id"))


def receivers_of(dossier_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Dossier → who signed for the result, as form 07 shows it. One query."""
    lines = ReturnedResult.objects.filter(dossier_id__in=dossier_ids, undone_at__isnull=True).order_by("id")
    return {
        line.dossier_id: line.act.receiver_name + (" (UQ)" if line.act.authority else "")
        for line in lines.select_related("act")
    }


def returns_page(actor: Actor, *, cursor: str | None = None) -> Page[ResultReturn]:
    """What this counter gave, the latest first."""
    rows = ResultReturn.objects.filter(agency_id=actor.agency_id or 0).prefetch_related("lines__dossier")
    if not actor.may("dossiers.view_agency"):
        rows = rows.none()
    return keyset_page(rows, order=("-at", "-id"), cursor=cursor, limit=30)


def collection_rule(agency_id: int | None) -> tuple[int, int]:
    """(days until a result counts as uncollected, days until it may be told again) of an office; what it set, else the usual."""
    rule = CollectionRule.objects.filter(agency_id=agency_id or 0).first()
    return (rule.days, rule.every) if rule else DEFAULT_RULE


@dataclass(frozen=True, slots=True)
class Uncollected:
    """A result that nobody came for. `since`: at the counter since; `told_at`: when the applicant was told last."""

    id: int
    dossier: Dossier
    since: datetime
    days: int
    told_at: datetime | None
    has_paper: bool

    @property
    def opened_at(self) -> datetime:
        """The name under which pages are turned."""
        return self.since


def uncollected_page(actor: Actor, *, days: int, cursor: str | None = None, limit: int = 50) -> Page[Uncollected]:
    """What has waited longer than `days`, the longest first."""
    if actor.agency_id is None or not actor.may("dossiers.return_result"):
        return Page([], None, None)
    now = clock.now()
    steps = DossierStep.objects.filter(
        agency_id=actor.agency_id, kind="return", finished_at__isnull=True, opened_at__lte=now - timedelta(days=days)
    )
    # What the postman brings is not waited for at the counter.
    steps = steps.exclude(dossier__postal_choice__receives_result=True)
    steps = steps.select_related("dossier__procedure").defer("dossier__answers", "dossier__due_derivation")
    page = keyset_page(steps, order=("opened_at", "id"), cursor=cursor, limit=limit)
    ids = [step.dossier_id for step in page.items]
    told = dict(
        Dossier.objects.filter(id__in=ids).annotate(told=Max("collection_reminders__at")).values_list("id", "told")
    )
    on_paper = set(
        PaperPart.objects.filter(dossier_id__in=ids, kind=PaperKind.RESULT).values_list("dossier_id", flat=True)
    )
    rows = [
        Uncollected(
            id=step.pk,
            dossier=step.dossier,
            since=step.opened_at,
            days=(now - step.opened_at).days,
            told_at=told.get(step.dossier_id),
            has_paper=step.dossier_id in on_paper,
        )
        for step in page.items
    ]
    return Page(rows, page.previous, page.next)
