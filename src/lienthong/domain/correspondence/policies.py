"""Who may do what with a document (quyền trên văn bản). What an actor may see is decided in `queries.visible_documents`.

Each question is asked of the actor as themself first, then on behalf of every seat that delegated documents to them (thay mặt). Services act
as the actor they are given back, so whatever is recorded carries both names. On behalf of a leader only what was laid before that leader is
directed or settled; what only registers and seals do is nobody's to delegate.
"""

from collections.abc import Callable

from lienthong.domain.correspondence.choices import Part, State, TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.states import MOVES
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

REGISTER, DIRECT, DIRECT_AGENCY = "documents.register", "documents.direct", "documents.direct_agency"
ADMINISTER = "organizations.manage"
WORK, SIGN = "documents.work", "documents.sign"
DELEGATED = (DIRECT, DIRECT_AGENCY, WORK, SIGN)
"""Rights on documents that one seat may lend another."""
OF_PART = {Part.DECIDE: DIRECT, Part.LEAD: WORK, Part.SUPPORT: WORK, Part.INFORM: WORK}
"""What of a seat must have been delegated to do a part that lies with it."""


def require_registering(actor: Actor) -> int:
    """The agency whose registers the actor keeps. Raises NotAllowed."""
    if actor.agency_id is None or not actor.may(REGISTER):
        raise NotAllowed("Chức vụ đang dùng không giữ sổ văn bản. Đổi sang chức vụ văn thư rồi thử lại.")
    return actor.agency_id


def keeps_rules(actor: Actor, agency_id: int | None) -> bool:
    """The clerk changes the rules of the own agency, the administrator the common ones."""
    if agency_id is None:
        return actor.may(ADMINISTER)
    return agency_id == actor.agency_id and actor.may(REGISTER)


def may(actor: Actor, verb: str, document: Document) -> bool:
    """Whether the actor's seat does `verb` at the agency of the document, in the state it is in."""
    move = MOVES[verb]
    return (actor.is_system or entitled(actor, verb, document)) and document.state in move.source


def entitled(actor: Actor, verb: str, document: Document) -> bool:
    """Whether the seat may do it where the document stands in the right state. A verb without a right belongs to who signs."""
    if verb == "give_back":
        return lies_before(actor, document)
    rights = MOVES[verb].right.split()
    if not rights:
        return is_signer(actor, document)
    return actor.agency_id == document.agency_id and any(actor.may(right) for right in rights)


def is_signer(actor: Actor, document: Document) -> bool:
    """Whether the outgoing document lies before this very seat and its paper bears the name of its holder: for another only what was laid
    before it to be signed on behalf of that one (TUQ., KT.), while the delegation holds."""
    row = document.outgoing
    if actor.position is None or row.signer_id != actor.position.id:
        return False
    if row.for_position_id is None:
        return actor.for_seat is None
    return actor.seat_id == row.for_position_id and actor.for_seat is not None and actor.may(SIGN)


def lies_before(actor: Actor, document: Document) -> bool:
    """Whether it waits at this seat: to be given back it need not bear the name of who stands in, nor must their delegation hold still."""
    if actor.position is None:
        return False
    if actor.for_seat is None:
        return document.outgoing.signer_id == actor.position.id
    return is_signer(actor, document) or (document.outgoing.signer_id == actor.seat_id and actor.may(SIGN))


def signing(actor: Actor, document: Document) -> Actor | None:
    """Who signs the document: the actor, or the actor on behalf of the seat for which it was laid before them."""
    return who(actor, lambda each: is_signer(each, document))


def giving_back(actor: Actor, document: Document) -> Actor | None:
    """Who gives an unsigned document back: the seat it lies at, or the actor on behalf of it."""
    return who(actor, lambda each: lies_before(each, document))


def may_withdraw(actor: Actor, document: Document) -> bool:
    """Who laid it before the signer takes it back while it is unsigned; so does the clerk."""
    mine = actor.position is not None and actor.position.id in {document.outgoing.writer_id, document.registered_by_id}
    clerk = actor.agency_id == document.agency_id and actor.may(REGISTER)
    return document.state == State.TO_SIGN and (mine or clerk)


def holds(actor: Actor, task: DocumentTask) -> bool:
    """Whether the document lies with this seat, or with the department whose head this seat is; on behalf of another by what was delegated."""
    if task.state != TaskState.OPEN or actor.position is None:
        return False
    if task.position_id is None:
        return task.department_id == actor.position.department_id and actor.may(DIRECT)
    if task.position_id != actor.seat_id:
        return False
    return actor.for_seat is None or actor.may(OF_PART[Part(task.part)])


def acting_on(actor: Actor, task: DocumentTask) -> Actor | None:
    """Who works on the task: the actor, or the actor on behalf of the seat with which it lies; None when it lies with others."""
    return who(actor, lambda each: holds(each, task))


def may_address(actor: Actor, document: Document) -> bool:
    """Who wrote it, who signs it and the clerk say to whom it goes."""
    if actor.position is None:
        return actor.is_system
    mine = actor.position.id in {
        document.outgoing.writer_id,
        document.outgoing.signer_id,
        document.registered_by_id,
    }
    return mine or (actor.agency_id == document.agency_id and actor.may(REGISTER))


def may_give_on(actor: Actor, task: DocumentTask) -> bool:
    """Who holds a document to decide on, to lead or to support gives it on within the agency; who is only informed does not."""
    return holds(actor, task) and task.part != Part.INFORM


def may_take_back(actor: Actor, task: DocumentTask) -> bool:
    """Only the seat that gave it."""
    if task.state != TaskState.OPEN or actor.position is None or task.given_by_id != actor.seat_id:
        return False
    return actor.for_seat is None or actor.may(DIRECT) or actor.may(WORK)


def taking_back(actor: Actor, task: DocumentTask) -> Actor | None:
    """Who takes it back: the seat that gave it, or the actor on behalf of it."""
    return who(actor, lambda each: may_take_back(each, task))


def who(actor: Actor, test: Callable[[Actor], bool]) -> Actor | None:
    """The actor as themself, else on behalf of the first seat that delegated documents for which `test` holds."""
    return actor.first_that(test, *DELEGATED)
