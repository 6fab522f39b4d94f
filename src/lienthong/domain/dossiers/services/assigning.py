"""Steps are given to officers (phân công), many in one act, and taken back as they were (hoàn lại).

One transaction whatever the number: rows are locked in one statement, changed in one, recorded in one. What somebody else took,
finished or gave away meanwhile is left as it is and told, dossier by dossier; nothing else is lost.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction

from lienthong.domain.dossiers.errors import AssignedDifferently
from lienthong.domain.dossiers.events import StepsAssigned
from lienthong.domain.dossiers.models import Assignment
from lienthong.domain.dossiers.queries import workload
from lienthong.domain.dossiers.services import recording as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, NotFound
from lienthong.kit.events import publish

MOST = 500
NOBODY = "hàng chung"

# The dossiers are not locked: an act on one holds its row and then writes the step, and would wait for us while we wait for it.
_LOCK = """
SELECT step.id, step.dossier_id, dossier.code, step.name, step.role, step.assignee_id, step.finished_at, step.finished_by_name, procedure.code
FROM dossiers_dossierstep step JOIN dossiers_dossier dossier ON dossier.id = step.dossier_id
JOIN procedures_procedure procedure ON procedure.id = dossier.procedure_id
WHERE step.id = ANY(%(ids)s) AND step.agency_id = %(agency)s ORDER BY step.id FOR UPDATE OF step
"""
_CHANGE = """
UPDATE dossiers_dossierstep step SET assignee_id = given.seat
FROM unnest(%(ids)s::bigint[], %(seats)s::bigint[]) AS given(id, seat) WHERE step.id = given.id
"""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A step that was left as it is, and why."""

    code: str
    said: str


