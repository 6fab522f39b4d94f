"""What every verb does first and last: lock the file, ask who and what, keep the record."""

import uuid

from lienthong.domain.archive import policies, queries
from lienthong.domain.archive.errors import FileNotFound
from lienthong.domain.archive.models import WorkFile
from lienthong.domain.archive.states import FILES, next_state
from lienthong.foundation.audit import services as audit
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.text_vi import clean

SHORTEST_REASON = 8


def lock_file(actor: Actor, file_id: uuid.UUID) -> WorkFile:
    """The row, locked; of others as of none. Raises FileNotFound."""
    found = WorkFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
    if found is None or not queries.visible_files(actor).filter(pk=file_id).exists():
        raise FileNotFound
    return found


def lock_kept(actor: Actor, file_id: uuid.UUID) -> WorkFile:
    """The same of a file that lies with the actor. Raises FileNotFound, NotAllowed."""
    file = lock_file(actor, file_id)
    if not policies.keeps(actor, file):
        raise NotAllowed(f"Hồ sơ {file.code} do {file.keeper_name} lập; chỉ người lập và trưởng phòng sửa được.")
    return file


def move(file: WorkFile, verb: str) -> None:
    """Set the state by the table. Raises WrongState."""
    file.state = next_state(FILES, verb, file.state, what=f"Hồ sơ {file.code}", label=file.get_state_display())


def require_state(file: WorkFile, verb: str) -> None:
    """That `verb` would be legal. Raises WrongState."""
    next_state(FILES, verb, file.state, what=f"Hồ sơ {file.code}", label=file.get_state_display())


def reason_of(text: str, example: str) -> str:
    """The reason as it is kept. Raises Invalid when it says nothing."""
    reason = clean(text)[:300]
    if len(reason) < SHORTEST_REASON:
        raise Invalid({"reason": f"Lý do còn trống hoặc quá ngắn. Ghi rõ, ví dụ: {example}"})
    return reason


def recorded(actor: Actor, file: WorkFile, verb: str, **details: object) -> None:
    """One act in the record of the file."""
    audit.record(actor=actor, verb=verb, subject_type="work_file", subject_id=file.pk, details=details)
