"""The screens of pauses and decisions: the officer's acts, the leader's list, the applicant's page, the API."""

from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_api import caller
from lienthong.domain.dossiers.views.life import ACTS


def desk(code: str) -> str:
    return f"/lam-viec/ho-so/{code}/"


def test_the_officer_pauses_and_the_applicant_reads_why(client: Client, ward: Ward) -> None:
    dossier = stages.accepted(ward)
    stages.signed_in(client, ward.specialist)
    page = client.get(desk(dossier.code), {"the": "dien-bien"}).content.decode()
    assert "?the=tam-dung" in page
    assert "?the=mo-lai" not in page
    answer = client.post(desk(dossier.code) + "dien-bien/tam-dung/", {"reason": "Chờ Tòa án"})
    assert answer.status_code == 422
    assert "Chậm trễ của cơ quan không phải là căn cứ" in answer.content.decode()
    assert "Chờ Tòa án" in answer.content.decode()
    typed = {"ground": "court", "reason": "Tòa án khu vực 2 thụ lý tranh chấp.", "until_day": "1"}
    assert "không có trong lịch" in client.post(desk(dossier.code) + "dien-bien/tam-dung/", typed).content.decode()
    typed["until_day"] = ""
    answer = client.post(desk(dossier.code) + "dien-bien/tam-dung/", typed, follow=True)
    assert "Đang tạm dừng" in answer.content.decode()
    page = stages.signed_in(client, ward.citizen).get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Tòa án khu vực 2 thụ lý tranh chấp." in page
    assert "không tính vào thời hạn" in page


def test_the_applicant_pays_a_duty_by_vietqr(client: Client, ward: Ward) -> None:
    dossier = stages.accepted(ward)
    stages.signed_in(client, ward.specialist)
    typed = {"title": "Lệ phí trước bạ", "amount": "1.250.000", "reason": "Thông báo 203/TB-CCT"}
    client.post(desk(dossier.code) + "dien-bien/nghia-vu/", typed)
    stages.signed_in(client, ward.citizen)
    page = client.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "1.250.000" in page
    assert "VietQR" in page
    assert client.post(f"/ho-so/{dossier.code}/nghia-vu/").status_code == 302
    assert stages.signed_in(client, ward.neighbour).post(f"/ho-so/{dossier.code}/nghia-vu/").status_code == 404


def test_the_leader_decides_in_the_list(client: Client, ward: Ward) -> None:
    dossier = stages.accepted(ward)
    stages.signed_in(client, ward.specialist)
    typed = {"days": "3", "reason": "Chờ xác minh nơi cư trú tại hai xã."}
    answer = client.post(desk(dossier.code) + "dien-bien/gia-han/", typed, follow=True)
    assert "Đã trình lãnh đạo đề xuất gia hạn" in answer.content.decode()
    (proposal,) = queries.proposals_waiting(ward.leader)
    url = f"/lam-viec/de-xuat/{proposal.pk}/"
    assert client.post(url, {"decision": "yes"}).status_code == 403
    stages.signed_in(client, ward.leader)
    assert "xin thêm <b>3 ngày làm việc</b>" in client.get("/lam-viec/de-xuat/").content.decode()
    refused = client.post(url, {"decision": "no", "note": "Không"})
    assert refused.status_code == 422
    assert f'href="#note-{proposal.pk}"' in refused.content.decode()
    assert "Không có đề xuất nào" in client.post(url, {"decision": "yes"}, follow=True).content.decode()
    page = client.get(desk(dossier.code), {"the": "dien-bien"}).content.decode()
    assert "Văn bản xin lỗi và đề nghị gia hạn số" in page


def test_every_act_has_its_panel_where_it_is_allowed(client: Client, ward: Ward) -> None:
    dossier = stages.accepted(ward)
    stages.signed_in(client, ward.specialist)
    for act in ACTS:
        assert client.get(desk(dossier.code), {"the": act.key}).status_code == 200
    assert client.post(desk(dossier.code) + "dien-bien/khong-co/").status_code == 404


def test_a_program_pauses_and_resumes(ward: Ward) -> None:
    dossier = stages.accepted(ward)
    program = caller(ward.specialist)

    def act(**body: object) -> dict[str, object]:
        answer = program.post(f"/api/v1/dossiers/{dossier.code}/acts", body, content_type="application/json")
        return {"status": answer.status_code, **answer.json()}

    paused = act(act="pause", ground="disaster", note="Bão số 13, trụ sở ngập, mất điện.")
    assert (paused["state"], paused["national_status"]) == (State.PAUSED, 8)
    assert act(act="end-pause")["state"] == State.PROCESSING
    assert act(act="extend", days=0, note="Chờ xác minh nơi cư trú")["status"] == 422
    assert act(act="extend", days=2, note="Chờ xác minh nơi cư trú")["state"] == State.PROCESSING
    assert act(act="close")["status"] == 403
    assert services.decide_proposal(
        actor=ward.leader, proposal_id=queries.proposals_waiting(ward.leader)[0].pk, approve=True
    ).details["new_due"]
