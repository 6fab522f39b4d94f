"""An officer signs in, changes seats, and loses a right with the seat."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from lienthong.foundation.accounts import queries
from lienthong.foundation.accounts.middleware import ActorMiddleware
from lienthong.foundation.accounts.tests.conftest import PASSWORD
from lienthong.foundation.organizations import services as organizations
from lienthong.kit import clock
from lienthong.kit.actor import ANONYMOUS, SYSTEM

pytestmark = pytest.mark.django_db


def test_it_works(client, officer, appoint):
    desk = appoint("Cán bộ một cửa", ["one_stop_officer"])
    head = appoint("Trưởng phòng Kinh tế", ["department_head"])

    answer = client.post("/dang-nhap/", {"login": "mai.rcom", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/lam-viec/"

    page = client.get("/tai-khoan/")
    actor = page.wsgi_request.actor
    assert actor.position.id == desk.pk  # the first seat is the primary one
    assert actor.may("dossiers.receive")
    assert not actor.may("dossiers.approve")

    client.post("/chuc-vu/", {"position_id": head.pk, "next": "/tai-khoan/"})
    actor = client.get("/tai-khoan/").wsgi_request.actor
    assert actor.position.title == "Trưởng phòng Kinh tế"
    assert actor.may("dossiers.approve")
    assert not actor.may("dossiers.receive")


def test_by_e_mail_too_and_back_to_where_one_was(client, officer):
    answer = client.post(
        "/dang-nhap/", {"login": "Mai.Rcom@gialai.gov.vn", "password": PASSWORD, "next": "/tai-khoan/?trang=2"}
    )
    assert answer["Location"] == "/tai-khoan/?trang=2"


def test_never_to_another_site(client, officer, appoint):
    seat = appoint("Văn thư", ["clerk"])
    answer = client.post("/dang-nhap/", {"login": "mai.rcom", "password": PASSWORD, "next": "https://xau.example/"})
    assert "xau.example" not in answer["Location"]
    answer = client.post("/chuc-vu/", {"position_id": seat.pk, "next": "https://xau.example/"})
    assert answer["Location"] == "/lam-viec/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(client, officer):
    wrong = client.post("/dang-nhap/", {"login": "mai.rcom", "password": "khong dung dau"})
    unknown = client.post("/dang-nhap/", {"login": "khong.co", "password": "khong dung dau"})
    for page in (wrong, unknown):
        assert page.status_code == 200
        assert "Quên mật khẩu" in page.content.decode()
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_after_five_wrong_passwords_one_waits(client, officer):
    for _ in range(5):
        client.post("/dang-nhap/", {"login": "mai.rcom", "password": "khong dung dau"})
    page = client.post("/dang-nhap/", {"login": "mai.rcom", "password": PASSWORD})
    assert "Chờ 5 phút" in page.content.decode()


def test_a_seat_that_has_ended_carries_no_right(officer, appoint):
    seat = appoint("Cán bộ một cửa", ["one_stop_officer"])
    organizations.end_position(actor=SYSTEM, position_id=seat.pk, valid_to=date(2026, 3, 31))

    with clock.at(datetime(2026, 3, 31, 12, tzinfo=UTC)):
        assert queries.actor_for(officer, seat.pk).may("dossiers.receive")
    with clock.at(datetime(2026, 3, 31, 17, 0, tzinfo=UTC)):  # midnight in Vietnam
        actor = queries.actor_for(officer, seat.pk)
        assert actor.position is None
        assert not actor.may("dossiers.receive")


def test_nobody_takes_a_seat_that_is_not_theirs(client, officer, appoint):
    appoint("Văn thư", ["clerk"])
    client.force_login(officer)
    client.post("/chuc-vu/", {"position_id": "999999"})
    page = client.get("/tai-khoan/")
    assert page.wsgi_request.actor.position.title == "Văn thư"
    assert "không còn hiệu lực" in page.content.decode()


def test_finding_the_actor_costs_two_queries_after_the_session(client, officer, appoint, django_assert_num_queries):
    appoint("Văn thư", ["clerk"])
    client.force_login(officer)
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    chain = SessionMiddleware(AuthenticationMiddleware(ActorMiddleware(lambda _: HttpResponse())))
    with django_assert_num_queries(3):  # session, account, seats
        chain(request)
    assert request.actor.position.title == "Văn thư"


def test_a_stranger_costs_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/khong-co-trang-nay/").wsgi_request.actor is ANONYMOUS


def test_signing_out_asks_first(client, officer):
    client.force_login(officer)
    assert client.get("/dang-xuat/").status_code == 200
    assert client.get("/tai-khoan/").status_code == 200
    client.post("/dang-xuat/")
    assert client.get("/tai-khoan/")["Location"] == "/dang-nhap/?next=/tai-khoan/"
