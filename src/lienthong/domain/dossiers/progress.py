"""What a person wants to know of a dossier (hồ sơ đang ở đâu): done, now, next, each with who, since when, until when."""

from dataclasses import dataclass
from datetime import datetime

from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.states import national_status
from lienthong.foundation.workflows import queries as workflows

ROLE_NAMES = {
    "one_stop_officer": "Bộ phận Một cửa",
    "specialist": "Chuyên viên thụ lý",
    "department_head": "Lãnh đạo phòng",
    "agency_leader": "Lãnh đạo cơ quan",
    "clerk": "Văn thư",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the timeline. `state`: done | current | paused | todo | refused."""

    title: str
    state: str
    holder: str
    at: datetime | None = None
    until: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """`word` for the citizen; `done_keys`/`active_keys` for the diagram."""

    word: str
    national: int
    national_word: str
    stages: tuple[Stage, ...]
    done_keys: tuple[str, ...]
    active_keys: tuple[str, ...]


def progress_of(dossier: Dossier) -> Progress:
    """Three queries at most, whatever the length of the story."""
    steps = list(dossier.steps.select_related("agency"))
    stages = [Stage("Đã nộp hồ sơ", "done", dossier.get_channel_display(), at=dossier.submitted_at)]
    for step in steps:
        holder = f"{step.agency.name}, {ROLE_NAMES.get(step.role, step.role)}"
        if step.finished_at is not None:
            refused = dossier.state in {State.REJECTED, State.WITHDRAWN, State.STOPPED} and step.outcome == "cancelled"
            stages.append(Stage(step.name, "refused" if refused else "done", holder, at=step.finished_at))
        elif step.is_paused:
            stages.append(Stage(step.name, "paused", holder, at=dossier.paused_at or step.opened_at, note="Tạm dừng, không tính vào thời hạn giải quyết"))
        else:
            stages.append(Stage(step.name, "current", holder, at=step.opened_at, until=step.due_at))
    done = tuple(step.key for step in steps if step.finished_at is not None)
    active = tuple(step.key for step in steps if step.finished_at is None)
    if dossier.workflow_instance is not None and active:
        at = workflows.progress(dossier.workflow_instance)
        stages += [Stage(spec.name, "todo", ROLE_NAMES.get(spec.role, spec.role)) for spec in at.upcoming]
    status = national_status(dossier.state, work_begun=dossier.work_begun)
    return Progress(
        word=State(dossier.state).label,
        national=int(status),
        national_word=str(status.label),
        stages=tuple(stages),
        done_keys=done,
        active_keys=active,
    )
