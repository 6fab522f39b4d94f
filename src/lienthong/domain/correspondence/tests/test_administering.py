"""Pages and API of those who keep the office: rules of deadlines, mailboxes (quy tắc hạn văn bản, hộp thư)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.province import Ward, _officer

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.models import Mailbox, RuleEdition
from lienthong.domain.correspondence.tests.test_incoming_api import calls
from lienthong.domain.correspondence.tests.test_outgoing_pages import as_
from lienthong.foundation.audit import queries as audit
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor

pytestmark = pytest.mark.django_db
RULES, BOXES = "/lam-viec/van-ban/quy-tac/", "/lam-viec/van-ban/hop-thu/"


@pytest.fixture
def administrator(db: None) -> Actor:
    return _officer(organizations.root_agency().pk, "quan-tri", "Lê Quản Trị", "Quản trị", "administrator")


def typed(**changed: Any) -> dict[str, Any]:
    said = {
        "express-hours": "1",
        "express-days": "1",
        "very_urgent-hours": "2",
        "very_urgent-days": "1",
        "urgent-hours": "3",
        "urgent-days": "3",
        "normal-hours": "",
        "normal-days": "7",
        "0-occasion": "not_submitted",
        "0-when": "luc",
        "0-told": "clerk",
        "1-occasion": "task_due",
        "1-when": "qua",
        "1-hours": "8",
        "1-told": "giver",
        "valid_from": clock.today().isoformat(),
        "reason": "Quy chế làm việc mới",
        "opened": "0",
    }
    return {**said, **changed}


def test_the_clerk_sees_what_would_change_saves_and_calls_back(ward: Ward, administrator: Actor):
    clerk = as_(ward.clerk)
    assert "đang dùng quy tắc chung của tỉnh" in clerk.get(RULES).content.decode()
    seen = clerk.post(RULES, {**typed(), "do": "preview"}).content.decode()
    assert "Văn bản khẩn: trình trong 3 giờ làm việc (trước là trong 4 giờ làm việc)." in seen
    assert "Thôi báo: Hạn của phần việc, trước hạn 8 giờ làm việc, báo người đang giữ." in seen
    assert not RuleEdition.objects.filter(agency_id=ward.agency_id).exists()
    later = (clock.today() + timedelta(days=3)).isoformat()
    assert clerk.post(RULES, {**typed(valid_from=later), "do": "save"}).status_code == 302
    made = RuleEdition.objects.get(agency_id=ward.agency_id)
    assert clerk.post(RULES, {**typed(), "do": "save"}).status_code == 409, "somebody has saved since it was opened"
    wrong = clerk.post(RULES, {**typed(**{"urgent-hours": "một", "reason": ""}, opened=made.pk), "do": "save"})
    assert wrong.status_code == 422
    assert "giờ trình là số" in wrong.content.decode()
    clerk.post(RULES, {**typed(), "do": f"bo-{made.pk}"})
    made.refresh_from_db()
    assert made.called_back_by_name == ward.clerk.name
    assert {each.verb for each in audit.entries_of("document_rules", made.pk)} == {
        "save_document_rules",
        "call_back_document_rules",
    }
    assert "quy tắc chung: dùng cho mọi cơ quan" in as_(administrator).get(RULES).content.decode()
    assert as_(ward.specialist).get(RULES).status_code == 403


def test_the_api_reads_and_changes_the_same_rules(ward: Ward):
    clerk = calls(ward.clerk)
    now = clerk("/document-rules").json()
    assert (now["in_force"]["agency"], now["opened"], len(now["in_force"]["tellings"])) == (None, 0, 6)
    rules = {name: now["in_force"][name] for name in ("urgencies", "tellings")}
    rules["urgencies"][3]["settle_days"] = 10
    rules["tellings"] = rules["tellings"][:2]
    sent = {**rules, "valid_from": clock.today().isoformat(), "reason": "Quy chế mới", "opened": 0}
    made = clerk("/document-rules", sent)
    assert made.status_code == 201, made.content
    assert "Văn bản thường: đề xuất giải quyết trong 10 ngày làm việc (trước là 7)." in made.json()["changes"]
    assert clerk("/document-rules").json()["in_force"]["id"] == made.json()["id"]
    again = clerk("/document-rules", sent)
    assert (again.status_code, again.json()["title"]) == (409, "rules-changed")
    late = clerk(f"/document-rules/{made.json()['id']}/call-back", {})
    assert late.status_code == 409
    assert calls(ward.specialist)("/document-rules").status_code == 403


def test_the_administrator_keeps_mailboxes_and_the_clerk_sees_that_one_is_silent(ward: Ward, administrator: Actor):
    page = as_(administrator)
    assert "Chưa khai hộp thư nào" in page.get(BOXES).content.decode()
    name = organizations.agency(ward.agency_id).name
    said = {
        "agency": name,
        "host": "127.0.0.1",
        "port": "1",
        "security": "tls",
        "username": "vanthu@pleiku.gialai.gov.vn",
        "password": "mat-khau-hop-thu",
        "folder": "INBOX",
        "is_active": "on",
    }
    tried = page.post(BOXES, {**said, "do": "thu"})
    assert tried.status_code == 409
    assert "Không nối được tới 127.0.0.1:1" in tried.content.decode()
    assert page.post(BOXES, {**said, "do": "luu", "agency": "Không có"}).status_code == 422
    assert not Mailbox.objects.exists()
    assert page.post(BOXES, {**said, "do": "luu"}).status_code == 302
    box = Mailbox.objects.get()
    here = f"{BOXES}{box.pk}/"
    page.post(here, {"do": "lay"})
    page.post(here, {"do": "lay"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [services.COLLECT_JOB])
        assert cursor.fetchone() == (1,), "pressed twice it is collected once"
    services.collect_mailbox(mailbox_id=box.pk)
    shown = page.get(here).content.decode()
    assert "Hỏng" in shown
    assert "mat-khau-hop-thu" not in shown + page.get(BOXES).content.decode()
    sealed = box.secret
    page.post(here, {**said, "password": "", "do": "luu"})
    box.refresh_from_db()
    assert box.secret == sealed, "an empty password keeps the one there is"
    moved = page.post(here, {**said, "password": "", "host": "mail.noi-khac.vn", "do": "thu"})
    assert (moved.status_code, "mật khẩu đã lưu chỉ gửi tới nơi cũ" in moved.content.decode()) == (422, True)
    assert page.post(here, {**said, "host": "mail..vn", "do": "thu"}).status_code == 422
    services.collect_mailbox(mailbox_id=box.pk)
    waiting = as_(ward.clerk).get("/lam-viec/van-ban-den/?xem=cho").content.decode()
    assert "Hộp thư đang không lấy được" in waiting
    assert as_(ward.clerk).get(BOXES).status_code == 403
    assert page.get(f"{BOXES}999999/").status_code == 404
    assert queries.mailboxes(ward.clerk) == []
