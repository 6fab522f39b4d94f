"""The page on which one delegates, accepts, and says that one is away."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.province import Ward, _officer

from lienthong.domain.dossiers.tests import stages
from lienthong.foundation.organizations.models import Absence, Delegation, Position
from lienthong.kit import clock

pytestmark = pytest.mark.django_db
PAGE = "/lam-viec/uy-quyen/"


def day(number: int) -> str:
    return f"{clock.today() + timedelta(days=number):%d/%m/%Y}"


def test_delegated_accepted_used_and_revoked(ward: Ward) -> None:
    leader, deputy = stages.signed_in(Client(), ward.leader), stages.signed_in(Client(), ward.clerk)
    dossier = stages.with_leader(ward)
    assert deputy.get("/lam-viec/cho-toi/").status_code == 403
    form = leader.get(f"{PAGE}lap/")
    assert "Rơ Châm H&#x27;Lan, Văn thư" in form.text
    assert ward.leader.name not in form.text.split("<select", 1)[1]
    wrong = leader.post(f"{PAGE}lap/", {"begins_on": day(0), "ends_on": "31/02/2027", "reason": "Họp tỉnh"})
    assert wrong.status_code == 422
    assert "“31/02/2027” không phải là một ngày" in wrong.text
    assert 'value="Họp tỉnh"' in wrong.text
    assert ward.clerk.position
    sent = {
        "receiver": ward.clerk.position.id,
        "acts": ["sign", "approve"],
        "begins_on": day(0),
        "ends_on": day(2),
        "reason": "Họp Hội đồng nhân dân",
        "procedure-0": f"{stages.BIRTH} Đăng ký khai sinh",
    }
    said = leader.post(f"{PAGE}lap/", sent, follow=True).text
    assert "Đã gửi ủy quyền cho Rơ Châm H&#x27;Lan" in said
    assert "Chờ người được ủy quyền nhận" in said
    found = Delegation.objects.get()
    assert found.procedures == [stages.BIRTH]
    again = leader.post(f"{PAGE}lap/", {**sent, "ends_on": day(3)})
    assert again.status_code == 422
    assert "đã được ủy quyền cho" in again.text

    assert "Nhận ủy quyền" in deputy.get(PAGE).text
    assert "Đang có hiệu lực" in deputy.post(f"{PAGE}{found.pk}/nhan/", follow=True).text
    page = deputy.get(f"/lam-viec/ho-so/{dossier.code}/")
    assert "Đang làm <b>thay mặt</b> Nguyễn Hồng Hà, Phó Chủ tịch" in page.text
    assert deputy.get("/lam-viec/cho-toi/").status_code == 200
    assert leader.post(f"{PAGE}{found.pk}/thoi/").status_code == 409
    assert "Đã thu hồi" in leader.post(f"{PAGE}{found.pk}/thoi/", {"reason": "Về sớm một ngày"}, follow=True).text
    assert deputy.get("/lam-viec/cho-toi/").status_code == 403
    assert deputy.post(f"{PAGE}{found.pk}/nhan/").status_code == 409


def test_others_do_not_see_or_touch_it(ward: Ward) -> None:
    assert ward.leader.position
    assert ward.clerk.position
    found = Delegation.objects.create(
        giver_id=ward.leader.position.id,
        receiver_id=ward.clerk.position.id,
        acts=["sign"],
        begins_at=clock.now(),
        ends_at=clock.now() + timedelta(days=1),
        reason="Họp tỉnh",
    )
    stranger = stages.signed_in(Client(), ward.specialist)
    assert "Họp tỉnh" not in stranger.get(PAGE).text
    assert stranger.post(f"{PAGE}{found.pk}/nhan/").status_code == 404
    assert stranger.post(f"{PAGE}{found.pk}/thoi/", {"reason": "Không liên quan"}).status_code == 404
    manager = _officer(ward.agency_id, "quan-ly", "Quách Minh Châu", "Quản trị", "administrator")
    assert "không có việc nào ủy quyền được" in stages.signed_in(Client(), manager).get(PAGE).text


def test_acts_on_documents_stand_apart_and_signing_asks_for_the_paper(ward: Ward) -> None:
    assert ward.leader.position
    Position.objects.filter(pk=ward.leader.position.id).update(title="Chủ tịch")
    head = _officer(ward.agency_id, "truong-phong", "Lê Quang Minh", "Trưởng phòng", "department_head")
    leader = stages.signed_in(Client(), ward.leader)
    form = leader.get(f"{PAGE}lap/").text
    assert "Việc với văn bản" in form
    assert "Ký văn bản đi (TUQ., KT.)" in form
    assert head.position
    sent = {
        "receiver": head.position.id,
        "acts": ["doc_direct", "doc_sign"],
        "begins_on": day(0),
        "ends_on": day(2),
        "reason": "Họp Hội đồng nhân dân",
    }
    refused = leader.post(f"{PAGE}lap/", sent)
    assert refused.status_code == 422
    assert "phải có văn bản ủy quyền" in refused.text
    said = leader.post(f"{PAGE}lap/", sent | {"document": "12/GUQ-UBND"}, follow=True).text
    assert "Bút phê, giao văn bản đến; duyệt dự thảo" in said
    assert "mọi thủ tục" not in said


def test_away_and_back(ward: Ward, client: Client) -> None:
    stages.signed_in(client, ward.specialist)
    wrong = client.post(f"{PAGE}vang-mat/", {"kind": "leave", "begins_on": day(2), "ends_on": day(1)})
    assert wrong.status_code == 422
    assert "Ngày cuối sớm hơn ngày đầu" in wrong.text
    client.post(f"{PAGE}vang-mat/", {"kind": "leave", "begins_on": day(1), "ends_on": day(2), "note": "Phép năm"})
    found = Absence.objects.get()
    assert "Phép năm" in client.get(PAGE).text
    client.post(f"{PAGE}vang-mat/{found.pk}/bo/")
    assert not Absence.objects.exists()
