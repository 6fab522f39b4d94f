"""Who may do what with a dossier (quyền trên hồ sơ). What an actor may see is decided in `queries.visible_dossiers`.

Each question is asked of the actor as themself first, then on behalf of every seat that delegated to them (thay mặt). Services act as
the actor they are given back, so whatever is recorded carries both names.
"""

from collections.abc import Callable

from lienthong.domain.dossiers.choices import PaperKind, ProposalKind, State
from lienthong.domain.dossiers.models import Dossier, DossierStep, Handover, Proposal, Referral
from lienthong.domain.dossiers.states import TRANSITIONS
from lienthong.foundation.workflows.choices import StepKind
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

RIGHTS_OF_KIND: dict[str, frozenset[str]] = {
    StepKind.RECEIVE: frozenset({"dossiers.receive"}),
    StepKind.RETURN: frozenset({"dossiers.return_result"}),
    StepKind.ASSIGN: frozenset({"dossiers.assign"}),
    StepKind.APPROVE: frozenset({"dossiers.approve"}),
    StepKind.SIGN: frozenset({"dossiers.sign"}),
    StepKind.STAMP: frozenset({"dossiers.stamp"}),
    StepKind.HAND_OVER: frozenset({"dossiers.handle", "dossiers.stamp"}),
}
"""What of a role a step takes: on behalf of another only what was delegated of it."""
_HANDLING = frozenset({"dossiers.handle"})


def kinds_of_rights(rights: frozenset[str]) -> list[str]:
    """Kinds of step that may be done on behalf of a seat that delegated these rights."""
    return [kind for kind in StepKind.values if RIGHTS_OF_KIND.get(kind, _HANDLING) & rights]


def is_applicant(actor: Actor, dossier: Dossier) -> bool:
    """The person it is for, or the account that filed it."""
    by_person = actor.person_id is not None and actor.person_id == dossier.applicant_id
    by_account = actor.account_id is not None and actor.account_id == dossier.filed_by_id
    return by_person or by_account


def acting(actor: Actor, verb: str, dossier: Dossier) -> Actor:
    """Who does `verb`: the actor, or the actor on behalf of a seat that may. Raises NotAllowed when neither may."""
    who = _who(actor, dossier, lambda each: _can(each, verb, dossier))
    if who is None:
        raise NotAllowed
    return who


def can(actor: Actor, verb: str, dossier: Dossier) -> bool:
    """Whether `acting` finds somebody: the applicant's verbs by the applicant, the office's by the right in the right agency."""
    return _who(actor, dossier, lambda each: _can(each, verb, dossier)) is not None


def _can(actor: Actor, verb: str, dossier: Dossier) -> bool:
    if actor.is_system:
        return True
    right = TRANSITIONS[verb].right
    if not right:
        return is_applicant(actor, dossier) or (verb in {"supplement", "resume"} and _helps(actor, dossier))
    if verb == "request_supplement" and dossier.state == State.SUBMITTED:
        right = "dossiers.receive"
    return actor.may(right) and actor.agency_id in {dossier.agency_id, dossier.reception_agency_id}


def _helps(actor: Actor, dossier: Dossier) -> bool:
    """An officer at a counter, for the applicant who stands there: where they were helped, where it was received, where it is decided."""
    places = {dossier.agency_id, dossier.reception_agency_id, dossier.helped_agency_id}
    return receives(actor) and actor.agency_id in places


def acting_on(actor: Actor, step: DossierStep) -> Actor | None:
    """Who works on the step: the actor, or the actor on behalf of the seat with which it lies; None when it lies with others."""
    return _who(actor, step.dossier, lambda each: _holds(each, step)) if actor.position is not None else None


def holds(actor: Actor, step: DossierStep) -> bool:
    """Whether the step lies with this actor, as themself or on behalf of another."""
    return acting_on(actor, step) is not None


def _holds(actor: Actor, step: DossierStep) -> bool:
    """Same agency, a role of the position, and nobody else named."""
    if actor.position is None or actor.position.agency_id != step.agency_id or step.role not in actor.position.roles:
        return False
    if actor.for_seat is None:
        return step.assignee_id in {None, actor.position.id}
    delegated = RIGHTS_OF_KIND.get(step.kind, _HANDLING) & actor.position.rights
    return bool(delegated) and step.assignee_id in {None, actor.for_seat.seat_id}


