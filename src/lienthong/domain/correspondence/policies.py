"""Who may do what with a document (quyền trên văn bản). What an actor may see is decided in `queries.visible_documents`."""

from lienthong.domain.correspondence.choices import Part, TaskState
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
    mine = actor.is_system or (actor.agency_id == document.agency_id and actor.may(move.right))
    return mine and document.state in move.source


def holds(actor: Actor, task: DocumentTask) -> bool:
    """Whether the document lies with this seat, or with the department whose head this seat is."""
    if task.state != TaskState.OPEN or actor.position is None:
        return False
    if task.position_id is not None:
        return task.position_id == actor.position.id
    return task.department_id == actor.position.department_id and actor.may(DIRECT)


def may_give_on(actor: Actor, task: DocumentTask) -> bool:
    """Who holds a document to decide on, to lead or to support gives it on within the agency; who is only informed does not."""
    return holds(actor, task) and task.part != Part.INFORM


def may_take_back(actor: Actor, task: DocumentTask) -> bool:
    """Only the seat that gave it."""
    return task.state == TaskState.OPEN and actor.position is not None and task.given_by_id == actor.position.id
