"""Lives of dossiers as the histories that the rules reckon with (từ diễn biến đã ghi đến quy tắc)."""

from datetime import datetime

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.choices import Ground, HaltKind, ReferralKind
from lienthong.domain.lateness.choices import Fault, Kind
from lienthong.domain.lateness.rules import Broken, History, Hold, Pause, Question, Step, Unit

LONGEST_WORD = 200
_QUESTIONS = {ReferralKind.OPINION: Kind.OPINION, ReferralKind.HANDOVER: Kind.HANDOVER}


def history_of(life: dossiers.Life, *, now: datetime | None = None) -> History:
    """The history of an ended dossier, or of a running one up to `now`. Raises Broken where a moment is missing."""
    if life.begin is None:
        raise Broken(Fault.NOT_ACCEPTED)
    if life.due_at is None:
        raise Broken(Fault.NO_DUE)
    is_open = life.ended_at is None and now is not None
    end = now if is_open else life.ended_at
    if end is None:
        raise Broken(Fault.NO_END)
    return History(
        begin=life.begin,
        end=end,
        due_at=life.due_at,
        is_open=is_open,
        unit=Unit(life.agency_id),
        steps=tuple(
            Step(each.id, each.key, each.name, each.opened_at, each.due_at, each.finished_at, _holds(each))
            for each in life.steps
        ),
        pauses=tuple(_pause(each, life.begin) for each in life.pauses),
        questions=tuple(
            Question(
                each.id,
                _QUESTIONS[ReferralKind(each.kind)],
                each.agency_id,
                each.sent_at,
                each.due_at,
                each.answered_at,
            )
            for each in life.questions
        ),
    )


def _holds(step: dossiers.LifeStep) -> tuple[Hold, ...]:
    """Waiting for an assignment is told apart only where assignments were made: elsewhere whoever has the role takes the step."""
    assigned = len({each.position_id for each in step.holds}) > 1
    return tuple(
        Hold(
            each.since,
            Unit(each.agency_id, each.department_id, each.position_id, each.name),
            is_queue=assigned and each.position_id is None,
        )
        for each in step.holds
    )


def _pause(pause: dossiers.LifePause, begin: datetime) -> Pause:
    kind, cause = Kind.GROUND, "Không ghi căn cứ"
    if pause.kind == "supplement":
        kind, cause = Kind.SUPPLEMENT, f"Yêu cầu bổ sung {pause.title}"
    elif pause.kind == HaltKind.DUTY:
        kind, cause = Kind.DUTY, pause.title
    elif pause.kind == HaltKind.PAUSE:
        kind = Kind.APPLICANT if pause.ground == Ground.APPLICANT else Kind.GROUND
        cause = str(Ground(pause.ground).label)
    return Pause(max(pause.begin, begin), pause.end, kind, cause[:LONGEST_WORD])
