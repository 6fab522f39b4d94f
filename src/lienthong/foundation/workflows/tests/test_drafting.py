"""Two officials on one draft, what is still wrong, what begins with the new version."""

from copy import deepcopy

import pytest

from lienthong.foundation.workflows import queries
from lienthong.foundation.workflows.errors import DraftChanged, NotReady, StepsInvalid
from lienthong.foundation.workflows.models import WorkflowDraft, WorkflowInstance
from lienthong.foundation.workflows.rules.drafts import check, empty_row
from lienthong.foundation.workflows.services import (
    create_process,
    define_workflow,
    publish_draft,
    restore_replaced,
    save_draft,
    start_draft,
    start_instance,
)
from lienthong.foundation.workflows.tests.examples import BUILDING_PERMIT
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> WorkflowDraft:
    define_workflow(actor=SYSTEM, code="xd", name="Cấp phép xây dựng", steps=BUILDING_PERMIT)
    return start_draft(actor=SYSTEM, code="xd")


def test_new_runs_begin_with_what_was_published(draft: WorkflowDraft):
    old = queries.latest_workflow("xd")
    assert old
    content = deepcopy(draft.content)
    content["rows"][1]["hours"] = "6,5"
    content["legal_hours"] = "40"
    saved = save_draft(actor=SYSTEM, code="xd", edits=draft.edits, content=content)
    new = publish_draft(actor=SYSTEM, code="xd", edits=saved.edits, note="QĐ 12")
    run = WorkflowInstance.objects.get(id=start_instance(workflow_id=old.id).instance_id)
    assert (new.version, run.workflow_id, new.steps[1]["hours"], new.legal_hours) == (2, new.id, 6.5, 40)
    changes = queries.compare(queries.steps_of(old.id), queries.steps_of(new.id))
    assert [(each.where, each.before, each.after) for each in changes] == [
        ("Bước 2 “Bước tham_dinh”, thời gian", "4 giờ", "6,5 giờ")
    ]
    assert not WorkflowDraft.objects.exists()


def test_who_saves_on_an_old_draft_is_told_and_loses_nothing(draft: WorkflowDraft):
    mine, theirs = deepcopy(draft.content), deepcopy(draft.content)
    mine["rows"][0]["name"], theirs["rows"][0]["name"] = "Của tôi", "Của bạn"
    save_draft(actor=SYSTEM, code="xd", edits=1, content=theirs)
    with pytest.raises(DraftChanged):
        save_draft(actor=SYSTEM, code="xd", edits=1, content=mine)
    assert save_draft(actor=SYSTEM, code="xd", edits=1, content=mine, overwrite=True).content == mine
    assert restore_replaced(actor=SYSTEM, code="xd").content == theirs


def test_what_is_wrong_is_said_at_its_cell(draft: WorkflowDraft):
    content = deepcopy(draft.content)
    content["legal_hours"] = "20"
    content["rows"].append(empty_row() | {"key": "them", "name": "Thêm"})
    found = {each.place: each.message for each in check(content, known=["dien_tich"]).errors}
    assert "quá thời hạn 20 giờ là" in found["legal_hours"]
    assert "đứng sau bước trả kết quả" in found["row-9-name"]
    assert "không tờ khai nào dùng quy trình này hỏi “loai”" in found["row-4-field"]
    content["rows"][3]["parallel"] = content["rows"][4]["parallel"] = content["rows"][5]["parallel"] = "Lấy ý kiến"
    assert {step.parallel for step in check(content).steps} == {"", "lay_y_kien"}
    content["rows"][1]["hours"] = "nhiều"
    assert "“nhiều” không phải số giờ" in {each.place: each.message for each in check(content).errors}["row-1-hours"]
    save_draft(actor=SYSTEM, code="xd", edits=1, content=content)
    with pytest.raises(NotReady):
        publish_draft(actor=SYSTEM, code="xd", edits=2)


def test_a_process_without_an_end_is_not_published():
    draft = create_process(actor=SYSTEM, name="Việc mới")
    content = draft.content | {"rows": draft.content["rows"][:-1]}
    assert "chưa có kết thúc" in check(content).errors[0].message
    assert check(draft.content).is_ready
    with pytest.raises(StepsInvalid):
        create_process(actor=SYSTEM, name="Việc mới")
    with pytest.raises(NotAllowed):
        create_process(actor=ANONYMOUS, name="Khác")
