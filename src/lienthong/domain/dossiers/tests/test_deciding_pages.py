"""The leader's pages: one list, a look at each, approve or return, the pile signed at once; the drafter's panel; two at one draft."""

import io
import re
import uuid

import pytest
from django.test import Client
from tests.flows.test_delegations import delegated
from tests.province import Ward

from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.models import Dossier, SigningBatch
from lienthong.domain.dossiers.tests import stages
from lienthong.domain.dossiers.tests.test_drafting import last, template_of
from lienthong.kit.events import reacting_at_once


def look(dossier: Dossier) -> str:
    return f"/lam-viec/duyet/{dossier.code}/"


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    page: str = answer.content.decode()
    assert page.count("lt-button--primary") <= 1
    return page


def test_one_list_leads_to_each_page(client: Client, ward: Ward) -> None:
    dossier, asked = stages.with_leader(ward), stages.accepted(ward)
    services.propose_stop(actor=ward.specialist, dossier_id=asked.id, reason="Người nộp đã được xã khác giải quyết")
    stages.signed_in(client, ward.leader)
    page = text(client, "/lam-viec/cho-toi/")
    assert f'href="{look(dossier)}"' in page
    assert "Dừng giải quyết" in page
    assert "Lê Văn Dũng: Đủ điều kiện" in page
    assert asked.code not in text(client, "/lam-viec/cho-toi/?loai=ky")
    assert "Không có bước nào quá hạn" in text(client, "/lam-viec/cho-toi/qua-han/?vai-tro=clerk")


