import copy

import pytest
from django.db import DatabaseError, transaction

from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.errors import CatalogueRefused
from lienthong.domain.procedures.models import ProcedureVersion
from lienthong.domain.procedures.services.reading import read_catalogue
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db

PROMISED = [
    "1.001193", "1.000656", "1.000894", "1.004873", "2.000635", "2.000815", "2.000884",
    "1.001612", "1.013225", "1.010041", "1.014027", "1.001776", "1.013855", "1.004194",
]  # fmt: skip


@pytest.mark.usefixtures("catalogue")
def test_it_works() -> None:
    for code in PROMISED:
        version = queries.current_version(code)
        assert version.requirements, code
        assert version.fees, code
        assert version.legal_bases, code
        assert version.form.schema["properties"], code
        assert version.workflow_id, code
        assert [step.kind for step in version.steps][0 :: len(version.steps) - 1] == ["receive", "return"]
        assert len([paper for paper in version.requirements if paper.from_form]) == 1, code


@pytest.mark.usefixtures("catalogue")
def test_loading_again_changes_nothing() -> None:
    counts = services.load_catalogue(actor=SYSTEM)
    assert counts.published == 0
    assert counts.unchanged == counts.procedures


@pytest.mark.usefixtures("catalogue")
def test_a_changed_entry_becomes_the_next_version_and_the_old_one_stays() -> None:
    before = queries.current_version("1.001193")
    data = copy.deepcopy(read_catalogue(None))
    data["procedures"][0]["summary"] = "Câu khác."
    assert services.load_catalogue(actor=SYSTEM, data=data).published == 1
    after = queries.current_version("1.001193")
    assert (after.number, after.summary) == (before.number + 1, "Câu khác.")
    assert queries.version(before.id).summary != "Câu khác."


@pytest.mark.usefixtures("catalogue")
def test_a_published_version_cannot_be_changed() -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ProcedureVersion.objects.update(summary="x")


@pytest.mark.usefixtures("catalogue")
def test_steps_longer_than_the_limit_are_refused_and_nothing_is_loaded() -> None:
    data = copy.deepcopy(read_catalogue(None))
    data["procedures"][0]["summary"] = "Câu khác."
    data["procedures"][-1]["workflow"]["steps"][1]["hours"] += 9
    with pytest.raises(CatalogueRefused, match="quá thời hạn"):
        services.load_catalogue(actor=SYSTEM, data=data)
    assert not ProcedureVersion.objects.filter(summary="Câu khác.").exists()


def test_only_who_manages_procedures_may_load() -> None:
    with pytest.raises(NotAllowed):
        services.load_catalogue(actor=ANONYMOUS)
