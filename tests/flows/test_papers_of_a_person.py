"""What a person handed in and received is in their vault, and their next declaration finds it there (giấy tờ của một người)."""

from tests.flows.test_birth_registration import filed, step_of
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import PaperSource
from lienthong.domain.dossiers.models import Dossier
from lienthong.foundation.vault import queries as vault
from lienthong.foundation.vault.choices import Origin
from lienthong.kit.events import reacting_at_once


def returned(ward: Ward) -> Dossier:
    """From the mother's draft to the certificate in her hands."""
    dossier = services.submit_filing(actor=ward.citizen, filing_id=filed(ward).id)
    services.accept_dossier(actor=ward.one_stop, dossier_id=dossier.id)
    services.draft_result(
        actor=ward.specialist,
        dossier_id=dossier.id,
        step_id=step_of(dossier),
        title="Giấy khai sinh",
        body="Siu Bảo An.",
    )
    while dossier.steps.filter(finished_at__isnull=True, role="specialist").exists():
        services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=step_of(dossier))
    services.sign_result(actor=ward.leader, dossier_id=dossier.id, step_id=step_of(dossier))
    services.complete_step(actor=ward.clerk, dossier_id=dossier.id, step_id=step_of(dossier))
    return services.return_result(actor=ward.one_stop, dossier_id=dossier.id)


def test_a_returned_dossier_fills_the_vault_and_the_next_declaration(ward: Ward) -> None:
    with reacting_at_once():
        dossier = returned(ward)
    kept = {paper.origin: paper for paper in vault.papers_of(ward.citizen)}
    assert set(kept) == {Origin.RETURNED, Origin.HANDED_IN}
    result = kept[Origin.RETURNED]
    assert (result.name, result.source_code, result.number) == ("Giấy khai sinh", dossier.code, dossier.result_number)
    assert kept[Origin.HANDED_IN].name.startswith("Giấy chứng sinh")
    assert {each["facts"]["full_name"] for each in result.data["people"]} >= {"Siu Bảo An"}
    assert dossier.papers.filter(source=PaperSource.FORM).count() == 1
    assert vault.papers_of(ward.neighbour) == []
