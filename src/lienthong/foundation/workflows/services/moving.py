"""Running dossiers on a new version of their process (chuyển sang phiên bản mới), and back.

A run may move when it would stand at the same steps: what was done is replayed on the new table, and the steps open after that
must be the steps open now. Steps already open keep the person, the hour and the name they were opened with; those to come follow the new table.
"""

import json
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from lienthong.foundation.audit import services as audit
from lienthong.foundation.workflows import policies
from lienthong.foundation.workflows.adapters import spiff
from lienthong.foundation.workflows.choices import InstanceStatus
from lienthong.foundation.workflows.errors import MoveUndone, NothingToMove, WorkflowNotFound
from lienthong.foundation.workflows.models import MovedRun, Workflow, WorkflowInstance, WorkflowMove
from lienthong.foundation.workflows.queries import get_workflow, steps_of
from lienthong.foundation.workflows.rules.journal import Journal, fields_of, unpack, wanted
from lienthong.foundation.workflows.rules.steps import position_of
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

BATCH = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Runs that stand at the same steps: how many, and why they cannot move (empty: they can)."""

    names: tuple[str, ...]
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Undone:
    """Runs put back, and runs that went on since the move and stay where they are."""

    restored: int
    gone_on: int


def preview_move(*, actor: Actor, source_id: int, target_id: int) -> tuple[Place, ...]:
    """Who can move and who cannot, by place, nothing changed. Raises NotAllowed, NothingToMove, WorkflowNotFound."""
    source, target = _pair(actor, source_id, target_id)
    replay = _Replay(source, target)
    places: Counter[tuple[tuple[str, ...], str]] = Counter()
    for instance in _running(source).iterator(chunk_size=BATCH):
        journal, moved = replay.of(instance.state)
        stands = tuple(replay.names.get(key, key) for key in journal.open)
        places[stands, moved if isinstance(moved, str) else ""] += 1
    found = [Place(names, count, reason) for (names, reason), count in places.items()]
    return tuple(sorted(found, key=lambda each: (bool(each.reason), -each.count, each.names)))


@transaction.atomic
def move_runs(*, actor: Actor, source_id: int, target_id: int) -> WorkflowMove:
    """Move every run that can. Each keeps its former state, so the move can be undone. Raises like `preview_move`."""
    source, target = _pair(actor, source_id, target_id)
    replay = _Replay(source, target)
    move = WorkflowMove(source=source, target=target, moved_at=clock.now(), moved_by=actor.name[:160])
    kept, changed = [], []
    for instance in _running(source).select_for_update().order_by("id"):
        _, moved = replay.of(instance.state)
        if isinstance(moved, str):
            continue
        after = moved.pack()
        kept.append(MovedRun(move=move, instance=instance, before=bytes(instance.state), after=after))
        instance.workflow, instance.state = target, after
        changed.append(instance)
    if not changed:
        raise NothingToMove(
            f"Không hồ sơ nào của phiên bản {source.version} chuyển sang phiên bản {target.version} được."
        )
    move.save()
    WorkflowInstance.objects.bulk_update(changed, ["workflow", "state"], batch_size=BATCH)
    MovedRun.objects.bulk_create(kept, batch_size=BATCH)
    _record(actor, "move_workflow_runs", move, runs=len(changed))
    return move


@transaction.atomic
def undo_move(*, actor: Actor, move_id: int) -> Undone:
    """Put every run of a move back exactly as it was; a run that went on since stays. Raises NotAllowed, WorkflowNotFound, MoveUndone."""
    move = WorkflowMove.objects.select_for_update().filter(id=move_id).first()
    if not policies.can_define_workflow(actor):
        raise NotAllowed
    if move is None:
        raise WorkflowNotFound("Không tìm thấy lần chuyển này.")
    if move.undone_at is not None:
        raise MoveUndone
    runs = {run.instance_id: run for run in MovedRun.objects.filter(move=move)}
    restored = []
    locked = WorkflowInstance.objects.select_for_update().filter(id__in=list(runs)).order_by("id")
    for instance in locked:
        run = runs[instance.id]
        still = instance.workflow_id == move.target_id and instance.status == InstanceStatus.RUNNING
        if still and bytes(instance.state) == bytes(run.after):
            instance.workflow_id, instance.state = move.source_id, bytes(run.before)
            run.is_undone = True
            restored.append(instance)
    WorkflowInstance.objects.bulk_update(restored, ["workflow", "state"], batch_size=BATCH)
    MovedRun.objects.filter(move=move, instance__in=[each.id for each in restored]).update(is_undone=True)
    move.undone_at = clock.now()
    move.save(update_fields=["undone_at"])
    _record(actor, "undo_workflow_move", move, restored=len(restored))
    return Undone(len(restored), len(runs) - len(restored))


def _pair(actor: Actor, source_id: int, target_id: int) -> tuple[Workflow, Workflow]:
    if not policies.can_define_workflow(actor):
        raise NotAllowed
    source, target = get_workflow(source_id), get_workflow(target_id)
    if source.code != target.code or source.id == target.id:
        raise NothingToMove("Chọn hai phiên bản khác nhau của cùng một quy trình.")
    return source, target


def _running(source: Workflow) -> QuerySet[WorkflowInstance]:
    return WorkflowInstance.objects.filter(workflow=source, status=InstanceStatus.RUNNING)


class _Replay:
    """Where runs of one version would be on another. Runs with the same past have the same future: it is reckoned once."""

    def __init__(self, source: Workflow, target: Workflow) -> None:
        self._process = spiff.parse(target.bpmn)
        self._steps = steps_of(target.id)
        self._asked = fields_of(steps_of(source.id))
        self.names = {step.key: step.name for step in steps_of(source.id)}
        self._known: dict[str, Journal | str] = {}

    def of(self, state: bytes | memoryview) -> tuple[Journal, Journal | str]:
        """The run as it is, and on the new table or the sentence why it cannot be there."""
        journal = unpack(state)
        past = json.dumps([journal.open, journal.done])
        if past not in self._known:
            self._known[past] = self._moved(journal)
        return journal, self._known[past]

    def _moved(self, journal: Journal) -> Journal | str:
        place = position_of(self._steps)
        gone = next((key for key in journal.open if key not in place), None)
        if gone is not None:
            return f"Đang ở bước “{self.names.get(gone, gone)}”, phiên bản mới không còn bước này."
        here = min(place[key] for key in journal.open)
        for step in self._steps:
            if step.when and place[step.key] <= here and step.when.field not in self._asked:
                return f"Bước “{step.name}” của phiên bản mới tùy câu hỏi “{step.when.field}”, khi hồ sơ đi qua chưa ai xét câu này."
        run = spiff.Run(self._process)
        done = [
            (key, kept)
            for key, said in journal.done
            if key in place and run.complete(key, kept := wanted(self._steps, said))
        ]
        opened = run.open_steps()
        if sorted(opened) == sorted(journal.open):
            return Journal(opened, done, run.state())
        missing = next((step.name for step in self._steps if step.key in opened and step.key not in journal.open), "")
        if missing:
            return f"Phiên bản mới có bước “{missing}” phải làm trước chỗ hồ sơ đang đứng."
        return "Ở phiên bản mới, hồ sơ không dừng ở các bước đang mở."


def _record(actor: Actor, verb: str, move: WorkflowMove, **details: int) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject_type="workflow_move",
        subject_id=move.pk,
        details={"source": move.source_id, "target": move.target_id, **details},
    )
