"""What a person handed in and received is in their vault, and their next declaration finds it there (giấy tờ của một người)."""

from tests.flows.test_birth_registration import filed, step_of
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import PaperSource
from lienthong.domain.dossiers.models import Dossier
from lienthong.foundation.notifications import queries as notifications
from lienthong.foundation.vault import queries as vault
from lienthong.foundation.vault import services as vault_services
from lienthong.foundation.vault.choices import Origin
from lienthong.kit.actor import SYSTEM
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


def test_what_a_result_is_and_who_vouches_for_it_is_known(ward: Ward) -> None:
    vault_services.load_kinds(actor=SYSTEM)
    with reacting_at_once():
        dossier = returned(ward)
    kept = {paper.origin: paper for paper in vault.papers_of(ward.citizen)}
    result, notice = kept[Origin.RETURNED], kept[Origin.HANDED_IN]
    assert (result.kind, result.signature, result.issuer_agency_id) == ("KQ.G15.000031", "valid", ward.agency_id)
    assert ward.leader.name in result.signature_note
    assert (notice.kind, notice.signature) == ("GT.CHUNG-SINH", "none")
    school = vault.Component(key="b", name="Giấy khai sinh", codes=("3.000182/birth_certificate",))
    assert [fit.paper for fit in vault.fitting(ward.citizen, [school])["b"]] == [result]
    assert dossier.result_file_id == result.file_id


def test_a_consent_ends_with_the_dossier_and_one_taken_back_empties_the_draft(ward: Ward) -> None:
    with reacting_at_once():
        returned(ward)
        (notice,) = [paper for paper in vault.papers_of(ward.citizen) if paper.origin == Origin.HANDED_IN]
        filing = services.start_filing(actor=ward.citizen, code="1.001193")
        give = {"actor": ward.citizen, "filing_id": filing.id, "requirement_key": "birth_notice"}
        services.attach_from_vault(**give, paper_id=notice.id, agreed=True)
        (consent,) = vault.consents_on(notice)
        vault_services.withdraw_consent(actor=ward.citizen, consent_id=consent.pk)
        assert filing.papers.count() == 0
        services.attach_from_vault(**give, paper_id=notice.id, agreed=True)
        vault_services.change_standing(
            actor=SYSTEM, paper_id=notice.id, verb="revoke", reason="Bệnh viện báo cấp nhầm, công văn 12"
        )
        told = notifications.inbox(ward.citizen)
        assert any("đã bị thu hồi" in each.subject for each in told)


def test_a_rejected_dossier_ends_its_consents(ward: Ward) -> None:
    with reacting_at_once():
        returned(ward)
        (notice,) = [paper for paper in vault.papers_of(ward.citizen) if paper.origin == Origin.HANDED_IN]
        filing = filed(ward)
        for paper in filing.papers.all():
            services.remove_paper(actor=ward.citizen, filing_id=filing.id, paper_id=paper.pk)
        services.attach_from_vault(
            actor=ward.citizen, filing_id=filing.id, requirement_key="birth_notice", paper_id=notice.id, agreed=True
        )
        dossier = services.submit_filing(actor=ward.citizen, filing_id=filing.id)
        (consent,) = vault.consents_on(notice)
        assert vault.state_of(consent) == "in_force"
        services.reject_dossier(actor=ward.one_stop, dossier_id=dossier.id, reason="Không thuộc thẩm quyền của phường")
    consent.refresh_from_db()
    assert vault.state_of(consent) == "ended"
