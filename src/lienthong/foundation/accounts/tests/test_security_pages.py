"""A second factor: app, recovery codes, passkeys."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from lienthong.foundation.accounts.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def signed_in(client, officer):
    """Signed in, and just asked for the password again, as pages that change security demand."""
    client.post("/dang-nhap/", {"login": "mai.rcom", "password": PASSWORD})
    assert client.get("/bao-mat/ung-dung/bat/")["Location"].startswith("/xac-nhan-lai/")
    client.post("/xac-nhan-lai/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize(
    "url",
    [
        "/bao-mat/",
        "/bao-mat/ung-dung/bat/",
        "/bao-mat/khoa-truy-cap/",
        "/bao-mat/khoa-truy-cap/them/",
        "/doi-mat-khau/",
        "/xac-nhan-lai/",
    ],
)
def test_pages_stand_and_speak_vietnamese(signed_in, url):
    page = signed_in.get(url)
    text = page.content.decode()
    assert page.status_code == 200
    assert 'lang="vi"' in text
    assert "style=" not in text
    for english in ("Sign", "Password", "Enter", "Security", "Authenticator", "Passwordless"):
        assert f">{english}" not in text


def test_with_the_app_on_a_password_is_not_enough(signed_in, officer):
    page = signed_in.get("/bao-mat/ung-dung/bat/")
    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml")
    secret = page.context["form"].secret
    wrong = signed_in.post("/bao-mat/ung-dung/bat/", {"code": "000000"})
    assert "kiểm tra giờ của điện thoại" in wrong.content.decode()
    assert signed_in.post("/bao-mat/ung-dung/bat/", {"code": code_for(secret)})["Location"] == "/bao-mat/ma-du-phong/"
    codes = signed_in.get("/bao-mat/ma-du-phong/").context["unused_codes"]
    assert len(codes) == 10
    assert signed_in.get("/bao-mat/ma-du-phong/tep/").content.decode().count(codes[0]) == 1
    for url in ("/bao-mat/", "/bao-mat/ung-dung/tat/", "/bao-mat/ma-du-phong/tao/", "/xac-nhan-lai/ma/"):
        assert signed_in.get(url).status_code == 200

    signed_in.post("/dang-xuat/")
    answer = signed_in.post("/dang-nhap/", {"login": "mai.rcom", "password": PASSWORD})
    assert answer["Location"].startswith("/dang-nhap/xac-thuc/")
    assert signed_in.get("/tai-khoan/").status_code == 302
    assert signed_in.get("/dang-nhap/xac-thuc/").status_code == 200
    signed_in.post("/dang-nhap/xac-thuc/", {"code": codes[0]})
    assert signed_in.get("/tai-khoan/").status_code == 200


def test_two_different_new_passwords_are_told_apart(signed_in):
    page = signed_in.post(
        "/doi-mat-khau/", {"oldpassword": PASSWORD, "password1": "cau moi de nho", "password2": "cau moi kho nho"}
    )
    assert "Hai lần nhập chưa giống nhau" in page.content.decode()


def test_a_short_and_a_common_password_are_refused_in_vietnamese(signed_in):
    page = signed_in.post("/doi-mat-khau/", {"oldpassword": PASSWORD, "password1": "ngan", "password2": "ngan"})
    assert "Mật khẩu có 4 ký tự. Cần ít nhất 10 ký tự." in page.content.decode()
    page = signed_in.post(
        "/doi-mat-khau/", {"oldpassword": PASSWORD, "password1": "1234567890", "password2": "1234567890"}
    )
    assert "dễ bị đoán" in page.content.decode()


def test_the_telephone_number_is_ones_own(client, db):
    from lienthong.foundation.accounts import services
    from lienthong.kit.actor import SYSTEM

    account = services.create_citizen(
        actor=SYSTEM, username="dan", full_name="Dân", id_number="064195000001", email="d@example.vn", password=PASSWORD
    )
    client.force_login(account)
    page = client.post("/tai-khoan/", {"phone": "12"})
    assert page.status_code == 422
    assert "có 10 chữ số" in page.content.decode()
    client.post("/tai-khoan/", {"phone": "+84 905 123 456"})
    account.person.refresh_from_db()
    assert account.person.phone == "0905123456"
