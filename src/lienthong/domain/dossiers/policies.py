"""Who may do what with a dossier (quyền trên hồ sơ). What an actor may see is decided in `queries.visible_dossiers`."""

from lienthong.domain.dossiers.choices import ProposalKind, State
from lienthong.domain.dossiers.models import Dossier, DossierStep, Proposal, Referral
from lienthong.domain.dossiers.states import TRANSITIONS
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed


def is_applicant(actor: Actor, dossier: Dossier) -> bool:
    """The person it is for, or the account that filed it."""
    by_person = actor.person_id is not None and actor.person_id == dossier.applicant_id
    by_account = actor.account_id is not None and actor.account_id == dossier.filed_by_id
    return by_person or by_account


def can(actor: Actor, verb: str, dossier: Dossier) -> bool:
    """Whether `actor` may do `verb`: the applicant's verbs by the applicant, the office's by the right in the right agency."""
    if actor.is_system:
        return True
    right = TRANSITIONS[verb].right
    if not right:
        return is_applicant(actor, dossier)
    if verb == "request_supplement" and dossier.state == State.SUBMITTED:
        right = "dossiers.receive"
    return actor.may(right) and actor.agency_id in {dossier.agency_id, dossier.reception_agency_id}


def require(actor: Actor, verb: str, dossier: Dossier) -> None:
    """Raise NotAllowed unless `can`."""
    if not can(actor, verb, dossier):
        raise NotAllowed


def holds(actor: Actor, step: DossierStep) -> bool:
    """Whether the step lies with this actor: same agency, a role of the position, and nobody else named."""
    if actor.position is None or actor.position.agency_id != step.agency_id or step.role not in actor.position.roles:
        return False
    return step.assignee_id in {None, actor.position.id}


def proposes(actor: Actor, kind: str, dossier: Dossier) -> bool:
    """Whether `actor` may lay this before the head of the agency: whoever handles or receives; a complaint by either."""
    if actor.agency_id != dossier.agency_id and not (
        # A complaint about what an ended agency did is heard by its successor.
        kind == ProposalKind.REOPEN
        and {dossier.agency_id, dossier.reception_agency_id}.intersection(actor.archive_agency_ids)
    ):
        return False
    rights = {
        ProposalKind.EXTEND: ("dossiers.handle", "dossiers.approve"),
        ProposalKind.STOP: ("dossiers.handle", "dossiers.approve"),
        ProposalKind.SUPPLEMENT: ("dossiers.request_supplement", "dossiers.approve"),
        ProposalKind.REOPEN: ("dossiers.handle", "dossiers.receive", "dossiers.approve"),
    }[ProposalKind(kind)]
    return any(actor.may(right) for right in rights)


def decides(actor: Actor, proposal: Proposal) -> bool:
    """The head of the agency that handles the dossier, who signs for it (form 04)."""
    return actor.may("dossiers.sign") and actor.agency_id == proposal.agency_id


def answers(actor: Actor, referral: Referral) -> bool:
    """Whoever handles or leads in the agency that was asked."""
    may = actor.may("dossiers.handle") or actor.may("dossiers.approve")
    return may and actor.agency_id == referral.agency_id
