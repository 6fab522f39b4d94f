"""Who may do what with lists, files and the archive (quyền trên hồ sơ). What an actor may see is decided in `queries`."""

from lienthong.domain.archive.choices import FileState
from lienthong.domain.archive.models import WorkFile
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

WORK, HEAD, KEEP, APPROVE = "archive.work", "archive.head", "archive.keep", "archive.approve"


def require(actor: Actor, right: str, agency_id: int | None = None) -> int:
    """The agency acted for; the file's must be it or one it came after. Raises NotAllowed."""
    if actor.agency_id is None or not actor.may(right) or (agency_id and agency_id not in actor.archive_agency_ids):
        raise NotAllowed(_WHO[right])
    return actor.agency_id


_WHO = {
    WORK: "Chức vụ đang dùng không lập hồ sơ công việc. Đổi sang chức vụ chuyên môn rồi thử lại.",
    HEAD: "Việc này của trưởng phòng. Đổi chức vụ rồi thử lại.",
    KEEP: "Việc này của người làm lưu trữ cơ quan. Đổi sang chức vụ văn thư, lưu trữ rồi thử lại.",
    APPROVE: "Việc này của lãnh đạo cơ quan. Đổi chức vụ rồi thử lại.",
}


def keeps(actor: Actor, file: WorkFile) -> bool:
    """Whether the file lies with this seat, or with the department this seat heads."""
    if actor.position is None or not actor.may(WORK) or file.agency_id not in actor.archive_agency_ids:
        return False
    if file.position_id == actor.position.id:
        return True
    return actor.may(HEAD) and file.department_id == actor.position.department_id


def may_fill(actor: Actor, file: WorkFile) -> bool:
    """Put documents in, take them out, order them: only while it is open."""
    return file.state == FileState.OPEN and keeps(actor, file)


def may_reopen(actor: Actor, file: WorkFile) -> bool:
    """Whoever keeps it, until it is given to the archive."""
    return file.state == FileState.CLOSED and keeps(actor, file)


def oversees(actor: Actor, file: WorkFile) -> bool:
    """The keeper of the archive or a leader of the agency that keeps it."""
    return file.agency_id in actor.archive_agency_ids and (actor.may(KEEP) or actor.may(APPROVE))
