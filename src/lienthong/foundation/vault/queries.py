"""Reading the vault (tra kho giấy tờ). A person sees their own papers and consents; officers see what fits while the owner stands before
them (`services.look_for_present`), what was given with a dossier of theirs, and what their own agency issued."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from lienthong.foundation.vault.choices import ConsentState, Standing
from lienthong.foundation.vault.models import Consent, PaperKind, VaultPaper
from lienthong.foundation.vault.policies import ISSUE, can_open
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound
from lienthong.kit.pagination import Page, keyset_page
from lienthong.kit.text_vi import fold

MOST = 200
OFFERED = 3
LIKE = 0.6

# What the functions below return, by names that other apps may use.
type PaperRow = VaultPaper
type ConsentRow = Consent
type KindRow = PaperKind


def papers_of(actor: Actor) -> list[VaultPaper]:
    """The actor's own papers, newest first; none for officers and for accounts without an identity."""
    if actor.person_id is None or actor.is_officer:
        return []
    return _papers(actor.person_id)


def trusted_papers_of(actor: Actor) -> list[VaultPaper]:
    """Those of them that nobody has revoked or replaced: what they say of people may be filled in again."""
    return [paper for paper in papers_of(actor) if paper.standing == Standing.CURRENT]


def _papers(person_id: int) -> list[VaultPaper]:
    rows = VaultPaper.objects.filter(owner_id=person_id).select_related("file", "replaced_by")
    return list(rows[:MOST])


def kept_from(person_id: int, source_code: str) -> VaultPaper | None:
    """What was kept from one source for a person, for the app that owns the source (a certified copy)."""
    return VaultPaper.objects.filter(owner_id=person_id, source_code=source_code).first()


def paper_for(actor: Actor, paper_id: uuid.UUID) -> VaultPaper:
    """One of the actor's own papers. Raises NotFound for others' as for none at all."""
    paper = VaultPaper.objects.select_related("file", "replaced_by").filter(pk=paper_id).first()
    if paper is None or not can_open(actor, paper):
        raise NotFound("Không tìm thấy giấy tờ này trong kho của ông/bà.")
    return paper


# ---- what fits a component of a dossier ----


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A paper that a dossier asks for: `codes` it is known by (national, and `<procedure>/<key>`), and its name."""

    key: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A kept paper that is what a component asks for. `by_code` False: only the names are alike. `why_not`: why it cannot be used now."""

    paper: VaultPaper
    by_code: bool
    why_not: str


def fitting(actor: Actor, components: Sequence[Component]) -> dict[str, list[Fit]]:
    """Component → the actor's own papers that fit it, usable ones first. Two queries, none without papers."""
    return fits_among(papers_of(actor), components) if components else {}


def fits_among(papers: Sequence[VaultPaper], components: Sequence[Component]) -> dict[str, list[Fit]]:
    """The same for papers that were read already. By code; where no code is known of a paper or of a component, by like names."""
    if not papers or not components:
        return {}
    kinds = _kinds_of({code for each in components for code in each.codes})
    today = clock.today()
    found = {}
    for each in components:
        wanted = set(each.codes).union(*(kinds[code] for code in each.codes))
        fits = [
            Fit(paper=paper, by_code=by_code, why_not=paper.why_not(today))
            for paper in papers
            for by_code in [paper.kind in wanted]
            if by_code or (_may_go_by_name(paper, wanted, each) and likeness(each.name, paper.name) >= LIKE)
        ]
        fits.sort(key=lambda fit: (bool(fit.why_not), not fit.by_code))
        if fits:
            found[each.key] = fits[:OFFERED]
    return found


def _may_go_by_name(paper: VaultPaper, wanted: set[str], component: Component) -> bool:
    """A paper whose kind is known is something else when the kind says so; component codes of our own say nothing to each other."""
    known = bool(wanted - set(component.codes))
    return not (known and paper.kind and "/" not in paper.kind)


def _kinds_of(codes: Iterable[str]) -> dict[str, set[str]]:
    """Component code → codes of the kinds of paper that it may be."""
    found: dict[str, set[str]] = defaultdict(set)
    wanted = set(codes)
    for code, fits in PaperKind.objects.filter(fits__overlap=list(wanted)).values_list("code", "fits"):
        for each in wanted.intersection(fits):
            found[each].add(code)
    return found


def likeness(one: str, other: str) -> float:
    """The share of words that two names of papers have in common, 1.0 for the same name; accents do not count."""
    words, others = set(fold(one).split()), set(fold(other).split())
    return len(words & others) / max(1, min(len(words), len(others)))


