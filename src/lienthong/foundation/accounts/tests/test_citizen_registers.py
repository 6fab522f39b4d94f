"""A citizen registers with an e-mail code."""

import re

import pytest

from lienthong.foundation.accounts import services
from lienthong.foundation.accounts.models import Account, Person
from lienthong.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db

FORM = {
    "full_name": "Rơ Châm H’Linh",
    "id_number": "064 195 000 001",
    "email": "linh@example.vn",
    "password1": "mot cau de nho",
}


def code_in(mail) -> str:
    return re.search(r": ([A-Z0-9-]+)\s", mail.body)[1]


def test_it_works(client, mailoutbox):
    answer = client.post("/dang-ky/", FORM)
    assert answer["Location"].startswith("/xac-thuc-thu/")
    assert not Person.objects.exists()  # nobody claims a number before the e-mail is theirs
    (mail,) = mailoutbox
    assert mail.subject == "Mã xác thực thư điện tử"

    answer = client.post("/xac-thuc-thu/", {"code": code_in(mail)})
    assert answer["Location"] == "/tai-khoan/"
    account = Account.objects.get()
    assert account.person.id_number == "064195000001"
    assert account.person.verified_by == ""
    page = client.get("/tai-khoan/").content.decode()
    assert "Danh tính chưa được xác thực" in page


def test_a_wrong_code_says_the_way_out(client, mailoutbox):
    client.post("/dang-ky/", FORM)
    page = client.post("/xac-thuc-thu/", {"code": "KHONG-DUNG"})
    assert "yêu cầu gửi mã mới" in page.content.decode()


def test_somebody_elses_number_gives_no_way_to_their_data(client, mailoutbox):
    owner = services.identify_person(actor=SYSTEM, id_number="064195000001", full_name="Rơ Châm H’Linh")

    client.post("/dang-ky/", FORM)
    client.post("/xac-thuc-thu/", {"code": code_in(mailoutbox[0])})

    account = Account.objects.get()
    assert account.person is None
    page = client.get("/tai-khoan/")
    assert page.wsgi_request.actor.person_id is None
    assert "Chưa gắn được số định danh" in page.content.decode()
    assert owner.verified_by == "counter"


def test_an_address_in_use_gets_the_same_page_and_another_letter(client, mailoutbox):
    services.create_citizen(
        actor=SYSTEM,
        username="cu",
        full_name="Người Cũ",
        id_number="064195000009",
        email="linh@example.vn",
        password="mot cau de nho",
    )
    answer = client.post("/dang-ky/", FORM)
    assert answer["Location"].startswith("/xac-thuc-thu/")
    assert mailoutbox[0].subject == "Địa chỉ này đã có tài khoản"
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id_number": "06419500000"}, "Có 11 chữ số"),
        ({"id_number": "06419500000x"}, "chỉ gồm chữ số"),
        ({"id_number": "٠٦٤١٩٥٠٠٠٠٠١"}, "chỉ gồm chữ số"),
        ({"full_name": ""}, "Nhập họ, chữ đệm và tên"),
        ({"email": "linh@"}, "chưa đúng dạng"),
        ({"password1": "ngan"}, "10"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, change, sentence):
    page = client.post("/dang-ky/", {**FORM, **change})
    text = page.content.decode()
    assert page.status_code == 200
    assert sentence in text
    if "email" not in change:
        assert 'value="linh@example.vn"' in text
    assert not Account.objects.exists()


def test_a_forgotten_password_is_set_anew_by_code(client, mailoutbox, officer):
    answer = client.post("/quen-mat-khau/", {"email": officer.email})
    assert answer["Location"] == "/quen-mat-khau/ma/"
    code = re.search(r"mật khẩu: ([A-Z0-9-]+)\s", mailoutbox[0].body)[1]
    answer = client.post("/quen-mat-khau/ma/", {"code": code})
    assert answer["Location"] == "/quen-mat-khau/mat-khau-moi/"
    assert client.get("/quen-mat-khau/mat-khau-moi/").status_code == 200
    client.post("/quen-mat-khau/mat-khau-moi/", {"password1": "cau khac de nho", "password2": "cau khac de nho"})
    officer.refresh_from_db()
    assert officer.check_password("cau khac de nho")


def test_an_unknown_address_gets_the_same_answer(client, mailoutbox, db):
    assert client.post("/quen-mat-khau/", {"email": "khong.co@example.vn"})["Location"] == "/quen-mat-khau/ma/"
    assert mailoutbox[0].subject == "Chưa có tài khoản với địa chỉ này"
