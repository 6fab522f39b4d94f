"""Papers of the vault in a dossier: found by code, with the owner's word on the web or at the counter, gone when it is taken back."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import PaperSource
from lienthong.domain.dossiers.models import Dossier, Filing
from lienthong.domain.dossiers.services.reusing import PRESENT_SECONDS
from lienthong.domain.dossiers.tests.conftest import ANSWERS
from lienthong.domain.dossiers.tests.stages import accepted, signed_in
from lienthong.foundation.files import services as files
from lienthong.foundation.vault import queries as vault_queries
from lienthong.foundation.vault import services as vault
from lienthong.foundation.vault.choices import Origin
from lienthong.foundation.vault.errors import NotTheOwner
from lienthong.foundation.vault.models import Consent, VaultPaper
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import NotAllowed, Refused

CARD = "064195000512||Siu H'Ngan|12031995|Nữ|Tổ 5, Phường Pleiku|01072024"
STRANGERS_CARD = "064091000733||Ksor Y Blô|01011991|Nam|Làng Ốp|01072024"


@pytest.fixture
def notice(ward: Ward) -> VaultPaper:
    """A birth notice that she handed in once, and one that has been revoked."""
    vault.load_kinds(actor=SYSTEM)
    for kind, name, content in (
        ("1.000689/birth_notice", "Giấy chứng sinh bé An", b"%PDF-notice"),
        ("3.000722/birth_notice", "Giấy chứng sinh cũ", b"%PDF-old"),
    ):
        file = files.store_bytes(name="x.pdf", media_type="application/pdf", content=content, purpose="paper")
        vault.keep_papers(
            person_id=ward.citizen.person_id or 0,
            source_code="H21.01-250101-0001",
            source_name="Đăng ký khai sinh",
            papers=[vault.KeptPaper(origin=Origin.HANDED_IN, name=name, file_id=file.id, kind=kind)],
        )
    VaultPaper.objects.filter(name="Giấy chứng sinh cũ").update(
        standing="revoked", standing_reason="bệnh viện cấp nhầm"
    )
    return VaultPaper.objects.get(name="Giấy chứng sinh bé An")


def in_dossier(dossier: Dossier) -> list[str]:
    return [paper.requirement_key for paper in queries.papers_of(dossier) if paper.source == PaperSource.VAULT]


def test_it_works_on_the_web_and_is_counted(mother: Client, ward: Ward, filing: Filing, notice: VaultPaper) -> None:
    url = f"/ban-khai/{filing.reference}/giay-to/"
    page = mother.get(url).content.decode()
    assert "Giấy chứng sinh bé An" in page
    assert "Đã bị thu hồi: bệnh viện cấp nhầm." in page
    mother.post(url, {"_vault": f"birth_notice:{notice.id}", "_agree-birth_notice": "1"})
    Filing.objects.filter(pk=filing.pk).update(answers={**filing.answers, **ANSWERS})
    dossier = services.submit_filing(actor=ward.citizen, filing_id=filing.id)
    assert in_dossier(dossier) == ["birth_notice"]
    assert Consent.objects.get().dossier_code == dossier.code
    since, until = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    share = queries.reuse_share(ward.leader, since=since, until=until)
    assert (share.received, share.reused, share.papers, share.share_text) == (1, 1, 1, "100,0 %")
    desk = signed_in(Client(), ward.one_stop).get(f"/lam-viec/ho-so/{dossier.code}/").content.decode()
    assert "Dùng lại từ kho giấy tờ" in desk
    assert notice.code in desk
    leader = signed_in(Client(), ward.leader)
    assert "100,0 %" in leader.get("/lam-viec/kho-giay-to/").content.decode()


def test_a_paper_taken_out_or_a_filing_thrown_away_ends_the_consent(
    mother: Client, ward: Ward, filing: Filing, notice: VaultPaper
) -> None:
    for _ in range(2):
        services.attach_from_vault(
            actor=ward.citizen, filing_id=filing.id, requirement_key="birth_notice", paper_id=notice.id, agreed=True
        )
        services.remove_paper(actor=ward.citizen, filing_id=filing.id, paper_id=filing.papers.get().id)
    services.attach_from_vault(
        actor=ward.citizen, filing_id=filing.id, requirement_key="birth_notice", paper_id=notice.id, agreed=True
    )
    services.discard_filing(actor=ward.citizen, filing_id=filing.id)
    assert Consent.objects.filter(ended_at__isnull=True).count() == 0
    assert Consent.objects.count() == 3
    assert mother.get("/kho-giay-to/dong-y/").status_code == 200


def test_at_the_counter_the_card_comes_first(ward: Ward, notice: VaultPaper) -> None:
    dossier = accepted(ward)
    client = signed_in(Client(), ward.one_stop)
    url = f"/lam-viec/ho-so/{dossier.code}/kho-giay-to/"
    assert "Đọc thẻ căn cước" in client.get(url).content.decode()
    wrong = client.post(url, {"card": STRANGERS_CARD})
    assert wrong.status_code == 422
    assert "Chỉ chủ hồ sơ có mặt" in wrong.content.decode()
    assert "chưa biết người mang số" in client.post(url, {"card": "064195009999||Ai Đó|01011990"}).content.decode()
    assert "không phải mã QR" in client.post(url, {"card": "abc"}).content.decode()
    page = client.post(url, {"card": CARD})
    assert "Giấy chứng sinh bé An" in page.content.decode()
    note = page.context["note"]
    unsaid = client.post(url, {"co-mat": note, "paper": f"birth_notice:{notice.id}"})
    assert "Chưa đánh dấu người có mặt đã đồng ý" in unsaid.content.decode()
    for _ in range(2):
        client.post(url, {"co-mat": note, "paper": f"birth_notice:{notice.id}", "agree-birth_notice": "on"})
    assert in_dossier(dossier) == ["birth_notice"]
    consent = Consent.objects.get()
    assert (consent.way, consent.dossier_code, consent.identified_by[-4:]) == ("counter", dossier.code, "0512")
    desk = client.get(f"/lam-viec/ho-so/{dossier.code}/").content.decode()
    assert "Siu H&#x27;Ngan đồng ý lúc" in desk
    assert ", tại quầy." in desk
    looks = signed_in(Client(), ward.citizen).get("/ai-da-xem/").content.decode()
    assert f"Tìm giấy tờ trong kho cho {dossier.code}" in looks


def test_a_filing_at_the_counter_takes_it_too(ward: Ward, filing: Filing, notice: VaultPaper) -> None:
    Filing.objects.filter(pk=filing.pk).update(account_id=ward.one_stop.account_id)
    client = signed_in(Client(), ward.one_stop)
    url = f"/lam-viec/ban-khai/{filing.reference}/kho-giay-to/?tiep=/lam-viec/quay/"
    note = client.post(url, {"card": CARD}).context["note"]
    answer = client.post(url, {"co-mat": note, "paper": f"birth_notice:{notice.id}", "agree-birth_notice": "on"})
    assert answer["Location"] == "/lam-viec/quay/"
    assert filing.papers.get().source == PaperSource.VAULT


def test_the_note_of_a_card_is_the_officers_own_and_grows_old(ward: Ward, notice: VaultPaper) -> None:
    note = services.read_present(actor=ward.one_stop, line=CARD)
    assert services.present_of(ward.one_stop, note).full_name == "Siu H'Ngan"
    with pytest.raises(Refused, match="Đọc lại thẻ"):
        services.present_of(ward.leader, note)
    with pytest.raises(Refused, match="Đọc lại thẻ"):
        services.present_of(ward.one_stop, note[:-2])
    assert PRESENT_SECONDS == 1200
    with pytest.raises(NotAllowed):
        services.read_present(actor=ward.specialist, line=CARD)
    stranger = services.read_present(actor=ward.one_stop, line=STRANGERS_CARD)
    dossier = accepted(ward)
    with pytest.raises(NotTheOwner):
        services.attach_at_counter(
            actor=ward.one_stop,
            code=dossier.code,
            requirement_key="birth_notice",
            paper_id=notice.id,
            note=stranger,
            agreed=True,
        )


def test_what_is_taken_back_is_no_longer_opened_and_leaves_the_open_dossier(ward: Ward, notice: VaultPaper) -> None:
    dossier = accepted(ward)
    services.attach_at_counter(
        actor=ward.one_stop,
        code=dossier.code,
        requirement_key="birth_notice",
        paper_id=notice.id,
        note=services.read_present(actor=ward.one_stop, line=CARD),
        agreed=True,
    )
    officer = signed_in(Client(), ward.specialist)
    assert b"".join(officer.get(f"/tep/{notice.file_id}/").streaming_content) == b"%PDF-notice"
    consent = vault.withdraw_consent(actor=ward.citizen, consent_id=Consent.objects.get().pk)
    refused = officer.get(f"/tep/{notice.file_id}/")
    assert refused.status_code == 403
    assert "rút đồng ý dùng" in refused.content.decode()
    told = {
        "actor": SYSTEM,
        "reference": consent.reference,
        "dossier_code": dossier.code,
        "file_id": notice.file_id,
        "paper_name": notice.name,
    }
    for _ in range(2):
        services.drop_withdrawn_paper(**told)
    assert in_dossier(dossier) == []
    history = officer.get(f"/lam-viec/ho-so/{dossier.code}/?the=lich-su").content.decode()
    assert history.count("Người nộp rút đồng ý dùng “Giấy chứng sinh bé An”") == 1
    assert vault_queries.given_with(dossier.code)[notice.file_id].withdrawn_at is not None
