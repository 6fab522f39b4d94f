"""The record grows and never changes."""

import pytest
from django.db import IntegrityError, connection, transaction

from lienthong.foundation.audit import queries, services
from lienthong.foundation.audit.models import AuditEntry
from lienthong.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditentry SET verb = 'khac'", "DELETE FROM audit_auditentry WHERE true"]
)
def test_the_database_refuses_change_and_removal(statement):
    services.record(actor=SYSTEM, verb="accept_dossier", subject_type="dossier", subject_id=1)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert [entry.verb for entry in queries.entries_of("dossier", 1)] == ["accept_dossier"]


def test_looks_are_kept_the_same_way(django_user_model):
    from lienthong.foundation.accounts import services as accounts

    person = accounts.identify_person(actor=SYSTEM, id_number="064195000001", full_name="Nguyễn Thị Mai")
    services.record_access(actor=SYSTEM, person_id=person.pk, subject_type="dossier", subject_id=1, reason="Thụ lý")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_accessentry")
    assert AuditEntry.objects.count() == 0