# ---- consents ----


def consents_of(actor: Actor) -> list[Consent]:
    """Every consent the actor gave, newest first; at most MOST."""
    if actor.person_id is None or actor.is_officer:
        return []
    rows = Consent.objects.filter(paper__owner_id=actor.person_id).select_related("paper")
    return list(rows.order_by("-id")[:MOST])


def consent_for(actor: Actor, consent_id: int) -> Consent:
    """One of the actor's own. Raises NotFound."""
    found = Consent.objects.select_related("paper").filter(pk=consent_id).first()
    if found is None or not can_open(actor, found.paper):
        raise NotFound("Không tìm thấy lần đồng ý này của ông/bà.")
    return found


def consents_on(paper: VaultPaper) -> list[Consent]:
    """Where the owner gave it, newest first."""
    return list(paper.consents.all()[:50])


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A paper of the vault in a dossier: what the officer who handles it is told."""

    code: str
    name: str
    at: datetime
    by: str
    way: str
    until: datetime | None
    withdrawn_at: datetime | None
    why_not: str


def given_with(*codes: str) -> dict[uuid.UUID, Given]:
    """File → how it was given, for the dossier or filing known by these codes. For the app that owns it and has asked who may see it."""
    rows = Consent.objects.filter(Q(dossier_code__in=codes) | Q(reference__in=codes)).select_related("paper")
    today = clock.today()
    return {
        each.paper.file_id: Given(
            code=each.paper.code,
            name=each.paper.name,
            at=each.at,
            by=each.given_by_name,
            way=each.way,
            until=each.until,
            withdrawn_at=each.withdrawn_at,
            why_not="" if each.paper.file_id is None else each.paper.why_not(today),
        )
        for each in rows.order_by("id")
        if each.paper.file_id is not None
    }


def reuse_of(agency_ids: Iterable[int], *, since: datetime, until: datetime) -> tuple[int, int]:
    """(dossiers, papers) for which papers of the vault were used in this time at these agencies."""
    rows = Consent.objects.filter(agency_id__in=list(agency_ids), used_at__gte=since, used_at__lt=until)
    counted = rows.aggregate(dossiers=Count("dossier_code", distinct=True), papers=Count("id"))
    return counted["dossiers"], counted["papers"]


def state_of(consent: Consent) -> ConsentState:
    """Where a consent stands now."""
    return consent.state_at(clock.now())


# ---- what an agency issued ----


def issued_by(actor: Actor, *, text: str = "", cursor: str | None = None) -> Page[VaultPaper]:
    """Papers that the actor's agency (or one it came after) issued, newest first; `text` is a code, a number, or what both begin with.

    Names of owners are shown: who may read them is whoever signs there. Empty for everybody else.
    """
    rows = VaultPaper.objects.select_related("owner", "replaced_by").defer("data")
    if not actor.may(ISSUE):
        rows = rows.none()
    rows = rows.filter(issuer_agency_id__in=actor.archive_agency_ids)
    if text.strip():
        wanted = text.strip()
        rows = rows.filter(Q(code=wanted.upper()) | Q(number=wanted) | Q(number__startswith=wanted))
    return keyset_page(rows, order=("-added_at", "-id"), cursor=cursor, limit=30)


def issued_paper(actor: Actor, paper_id: uuid.UUID) -> VaultPaper:
    """One of them. Raises NotFound."""
    found = VaultPaper.objects.select_related("owner", "replaced_by", "file").filter(pk=paper_id).first()
    if found is None or not actor.may(ISSUE) or found.issuer_agency_id not in actor.archive_agency_ids:
        raise NotFound("Không tìm thấy giấy tờ này trong số giấy tờ cơ quan đã cấp.")
    return found


# ---- kinds of paper ----


def kinds(text: str = "") -> list[PaperKind]:
    """Every kind by name, or those whose name or code holds the words; at most MOST."""
    rows = list(PaperKind.objects.all()[:MOST])
    wanted = fold(text)
    return [each for each in rows if wanted in fold(f"{each.name} {each.code} {' '.join(each.fits)}")]


def kind_by_code(code: str) -> PaperKind:
    """One kind. Raises NotFound."""
    found = PaperKind.objects.filter(code=code).first()
    if found is None:
        raise NotFound("Không có loại giấy tờ mang mã này.")
    return found


def kind_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Code → name of the kinds among these codes."""
    return dict(PaperKind.objects.filter(code__in=set(codes)).values_list("code", "name"))
