"""Who may do what with a document (quyền trên văn bản). What an actor may see is decided in `queries.visible_documents`."""

from lienthong.domain.correspondence.choices import Part, State, TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask
from lienthong.domain.correspondence.states import MOVES
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

REGISTER, DIRECT, DIRECT_AGENCY = "documents.register", "documents.direct", "documents.direct_agency"


def require_registering(actor: Actor) -> int:
    """The agency whose registers the actor keeps. Raises NotAllowed."""
    if actor.agency_id is None or not actor.may(REGISTER):
        raise NotAllowed("Chức vụ đang dùng không giữ sổ văn bản. Đổi sang chức vụ văn thư rồi thử lại.")
    return actor.agency_id


def may(actor: Actor, verb: str, document: Document) -> bool:
    """Whether the actor's seat does `verb` at the agency of the document, in the state it is in."""
    move = MOVES[verb]
    return (actor.is_system or entitled(actor, verb, document)) and document.state in move.source


def entitled(actor: Actor, verb: str, document: Document) -> bool:
    """Whether the seat may do it where the document stands in the right state. A verb without a right belongs to who signs."""
    if actor.agency_id != document.agency_id:
        return False
    rights = MOVES[verb].right.split()
    return any(actor.may(right) for right in rights) if rights else is_signer(actor, document)


def is_signer(actor: Actor, document: Document) -> bool:
    """Whether the outgoing document lies before this very seat: the paper bears its name, so nobody signs on behalf of it."""
    return actor.position is not None and actor.for_seat is None and document.outgoing.signer_id == actor.position.id


def may_withdraw(actor: Actor, document: Document) -> bool:
    """Who laid it before the signer takes it back while it is unsigned; so does the clerk."""
    mine = actor.position is not None and actor.position.id in {document.outgoing.writer_id, document.registered_by_id}
    clerk = actor.agency_id == document.agency_id and actor.may(REGISTER)
    return document.state == State.TO_SIGN and (mine or clerk)


def holds(actor: Actor, task: DocumentTask) -> bool:
    """Whether the document lies with this seat, or with the department whose head this seat is."""
    if task.state != TaskState.OPEN or actor.position is None:
        return False
    if task.position_id is not None:
        return task.position_id == actor.position.id
    return task.department_id == actor.position.department_id and actor.may(DIRECT)


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
    return task.state == TaskState.OPEN and actor.position is not None and task.given_by_id == actor.position.id
