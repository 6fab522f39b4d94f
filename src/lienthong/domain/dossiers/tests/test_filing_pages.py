"""The applicant's way from the first page to the code, and what happens when something goes wrong on it."""

import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.models import Dossier, Filing
from lienthong.domain.dossiers.tests.conftest import BIRTH, photo
from lienthong.foundation.accounts.models import Account, Person

PAGE = "tre-duoc-khai-sinh"
CHILD = {
    "child_name": "Siu Bảo An",
    "child_birth_date-day": "7",
    "child_birth_date-month": "11",
    "child_birth_date-year": "2026",
    "child_gender": "Nam",
    "child_birth_place": "Bệnh viện Nhi Gia Lai, phường Pleiku",
    "child_ethnicity": "10",
    "child_nationality": "VN",
    "child_hometown-province": "52",
    "child_hometown-commune": "Phường Pleiku",
    "child_hometown-detail": "Làng Ốp",
}


def url(filing: Filing, rest: str = "") -> str:
    return f"/ban-khai/{filing.reference}/{rest}"


def test_it_works_from_the_first_page_to_the_code(mother: Client, ward: Ward) -> None:
    assert "Giấy chứng sinh" in mother.get(f"/nop-ho-so/{BIRTH}/").content.decode()
    begun = mother.post(f"/nop-ho-so/{BIRTH}/")
    filing = Filing.objects.get(account_id=ward.citizen.account_id)
    assert begun["Location"] == url(filing)
    mother.post(url(filing, "noi-giai-quyet/"), {"agency": ward.agency_id})
    pages = [
        ("nguoi-di-dang-ky", {"req_phone": "0912345678", "req_email": "", "req_relation": "Mẹ"}),
        (PAGE, CHILD),
        ("me-cua-tre", {"mother_name": "Siu H'Ngan", "mother_birth_year": "1995"}),
        ("cha-cua-tre", {"father_known": "Không"}),
        ("ban-sao", {}),
    ]
    for slug, typed in pages:
        answer = mother.post(url(filing, f"to-khai/{slug}/"), typed)
        assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == url(filing, "giay-to/")
    answer = mother.post(url(filing, "giay-to/"), {"birth_notice": photo(), "next": "1"})
    assert answer["Location"] == url(filing, "kiem-tra/")
    assert "Siu Bảo An" in mother.get(url(filing, "kiem-tra/")).content.decode()
    sent = mother.post(url(filing, "nop/"), follow=True)
    dossier = Dossier.objects.get()
    assert dossier.code in sent.content.decode()
    assert (dossier.phone, dossier.email) == ("0912345678", "064195000512@example.vn")
    assert mother.post(url(filing, "nop/"))["Location"] == f"/ho-so/{dossier.code}/da-nop/"
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [("phường pleiku", "phường Pleiku"), ("pleiku", "phường Pleiku"), ("UBND xa Ia Ly", "xã Ia Ly")],
)
def test_an_agency_is_found_as_people_write_it(mother: Client, filing: Filing, typed: str, found: str) -> None:
    for text in (typed, unicodedata.normalize("NFD", typed)):
        assert mother.post(url(filing, "noi-giai-quyet/"), {"agency": "other", "name": text}).status_code == 302
        filing.refresh_from_db()
        assert filing.agency is not None
        assert filing.agency.name == f"Ủy ban nhân dân {found}"


@pytest.mark.parametrize("sent", [{}, {"agency": "9" * 30}, {"agency": "0"}, {"agency": "other", "name": "Atlantis"}])
def test_an_agency_that_does_not_exist_is_explained(mother: Client, filing: Filing, sent: dict[str, str]) -> None:
    page = mother.post(url(filing, "noi-giai-quyet/"), sent)
    assert page.status_code == 422
    assert 'aria-invalid="true"' in (text := page.content.decode())
    assert sent.get("name", "") in text


