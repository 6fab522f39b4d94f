"""The pages of numbers and appointments."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from lienthong.domain.tickets import queries, services
from lienthong.domain.tickets.models import Appointment, Ticket
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit.text_vi import fold

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


@pytest.fixture
def office(ward):
    with time_machine.travel(MORNING, tick=False):
        services.open_office(actor=ward.one_stop, agency_id=ward.agency_id)
        yield ward


@pytest.fixture
def identifier(office):
    return organizations.agency(office.agency_id).identifier


@pytest.fixture
def desk(office, client: Client):
    client.force_login(
        Account.objects.get(pk=office.one_stop.account_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_a_number_is_taken_by_who_is_there(office, identifier):
    visitor, code = Client(), queries.day_code(office.agency_id)
    away = visitor.get(f"/lay-so/{identifier}/")
    assert "Số chỉ lấy được khi đã đến nơi" in away.text
    line = queries.lines(office.agency_id)[0]
    visitor.post(f"/lay-so/{identifier}/", {"line": line.pk, "key": "k"})
    assert Ticket.objects.count() == 0  # without today's poster

    page = visitor.get(f"/lay-so/{identifier}/?ma={code}")
    sent = {"line": line.pk, "key": page.context["key"]}
    first = visitor.post(f"/lay-so/{identifier}/?ma={code}", sent)
    again = visitor.post(f"/lay-so/{identifier}/?ma={code}", sent)
    assert first.url == again.url
    assert "A001" in visitor.get(first.url).text
    assert "Không còn ai" in visitor.get(first.url, headers={"HX-Request": "true"}).text


def test_the_wall_shows_numbers_and_no_names(office, identifier):
    when = queries.slots(office.agency_id, queries.bookable_days(office.agency_id)[0])[0].starts_at
    line = queries.lines(office.agency_id)[0]
    booked = services.book(
        agency_id=office.agency_id, line_id=line.pk, starts_at=when, name="Siu H'Ngan", phone="0905000512", key="k"
    )
    services.take_ticket(agency_id=office.agency_id, line_id=line.pk, key="t", appointment_token=booked.token)
    wall = Client().get(f"/man-hinh/{identifier}/").text
    assert "A001" in wall
    assert "Ngan" not in wall


def test_booking_without_an_account(office, identifier):
    visitor = Client()
    name = fold(organizations.agency(office.agency_id).short_name)
    assert identifier in visitor.get("/dat-lich/", {"q": name}).text
    assert identifier not in visitor.get("/dat-lich/", {"q": "xã không có"}).text
    page = visitor.get(f"/dat-lich/{identifier}/?thu-tuc=1.001193")
    slot, line = page.context["slots"][0], page.context["lines"][0]
    assert "Đăng ký khai sinh" in page.text
    sent = {"line": line.pk, "slot": slot.starts_at.isoformat(), "name": "Siu H'Ngan", "phone": "09", "key": "k"}
    wrong = visitor.post(f"/dat-lich/{identifier}/?thu-tuc=1.001193", sent)
    assert wrong.status_code == 422
    assert "Số điện thoại “09” chưa đúng" in wrong.text
    assert "Siu H&#x27;Ngan" in wrong.text  # what was typed stays
    done = visitor.post(f"/dat-lich/{identifier}/?thu-tuc=1.001193", sent | {"phone": "0905000512"})
    assert "Hẹn lúc" in visitor.get(done.url).text
    file = visitor.get(f"{done.url}lich.ics")
    assert file["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20261126T" in file.text
    assert "SUMMARY:Đăng ký khai sinh" in file.text
    visitor.post(f"{done.url}huy/")
    assert Appointment.objects.get().state == "cancelled"
    assert "đã hủy" in visitor.get(done.url).text


@pytest.mark.parametrize("slot", ["", "mai", "2026-11-26T09:00"])
def test_a_slot_that_cannot_be_read_is_asked_again(office, identifier, slot):
    answer = Client().post(f"/dat-lich/{identifier}/", {"slot": slot, "name": "A B", "phone": "0905000512"})
    assert answer.status_code == 422
    assert "Chưa chọn giờ đến" in answer.text


def test_the_counter_calls_and_finishes(desk, office):
    line = queries.lines(office.agency_id)[0]
    services.take_ticket(agency_id=office.agency_id, line_id=line.pk, key="a")
    point = queries.points(office.agency_id)[0]
    assert "Quầy 1" in desk.get("/lam-viec/quay/").text
    desk.post(f"/lam-viec/quay/{point.pk}/goi/")
    page = desk.get(f"/lam-viec/quay/{point.pk}/")
    assert "đang ở quầy" in page.text
    busy = desk.post(f"/lam-viec/quay/{point.pk}/goi/", follow=True)
    assert "đang phục vụ số A001" in busy.text
    desk.post(f"/lam-viec/quay/{point.pk}/xong/", {"ticket": Ticket.objects.get().pk})
    assert "quầy trống" in desk.get(f"/lam-viec/quay/{point.pk}/").text
    nobody = desk.post(f"/lam-viec/quay/{point.pk}/goi/", follow=True)
    assert "Không còn ai chờ" in nobody.text
    assert desk.get("/lam-viec/quay/hen/").status_code == 200
    assert desk.post(f"/lam-viec/quay/{point.pk}/nhay/").status_code == 404
    assert desk.get("/lam-viec/quay/999999/").status_code == 404


def test_the_office_is_arranged(desk, office):
    line = queries.lines(office.agency_id)[0]
    sent = {
        "minutes": "20",
        "capacity": "3",
        "days_ahead": "7",
        f"line-{line.pk}": "Nộp hồ sơ mới",
        f"open-{line.pk}": "on",
    }
    assert desk.post("/lam-viec/quay/bo-tri/", sent).status_code == 302
    assert [each.name for each in queries.lines(office.agency_id)] == ["Nộp hồ sơ mới"]
    assert queries.plan_of(office.agency_id).minutes == 20
    wrong = desk.post("/lam-viec/quay/bo-tri/", sent | {"minutes": "1000"})
    assert "từ 5 đến 120 phút" in wrong.text
    assert desk.post("/lam-viec/quay/bo-tri/", {"point": "Quầy 3", "is_open": "on"}).status_code == 302
    assert "Đã có quầy tên" in desk.post("/lam-viec/quay/bo-tri/", {"point": "Quầy 3"}).text


def test_others_stay_out(office, client):
    client.force_login(
        Account.objects.get(pk=office.specialist.account_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get("/lam-viec/quay/").status_code == 403
    assert Client().get("/lam-viec/quay/").status_code == 302
    assert Client().get("/phieu/khong-co/").status_code == 404
    assert Client().get("/lay-so/H99.99/").status_code == 404
