"""The ledger of one dossier is put right (đính chính sổ biến động): a moment written by a clock set wrong, a turn that is missing.

Figures are counted from the ledger, so a wrong turn keeps a report from going out. Whoever follows the province mends it with a reason;
the turns as they were stay in the record of the dossier, and the figures of the period become another edition.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction

from lienthong.domain.dossiers.choices import State, Timeliness
from lienthong.domain.dossiers.events import LedgerCorrected
from lienthong.domain.dossiers.models import Dossier, Turn
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.moving import lock_dossier
from lienthong.domain.dossiers.states import TRANSITIONS
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import publish

LEAST_WORDS = 15
"""A reason has to say something: letters."""
RIGHT = "figures.publish"
_RUNS = (State.PROCESSING, State.SUPPLEMENT, State.PAUSED, State.DUTY)
_ENDS = (State.COMPLETED, State.RETURNED, State.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingTurn:
    """A turn that was never written: how the dossier stood from `at` (aware) on."""

    state: str
    at: datetime


@transaction.atomic
def correct_ledger(
    *,
    actor: Actor,
    dossier_id: uuid.UUID,
    moments: Mapping[int, datetime] | None = None,
    missing: Sequence[MissingTurn] = (),
    reason: str,
) -> list[Turn]:
    """Give turns (by number) other moments, add missing ones; the chain is written anew. Raises NotFound, NotAllowed, Invalid.

    In the order of time every turn must be a move that the table of states knows. What the dossier itself says (its moments, whether
    it was in time) follows its ledger. A repeat that changes nothing changes nothing.
    """
    if not actor.may(RIGHT):
        raise NotAllowed
    dossier = lock_dossier(dossier_id)
    turns = list(Turn.objects.filter(dossier=dossier).order_by("number"))
    before = [_told(turn) for turn in turns]
    stood = {(turn.at, turn.until, turn.state) for turn in turns}
    problems = _problems(turns, moments or {}, missing, reason)
    changed = [turn for turn in turns if turn.number in (moments or {}) and (moments or {})[turn.number] != turn.at]
    if not changed and not missing and not problems:
        return turns
    for turn in changed:
        turn.corrected_from = turn.corrected_from or turn.at
        turn.at = (moments or {})[turn.number]
    added = [
        Turn(dossier=dossier, at=each.at, state=each.state, verb="correct_ledger", corrected_from=None)
        for each in missing
    ]
    for turn in (*changed, *added):
        turn.corrected_reason, turn.corrected_by_name = reason.strip(), actor.name
    line = sorted([*turns, *added], key=lambda turn: (turn.at, turn.number or 0))
    problems |= _order_problem(line)
    if problems:
        raise Invalid(problems)
    _chain(dossier, line, added)
    _write(dossier, line)
    audit.record(
        actor=actor,
        verb="correct_ledger",
        subject_type="dossier",
        subject_id=dossier.id,
        details={"reason": reason.strip(), "before": before, "after": [_told(turn) for turn in line]},
    )
    moved = stood ^ {(turn.at, turn.until, turn.state) for turn in line}
    times = [time for at, until, _ in moved for time in (at, until or at)]
    publish(LedgerCorrected(dossier_id=dossier.id, code=dossier.code, since=min(times), until=max(times)))
    return line


def _problems(
    turns: list[Turn], moments: Mapping[int, datetime], missing: Sequence[MissingTurn], reason: str
) -> dict[str, str]:
    problems = {}
    if len(reason.strip()) < LEAST_WORDS:
        problems["reason"] = "Ghi vì sao thời điểm cũ sai và lấy thời điểm mới từ đâu (giấy tờ, nhật ký máy chủ)."
    now = clock.now()
    if any(moment > now for moment in moments.values()) or any(each.at > now for each in missing):
        problems["moments"] = "Thời điểm không được sau lúc này."
    if unknown := set(moments) - {turn.number for turn in turns}:
        problems["moments"] = f"Hồ sơ không có biến động số {min(unknown)}."
    if any(each.state not in State.values for each in missing):
        problems["state"] = "Chọn tình trạng của biến động còn thiếu."
    return problems


def _order_problem(line: list[Turn]) -> dict[str, str]:
    known = {(source, move.target) for move in TRANSITIONS.values() for source in move.sources}
    if not line or line[0].state not in {State.SUBMITTED, State.AWAITING_PAYMENT}:
        return {"moments": "Biến động đầu tiên phải là nộp hồ sơ."}
    for before, after in pairwise(line):
        if before.state != after.state and (before.state, after.state) not in known:
            return {
                "moments": f"Theo thứ tự thời gian, sau “{State(before.state).label}” không thể là “{State(after.state).label}” "
                f"({after.at.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}). Kiểm tra lại thời điểm, hoặc thêm biến động còn thiếu."
            }
    return {}


def _chain(dossier: Dossier, line: list[Turn], added: list[Turn]) -> None:
    """What follows from the order: numbers, ends, what was before, time spent, whether the result was in time."""
    before: Turn | None = None
    for number, turn in enumerate(line, 1):
        turn.number, turn.until = number, None
        if turn in added:
            turn.holder_id = before.holder_id if before else dossier.agency_id
            turn.is_child = before.is_child if before else dossier.parent_id is not None
            turn.due_at = dossier.due_at if before is None or before.due_at is None else before.due_at
            turn.procedure_id, turn.channel = dossier.procedure_id, dossier.channel
            if turn.state in {State.AWAITING_PAYMENT, State.SUBMITTED}:
                turn.due_at = None
        if before is None:
            turn.was_state, turn.was_holder_id, turn.was_child, turn.spent = "", None, False, 0
        else:
            before.until = turn.at
            turn.was_state, turn.was_holder_id, turn.was_child = before.state, before.holder_id, before.is_child
            turn.spent = _spent(before, turn)
            if turn.state == State.COMPLETED and before.state != State.COMPLETED:
                turn.timeliness = _timeliness(turn.at, turn.due_at)
            elif turn.state in _ENDS:
                turn.timeliness = before.timeliness
        before = turn


def _spent(before: Turn, turn: Turn) -> int:
    if before.state in _RUNS:
        more = (turn.at - before.at).total_seconds() if before.state == State.PROCESSING else 0
        return before.spent + int(max(0, more))
    return before.spent if turn.state in _ENDS else 0


def _timeliness(at: datetime, due: datetime | None) -> str:
    if due is None:
        return ""
    if at > due:
        return Timeliness.LATE
    same_day = at.astimezone(clock.VIETNAM).date() == due.astimezone(clock.VIETNAM).date()
    return Timeliness.ON_TIME if same_day else Timeliness.EARLY


def _write(dossier: Dossier, line: list[Turn]) -> None:
    known = [turn for turn in line if turn.pk]
    # Out of the way first: a number stands once a dossier at any moment.
    for place, turn in enumerate(known):
        Turn.objects.filter(pk=turn.pk).update(number=1_000_000 + place)
    for turn in line:
        turn.save()
    moments = {"submitted_at": line[0].at}
    for turn in line:
        moments |= {
            State.PROCESSING: {"accepted_at": turn.at} if turn.was_state == State.SUBMITTED else {},
            State.COMPLETED: {"completed_at": turn.at},
            State.RETURNED: {"returned_at": turn.at} if turn.was_state == State.COMPLETED else {},
        }.get(State(turn.state), {})
    last = line[-1]
    for name, at in moments.items():
        # A reopened dossier has no result for now.
        if name in {"submitted_at", "accepted_at"} or last.state in _ENDS:
            setattr(dossier, name, at)
    if last.state in _ENDS:
        dossier.timeliness = last.timeliness
    dossier.save(update_fields=["submitted_at", "accepted_at", "completed_at", "returned_at", "timeliness"])


def _told(turn: Turn) -> dict[str, Any]:
    return {"number": turn.number, "at": turn.at.isoformat(), "state": turn.state}
