"""Reading what goes to and comes from other agencies (tra cứu phiếu chuyển liên thông)."""

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from lienthong.domain.dossiers.choices import PaperSource, ReferralState
from lienthong.domain.dossiers.models import ChildWork, Dossier, DossierPaper, DossierStep, Referral
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound

LIST_LIMIT = 100


def referrals_of(dossier: Dossier) -> list[Referral]:
    """Every referral, oldest first, with both agencies."""
    return list(dossier.referrals.select_related("agency", "answer_file"))


def referral(referral_id: int) -> Referral:
    """One referral with agencies and asker. For the flows. Raises NotFound."""
    rows = Referral.objects.select_related("agency", "from_agency", "sent_by", "dossier")
    found = rows.filter(id=referral_id).first()
    if found is None:
        raise NotFound
    return found


def referral_for(actor: Actor, referral_id: int) -> Referral:
    """One that came to, or went out from, the actor's agency, with its dossier. Raises NotFound for others and for recalled ones."""
    rows = Referral.objects.select_related(
        "agency", "from_agency", "dossier", "dossier__procedure", "dossier__version", "answer_file"
    ).exclude(state=ReferralState.RECALLED)
    if actor.agency_id is None or not actor.may("dossiers.view_agency"):
        raise NotFound
    found = rows.filter(id=referral_id, agency_id=actor.agency_id).first()
    if found is None:
        raise NotFound
    return found


def referrals_page(actor: Actor, which: str) -> list[Referral]:
    """`den`: open ones that came here, the least time left first; `da-tra-loi`: answered here, newest first; `di`: open ones sent
    from here. At most LIST_LIMIT; one query."""
    if actor.agency_id is None or not actor.may("dossiers.view_agency"):
        return []
    rows: QuerySet[Referral] = Referral.objects.select_related(
        "agency", "from_agency", "dossier", "dossier__procedure"
    ).defer("dossier__answers", "dossier__due_derivation")
    if which == "di":
        rows = rows.filter(from_agency_id=actor.agency_id, state=ReferralState.OPEN).order_by("due_at", "id")
    elif which == "da-tra-loi":
        rows = rows.filter(agency_id=actor.agency_id, state=ReferralState.ANSWERED).order_by("-answered_at", "-id")
    else:
        rows = rows.filter(agency_id=actor.agency_id, state=ReferralState.OPEN).order_by("due_at", "id")
    return list(rows[:LIST_LIMIT])


def referrals_waiting(actor: Actor, *, ceiling: int = 100) -> int:
    """How many wait for an answer of the actor's agency, counted to `ceiling` at most."""
    rows = Referral.objects.filter(agency_id=actor.agency_id or 0, state=ReferralState.OPEN)
    return rows[:ceiling].count()


def lent_dossier(actor: Actor, dossier_ids: Sequence[uuid.UUID]) -> Dossier | None:
    """The one of these dossiers that the actor's agency was asked about: its papers may be read, nothing else."""
    if actor.agency_id is None or not actor.may("dossiers.view_agency"):
        return None
    rows = Referral.objects.filter(agency_id=actor.agency_id, dossier_id__in=dossier_ids)
    found = rows.exclude(state=ReferralState.RECALLED).select_related("dossier").first()
    return found.dossier if found is not None else None


def children_of(dossier: Dossier) -> list[Dossier]:
    """Dossiers at other agencies that stand under this one."""
    return list(dossier.children.select_related("procedure", "agency", "child_work").order_by("submitted_at"))


def asked_of_child(dossier: Dossier) -> ChildWork | None:
    """For a child that an office opened: what it is asked for, its parent with agency and procedure."""
    if dossier.parent_id is None:
        return None
    rows = ChildWork.objects.select_related("child__parent__procedure", "child__parent__agency")
    return rows.filter(child_id=dossier.id).first()


def papers_to_hand_on(dossier: Dossier) -> list[DossierPaper]:
    """Papers with a file that a child may be given; not the form, and not what the applicant lent out of the vault."""
    rows = dossier.papers.filter(replaced_at__isnull=True, file__isnull=False)
    return list(rows.exclude(source__in=[PaperSource.FORM, PaperSource.VAULT]))


def ended_child(child_id: uuid.UUID) -> ChildWork:
    """What came of a child, with its procedure and agency, and who opened it. For the flows."""
    return ChildWork.objects.select_related("child__procedure", "child__agency", "opened_by").get(child_id=child_id)


def holders_of(dossier_id: uuid.UUID) -> list[int]:
    """Accounts of those with whom the open steps of a dossier lie by name. For the flows."""
    rows = DossierStep.objects.filter(dossier_id=dossier_id, finished_at__isnull=True, assignee__isnull=False)
    return list(rows.values_list("assignee__account_id", flat=True).distinct())
