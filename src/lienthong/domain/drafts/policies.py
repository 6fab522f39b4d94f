"""Who may do what with a draft (quyền trên dự thảo). What an actor may see is decided in `queries.visible_drafts`.

Who stands in for a head or a leader (thay mặt) approves, returns and lays before the signer; who stands in for a seat that was asked answers.
Writing is nobody's to delegate.
"""

from lienthong.domain.drafts.choices import DraftState, OpinionState
from lienthong.domain.drafts.models import Draft, DraftOpinion
from lienthong.domain.drafts.states import MOVES
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

DIRECT, DIRECT_AGENCY, REGISTER = "documents.direct", "documents.direct_agency", "documents.register"
WORK = "documents.work"
DELEGATED = (DIRECT, DIRECT_AGENCY, WORK)
"""Rights on drafts that one seat may lend another."""
FOR_ANOTHER = ("approve", "return", "submit")


def require_seat(actor: Actor) -> int:
    """The seat from which one writes. Raises NotAllowed."""
    if actor.position is None:
        raise NotAllowed("Chỉ người đang giữ chức vụ ở cơ quan mới soạn văn bản. Chọn chức vụ rồi thử lại.")
    return actor.position.id


def keeps_templates(actor: Actor) -> bool:
    """Clerks, heads and leaders keep the templates of their agency."""
    return actor.may(REGISTER) or actor.may(DIRECT)


def is_writer(actor: Actor, draft: Draft) -> bool:
    """Whoever began it."""
    return actor.position is not None and actor.for_seat is None and draft.writer_id == actor.position.id


def approves(actor: Actor, draft: Draft) -> bool:
    """The head of the department it is written in, or a leader of the agency."""
    if actor.position is None or actor.agency_id != draft.agency_id:
        return False
    if actor.may(DIRECT_AGENCY):
        return True
    return actor.may(DIRECT) and actor.position.department_id == draft.department_id


def may(actor: Actor, verb: str, draft: Draft) -> bool:
    """Whether the actor's seat does `verb`, in the state the draft is in."""
    return draft.state in MOVES[verb].source and does(actor, verb, draft)


def acting(actor: Actor, verb: str, draft: Draft) -> Actor | None:
    """Who does `verb` now: the actor, or the actor on behalf of a seat that may; None when neither may."""
    return actor.first_that(lambda each: may(each, verb, draft), *DELEGATED)


def does(actor: Actor, verb: str, draft: Draft) -> bool:
    """Whether `verb` is theirs at all."""
    if actor.for_seat is not None and verb not in FOR_ANOTHER:
        return False
    match MOVES[verb].who:
        case "writer":
            return is_writer(actor, draft)
        case "approver":
            return approves(actor, draft)
        case "both":
            return is_writer(actor, draft) or approves(actor, draft)
        case _:
            return actor.is_system


def may_write(actor: Actor, draft: Draft) -> bool:
    """A new version now: the writer while it is being written, whoever approves also while it waits for them."""
    return may(actor, "save", draft) or may(actor, "correct", draft)


def may_submit(actor: Actor, draft: Draft) -> bool:
    """After approval; those who approve drafts at once."""
    return may(actor, "submit", draft) or may(actor, "submit_own", draft)


def is_asked(actor: Actor, opinion: DraftOpinion) -> bool:
    """Whether this opinion is asked of the actor's seat, or of their department; on behalf of another where that was delegated."""
    if actor.position is None or opinion.state != OpinionState.OPEN:
        return False
    if actor.for_seat is not None and not actor.may(WORK):
        return False
    if opinion.position_id is not None:
        return opinion.position_id == actor.seat_id
    return actor.position.department_id is not None and opinion.department_id == actor.position.department_id


def answering(actor: Actor, opinion: DraftOpinion) -> Actor | None:
    """Who answers it: the actor, or the actor on behalf of the seat that was asked."""
    return actor.first_that(lambda each: is_asked(each, opinion), *DELEGATED)


def may_comment(draft: Draft) -> bool:
    """Whoever sees it, until it has been issued or given up."""
    return draft.state not in {DraftState.FINISHED, DraftState.ABANDONED}