def test_a_day_that_is_not_in_the_calendar_keeps_everything(mother: Client, filing: Filing) -> None:
    page = mother.post(
        url(filing, f"to-khai/{PAGE}/"), CHILD | {"child_birth_date-day": "30", "child_birth_date-month": "02"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "Ngày 30/2/2026 không có trong lịch: tháng 2 năm 2026 có 28 ngày" in text
    assert "Lỗi: " in text
    again = mother.get(url(filing, f"to-khai/{PAGE}/")).content.decode()
    assert 'value="30"' in again
    assert "Làng Ốp" in again


def test_decomposed_text_is_stored_composed(mother: Client, filing: Filing) -> None:
    mother.post(url(filing, f"to-khai/{PAGE}/"), CHILD | {"child_name": unicodedata.normalize("NFD", "Siu Bảo Ấn")})
    filing.refresh_from_db()
    assert filing.answers["child_name"] == unicodedata.normalize("NFC", "Siu Bảo Ấn")


def test_a_huge_answer_is_refused_with_its_length(mother: Client, filing: Filing) -> None:
    page = mother.post(url(filing, f"to-khai/{PAGE}/"), CHILD | {"child_name": "ă" * 50_000})
    assert page.status_code == 422
    assert "Ghi tối đa 120 ký tự" in page.content.decode()


def test_autosave_keeps_half_a_page_and_says_when(mother: Client, filing: Filing) -> None:
    said = mother.post(url(filing, f"to-khai/{PAGE}/luu/"), {"child_name": "Siu Bảo An", "child_birth_date-day": "7"})
    assert set(said.json()) == {"saved_at"}
    page = mother.get(url(filing, f"to-khai/{PAGE}/")).content.decode()
    assert "Siu Bảo An" in page
    assert 'value="7"' in page


def test_what_was_typed_when_the_session_ended_is_back_after_signing_in(
    mother: Client, filing: Filing, ward: Ward
) -> None:
    address = url(filing, f"to-khai/{PAGE}/")
    mother.logout()
    sent = mother.post(address, CHILD | {"child_gender": ""})
    assert sent["Location"].startswith("/dang-nhap/")
    account = Account.objects.get(pk=ward.citizen.account_id)
    mother.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page = mother.get(address).content.decode()
    assert "Phiên đăng nhập đã hết" in page
    assert "Siu Bảo An" in page
    assert "Làng Ốp" in page
    filing.refresh_from_db()
    assert PAGE not in filing.pages_done


@pytest.mark.parametrize(
    "rest", ["", "noi-giai-quyet/", f"to-khai/{PAGE}/", "giay-to/", "kiem-tra/", "nop-phi/", "nop/"]
)
def test_a_neighbour_finds_nothing(neighbour: Client, filing: Filing, rest: str) -> None:
    page = neighbour.get(url(filing, rest))
    assert page.status_code == 404
    assert "Siu" not in page.content.decode().replace("Siu H&#x27;Ngan", "")
    missing = neighbour.get(f"/ban-khai/N-000000-ABCDEF/{rest}")
    assert missing.status_code == 404


def test_a_page_that_the_form_does_not_have_leads_back(mother: Client, filing: Filing) -> None:
    assert mother.get(url(filing, "to-khai/khong-co/"))["Location"] == url(filing)
    assert mother.post(url(filing, "to-khai/khong-co/"), {"a": "b"}).status_code == 404


def test_nobody_pays_or_sends_before_everything_is_there(mother: Client, filing: Filing) -> None:
    for step in ("nop-phi/", "nop/"):
        assert mother.get(url(filing, step))["Location"] == url(filing, "kiem-tra/")
    page = mother.post(url(filing, "nop/"))
    assert page.status_code == 422
    assert not Dossier.objects.exists()


def test_a_fee_is_shown_as_vietqr_and_sending_waits_for_it(mother: Client, complete: Callable[..., Filing]) -> None:
    filing = complete(copies=2)
    page = mother.get(url(filing, "nop-phi/"))
    if page.status_code == 302:  # the form names the number of copies otherwise
        pytest.fail(f"no fee asked for {sorted(filing.answers)}")
    assert "VietQR" in page.content.decode()
    assert mother.get(url(filing, "nop/"))["Location"] == url(filing, "nop-phi/")
    assert mother.post(url(filing, "nop/")).status_code == 409


def test_an_account_without_identity_is_told_before_it_types(ward: Ward, client: Client) -> None:
    account = Account.objects.get(pk=ward.neighbour.account_id)
    Account.objects.filter(pk=account.pk).update(person=None)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/nop-ho-so/{BIRTH}/").content.decode()
    assert "Đăng nhập bằng VNeID" in page
    assert "Cần xác định danh tính" in page
    assert Person.objects.count() == 2


def test_pages_ask_the_database_a_bounded_number_of_times(
    mother: Client, complete: Callable[..., Filing], ward: Ward, django_assert_max_num_queries: Callable[..., object]
) -> None:
    filing = complete()
    for rest in (f"to-khai/{PAGE}/", "giay-to/", "kiem-tra/"):
        mother.get(url(filing, rest))
        with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
            assert mother.get(url(filing, rest)).status_code == 200
    services.submit_filing(actor=ward.citizen, filing_id=filing.id)
    code = Dossier.objects.get().code
    for address in ("/ho-so/", f"/ho-so/{code}/"):
        with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
            assert mother.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_dossier(complete: Callable[..., Filing], ward: Ward) -> None:
    filing = complete()
    account = Account.objects.get(pk=ward.citizen.account_id)
    together = Barrier(2)

    def click(client: Client) -> str:
        try:
            together.wait(timeout=20)
            return str(client.post(url(filing, "nop/"))["Location"])
        finally:
            connections.close_all()

    clients = [Client(), Client()]
    for client in clients:
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    with ThreadPoolExecutor(2) as pool:
        answers = set(pool.map(click, clients))
    assert answers == {f"/ho-so/{Dossier.objects.get().code}/da-nop/"}
