"""The counter gives results: one scan finds them, another says who takes them, a button signs; what was typed stays after a refusal."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import PaperPlace, State
from lienthong.domain.dossiers.models import Dossier, ResultReturn
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_returning import NEIGHBOUR, OWNER, give, lay_paper
from lienthong.foundation.audit import queries as audit
from lienthong.kit import clock

URL = "/lam-viec/tra-ket-qua/"
CARD = "064195000512|231012345|Siu H'Ngan|12031995|Nữ|Tổ 5, Phường Diên Hồng, Gia Lai|01072024"
FORM = {"capacity": "owner", "name": "Siu H'Ngan", "paper": "card", "number": "064195000512", "confirmed": "screen"}


@pytest.fixture
def counter(ward: Ward) -> Client:
    return stages.signed_in(Client(), ward.one_stop)


@pytest.mark.django_db
def test_it_works(ward: Ward, counter: Client) -> None:
    first, second = stages.with_result(ward), stages.with_result(ward)
    lay_paper(first, PaperPlace.COUNTER)
    assert "Mời người nhận xuất trình thẻ" in counter.get(URL).content.decode()
    page = counter.post(URL, {"q": CARD}).content.decode()
    assert first.code in page
    assert second.code in page
    assert 'value="Siu H&#x27;Ngan"' in page
    assert "mã QR của thẻ" in page
    seen = audit.who_saw_my_data(ward.citizen)
    assert any(first.code in look.reason or second.code in look.reason for look in seen)
    answer = counter.post(
        f"{URL}trao/",
        {**FORM, "all": [first.code, second.code], "hs": [first.code, second.code], f"form-{first.code}": "both"},
    )
    act = ResultReturn.objects.get()
    assert answer["Location"] == f"{URL}{act.id}/"
    page = counter.get(answer["Location"]).content.decode()
    assert "Bản giấy và bản điện tử" in page
    assert "064195000512" not in page
    assert counter.get(f"{answer['Location']}phieu-ky-nhan.pdf").content.startswith(b"%PDF")
    assert "Siu H&#x27;Ngan" in counter.get(f"{URL}da-tra/").content.decode()
    assert set(Dossier.objects.values_list("state", flat=True)) == {State.RETURNED}


@pytest.mark.django_db
def test_a_card_read_into_the_form_fills_who_takes_it(ward: Ward, counter: Client) -> None:
    dossier = stages.with_result(ward)
    page = counter.get(f"{URL}?hs={dossier.code}").content.decode()
    assert f'value="{dossier.code}" checked' in page
    other = "064091000733|231012346|Ksor Y Blô|12031991|Nam|Tổ 6, Gia Lai|01072024"
    typed = {"all": dossier.code, "hs": dossier.code, "read": "1", "capacity": "authorised", "authority": "Giấy số 7"}
    page = counter.post(f"{URL}trao/", {**typed, "card": other}).content.decode()
    assert 'value="Ksor Y Blô"' in page
    assert 'value="Giấy số 7"' in page
    broken = counter.post(f"{URL}trao/", {**typed, "card": "06409100"})
    assert broken.status_code == 422
    assert "không phải mã QR của thẻ căn cước" in broken.content.decode()


@pytest.mark.django_db
def test_a_refusal_keeps_what_was_typed(ward: Ward, counter: Client) -> None:
    dossier = stages.with_result(ward)
    sent = {
        **FORM,
        "all": dossier.code,
        "hs": dossier.code,
        "name": "Ksor Y Blô",
        "number": "064091000733",
        "note": "Anh trai",
    }
    answer = counter.post(f"{URL}trao/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nếu nhận thay, chọn" in page
    assert 'value="Anh trai"' in page
    missing = counter.post(f"{URL}trao/", {"all": dossier.code, "paper": "card"}).content.decode()
    for said in ("Chưa ghi họ tên", "12 chữ số", "chưa ký nhận", "Chưa chọn kết quả nào"):
        assert said in missing
    give(ward, dossier, receiver=NEIGHBOUR)
    late = counter.post(f"{URL}trao/", {**FORM, "all": dossier.code, "hs": dossier.code})
    assert late.status_code == 409
    assert "đã trả cho Ksor Y Blô" in late.content.decode()
    page = counter.post(URL, {"q": dossier.code}).content.decode()
    assert "Ksor Y Blô" in page
    assert "được ủy quyền" in page


@pytest.mark.django_db
def test_late_owing_and_travelling_results_are_pointed_out(ward: Ward, counter: Client) -> None:
    late, owing, away = stages.with_result(ward), stages.with_result(ward), stages.with_result(ward)
    Dossier.objects.filter(id=late.id).update(timeliness="late")
    Dossier.objects.filter(id=owing.id).update(fee_amount=8000)
    lay_paper(away, PaperPlace.PASSING)
    page = counter.post(URL, {"q": "Siu H'Ngan"}).content.decode()
    assert "Kết quả muộn hẹn." in page
    assert "Chưa có văn bản xin lỗi" in page
    assert "Chưa nộp đủ phí, lệ phí." in page
    assert "đang trên đường về Một cửa" in page


@pytest.mark.django_db
def test_what_is_owed_is_taken_on_the_same_page(ward: Ward, counter: Client) -> None:
    dossier = stages.with_result(ward)
    Dossier.objects.filter(id=dossier.id).update(fee_amount=8000)
    sent = {**FORM, "all": dossier.code, "fee": dossier.code, "note": "Mang theo giấy hẹn"}
    short = counter.post(f"{URL}trao/", {**sent, f"given-{dossier.code}": "5.000"})
    assert short.status_code == 422
    assert "còn thiếu 3.000" in short.content.decode()
    page = counter.post(f"{URL}trao/", {**sent, f"given-{dossier.code}": "10.000"}).content.decode()
    assert "thối lại 2.000" in page
    assert 'value="Mang theo giấy hẹn"' in page
    assert f'value="{dossier.code}" checked' in page
    again = services.take_owed_fee(actor=ward.one_stop, dossier_id=dossier.id, given=8000)
    assert again.fee_paid_at is not None
    give(ward, dossier)


@pytest.mark.django_db
def test_several_people_of_one_name_are_told_apart(ward: Ward, counter: Client) -> None:
    first, second = stages.with_result(ward), stages.with_result(ward)
    Dossier.objects.filter(id=second.id).update(applicant_id=ward.neighbour.person_id, applicant_id_last4="0733")
    page = counter.post(URL, {"q": "siu"}).content.decode()
    assert f"?hs={first.code}" in page
    assert "…0733" in page
    assert "Không có kết quả chờ nhận" in counter.post(URL, {"q": "Không Ai"}).content.decode()
    assert counter.get(f"{URL}?hs=H21.88-1-1").status_code == 404


@pytest.mark.django_db
def test_the_office_sets_its_days_and_reminds(ward: Ward, counter: Client) -> None:
    with clock.at(clock.now() - timedelta(days=9)):
        dossier = stages.with_result(ward)
    page = counter.get(f"{URL}cho-nhan/").content.decode()
    assert dossier.code in page
    assert "Chưa nhắc" in page
    counter.post(f"{URL}cho-nhan/", {"ids": [dossier.id, "rác"]})
    assert "Chưa nhắc" not in counter.get(f"{URL}cho-nhan/").content.decode()
    again = counter.post(f"{URL}cho-nhan/", {"ids": [dossier.id]}, follow=True).content.decode()
    assert "đã được nhắc gần đây" in again
    assert counter.post(f"{URL}cho-nhan/so-ngay/", {"days": "0", "every": "x"}).status_code == 422
    counter.post(f"{URL}cho-nhan/so-ngay/", {"days": "30", "every": "7"})
    assert "Không có kết quả chờ nhận quá hạn" in counter.get(f"{URL}cho-nhan/").content.decode()


@pytest.mark.django_db
def test_a_leader_takes_a_return_back_on_the_page_of_the_dossier(ward: Ward, counter: Client) -> None:
    dossier = stages.with_result(ward)
    lay_paper(dossier, PaperPlace.COUNTER)
    assert f"{URL}?hs={dossier.code}" in counter.get(f"/lam-viec/ho-so/{dossier.code}/").content.decode()
    services.return_results(actor=ward.one_stop, forms={dossier.id: "both"}, receiver=OWNER)
    leader = stages.signed_in(Client(), ward.leader)
    desk = f"/lam-viec/ho-so/{dossier.code}/"
    assert "Hủy việc trả kết quả" in leader.get(f"{desk}?the=dien-bien").content.decode()
    assert "Hủy việc trả kết quả" not in counter.get(f"{desk}?the=dien-bien").content.decode()
    act = f"{desk}dien-bien/huy-tra/"
    assert leader.post(act, {"reason": "ngắn", "recovered": "co"}).status_code == 422
    assert counter.post(act, {"reason": "Trao nhầm người trùng tên", "recovered": "co"}).status_code == 403
    leader.post(act, {"reason": "Trao nhầm người trùng tên", "recovered": "co"})
    page = leader.get(f"{desk}?the=dien-bien").content.decode()
    assert "Trao nhầm người trùng tên" in page
    assert "Thu hồi sau khi trao nhầm" in page


@pytest.mark.django_db
def test_only_the_counter_and_few_queries(ward: Ward, counter: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    dossiers = [stages.with_result(ward) for _ in range(3)]
    for actor in (ward.citizen, ward.specialist, ward.leader):
        assert stages.signed_in(Client(), actor).get(URL).status_code == 403
    with django_assert_max_num_queries(26):
        counter.get(f"{URL}?hs={dossiers[0].code}")
    act = give(ward, dossiers[0])
    assert stages.signed_in(Client(), ward.citizen).get(f"{URL}{act.id}/").status_code == 403
