"""What is known is offered and never asked twice: from the same form, from earlier dossiers, from the vault, from a card."""

import io
from collections.abc import Callable
from datetime import date

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.models import Dossier, Filing
from lienthong.domain.dossiers.tests.conftest import BIRTH
from lienthong.domain.dossiers.tests.test_declarations import words
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.files import services as files
from lienthong.foundation.vault import services as vault
from lienthong.foundation.vault.choices import Origin
from lienthong.foundation.vault.models import Consent
from lienthong.foundation.vault.queries import papers_of

MOTHER = "me-cua-tre"
CARD = "064195000777||Rơ Châm H'Lan|28021996|Nữ|Làng Ốp, Phường Pleiku, Gia Lai|01072024"
CORRECTION = "1.004859"


def page_of(filing: Filing, slug: str) -> str:
    return f"/ban-khai/{filing.reference}/to-khai/{slug}/"


def begun(ward: Ward, code: str) -> Filing:
    filing = services.start_filing(actor=ward.citizen, code=code)
    return services.choose_agency(actor=ward.citizen, filing_id=filing.id, agency_id=ward.agency_id)


def offers(ward: Ward, filing: Filing, page: str) -> list[services.Offer]:
    version = procedures.version(filing.version_id)
    return services.offers_on(actor=ward.citizen, filing=filing, version=version, page=page)


def test_the_requester_is_offered_as_the_mother_and_not_as_the_father(
    mother: Client, ward: Ward, filing: Filing
) -> None:
    page = mother.get(page_of(filing, MOTHER)).content.decode()
    (offer,) = offers(ward, filing, MOTHER)
    assert (offer.about, offer.locked) == ("mẹ", False)
    assert f'value="{offer.key}"' in page
    assert mother.post(page_of(filing, MOTHER), {"_fill": offer.key, "mother_ethnicity": "10"}).status_code == 302
    filing.refresh_from_db()
    answers = filing.answers
    assert (answers["mother_name"], answers["mother_birth_year"]) == (answers["req_name"], 1995)
    assert answers["mother_ethnicity"] == "10"  # typed before the press, kept
    assert offers(ward, filing, MOTHER) == []
    Filing.objects.filter(id=filing.id).update(answers={**answers, "father_known": "Có"})
    filing.refresh_from_db()
    fathers = [
        each.slug
        for each in eforms.pages(procedures.version(filing.version_id).form, filing.answers)
        if "cha" in each.slug
    ]
    assert [offer.what for slug in fathers for offer in offers(ward, filing, slug)] == []


def test_an_earlier_dossier_is_named_as_the_source_and_may_be_changed(
    mother: Client, ward: Ward, complete: Callable[..., Filing]
) -> None:
    dossier = services.submit_filing(actor=ward.citizen, filing_id=complete(mother_name="Rơ Châm H'Lan").id)
    again = begun(ward, BIRTH)
    found = {each.what: each for each in offers(ward, again, MOTHER)}
    offer = found["Rơ Châm H'Lan"]
    assert dossier.code in offer.source
    mother.post(page_of(again, MOTHER), {"_fill": offer.key})
    assert f"Hồ sơ {dossier.code}" in mother.get(page_of(again, MOTHER)).content.decode()
    mother.post(page_of(again, MOTHER), {"mother_name": "Rơ Châm H'Linh", "mother_birth_year": "1996"})
    again.refresh_from_db()
    assert again.answers["mother_name"] == "Rơ Châm H'Linh"
    assert "mother_name" not in again.sources


@pytest.fixture
def birth_certificate(ward: Ward) -> None:
    """What the State returned once: a result with data in the vault."""
    file = files.store_bytes(name="ket-qua.pdf", media_type="application/pdf", content=b"%PDF-1.7", purpose="result")
    facts = {"full_name": "Siu Bảo An", "birth_date": "2020-11-07", "gender": "Nam"}
    assert ward.citizen.person_id is not None
    vault.keep_papers(
        person_id=ward.citizen.person_id,
        source_code="H21.01-251107-0001",
        source_name="Đăng ký khai sinh",
        papers=[
            vault.KeptPaper(
                origin=Origin.RETURNED,
                name="Giấy khai sinh",
                file_id=file.id,
                number="12/KQ-H2101",
                issuer="Ủy ban nhân dân phường Pleiku",
                issued_on=date(2025, 11, 10),
                data={"people": [{"key": "child_", "label": "trẻ", "facts": facts}]},
            )
        ],
    )


