"""Two officials, one catalogue, the same moment."""

import threading

import pytest
from django.db import connections

from lienthong.domain.procedures import services
from lienthong.domain.procedures.errors import ImportOutdated
from lienthong.domain.procedures.models import CatalogueImport, ProcedureVersion
from lienthong.domain.procedures.tests.test_importing import packed, records
from lienthong.kit.actor import SYSTEM


@pytest.mark.django_db(transaction=True)
def test_two_officials_who_confirm_at_once_import_once() -> None:
    services.load_catalogue(actor=SYSTEM)
    tried = [
        services.try_import(actor=SYSTEM, content=packed(records()), file_name=f"{who}.gz").pk for who in ("an", "bình")
    ]
    answers: list[str] = []
    ready = threading.Barrier(2)

    def confirm(import_id: object) -> None:
        ready.wait()
        try:
            services.confirm_import(actor=SYSTEM, import_id=import_id)  # type: ignore[arg-type]
            answers.append("done")
        except ImportOutdated:
            answers.append("outdated")
        finally:
            connections.close_all()

    workers = [threading.Thread(target=confirm, args=(import_id,)) for import_id in tried]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(answers) == ["done", "outdated"]
    assert ProcedureVersion.objects.filter(procedure__code__startswith="1.999").count() == 3
    assert CatalogueImport.objects.filter(state="confirmed").count() == 1
