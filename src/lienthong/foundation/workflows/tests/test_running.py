import threading
import uuid

import pytest
from django.db import connection, connections, transaction

from lienthong.foundation.workflows import queries
from lienthong.foundation.workflows.adapters import spiff
from lienthong.foundation.workflows.errors import InstanceEnded, StepNotOpen, WorkflowNotFound
from lienthong.foundation.workflows.models import WorkflowInstance
from lienthong.foundation.workflows.rules.journal import unpack
from lienthong.foundation.workflows.services import (
    cancel_instance,
    complete_step,
    define_workflow,
    send_back,
    start_instance,
    steps_after,
)
from lienthong.foundation.workflows.tests.examples import BUILDING_PERMIT
from lienthong.kit.actor import SYSTEM

LARGE_STORE = {"dien_tich": 300, "loai": "kho", "ho_ten": "Nguyễn Văn A", "giay_to": [1, 2]}
SMALL_HOUSE = {"dien_tich": "80", "loai": "nha_o"}


@pytest.fixture
def workflow(db):
    return define_workflow(actor=SYSTEM, code="1.009994", name="Cấp giấy phép xây dựng", steps=BUILDING_PERMIT)


@pytest.fixture
def run(workflow):
    return start_instance(workflow_id=workflow.id).instance_id


def go(run, *keys, data=LARGE_STORE):
    moved = None
    for key in keys:
        moved = complete_step(instance_id=run, step_key=key, data=data)
    return [step.key for step in moved.opened]


def test_it_works(workflow):
    started = start_instance(workflow_id=workflow.id)
    assert [(step.key, step.agency, step.hours) for step in started.open_steps] == [("tiep_nhan", "reception", 4.0)]
    run = started.instance_id
    assert go(run, "tiep_nhan") == ["tham_dinh"]
    assert go(run, "tham_dinh") == ["thuc_dia"]
    assert go(run, "thuc_dia") == ["phong_chay", "moi_truong", "quy_hoach"]
    assert go(run, "quy_hoach", "phong_chay") == []
    assert go(run, "moi_truong") == ["trinh"]
    assert go(run, "trinh", "ky") == ["tra"]
    moved = complete_step(instance_id=run, step_key="tra", data={})
    assert moved.finished
    assert moved.opened == ()
    with pytest.raises(InstanceEnded):
        complete_step(instance_id=run, step_key="tra", data={})


def test_conditions_that_do_not_hold_skip_their_steps(run):
    assert go(run, "tiep_nhan", "tham_dinh", data=SMALL_HOUSE) == ["phong_chay", "quy_hoach"]
    assert go(run, "phong_chay", "quy_hoach", data=SMALL_HOUSE) == ["trinh"]


def test_progress_tells_what_was_is_and_will_be(run):
    go(run, "tiep_nhan", "tham_dinh", "thuc_dia", "moi_truong")
    progress = queries.progress(run)
    assert progress.done == ("tiep_nhan", "tham_dinh", "thuc_dia", "moi_truong")
    assert progress.active == ("phong_chay", "quy_hoach")
    assert [step.key for step in progress.upcoming] == ["trinh", "ky", "tra"]
    assert [step.key for step in steps_after(workflow_instance=run, step_key="trinh")] == ["ky", "tra"]
    with pytest.raises(WorkflowNotFound):
        queries.progress(uuid.uuid4())


def test_steps_whose_condition_is_known_not_to_hold_are_not_upcoming(run):
    assert "thuc_dia" in [step.key for step in queries.progress(run).upcoming]
    go(run, "tiep_nhan", data=SMALL_HOUSE)
    upcoming = [step.key for step in queries.progress(run).upcoming]
    assert upcoming == ["phong_chay", "quy_hoach", "trinh", "ky", "tra"]


def test_only_the_state_of_the_run_and_the_fields_of_conditions_are_kept(run):
    go(run, "tiep_nhan")
    row = WorkflowInstance.objects.get(id=run)
    journal = unpack(row.state)
    assert "spec" not in journal.engine
    assert journal.done == [("tiep_nhan", {"dien_tich": 300, "loai": "kho"})]
    assert "Nguyễn" not in str(journal.engine)
    assert len(row.state) < 2500


def test_the_state_survives_a_restart_of_the_server(run, workflow):
    go(run, "tiep_nhan", "tham_dinh")
    journal = unpack(WorkflowInstance.objects.get(id=run).state)
    again = spiff.Run(spiff.parse(workflow.bpmn), journal.engine)
    assert again.open_steps() == ["thuc_dia"]


def test_a_step_that_is_not_open_is_refused_with_the_reason(run):
    go(run, "tiep_nhan")
    with pytest.raises(StepNotOpen, match="Bước này đã được xử lý: “Bước tiep_nhan”"):
        go(run, "tiep_nhan")
    with pytest.raises(StepNotOpen, match="Chưa đến bước “Bước ky”"):
        go(run, "ky")


def test_send_back_reopens_a_step_and_all_after_it(run):
    go(run, "tiep_nhan", "tham_dinh", "thuc_dia", "phong_chay", "moi_truong", "quy_hoach", "trinh")
    moved = send_back(instance_id=run, to_step_key="tham_dinh")
    assert [step.key for step in moved.opened] == ["tham_dinh"]
    assert queries.progress(run).done == ("tiep_nhan",)
    assert go(run, "tham_dinh", data=SMALL_HOUSE) == ["phong_chay", "quy_hoach"]


def test_send_back_into_a_parallel_group_leaves_the_siblings_done(run):
    go(run, "tiep_nhan", "tham_dinh", "thuc_dia", "quy_hoach", "moi_truong", "phong_chay")
    moved = send_back(instance_id=run, to_step_key="quy_hoach")
    assert [step.key for step in moved.opened] == ["quy_hoach"]
    assert go(run, "quy_hoach") == ["trinh"]


def test_send_back_to_a_step_never_done_is_refused(run):
    with pytest.raises(StepNotOpen, match="chưa được thực hiện"):
        send_back(instance_id=run, to_step_key="ky")


def test_cancel_stops_the_run_once(run):
    cancel_instance(instance_id=run)
    ended = WorkflowInstance.objects.get(id=run).ended_at
    cancel_instance(instance_id=run)
    assert WorkflowInstance.objects.get(id=run).ended_at == ended
    with pytest.raises(InstanceEnded):
        go(run, "tiep_nhan")


def test_starting_asks_one_read_and_one_insert_of_the_database(workflow, django_assert_num_queries):
    start_instance(workflow_id=workflow.id)
    with django_assert_num_queries(2):
        start_instance(workflow_id=workflow.id)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_gets_a_clear_answer():
    workflow = define_workflow(actor=SYSTEM, code="1.009994", name="Cấp giấy phép", steps=BUILDING_PERMIT)
    run = start_instance(workflow_id=workflow.id).instance_id
    gate = threading.Barrier(2)
    answers: list[str] = []

    def officer() -> None:
        gate.wait(timeout=10)
        try:
            with transaction.atomic():
                complete_step(instance_id=run, step_key="tiep_nhan", data={})
            answers.append("done")
        except StepNotOpen as refusal:
            answers.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=officer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connections.close_all()

    assert sorted(answers) == [
        "Bước này đã được xử lý: “Bước tiep_nhan”. Tải lại trang để xem bước hiện tại của hồ sơ.",
        "done",
    ]
    assert queries.progress(run).done == ("tiep_nhan",)
