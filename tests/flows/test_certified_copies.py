"""A paper scanned into a dossier is certified there: the signed copy takes its place, its owner hears of it and uses it again."""

from django.test import Client
from tests.province import Ward

from lienthong.domain.copies import services as copies
from lienthong.domain.copies.models import CertifiedCopy
from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import PaperSource
from lienthong.domain.dossiers.tests.stages import accepted, signed_in
from lienthong.domain.dossiers.tests.test_scanning import scanned, separator, written
from lienthong.foundation.notifications import queries as notifications
from lienthong.foundation.signing import services as signing
from lienthong.foundation.vault import queries as vault
from lienthong.foundation.vault import services as vault_services
from lienthong.kit.actor import SYSTEM
from lienthong.kit.events import reacting_at_once


def test_from_the_scanner_to_the_next_dossier(ward: Ward) -> None:
    signing.issue_agency_certificate(agency_id=ward.agency_id, agency_name="UBND phường", organization="UBND tỉnh")
    vault_services.load_kinds(actor=SYSTEM)
    dossier = accepted(ward)
    subject = services.dossier_subject(ward.one_stop, dossier)
    batch = scanned(ward.one_stop, subject, separator(dossier.code, "marriage"), written("Kết hôn"))
    services.take_scans(actor=ward.one_stop, batch_id=batch.pk, kind="dossier", code=dossier.code)
    officer = signed_in(Client(), ward.one_stop)
    desk = officer.get(f"/lam-viec/ho-so/{dossier.code}/").content.decode()
    link = desk.split("/lam-viec/ban-sao/lap/?tu=")[1].split('"')[0]
    form = {"tu": link, "name": "Giấy chứng nhận kết hôn", "issuer": "UBND phường Pleiku", "compared": "on"}
    assert "đã quá một giờ" in officer.get("/lam-viec/ban-sao/lap/?tu=abc", follow=True).content.decode()
    assert dossier.applicant_name.split("'")[0] in officer.get(f"/lam-viec/ban-sao/lap/?tu={link}").content.decode()
    for _ in range(2):  # pressed twice, one copy
        officer.post("/lam-viec/ban-sao/lap/", form)
    copy = CertifiedCopy.objects.get()
    with reacting_at_once():
        copy = copies.sign_copy(actor=ward.clerk, copy_id=copy.pk)
    (paper,) = [each for each in queries.papers_of(dossier) if each.requirement_key == "marriage"]
    assert (paper.file_id, paper.source) == (copy.file_id, PaperSource.COUNTER)
    services.certify_paper(
        actor=SYSTEM,
        reference=dossier.code,
        source_file_id=copy.scan_id,
        file_id=copy.file_id,  # type: ignore[arg-type]  # signed
        notation=copy.notation,
    )
    assert [each.file_id for each in queries.papers_of(dossier) if each.requirement_key == "marriage"] == [copy.file_id]
    history = officer.get(f"/lam-viec/ho-so/{dossier.code}/?the=lich-su").content.decode()
    assert "thay bản quét" in history
    assert any("Bản sao điện tử" in each.subject for each in notifications.inbox(ward.citizen))
    (kept,) = vault.papers_of(ward.citizen)
    filing = services.start_filing(actor=ward.citizen, code="3.000722")
    given = services.attach_from_vault(
        actor=ward.citizen, filing_id=filing.id, requirement_key="marriage", paper_id=kept.id, agreed=True
    )
    assert given.file_id == copy.file_id
