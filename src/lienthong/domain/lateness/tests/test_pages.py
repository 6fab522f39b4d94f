"""The pages of lateness: who may open them, what they say, what is kept when something is refused."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.province import Ward, _officer

from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.lateness import services
from lienthong.domain.lateness.models import LatenessShare, Objection, Reminder, ReminderRule
from lienthong.domain.lateness.tests.test_keeping import MONDAY, withdrawn
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor

ROOM = "/lam-viec/tre-han/"
LAST = "Đơn vị đã có văn bản xin lỗi ngày 20/11."


def as_(actor: Actor) -> Client:
    return stages.signed_in(Client(), actor)


@pytest.fixture
def late(ward: Ward) -> Dossier:
    dossier = withdrawn(ward)
    services.keep_account(dossier_id=dossier.id)
    return dossier


@pytest.fixture
def running(ward: Ward) -> Dossier:
    with clock.at(MONDAY):
        return stages.accepted(ward)


def test_the_room_shows_sums_that_lead_to_dossiers(ward: Ward, late: Dossier) -> None:
    with clock.at(MONDAY + timedelta(days=10)):
        page = as_(ward.leader).get(ROOM).content.decode()
        assert "Trong đó trễ hạn" in page
        assert "Theo bước" in page
        listed = as_(ward.leader).get(f"{ROOM}danh-sach/").content.decode()
    assert late.code in listed
    assert f"{ROOM}ho-so/{late.code}/" in listed
    assert late.applicant_name not in listed


@pytest.mark.parametrize("path", ["", "danh-sach/", "dang-qua-han/", "khong-tinh-duoc/", "xuat.xlsx", "xem-xet/"])
def test_specialists_and_citizens_do_not_see_lateness_of_others(ward: Ward, path: str) -> None:
    assert as_(ward.specialist).get(ROOM + path).status_code == 403
    assert as_(ward.citizen).get(ROOM + path).status_code == 403
    assert Client().get(ROOM + path).status_code == 302
    assert as_(ward.leader).get(ROOM + path).status_code == 200


def test_the_list_of_overdue_names_who_is_charged_so_far(ward: Ward, running: Dossier) -> None:
    with clock.at(MONDAY + timedelta(days=7)):
        page = as_(ward.leader).get(f"{ROOM}dang-qua-han/").content.decode()
    assert running.code in page
    assert "Trễ đến nay" in page


def test_the_page_of_a_dossier_tells_the_office_everything_and_only_those_concerned(ward: Ward, late: Dossier) -> None:
    page = as_(ward.specialist).get(f"{ROOM}ho-so/{late.code}/").content.decode()
    assert "Vì sao tính như vậy" in page
    assert 'class="lh-bar"' in page
    assert "style=" not in page
    part = as_(ward.specialist).get(f"{ROOM}ho-so/{late.code}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    neighbour = next(each for each in organizations.communes()[:4] if each.pk != ward.agency_id)
    stranger = _officer(neighbour.pk, "lanhdao2", "Ksor Nhan", "Chủ tịch UBND", "agency_leader")
    assert as_(stranger).get(f"{ROOM}ho-so/{late.code}/").status_code == 404


def test_the_applicant_reads_it_in_plain_words_without_names(ward: Ward, late: Dossier, running: Dossier) -> None:
    page = as_(ward.citizen).get(f"/ho-so/{late.code}/ai-giu/").content.decode()
    assert "không tính cho ông/bà" in page
    assert ward.specialist.name not in page
    assert as_(ward.neighbour).get(f"/ho-so/{late.code}/ai-giu/").status_code == 404
    with clock.at(MONDAY + timedelta(hours=1)):
        assert "chưa quá hạn" in as_(ward.citizen).get(f"/ho-so/{running.code}/ai-giu/").content.decode()
    whole = as_(ward.citizen).get(f"/ho-so/{late.code}/").content.decode()
    assert f'hx-get="/ho-so/{late.code}/ai-giu/"' in whole


def test_an_objection_goes_up_and_comes_back(ward: Ward, late: Dossier) -> None:
    parent = organizations.agency(ward.agency_id).parent_id
    assert parent is not None
    above = _officer(parent, "chutich", "Rơ Châm H'Loan", "Chủ tịch UBND tỉnh", "agency_leader")
    share = LatenessShare.objects.filter(account__dossier=late, late__gt=0)[0]
    form = f"{ROOM}phan/{share.pk}/xem-xet/"
    assert form in as_(ward.leader).get(f"{ROOM}ho-so/{late.code}/").content.decode()
    assert as_(above).get(form).status_code == 404
    short = as_(ward.leader).post(form, {"reason": "Sai"})
    assert short.status_code == 422
    assert ">Sai</textarea>" in short.content.decode()
    assert as_(ward.leader).post(form, {"reason": LAST}).status_code == 302
    objection = Objection.objects.get()
    decide = f"{ROOM}xem-xet/{objection.pk}/"
    assert "Chờ cấp trên trực tiếp" in as_(ward.leader).get(f"{ROOM}xem-xet/").content.decode()
    typed = {"decision": "yes", "note": LAST, "to_agency": "X99"}
    refused = as_(above).post(decide, typed)
    assert refused.status_code == 422
    assert LAST in refused.content.decode()
    assert as_(above).post(decide, {**typed, "to_agency": ""}).status_code == 302
    page = as_(ward.leader).get(f"{ROOM}ho-so/{late.code}/").content.decode()
    assert "Chấp nhận" in page
    with clock.at(MONDAY + timedelta(days=10)):
        assert "Sau xem xét" in as_(above).get(ROOM).content.decode()


def test_the_workbook_holds_numbers_and_no_formula(ward: Ward, late: Dossier) -> None:
    with clock.at(MONDAY + timedelta(days=10)):
        answer = as_(ward.leader).get(f"{ROOM}xuat.xlsx?ky=thang-nay")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames[:4] == ["Theo đơn vị", "Theo bước", "Theo thủ tục", "Theo tháng"]
    rows = list(book["Hồ sơ"].iter_rows(min_row=3, values_only=True))
    assert rows[0][0] == late.code
    charged = sum(LatenessShare.objects.values_list("late", flat=True))
    assert sum(row[2] for row in book["Theo đơn vị"].iter_rows(min_row=3, values_only=True)) == charged
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_reminder_is_answered_on_its_page(ward: Ward, running: Dossier) -> None:
    ReminderRule.objects.all().delete()
    services.save_rules(actor=SYSTEM, agency_id=None, rules=services.STANDARD)
    with clock.at(MONDAY + timedelta(days=1)):
        services.remind()
        page = as_(ward.leader).get(f"{ROOM}nhac-viec/").content.decode()
        mine = Reminder.objects.get(receiver="leader")
        assert f'id="v{mine.id}"' in page
        refused = as_(ward.leader).post(f"{ROOM}nhac-viec/{mine.id}/", {"answer": "hurry", "note": "nhanh"})
        assert refused.status_code == 422
        assert 'value="nhanh"' in refused.content.decode()
        done = as_(ward.leader).post(
            f"{ROOM}nhac-viec/{mine.id}/", {"answer": "hurry", "note": "Trình ký trước 11 giờ hôm nay."}
        )
    assert done.status_code == 302
    assert "Đôn đốc người giữ" in as_(ward.specialist).get(f"{ROOM}ho-so/{running.code}/").content.decode()
    assert as_(ward.specialist).post(f"{ROOM}nhac-viec/{mine.id}/", {"answer": "noted"}).status_code == 404


def test_the_rules_are_tried_before_they_are_saved(ward: Ward, running: Dossier) -> None:
    ReminderRule.objects.all().delete()
    services.save_rules(actor=SYSTEM, agency_id=None, rules=services.STANDARD)
    client = as_(ward.leader)
    typed = {
        "0-id": "",
        "0-measure": "dossier",
        "0-moment": "after",
        "0-amount": "1",
        "0-receivers": ["handler"],
        "0-active": "on",
    }
    with clock.at(MONDAY + timedelta(days=4)):
        assert "đang dùng quy tắc chung" in client.get(f"{ROOM}quy-tac/").content.decode()
        tried = client.post(f"{ROOM}quy-tac/", {**typed, "do": "preview"}).content.decode()
        assert ward.specialist.name in tried
        assert not ReminderRule.objects.filter(agency_id=ward.agency_id).exists()
        wrong = client.post(f"{ROOM}quy-tac/", {**typed, "0-amount": "400", "do": "save"})
        assert wrong.status_code == 422
        assert 'value="400"' in wrong.content.decode()
        assert client.post(f"{ROOM}quy-tac/", {**typed, "do": "save"}).status_code == 302
        assert ReminderRule.objects.get(agency_id=ward.agency_id).amount == 1
        assert client.post(f"{ROOM}quy-tac/", {"do": "common"}).status_code == 302
    assert not ReminderRule.objects.filter(agency_id=ward.agency_id).exists()
    assert as_(ward.specialist).get(f"{ROOM}quy-tac/").status_code == 403
