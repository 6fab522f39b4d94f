"""Rows written without the ORM stand as the ORM would have written them (ghi dòng)."""

import pytest
from django.db import DataError, IntegrityError, models, transaction

from lienthong.foundation.audit.models import AuditEntry
from lienthong.foundation.workflows.models import Workflow
from lienthong.kit.rows import copy_in, insert


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
