"""Who saw my data."""

import pytest
from django.test import RequestFactory

from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.audit import services
from lienthong.foundation.audit.views import who_saw
from lienthong.kit.actor import SYSTEM, Actor

pytestmark = pytest.mark.django_db


def test_it_works():
    mine = accounts.identify_person(actor=SYSTEM, id_number="064195000001", full_name="Nguyễn Thị Mai")
    other = accounts.identify_person(actor=SYSTEM, id_number="064195000002", full_name="Người Khác")
    officer = Actor(account_id=None, name="R'Com H'Mai")
    services.record_access(
        actor=officer, person_id=mine.pk, subject_type="dossier", subject_id=1, reason="Tiếp nhận hồ sơ"
    )
    services.record_access(actor=officer, person_id=other.pk, subject_type="dossier", subject_id=2, reason="Việc khác")

    request = RequestFactory().get("/ai-da-xem/")
    request.actor = Actor(account_id=1, name="Nguyễn Thị Mai", person_id=mine.pk)
    text = who_saw(request).content.decode()

    assert "Tiếp nhận hồ sơ" in text
    assert "Việc khác" not in text


def test_ones_own_look_is_not_recorded():
    mine = accounts.identify_person(actor=SYSTEM, id_number="064195000001", full_name="Nguyễn Thị Mai")
    me = Actor(account_id=1, person_id=mine.pk)
    services.record_access(actor=me, person_id=mine.pk, subject_type="dossier", subject_id=1, reason="x")
    text = who_saw(_request(me)).content.decode()
    assert "Chưa có lượt xem nào" in text


def _request(actor):
    request = RequestFactory().get("/ai-da-xem/")
    request.actor = actor
    return request