@pytest.mark.usefixtures("birth_certificate")
def test_a_returned_result_is_locked_until_the_person_says_it_is_wrong(mother: Client, ward: Ward) -> None:
    filing = begun(ward, CORRECTION)
    filing.answers = {**filing.answers, "req_relation": "Cha hoặc mẹ"}
    filing.save(update_fields=["answers"])
    page = next(
        each.slug
        for each in eforms.pages(procedures.version(filing.version_id).form, filing.answers)
        if any(offer.what == "Siu Bảo An" for offer in offers(ward, filing, each.slug))
    )
    offer = next(each for each in offers(ward, filing, page) if each.what == "Siu Bảo An")
    assert offer.locked
    mother.post(page_of(filing, page), {"_fill": offer.key})
    mother.post(page_of(filing, page), {"p_name": "Ai Khác"}, follow=True)
    filing.refresh_from_db()
    assert filing.answers["p_name"] == "Siu Bảo An"
    shown = mother.get(page_of(filing, page)).content.decode()
    assert "Giấy khai sinh số 12/KQ-H2101" in shown
    assert "Thông tin này chưa đúng" in shown
    assert "Siu Bảo An" in mother.get(f"{page_of(filing, page)}chua-dung/").content.decode()
    mother.post(f"{page_of(filing, page)}chua-dung/", {"wrong": ["p_name"]})
    mother.post(page_of(filing, page), {"p_name": "Siu Bảo Ân"})
    filing.refresh_from_db()
    assert filing.answers["p_name"] == "Siu Bảo Ân"
    assert filing.disputed["p_name"]["shown"] == "Siu Bảo An"
    mother.post(f"{page_of(filing, page)}chua-dung/", {})
    filing.refresh_from_db()
    assert (filing.answers["p_name"], filing.disputed) == ("Siu Bảo An", {})


@pytest.mark.usefixtures("birth_certificate")
def test_a_paper_of_the_vault_is_used_only_with_consent(mother: Client, ward: Ward, filing: Filing) -> None:
    (paper,) = papers_of(ward.citizen)
    url = f"/ban-khai/{filing.reference}/giay-to/"
    mother.post(url, {"_vault": f"birth_notice:{paper.id}"})
    assert filing.papers.count() == 0
    assert "Chưa đánh dấu đồng ý" in mother.get(url).content.decode()
    mother.post(url, {"_vault": f"birth_notice:{paper.id}", "_agree-birth_notice": "1"})
    given = filing.papers.get()
    assert (given.source, given.file_id) == ("vault", paper.file_id)
    use = Consent.objects.get()
    assert use.reference == filing.reference
    assert use.words.startswith("Tôi đồng ý cho Ủy ban nhân dân")


def test_a_scanner_at_the_counter_fills_a_person_and_locks_nothing(mother: Client, ward: Ward, filing: Filing) -> None:
    answer = mother.post(page_of(filing, MOTHER), {"_card_line-mother_": CARD}, follow=True)
    assert "Đã đọc thẻ căn cước của Rơ Châm H&#x27;Lan" in answer.content.decode()
    filing.refresh_from_db()
    answers = filing.answers
    assert (answers["mother_name"], answers["mother_pin"], answers["mother_birth_year"]) == (
        "Rơ Châm H'Lan",
        "064195000777",
        1996,
    )
    assert answers["mother_address"]["detail"] == "Làng Ốp"
    assert "Thẻ căn cước đọc lúc" in answer.content.decode()
    mother.post(page_of(filing, MOTHER), {"mother_name": "Rơ Châm H'Liên", "mother_birth_year": "1996"})
    filing.refresh_from_db()
    assert filing.answers["mother_name"] == "Rơ Châm H'Liên"


def test_a_photograph_of_the_card_is_read_and_not_kept(mother: Client, filing: Filing) -> None:
    out = io.BytesIO()
    segno.make(CARD, error="m").save(out, kind="png", scale=5, border=4)
    photo = Image.new("RGB", (1200, 760), "#d8e4ea")
    photo.paste(Image.open(out).convert("RGB"), (860, 40))
    picture = io.BytesIO()
    photo.rotate(3, fillcolor="#555").save(picture, "JPEG", quality=70)
    upload = SimpleUploadedFile("the.jpg", picture.getvalue(), "image/jpeg")
    mother.post(page_of(filing, MOTHER), {"_card": "mother_", "_card_photo-mother_": upload})
    filing.refresh_from_db()
    assert filing.answers["mother_pin"] == "064195000777"
    assert filing.papers.count() == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("https://example.vn", "không phải mã QR của thẻ căn cước"),
        ("064195000777||Rơ Ch", "Đã đọc thẻ căn cước của Rơ Ch"),
    ],
)
def test_a_wrong_or_half_code_loses_nothing(mother: Client, filing: Filing, line: str, said: str) -> None:
    answer = mother.post(page_of(filing, MOTHER), {"_card_line-mother_": line, "mother_ethnicity": "10"}, follow=True)
    assert said in answer.content.decode()
    filing.refresh_from_db()
    assert filing.answers["mother_ethnicity"] == "10"


def test_what_a_register_has_wrong_is_declared_anew_and_told_to_the_office(
    mother: Client, ward: Ward, complete: Callable[..., Filing]
) -> None:
    filing = complete()
    slug = "nguoi-di-dang-ky"
    mother.post(f"{page_of(filing, slug)}chua-dung/", {"wrong": ["req_name"]})
    assert "Ông/bà khai lại" in mother.get(page_of(filing, slug)).content.decode()
    old = filing.answers["req_name"]
    mother.post(page_of(filing, slug), {"req_name": "Siu H'Ngân", "req_phone": "0912345678", "req_relation": "Mẹ"})
    dossier: Dossier = services.submit_filing(actor=ward.citizen, filing_id=filing.id)
    assert dossier.answers["req_name"] == "Siu H'Ngân"
    paper = services.keep_declaration(dossier_id=dossier.id)
    assert paper is not None
    assert paper.file is not None
    said = words(files.read_bytes(paper.file))
    assert "Người khai cho rằng dữ liệu đã có chưa đúng" in said
    assert f"“{old}”" in said