def proposing(actor: Actor, kind: str, dossier: Dossier) -> Actor | None:
    """Who may lay this before the head of the agency: whoever handles or receives; a complaint by either."""
    return _who(actor, dossier, lambda each: _proposes(each, kind, dossier))


def receives(actor: Actor) -> bool:
    """Whoever takes people in at the counter of an agency and may file for them."""
    return actor.agency_id is not None and actor.may("dossiers.receive") and actor.may("dossiers.file_for_others")


def require_receiving(actor: Actor) -> None:
    """Raise NotAllowed unless `receives`."""
    if not receives(actor):
        raise NotAllowed("Chức vụ đang dùng không tiếp nhận hồ sơ tại quầy. Đổi sang chức vụ ở Bộ phận Một cửa.")


def proposes(actor: Actor, kind: str, dossier: Dossier) -> bool:
    """Whether `proposing` finds somebody."""
    return proposing(actor, kind, dossier) is not None


def _proposes(actor: Actor, kind: str, dossier: Dossier) -> bool:
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
        ProposalKind.REFUND: ("dossiers.handle", "dossiers.receive", "dossiers.approve"),
        ProposalKind.REOPEN: ("dossiers.handle", "dossiers.receive", "dossiers.approve"),
    }[ProposalKind(kind)]
    return any(actor.may(right) for right in rights)


def deciding(actor: Actor, proposal: Proposal) -> Actor | None:
    """The head of the agency that handles the dossier, who signs for it (form 04), or somebody on their behalf."""

    def may(each: Actor) -> bool:
        return each.may("dossiers.sign") and each.agency_id == proposal.agency_id

    return _who(actor, proposal.dossier, may)


def decides(actor: Actor, proposal: Proposal) -> bool:
    """Whether `deciding` finds somebody."""
    return deciding(actor, proposal) is not None


def answering(actor: Actor, referral: Referral) -> Actor | None:
    """Whoever handles or leads in the agency that was asked, or somebody on their behalf."""

    def may(each: Actor) -> bool:
        return (each.may("dossiers.handle") or each.may("dossiers.approve")) and each.agency_id == referral.agency_id

    return _who(actor, referral.dossier, may)


def scans_for(actor: Actor, dossier: Dossier) -> bool:
    """The reception of the agency that took it in or decides: what lies on paper there is scanned into the dossier."""
    return actor.may("dossiers.receive") and actor.agency_id in {dossier.agency_id, dossier.reception_agency_id}


def answers(actor: Actor, referral: Referral) -> bool:
    """Whether `answering` finds somebody."""
    return answering(actor, referral) is not None


def gives(actor: Actor, kind: str) -> bool:
    """Hand bundles of paper over: the counter what people brought, clerks and specialists what came of it."""
    if kind == PaperKind.SUBMITTED:
        return actor.may("dossiers.receive")
    return actor.may("dossiers.stamp") or actor.may("dossiers.handle")


def takes(actor: Actor, kind: str) -> bool:
    """Receive bundles of paper: whoever works on the dossiers, or the counter the results."""
    if kind == PaperKind.RESULT:
        return actor.may("dossiers.return_result")
    return any(actor.may(right) for right in ("dossiers.handle", "dossiers.approve", "dossiers.stamp"))


def receives_list(actor: Actor, handover: Handover) -> bool:
    """In the agency that is to have it; in the department, where the list names one and the seat stands in one."""
    if actor.position is None or actor.agency_id != handover.to_agency_id or not takes(actor, handover.kind):
        return False
    return handover.to_department_id is None or actor.position.department_id in {None, handover.to_department_id}


def _who(actor: Actor, dossier: Dossier, may: Callable[[Actor], bool]) -> Actor | None:
    """The actor as themself, else on behalf of the first seat for which `may` holds. Without delegations nothing is read."""
    if may(actor):
        return actor
    if not actor.stand_ins:
        return None
    others = actor.as_each(dossier.procedure.code)
    return next((each for each in others if each.for_seat is not None and may(each)), None)