@dataclass(slots=True)
class Assigned:
    """What became of an act: how many steps changed hands, what did not. `assignment_id` is None when nothing changed."""

    assignment_id: int | None = None
    shares: Counter[str] = field(default_factory=Counter)
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Steps that changed hands."""
        return sum(self.shares.values())


@transaction.atomic
def assign_steps(*, actor: Actor, shares: Mapping[int, int | None], seen: Mapping[int, int | None]) -> Assigned:
    """Give each step of `shares` to its seat (None: back to whoever has the role). `seen`: with whom each lay when it was looked at.

    At most MOST steps. Whoever shares out work may give any step of their agency to any seat with its role; everybody may take what
    nobody has and put back their own. Raises NotAllowed, Invalid.
    """
    if not shares or len(shares) > MOST:
        raise Invalid({"steps": f"Chọn từ 1 đến {MOST} hồ sơ mỗi lần; đang chọn {len(shares)}."})
    who, agency_id = _assigner(actor)
    seats = _seats(agency_id, {seat for seat in shares.values() if seat is not None})
    result = Assigned()
    moves: list[tuple[int, int | None, int | None]] = []
    records: list[tuple[uuid.UUID, dict[str, object]]] = []
    rows = _locked(list(shares), agency_id)
    result.conflicts += [Conflict("", "Không tìm thấy bước xử lý trong cơ quan này.")] * (len(shares) - len(rows))
    for row in rows:
        to = shares[row.step_id]
        if row.assignee_id == to:
            continue
        said = _why_not(who, actor, row, to, seats, seen.get(row.step_id))
        if said:
            result.conflicts.append(Conflict(row.code, said))
            continue
        name = seats[to].account.full_name if to is not None else NOBODY
        moves.append((row.step_id, row.assignee_id, to))
        records.append(
            (row.dossier_id, {"step": row.name, "note": f"Giao cho {name}", "to": to, "from": row.assignee_id})
        )
        result.shares[name] += 1
    if moves:
        result.assignment_id = _carry_out(who, agency_id, moves, records)
        counted = Counter(to for _, _, to in moves if to is not None)
        publish(
            StepsAssigned(
                assignment_id=result.assignment_id,
                by_name=who.name,
                shares=tuple(
                    f"{seats[seat].account_id}:{number}"
                    for seat, number in sorted(counted.items())
                    if seats[seat].account_id != actor.account_id
                ),
            )
        )
    return result


@transaction.atomic
def undo_assignment(*, actor: Actor, assignment_id: int) -> Assigned:
    """Put every step of an act back where it lay before, by the one who did it, once; what moved on meanwhile stays and is told.

    Raises NotFound, AssignedDifferently when it was taken back already.
    """
    mine = actor.position.id if actor.position else 0
    made = Assignment.objects.select_for_update().filter(pk=assignment_id, position_id=mine).first()
    if made is None:
        raise NotFound
    if made.undone_at is not None:
        raise AssignedDifferently.undone(made.undone_at)
    who, agency_id = _assigner(actor)
    before = {step: (was, became) for step, was, became in made.moves}
    seats = _seats(agency_id, {was for was, _ in before.values() if was is not None}, held=False)
    result = Assigned()
    moves: list[tuple[int, int | None, int | None]] = []
    records: list[tuple[uuid.UUID, dict[str, object]]] = []
    for row in _locked(list(before), agency_id):
        was, became = before[row.step_id]
        if row.finished_at is not None:
            result.conflicts.append(Conflict(row.code, f"{row.finished_by_name or 'Hệ thống'} đã xử lý xong bước này."))
            continue
        if row.assignee_id != became:
            result.conflicts.append(Conflict(row.code, "Đã được giao tiếp cho người khác; giữ nguyên."))
            continue
        if was is not None and (was not in seats or not organizations.is_held(seats[was])):
            result.conflicts.append(Conflict(row.code, "Người giữ trước không còn giữ chức vụ; giữ nguyên."))
            continue
        name = seats[was].account.full_name if was is not None else NOBODY
        moves.append((row.step_id, became, was))
        records.append((row.dossier_id, {"step": row.name, "note": f"Hoàn lại cho {name}", "to": was, "from": became}))
        result.shares[name] += 1
    if moves:
        _change(moves)
        audit.record_all(actor=who, verb="undo_assignment", rows=records)
    made.undone_at = clock.now()
    made.save(update_fields=["undone_at"])
    return result


@dataclass(frozen=True, slots=True)
class _Locked:
    step_id: int
    dossier_id: uuid.UUID
    code: str
    name: str
    role: str
    assignee_id: int | None
    finished_at: object
    finished_by_name: str
    procedure_code: str


def _locked(ids: list[int], agency_id: int) -> list[_Locked]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, {"ids": ids, "agency": agency_id})
        return [_Locked(*row) for row in cursor.fetchall()]


def _assigner(actor: Actor) -> tuple[Actor, int]:
    """Who shares out (the actor, or on behalf of whom), and in which agency."""
    if actor.position is None:
        raise NotAllowed
    if not actor.may("dossiers.assign"):
        for stand in actor.stand_ins:
            if "dossiers.assign" in stand.rights:
                return actor.acting_for(stand), stand.agency_id
    return actor, actor.position.agency_id


def _seats(agency_id: int, ids: set[int], *, held: bool = True) -> dict[int, organizations.PositionRow]:
    rows = {seat.pk: seat for seat in organizations.seats_with_ids(ids) if seat.agency_id == agency_id}
    return {pk: seat for pk, seat in rows.items() if not held or organizations.is_held(seat)}


def _why_not(
    who: Actor,
    actor: Actor,
    row: _Locked,
    to: int | None,
    seats: Mapping[int, organizations.PositionRow],
    seen: int | None,
) -> str:
    """Why this step cannot go there now; empty when it can."""
    if row.finished_at is not None:
        return f"{row.finished_by_name or 'Hệ thống'} đã xử lý xong bước “{row.name}”."
    if row.assignee_id != seen:
        taker = organizations.seats_with_ids([row.assignee_id]).first() if row.assignee_id else None
        name = taker.account.full_name if taker else ""
        return f"{name} vừa nhận hồ sơ này; chưa đổi." if name else "Vừa được trả về hàng chung; chưa đổi."
    if to is not None and to not in seats:
        return "Người nhận không còn giữ chức vụ trong cơ quan này."
    if to is not None and row.role not in seats[to].roles:
        return f"{seats[to].account.full_name} không có vai trò của bước “{row.name}”."
    if not who.may("dossiers.assign"):
        mine = actor.position.id if actor.position else 0
        takes = to == mine and row.assignee_id is None
        gives_back = to is None and row.assignee_id == mine
        if not (takes or gives_back):
            return "Chức vụ đang dùng chỉ nhận việc chưa giao hoặc trả lại việc của mình."
    if who.for_seat is not None and not who.for_seat.covers(row.procedure_code):
        return "Thủ tục này không thuộc phạm vi được ủy quyền."
    return ""


def _carry_out(
    who: Actor,
    agency_id: int,
    moves: list[tuple[int, int | None, int | None]],
    records: list[tuple[uuid.UUID, dict[str, object]]],
) -> int:
    _change(moves)
    audit.record_all(actor=who, verb="assign_step", rows=records)
    made = Assignment.objects.create(
        agency_id=agency_id,
        position_id=who.position.id if who.position else None,
        by_name=who.name,
        at=clock.now(),
        moves=[list(each) for each in moves],
    )
    return made.pk


def _change(moves: list[tuple[int, int | None, int | None]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, {"ids": [step for step, _, _ in moves], "seats": [to for _, _, to in moves]})


def spread_plan(
    *, actor: Actor, step_ids: list[int]
) -> tuple[dict[int, int], list[workload.OpenStep], list[workload.Colleague]]:
    """(step → seat, the steps, the colleagues) of an even spread by workload, as it would be now. Nothing is changed. Raises NotAllowed."""
    agency_id = workload.assigners_agency(actor)
    if agency_id is None:
        raise NotAllowed
    steps = workload.steps_to_share(agency_id, step_ids[:MOST])
    among = workload.colleagues(actor, {step.role for step in steps})
    return workload.spread(steps, among), steps, among
