"""What a person wants to know of a dossier (hồ sơ đang ở đâu): done, now, next, each with who, since when, until when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.choices import Channel, Outcome, State
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.states import national_status
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.workflows import queries as workflows
from lienthong.kit import clock

OFFICE = {
    Role.ONE_STOP_OFFICER: "Bộ phận Một cửa",
    Role.SPECIALIST: "chuyên viên thụ lý",
    Role.DEPARTMENT_HEAD: "lãnh đạo phòng",
    Role.AGENCY_LEADER: "lãnh đạo cơ quan",
    Role.CLERK: "văn thư",
}
ENDED = {
    State.REJECTED: "Từ chối tiếp nhận",
    State.WITHDRAWN: "Người nộp đã rút hồ sơ",
    State.STOPPED: "Dừng giải quyết",
}
WAITS = {
    State.AWAITING_PAYMENT: "chờ nộp phí, lệ phí",
    State.DUTY: "chờ nộp nghĩa vụ tài chính",
    State.PAUSED: "theo căn cứ đã báo",
    State.SUBMITTED: "chờ giấy tờ gửi qua bưu chính",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """For the timeline, the calendar and the diagram.

    `stages` are items of the `timeline` component, `weeks` those of `days`; `done`/`active` are step keys separated by spaces.
    """

    word: str
    national: int
    national_word: str
    stages: list[dict[str, Any]]
    weeks: list[list[dict[str, Any]]]
    reasons: list[str]
    done: str
    active: str


def progress_of(dossier: Dossier | queries.Followed) -> Progress:
    """One or two queries, whatever the length of the story."""
    steps = queries.stages_of(dossier.id)
    stages: list[dict[str, Any]] = [
        {
            "title": "Đã nộp hồ sơ",
            "state": "done",
            "who": f"Nộp {Channel(dossier.channel).label.lower()}",
            "when": dossier.submitted_at,
        }
    ]
    stages += [_stage(dossier, step) for step in steps if step.outcome != Outcome.CANCELLED]
    if dossier.state in ENDED:
        stages.append({"title": ENDED[State(dossier.state)], "state": "late", "text": dossier.reason})
    open_keys = [step.key for step in steps if step.finished_at is None]
    if dossier.workflow_instance is not None and open_keys:
        upcoming = workflows.progress(dossier.workflow_instance).upcoming
        stages += [
            {"title": spec.name, "state": "next", "who": OFFICE.get(Role(spec.role), spec.role).capitalize()}
            for spec in upcoming
        ]
    status = national_status(dossier.state, work_begun=dossier.work_begun)
    return Progress(
        word=str(State(dossier.state).label),
        national=int(status),
        national_word=str(status.label),
        stages=stages,
        weeks=_weeks(dossier),
        reasons=list(dossier.due_derivation.get("lines", [])),
        done=" ".join(step.key for step in steps if step.finished_at is not None and step.outcome == Outcome.DONE),
        active=" ".join(open_keys),
    )


def _stage(dossier: Dossier | queries.Followed, step: queries.Stage) -> dict[str, Any]:
    holder = f"{step.agency_name}, {OFFICE.get(Role(step.role), step.role)}"
    if step.finished_at is not None:
        text = "Trả lại để hoàn thiện" if step.outcome == Outcome.SENT_BACK else ""
        return {"title": step.name, "state": "done", "who": holder, "when": step.finished_at, "text": text}
    since = step.opened_at.astimezone(clock.VIETNAM)
    if step.is_paused:
        paused = (dossier.paused_at or step.opened_at).astimezone(clock.VIETNAM)
        waits = WAITS.get(State(dossier.state), "chờ bổ sung")
        return {
            "title": f"{step.name}, tạm dừng {waits}",
            "state": "paused",
            "icon": "pause",
            "who": holder,
            "text": f"Tạm dừng từ {paused:%H:%M, %d/%m/%Y}; thời gian này không tính vào thời hạn giải quyết.",
        }
    until = step.due_at.astimezone(clock.VIETNAM)
    late = step.due_at < clock.now()
    return {
        "title": step.name,
        "state": "late" if late else "now",
        "who": holder,
        "text": f"Giữ từ {since:%H:%M, %d/%m/%Y}. {'Quá hạn từ' if late else 'Phải xong trước'} {until:%H:%M, %d/%m/%Y}.",
    }


def _weeks(dossier: Dossier | queries.Followed) -> list[list[dict[str, Any]]]:
    today = clock.today()
    cells = []
    for cell in dossier.due_derivation.get("days", []):
        day = date.fromisoformat(cell["date"])
        state = "start" if cell["state"] == "received" else cell["state"]
        cells.append({"day": day.day, "state": state, "label": cell.get("label", ""), "is_today": day == today})
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]