def test_the_page_shows_the_paper_its_checks_and_in_whose_name(client: Client, ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    page = text(stages.signed_in(client, ward.leader), look(dossier))
    for words in ("KT. CHỦ TỊCH", "Chứng thư số đến", "Đủ thành phần hồ sơ", "Trong hạn, hẹn trả", "Đủ điều kiện"):
        assert words in page
    assert "Dự thảo không nhắc tên người nộp Siu H&#x27;Ngan" in page  # this draft names the child only
    (picture,) = re.findall(r'src="([^"]+\.webp[^"]*)"', page)
    shown = client.get(picture)
    assert (shown["Content-Type"], shown.content[:4]) == ("image/webp", b"RIFF")
    assert client.get(picture.replace("trang/1-", "trang/7-")).status_code == 404
    assert "Đã xem" in text(client, "/lam-viec/ky/")
    assert stages.signed_in(Client(), ward.neighbour).get(picture).status_code == 404
    stages.signed_in(client, ward.clerk)
    assert client.get(look(dossier))["Location"] == f"/lam-viec/ho-so/{dossier.code}/"  # nothing of the clerk's


def test_signing_asks_who_it_is_and_then_goes_on(client: Client, ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    stages.signed_in(client, ward.leader)
    seen = stages.seen_on(client, dossier)
    asked = client.post(look(dossier) + "ky/", seen)
    assert asked["Location"].startswith("/xac-nhan-lai/")
    signed = client.post(asked["Location"], {"password": "mat-khau-lanh-dao-2026"}, follow=True)
    assert "Đã ký số kết quả hồ sơ" in signed.content.decode()
    dossier.refresh_from_db()
    assert dossier.result_file is not None


def test_what_changed_meanwhile_is_shown_and_not_signed(client: Client, ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    stages.confirmed(stages.signed_in(client, ward.leader))
    seen = stages.seen_on(client, dossier)
    services.draft_result(
        actor=ward.leader, dossier_id=dossier.id, step_id=stages.step_of(dossier).id, title="Giấy", body="Khác hẳn"
    )
    answer = client.post(look(dossier) + "ky/", seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "đã thay đổi từ lúc ông/bà mở" in page
    compare = f"/lam-viec/ho-so/{dossier.code}/du-thao/so-sanh/"
    assert f"{compare}?tu=1&amp;den=2" in page
    assert "<ins>" in text(client, f"{compare}?tu=1&den=2")
    assert client.post(look(dossier) + "ky/", {"seen": ""}).status_code == 409
    assert client.post(look(dossier) + "ky/", stages.seen_on(client, dossier)).status_code == 302


def test_a_return_needs_ground_and_reason_and_comes_back_counted(client: Client, ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    stages.signed_in(client, ward.leader)
    refused = client.post(look(dossier) + "tra-lai/", {"note": ""})
    assert refused.status_code == 422
    assert "Chọn một loại lý do" in refused.content.decode()
    answer = client.post(look(dossier) + "tra-lai/", {"note": "Sai tên cháu", "ground": "content"}, follow=True)
    assert "Đã trả lại hồ sơ" in answer.content.decode()
    while stages.step_of(dossier).role == "specialist":
        services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
    page = text(client, look(dossier))
    assert "Đã trả lại 1 lần" in page
    assert "Sai tên cháu" in page
    assert "đã trả lại 1 lần" in text(client, "/lam-viec/cho-toi/")


def test_the_pile_is_signed_with_one_confirmation(client: Client, ward: Ward) -> None:
    pile = [stages.with_leader(ward) for _ in range(2)]
    stages.signed_in(client, ward.leader)
    assert "Xem văn bản đầu tiên" in text(client, "/lam-viec/ky/")
    assert client.post("/lam-viec/ky/luot/", {"token": str(uuid.uuid4())}).status_code == 422
    ticked = [f"{stages.step_of(each).id}:{stages.seen_on(client, each)['seen']}" for each in pile]
    page = text(client, "/lam-viec/ky/")
    assert "Ký <span data-ld-count>2</span> văn bản đã xem" in page
    assert all(f'value="{each}" checked' in page for each in ticked)
    form = {"kind": "sign", "ticked": ticked, "token": str(uuid.uuid4())}
    address = client.post("/lam-viec/ky/luot/", form)["Location"]
    assert client.post("/lam-viec/ky/luot/", form)["Location"] == address
    assert "Ký bằng chứng thư số của <b>Nguyễn Hồng Hà</b>" in text(client, address)
    assert client.post(address + "xac-nhan/")["Location"].startswith("/xac-nhan-lai/")
    stages.confirmed(client)
    with reacting_at_once():
        client.post(address + "xac-nhan/")
        client.post(address + "xac-nhan/")
    page = text(client, address)
    assert 'Đã ký <b class="num">2 / 2</b> văn bản' in page
    assert "hx-trigger" not in client.get(address + "tien-do/").content.decode()
    assert client.post(address + "lam-tiep/").status_code == 302
    stages.signed_in(client, ward.clerk)
    assert client.get(address).status_code == 404
    assert "Xem văn bản đầu tiên" in text(client, "/lam-viec/van-thu/")
    page = text(client, look(pile[0]))
    assert "Cấp số, đóng dấu" in page
    assert SigningBatch.objects.count() == 1


def test_a_running_batch_is_shown_in_the_list(client: Client, ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    stages.confirmed(stages.signed_in(client, ward.leader))
    ticked = f"{stages.step_of(dossier).id}:{stages.seen_on(client, dossier)['seen']}"
    address = client.post("/lam-viec/ky/luot/", {"kind": "sign", "ticked": ticked, "token": str(uuid.uuid4())})[
        "Location"
    ]
    client.post(address + "xac-nhan/")  # the jobs wait
    assert 'hx-trigger="every 1s"' in text(client, address)
    assert "Có lượt đang thực hiện" in text(client, "/lam-viec/ky/")


def test_the_panel_drafts_from_a_template_and_takes_word_back(client: Client, ward: Ward) -> None:
    template_of(ward)
    dossier = stages.accepted(ward)
    stages.signed_in(client, ward.specialist)
    desk = f"/lam-viec/ho-so/{dossier.code}/"
    page = text(client, desk + "?the=du-thao")
    assert 'name="said-child_name" value="Siu Bảo An"' in page
    template = re.search(r'name="template" value="(\d+)"', page)
    assert template is not None
    form = {
        "step": stages.step_of(dossier).id,
        "seen": "0",
        "template": template[1],
        "said-soan_ghi_chu": "Cấp lần đầu.",
    }
    client.post(desk + "du-thao/", form | {"said-child_name": "Siu Bảo Ân"})
    assert last(dossier).fields["said"] == {"child_name": "Siu Bảo Ân", "soan_ghi_chu": "Cấp lần đầu."}
    page = text(client, desk + "?the=du-thao")
    assert "Hồ sơ ghi: Siu Bảo An" in page
    document = last(dossier).document
    assert document is not None
    content = b"".join(client.get(f"/tep/{document.id}/?tai"))
    upload = io.BytesIO(content)
    upload.name = "sua.docx"
    answer = client.post(
        desk + "du-thao/tai-len/", {"step": form["step"], "seen": "1", "document": upload}, follow=True
    )
    assert "Đã lưu dự thảo, bản 2" in answer.content.decode()
    bad = io.BytesIO(b"khong phai word")
    bad.name = "x.docx"
    assert (
        client.post(desk + "du-thao/tai-len/", {"step": form["step"], "seen": "2", "document": bad}).status_code == 422
    )
    while stages.step_of(dossier).role == "specialist":
        services.complete_step(actor=ward.specialist, dossier_id=dossier.id, step_id=stages.step_of(dossier).id)
    page = text(stages.signed_in(client, ward.leader), look(dossier))
    assert "sửa trong Word rồi tải lên" in page


def test_the_slower_of_two_drafters_keeps_what_was_typed(client: Client, ward: Ward) -> None:
    dossier = stages.accepted(ward)
    stages.signed_in(client, ward.specialist)
    desk = f"/lam-viec/ho-so/{dossier.code}/du-thao/"
    form = {"step": stages.step_of(dossier).id, "title": "Giấy khai sinh", "template": "chung"}
    client.post(desk, form | {"seen": "0", "body": "Bản của người thứ nhất."})
    answer = client.post(desk, form | {"seen": "0", "body": "Bản của người thứ hai."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lê Văn Dũng lưu bản 1" in page
    assert "Bản của người thứ hai.</textarea>" in page
    assert "<ins>hai.</ins>" in page
    assert 'name="seen" value="1"' in page  # saving once more is over the other's, knowingly
    assert client.post(desk, form | {"seen": "1", "body": "Bản của người thứ hai."}).status_code == 302


@pytest.mark.parametrize("answer", ["content", "stranger"])
def test_a_template_is_tried_on_a_real_dossier(client: Client, ward: Ward, answer: str) -> None:
    template, dossier = template_of(ward), stages.accepted(ward)
    url = f"/lam-viec/xem-thu-mau/{template.pk}/?ho-so="
    if answer == "stranger":
        assert stages.signed_in(client, ward.citizen).get(url + dossier.code).status_code == 403
        return
    stages.signed_in(client, ward.specialist)
    assert client.get(url + dossier.code).content.startswith(b"%PDF")
    assert client.get(url + "H21.9-000000-0000").status_code == 404


def test_a_stand_in_signs_from_the_same_pages(client: Client, ward: Ward) -> None:
    dossier = stages.with_leader(ward)
    delegated(ward.leader, ward.specialist, "sign")
    stages.confirmed(stages.signed_in(client, ward.specialist))
    page = text(client, look(dossier))
    assert "TUQ. PHÓ CHỦ TỊCH" in page
    assert "Nguyễn Hồng Hà, Phó Chủ tịch" in page
    assert "Thay mặt Nguyễn Hồng Hà" in text(client, "/lam-viec/ky/")
    assert queries.pile(ward.specialist, "sign") == []
