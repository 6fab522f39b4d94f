"""The vault is its owner's alone; a paper comes in once and goes out only with a word of consent."""

import uuid
from datetime import date

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.foundation.accounts.models import Account
from lienthong.foundation.files import services as files
from lienthong.foundation.vault import queries, services
from lienthong.foundation.vault.choices import Origin
from lienthong.foundation.vault.errors import NoConsent
from lienthong.foundation.vault.models import VaultPaper
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotFound


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def paper(ward: Ward) -> VaultPaper:
    file = files.store_bytes(name="ket-qua.pdf", media_type="application/pdf", content=b"%PDF-1.7", purpose="result")
    kept = services.KeptPaper(
        origin=Origin.RETURNED,
        name="Giấy khai sinh",
        file_id=file.id,
        number="12/KQ-H2101",
        issuer="Ủy ban nhân dân phường Pleiku",
        issued_on=date(2026, 11, 10),
        data={"people": [{"key": "child_", "label": "trẻ", "facts": {"full_name": "Siu Bảo An"}}]},
    )
    for _ in range(2):  # told twice, kept once
        services.keep_papers(
            person_id=ward.citizen.person_id or 0,
            source_code="H21.01-261107-0001",
            source_name="Đăng ký khai sinh",
            papers=[kept],
        )
    return VaultPaper.objects.get()


def test_it_works_for_its_owner(ward: Ward, paper: VaultPaper) -> None:
    owner = signed_in(ward.citizen)
    page = owner.get("/kho-giay-to/").content.decode()
    assert "Giấy khai sinh" in page
    assert "12/KQ-H2101" in page
    assert "0 giấy tờ khớp" in owner.get("/kho-giay-to/?tim=ket+hon").content.decode()
    assert "1 giấy tờ khớp" in owner.get("/kho-giay-to/?tim=khai+sinh").content.decode()
    detail = owner.get(f"/kho-giay-to/{paper.id}/").content.decode()
    assert "Siu Bảo An" in detail
    assert "Chưa có công chức nào mở tệp này" in detail
    assert b"".join(owner.get(f"/kho-giay-to/{paper.id}/tep/").streaming_content) == b"%PDF-1.7"


def test_nobody_else_learns_that_it_is_there(ward: Ward, paper: VaultPaper) -> None:
    for other in (ward.neighbour, ward.one_stop):
        client = signed_in(other)
        for path in (f"/kho-giay-to/{paper.id}/", f"/kho-giay-to/{paper.id}/tep/"):
            assert client.get(path).status_code in {403, 404}
        assert queries.papers_of(other) == []
    assert signed_in(ward.neighbour).get(f"/kho-giay-to/{paper.id}/").status_code == 404


def test_it_is_given_only_with_consent_and_the_words_are_kept(ward: Ward, paper: VaultPaper) -> None:
    give = {"paper_id": paper.id, "reference": "N-261126-ABCDEF", "purpose": "Đăng ký kết hôn"}
    with pytest.raises(NoConsent):
        services.give_paper(actor=ward.citizen, consent="", **give)
    with pytest.raises(NotFound):
        services.give_paper(actor=ward.neighbour, consent="Đồng ý", **give)
    with pytest.raises(NotFound):
        services.give_paper(actor=ward.citizen, consent="Đồng ý", **{**give, "paper_id": uuid.uuid4()})
    for _ in range(2):
        services.give_paper(actor=ward.citizen, consent=services.consent_text("UBND phường Pleiku"), **give)
    (use,) = queries.uses_of(paper)
    assert "UBND phường Pleiku" in use.consent
    assert "Đăng ký kết hôn" in signed_in(ward.citizen).get(f"/kho-giay-to/{paper.id}/").content.decode()
