"""Rows written without the ORM stand as the ORM would have written them (ghi dòng)."""

import pytest
from django.db import DataError, IntegrityError, models, transaction

from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.workflows.models import Workflow, WorkflowInstance
from lienthong.kit import clock
from lienthong.kit.rows import change, copy_in, insert, one


class Stamped(models.Model):
    """Changes on saving; it has no table, for it is refused before."""

    at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "test_rows"

    def __str__(self) -> str:
        return str(self.at)


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("write", [lambda rows: insert(*rows), copy_in], ids=["insert", "copy"])
def test_rows_read_back_equal(write: object) -> None:
    details: dict[str, object] = {"lời": "“một”", "số": [1, None, 2.5], "trong": {"sâu": True}}
    rows = [
        AuditEntry(
            verb="test_rows", subject_type="test", subject_id=str(number), actor_name="Siu H'Ngan", details=details
        )
        for number in range(3)
    ]
    write(rows)  # type: ignore[operator]
    write([])  # type: ignore[operator]
    assert not any(row._state.adding for row in rows)
    found = list(AuditEntry.objects.filter(verb="test_rows").order_by("id"))
    for row, read in zip(rows, found, strict=True):
        same = [field.attname for field in AuditEntry._meta.concrete_fields if field.attname != "id"]
        assert [getattr(read, name) for name in same] == [getattr(row, name) for name in same]


def test_the_database_judges_them_with_the_errors_of_the_orm() -> None:
    workflow = {"code": "test-rows", "version": 1, "name": "x", "steps": [], "bpmn": ""}
    insert(Workflow(**workflow))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Workflow(**workflow))
    with pytest.raises(DataError), transaction.atomic():
        insert(Workflow(**{**workflow, "version": 2, "name": "x" * 301}))
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in([Workflow(**workflow)])
    with pytest.raises(DataError), transaction.atomic():
        copy_in([Workflow(**{**workflow, "version": 2, "name": "x" * 301})])


def test_a_model_that_changes_on_saving_is_refused() -> None:
    with pytest.raises(TypeError, match="needs the ORM"):
        insert(Stamped(at=None))


def test_a_row_is_found_and_changed_as_the_orm_does_it() -> None:
    workflow = Workflow.objects.create(code="test-rows", version=1, name="Hộ tịch", steps=[{"key": "một"}], bpmn="")
    run = WorkflowInstance.objects.create(workflow=workflow, state=b"\x00\xff")
    read = one(WorkflowInstance, id=run.pk, lock=True)
    assert read is not None
    assert (read.pk, read.workflow_id, bytes(read.state)) == (run.pk, workflow.pk, b"\x00\xff")
    again = one(Workflow, code="test-rows", version=1)
    assert again is not None
    assert (again.steps, again.name) == ([{"key": "một"}], "Hộ tịch")
    assert one(Workflow, code="test-rows", version=2) is None

    read.state, read.ended_at = b"\x01", clock.now()
    change(read, "state", "ended_at")
    run.refresh_from_db()
    assert (bytes(run.state), run.ended_at, run.status) == (b"\x01", read.ended_at, "running")

    again.steps, again.name = [], "x" * 301
    change(again, "steps")
    workflow.refresh_from_db()
    assert workflow.steps == []
    with pytest.raises(DataError), transaction.atomic():
        change(again, "name")
    run.delete()
    with pytest.raises(WorkflowInstance.DoesNotExist):
        change(read, "ended_at")
