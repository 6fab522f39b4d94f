"""When the clock stands still and when the dossier is due (tạm dừng đồng hồ, tính lại hẹn trả). Used by the verbs, not called
from outside."""

from datetime import datetime
from typing import Any

from lienthong.domain.dossiers.choices import Decision, ProposalKind
from lienthong.domain.dossiers.models import Dossier, DossierStep
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.workdays import services as workdays
from lienthong.kit import clock

CLOCK_FIELDS = ["paused_at", "pauses", "due_at", "due_derivation"]
"""What `stop_clock` and `run_clock` change."""


def stop_clock(dossier: Dossier, now: datetime) -> None:
    """From `now` on nothing counts; the open steps wait. The caller saves CLOCK_FIELDS."""
    dossier.paused_at = now
    DossierStep.objects.filter(dossier=dossier, finished_at__isnull=True).update(is_paused=True)


def run_clock(dossier: Dossier, now: datetime) -> None:
    """End the pause: due date and open steps move by the working time that was paused. The caller saves CLOCK_FIELDS."""
    if dossier.paused_at is None:
        return
    pause = (dossier.paused_at, now)
    dossier.pauses = [*dossier.pauses, [pause[0].isoformat(), pause[1].isoformat()]]
    dossier.paused_at = None
    for step in DossierStep.objects.filter(dossier=dossier, finished_at__isnull=True):
        step.due_at = workdays.shift_due(
            agency_id=step.agency_id, due=step.due_at, pauses=[pause], known_at=step.opened_at
        )
        step.is_paused = False
        step.save(update_fields=["due_at", "is_paused"])
    reckon_due(dossier)


def reckon_due(dossier: Dossier, *, extra_days: int | None = None) -> None:
    """The due date anew from acceptance: limit, pauses, then the extension (`extra_days`, or the one granted earlier).

    The derivation keeps both parts, line by line. A reopened dossier counts from its reopening: see `_beginning`.
    """
    if dossier.accepted_at is None:
        return
    version = procedures.version(dossier.version_id)
    start, reopened = _beginning(dossier)
    # What was paused before a reopening belongs to the limit that ended then.
    pauses = [(max(each[0], start), each[1]) for each in workdays.read_pauses(dossier.pauses) if each[1] > start]
    due = workdays.due_for(
        agency_id=dossier.agency_id,
        start=start,
        limit_value=version.limit_value,
        limit_unit=version.time_limit_unit,
        pauses=pauses,
    )
    kept: dict[str, Any] = due.as_json()
    if reopened:
        kept["lines"] = ["Hồ sơ được mở lại; thời hạn tính lại từ lúc mở.", *kept["lines"]]
    dossier.due_at = due.due
    days = extra_days if extra_days is not None else (0 if reopened else _days_granted(dossier))
    if days:
        more = workdays.due_for(
            agency_id=dossier.agency_id,
            start=due.due,
            limit_value=days,
            limit_unit="working_days",
            pauses=[each for each in pauses if each[0] >= due.due],
        )
        told = f"{due.due.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
        until = f"{more.due.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"
        later = more.as_json()
        first = {cell["date"] for cell in kept["days"]}
        kept = {
            **kept,
            "due": later["due"],
            "lines": [*kept["lines"], f"Gia hạn một lần thêm {days} ngày làm việc, từ {told} đến {until} (mẫu 04)."],
            "days": [cell if cell["state"] != "due" else {**cell, "state": "count"} for cell in kept["days"]]
            + [cell for cell in later["days"] if cell["date"] not in first],  # type: ignore[attr-defined]
        }
        dossier.due_at = more.due
    dossier.due_derivation = kept


def _beginning(dossier: Dossier) -> tuple[datetime, bool]:
    assert dossier.accepted_at is not None
    reopening = (
        dossier.proposals.filter(kind=ProposalKind.REOPEN, state=Decision.APPROVED).order_by("-id").first()
        if dossier.reopened
        else None
    )
    if reopening is None or reopening.decided_at is None:
        return dossier.accepted_at, False
    return reopening.decided_at, True


def _days_granted(dossier: Dossier) -> int:
    granted = dossier.proposals.filter(kind=ProposalKind.EXTEND, state=Decision.APPROVED).first()
    return int(granted.details["days"]) if granted is not None else 0
