"""Runs move where they would stand at the same steps; undoing restores every byte."""

import pytest

from lienthong.foundation.workflows import queries
from lienthong.foundation.workflows.errors import MoveUndone, NothingToMove
from lienthong.foundation.workflows.models import WorkflowInstance
from lienthong.foundation.workflows.services import (
    complete_step,
    define_workflow,
    move_runs,
    preview_move,
    start_instance,
    undo_move,
)
from lienthong.foundation.workflows.tests.examples import BUILDING_PERMIT, row
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db
WAY = ["tiep_nhan", "tham_dinh", "thuc_dia", "phong_chay", "moi_truong", "quy_hoach", "trinh", "ky", "tra"]
ANSWERS = {"dien_tich": 300, "loai": "kho"}
NEW = [each for each in BUILDING_PERMIT if each["key"] != "trinh"]
NEW.insert(2, row("doi_chieu"))


def everything() -> list[tuple[object, ...]]:
    rows = WorkflowInstance.objects.order_by("id").values_list("id", "workflow_id", "status", "state", "ended_at")
    return [(*each[:3], bytes(each[3]), each[4]) for each in rows]


@pytest.fixture
def versions():
    """Two versions, and a run of the old one at every place there is."""
    old = define_workflow(actor=SYSTEM, code="xd", name="XD", steps=BUILDING_PERMIT)
    for done in range(len(WAY) + 1):
        run = start_instance(workflow_id=old.id).instance_id
        for key in WAY[:done]:
            complete_step(instance_id=run, step_key=key, data=ANSWERS)
    return old, define_workflow(actor=SYSTEM, code="xd", name="XD", steps=NEW)


def test_who_can_move_and_who_cannot(versions):
    old, new = versions
    places = preview_move(actor=SYSTEM, source_id=old.id, target_id=new.id)
    assert {place.names: place.reason for place in places if not place.reason} == {
        ("Bước tiep_nhan",): "",
        ("Bước tham_dinh",): "",
    }
    reasons = {place.names[0]: place.reason for place in places}
    assert "không còn bước này" in reasons["Bước trinh"]
    assert "“Bước doi_chieu” phải làm trước" in reasons["Bước ky"]
    assert sum(place.count for place in places) == len(WAY)


def test_undoing_restores_every_byte(versions):
    old, new = versions
    before = everything()
    move = move_runs(actor=SYSTEM, source_id=old.id, target_id=new.id)
    assert sum(each[1] == new.id for each in everything()) == 2
    undone = undo_move(actor=SYSTEM, move_id=move.pk)
    assert (undone.restored, undone.gone_on) == (2, 0)
    assert everything() == before
    with pytest.raises(MoveUndone):
        undo_move(actor=SYSTEM, move_id=move.pk)


def test_a_moved_run_goes_the_new_way_and_stays_when_it_went_on(versions):
    old, new = versions
    move = move_runs(actor=SYSTEM, source_id=old.id, target_id=new.id)
    run = next(each for each in WorkflowInstance.objects.filter(workflow=new) if queries.progress(each.id).done)
    moved = complete_step(instance_id=run.id, step_key="tham_dinh", data=ANSWERS)
    assert [step.key for step in moved.opened] == ["doi_chieu"]
    kept = everything()
    undone = undo_move(actor=SYSTEM, move_id=move.pk)
    assert (undone.restored, undone.gone_on) == (1, 1)
    assert [each for each in everything() if each[0] == run.id] == [each for each in kept if each[0] == run.id]


def test_it_refuses(versions):
    old, new = versions
    with pytest.raises(NotAllowed):
        preview_move(actor=ANONYMOUS, source_id=old.id, target_id=new.id)
    with pytest.raises(NothingToMove):
        move_runs(actor=SYSTEM, source_id=old.id, target_id=old.id)
