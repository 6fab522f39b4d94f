"""The pages of working calendars."""

from datetime import date, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.workdays.models import CalendarVersion
from lienthong.foundation.workdays.services import due_for, load_default_calendar
from lienthong.kit.actor import Actor
from lienthong.kit.clock import VIETNAM
from lienthong.sites.workplace.calendar_forms import read_hours, words_of

pytestmark = pytest.mark.django_db
OFFICE = [["07:00", "11:30"], ["13:30", "17:00"]]


@pytest.fixture
def common():
    return load_default_calendar()


@pytest.fixture
def desk(ward, client: Client):
    from tests.province import _officer

    manager = _officer(ward.agency_id, "quan-ly", "Quách Minh Châu", "Quản trị", "administrator")
    sign_in(client, manager)
    return client


def sign_in(client: Client, actor: Actor) -> None:
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")


def typed(page) -> dict[str, str]:
    """What a browser would send from the form of the next version."""
    boxes = page.context["boxes"]
    pairs = [*boxes["hours"], boxes["valid_from"], boxes["reason"], boxes["decision"]]
    pairs += [box for pair in (*boxes["closed"], *boxes["open"]) for box in pair]
    return {box["name"]: box["value"] for box in pairs} | {"after": str(page.context["last"].number)}


def test_it_works(desk, common):
    assert "Lịch làm việc chung" in desk.get("/lam-viec/lich-lam-viec/").text
    page = desk.get(f"/lam-viec/lich-lam-viec/{common.pk}/?nam=2026")
    assert page.status_code == 200
    assert "Ngày Văn hóa Việt Nam" in page.text


def test_next_years_holidays_become_a_version(desk, common):
    address = f"/lam-viec/lich-lam-viec/{common.pk}/?nam=2028"
    page = desk.get(address)
    assert "Chưa có ngày nghỉ lễ nào của năm này" in page.text
    sent = typed(page) | {
        "closed-0-day": "26/01/2028",
        "closed-0-name": "Tết Nguyên đán",
        "hours-5": "7h – 11h30",
        "reason": "Lịch nghỉ Tết năm 2028",
        "decision": "12/TB-VPCP",
    }
    assert desk.post(address, sent).status_code == 302
    version = CalendarVersion.objects.get(number=2)
    assert (version.valid_from, version.decision) == (date(2028, 1, 1), "12/TB-VPCP")
    assert {"date": "2028-01-26", "name": "Tết Nguyên đán"} in version.closed
    assert version.weekdays["5"] == [["07:00", "11:30"]]
    assert {"date": "2026-11-24", "name": "Ngày Văn hóa Việt Nam"} in version.closed  # other years stay


def test_what_cannot_be_read_is_said_and_stays(desk, common):
    address = f"/lam-viec/lich-lam-viec/{common.pk}/?nam=2026"
    sent = typed(desk.get(address)) | {"closed-0-day": "30/02/2026", "hours-0": "11:30–07:00", "reason": ""}
    page = desk.post(address, sent)
    assert page.status_code == 422
    assert "“30/02/2026” không phải là một ngày" in page.text
    assert "thứ Hai ghi “11:30–07:00” chưa đọc được" in page.text
    assert "Chưa ghi lý do thay đổi" in page.text
    assert 'value="30/02/2026"' in page.text
    assert CalendarVersion.objects.count() == 1


def test_a_storm_closes_a_day(desk, common):
    address = f"/lam-viec/lich-lam-viec/{common.pk}/dong-cua/"
    day = datetime.now(VIETNAM).year + 1
    answer = desk.post(address, {"day": f"08/12/{day}", "name": "Nghỉ do bão số 13", "after": "1"})
    assert answer.status_code == 302
    start = datetime(day, 12, 7, 8, tzinfo=VIETNAM)
    assert any(
        "Nghỉ do bão số 13" in line
        for line in due_for(start=start, limit_value=1, limit_unit="working_days").derivation
    )
    late = desk.post(address, {"day": f"09/12/{day}", "name": "Lũ", "after": "1"})
    assert late.status_code == 422
    assert "Lịch vừa có phiên bản 2" in late.text
    assert 'value="Lũ"' in late.text


def test_an_agency_gets_hours_of_its_own(desk, ward, common):
    answer = desk.post("/lam-viec/lich-lam-viec/lap/", {"agency": organizations.agency(ward.agency_id).identifier})
    assert answer.status_code == 302
    assert organizations.agency(ward.agency_id).short_name in desk.get("/lam-viec/lich-lam-viec/").text
    assert "Không có cơ quan" in desk.post("/lam-viec/lich-lam-viec/lap/", {"agency": "H99.99"}, follow=True).text


def test_others_look_but_do_not_decide(ward, client, common):
    sign_in(client, ward.specialist)
    page = client.get(f"/lam-viec/lich-lam-viec/{common.pk}/")
    assert page.status_code == 200
    assert "Ban hành phiên bản" not in page.text
    assert (
        client.post(f"/lam-viec/lich-lam-viec/{common.pk}/dong-cua/", {"day": "1/1/2030", "name": "x"}).status_code
        == 403
    )
    assert client.post(f"/lam-viec/lich-lam-viec/{common.pk}/", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("07:00–11:30, 13:30–17:00", OFFICE),
        ("7h-11h30; 13h30 - 17h", OFFICE),
        ("13:30 đến 17:00 và 7:00 đến 11:30", OFFICE),
        ("nghỉ", []),
        ("", []),
        ("7:00-11:30 13:00", None),
        ("07:00–12:00, 11:00–17:00", None),
        ("25:00–26:00", None),
        ("cả ngày", None),
    ],
)
def test_hours_are_read_as_people_write_them(text, hours):
    assert read_hours(text) == hours


@given(st.lists(st.integers(0, 24 * 60 - 1), max_size=8, unique=True))
def test_hours_written_are_read_back(marks):
    marks = sorted(marks)[: len(marks) // 2 * 2]
    clocks = [f"{mark // 60:02d}:{mark % 60:02d}" for mark in marks]
    hours = [list(pair) for pair in zip(clocks[::2], clocks[1::2], strict=True)]
    assert read_hours(words_of(hours)) == hours
