"""The pages of the post: a citizen chooses without JavaScript, the office opens, hands over, mends; nobody else looks."""

from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from tests.flows.test_birth_registration import filed
from tests.postal.conftest import CITIZEN
from tests.postal.test_dossiers_by_post import ADDRESS, by_post, filing_of, parcel
from tests.province import Ward

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.choices import State
from lienthong.foundation.accounts import queries as account_queries
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.audit.models import AccessEntry
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.postal import services as postal
from lienthong.foundation.postal.adapters import Statement, StatementLine
from lienthong.foundation.postal.choices import Kind
from lienthong.foundation.postal.models import PostalOrder
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.events import reacting_at_once

TYPED = {
    "sends": "1",
    "papers": "birth_notice",
    "receives": "1",
    "fee": "post",
    "post_name": "Siu H'Ngan",
    "post_phone": "0905 000 512",
    "post_address-province": "52",
    "post_address-commune": "Pleiku",
    "post_address-detail": "Tổ 5",
}


@pytest.fixture(autouse=True)
def _connected(settings):
    settings.POST_URL = "http://post"


@pytest.fixture
def at_once():
    with reacting_at_once():
        yield


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_citizen_chooses_both_ways_and_files(ward: Ward, at_once) -> None:
    filing = filing_of(ward, copies=1)
    mother = signed_in(ward.citizen)
    page = text_of(mother.get(f"/ban-khai/{filing.reference}/buu-chinh/"))
    assert "26.000\u00a0₫ trong tỉnh" in page
    assert 'value="Tổ 5"' in page  # out of what is known of her
    answer = mother.post(f"/ban-khai/{filing.reference}/buu-chinh/", TYPED)
    assert answer["Location"] == f"/ban-khai/{filing.reference}/kiem-tra/"
    check = text_of(mother.get(answer["Location"]))
    assert "Gửi bản giấy qua bưu chính" in check
    assert "Tổ 5, Phường Pleiku, Tỉnh Gia Lai" in check
    assert f"/ban-khai/{filing.reference}/nop/" in check  # straight on: the postman takes the fee
    assert "tiền mặt và cước" in text_of(mother.get(f"/ban-khai/{filing.reference}/nop/"))
    submitted = mother.post(f"/ban-khai/{filing.reference}/nop/")
    code = submitted["Location"].split("/")[2]
    detail = text_of(mother.get(f"/ho-so/{code}/"))
    assert "In phiếu gửi giấy tờ (PDF)" in detail
    assert "tạm dừng chờ giấy tờ gửi qua bưu chính" in detail
    sheet = mother.get(f"/ho-so/{code}/phieu-gui.pdf").content
    assert sheet.startswith(b"%PDF")
    assert signed_in(ward.neighbour).get(f"/ho-so/{code}/phieu-gui.pdf").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"post_address-commune": ""}, "Chưa ghi xã, phường"),
        ({"post_address-commune": "Không Có"}, "không có xã, phường"),
        ({"post_address-detail": ""}, "số nhà"),
        ({"post_phone": "113"}, "f-post_phone"),
        ({"papers": ""}, "Chưa chọn giấy tờ nào"),
    ],
)
def test_what_the_post_could_not_use_is_said_and_stays_typed(ward: Ward, wrong, says) -> None:
    filing = filing_of(ward)
    answer = signed_in(ward.citizen).post(f"/ban-khai/{filing.reference}/buu-chinh/", TYPED | wrong)
    page = text_of(answer)
    assert answer.status_code == 422
    assert says in page
    assert "Siu H&#x27;Ngan" in page


def test_no_post_is_chosen_by_one_button(ward: Ward) -> None:
    filing = filing_of(ward)
    services.choose_post(
        actor=ward.citizen, filing_id=filing.id, wish=services.Wish(receives_result=True, answers=ADDRESS)
    )
    signed_in(ward.citizen).post(f"/ban-khai/{filing.reference}/buu-chinh/", {**TYPED, "none": "1"})
    assert services.choice_of(filing) is None


def test_reception_opens_a_parcel_by_any_of_its_codes(ward: Ward, outside, at_once) -> None:
    dossier = by_post(ward, pays_postman=True)
    order = outside.accept(parcel(dossier, Kind.COLLECT))
    desk = signed_in(ward.one_stop)
    for text in (dossier.code, order.tracking.lower(), f"https://tinh.gov.vn/tra-cuu/?ma={dossier.code}", order.code):
        answer = desk.get("/lam-viec/buu-chinh/mo-goi/", {"ma": text})
        assert answer["Location"] == f"/lam-viec/buu-chinh/mo-goi/{dossier.code}/", text
    assert desk.get("/lam-viec/buu-chinh/mo-goi/", {"ma": "EB000000005VN"}).status_code == 422
    page = text_of(desk.get(f"/lam-viec/buu-chinh/mo-goi/{dossier.code}/"))
    assert "Trong gói" in page
    assert AccessEntry.objects.filter(reason__startswith="Mở gói giấy tờ").count() == 1
    unlooked = text_of(desk.post(f"/lam-viec/buu-chinh/mo-goi/{dossier.code}/", {"accept": "1"}))
    assert "chưa chọn Đủ, Thiếu hay Không hợp lệ" in unlooked
    lacking = desk.post(
        f"/lam-viec/buu-chinh/mo-goi/{dossier.code}/",
        {"verdict-birth_notice": "miss", "ask": "1", "note": "Gọi 17 giờ"},
    )
    assert lacking.status_code == 422
    assert "chưa ghi lý do" in text_of(lacking)
    assert "Gọi 17 giờ" in text_of(lacking)
    desk.post(f"/lam-viec/buu-chinh/mo-goi/{dossier.code}/", {"verdict-birth_notice": "ok", "accept": "1"})
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING
    assert "Gói này đã mở" in text_of(desk.get(f"/lam-viec/buu-chinh/mo-goi/{dossier.code}/"))
    assert signed_in(ward.specialist).get("/lam-viec/buu-chinh/mo-goi/").status_code == 403


def test_labels_are_read_by_a_scanner_and_the_list_is_made_once(ward: Ward, outside, order_for) -> None:
    order = outside.accept(order_for(cod_amount=8000))
    desk = signed_in(ward.one_stop)
    assert order.tracking in text_of(desk.get("/lam-viec/buu-chinh/ban-giao/"))
    label = desk.post("/lam-viec/buu-chinh/nhan.pdf", {"don": order.code}).content
    picture = pypdfium2.PdfDocument(label)[0].render(scale=3).to_pil()
    assert order.tracking in [code.text for code in zxingcpp.read_barcodes(picture)]
    listed = desk.post("/lam-viec/buu-chinh/ban-giao/", {"don": order.code, "postman": "Đinh Văn Phú"}, follow=True)
    assert "Đã lập bảng kê BK-" in text_of(listed)
    number = PostalOrder.objects.get(pk=order.pk).manifest.number
    assert desk.get(f"/lam-viec/buu-chinh/bang-ke/{number}.pdf").content.startswith(b"%PDF")
    again = desk.post("/lam-viec/buu-chinh/ban-giao/", {"don": order.code})
    assert again.status_code == 409
    assert f"đã ở bảng kê {number}" in text_of(again)


def test_what_went_wrong_stands_on_the_list_with_what_to_do(ward: Ward, outside, order_for) -> None:
    order = outside.accept(order_for())
    outside.post.act(order.tracking, "khong-giao-duoc", "Sai số nhà")
    desk = signed_in(ward.one_stop)
    page = text_of(desk.get("/lam-viec/buu-chinh/"))
    assert "Giao không thành" in page
    assert desk.get("/lam-viec/buu-chinh/", {"tim": order.tracking})["Location"].endswith(f"/don/{order.code}/")
    one = text_of(desk.get(f"/lam-viec/buu-chinh/don/{order.code}/"))
    assert "Gọi người dân" in one
    assert "Sai số nhà" in one
    short = desk.post(f"/lam-viec/buu-chinh/don/{order.code}/viec/ghi-viec/", {"note": "ok"})
    assert short.status_code == 422
    desk.post(f"/lam-viec/buu-chinh/don/{order.code}/viec/ghi-viec/", {"note": "Đã gọi, hẹn chiều mai"})
    assert "Không có việc nào đang chờ" in text_of(desk.get("/lam-viec/buu-chinh/"))
    assert signed_in(ward.citizen).get(f"/lam-viec/buu-chinh/don/{order.code}/").status_code == 403


def test_another_office_sees_nothing_of_it(ward: Ward, order_for) -> None:
    order = order_for()
    PostalOrder.objects.filter(pk=order.pk).update(agency_id=ward.agency_id + 1)
    desk = signed_in(ward.one_stop)
    assert desk.get(f"/lam-viec/buu-chinh/don/{order.code}/").status_code == 404
    assert desk.get(f"/lam-viec/buu-chinh/dia-chi/{order.code}/").status_code == 404
    assert order.code not in text_of(desk.get("/lam-viec/buu-chinh/?muc=tat-ca"))


def test_an_address_the_carrier_refused_is_mended(ward: Ward, outside, order_for) -> None:
    order = outside.accept(order_for(citizen=replace(CITIZEN, detail="Không rõ")))
    desk = signed_in(ward.one_stop)
    assert "không xác định được bưu cục" in text_of(desk.get(f"/lam-viec/buu-chinh/don/{order.code}/"))
    typed = {key: value for key, value in TYPED.items() if key.startswith("post_")}
    address = f"/lam-viec/buu-chinh/dia-chi/{order.code}/"
    assert desk.post(address, typed | {"post_address-commune": ""}).status_code == 422
    assert desk.post(address, typed)["Location"].endswith(f"/don/{order.code}/")
    assert outside.accept(order).tracking


def test_the_office_writes_down_what_was_asked_by_telephone(ward: Ward) -> None:
    dossier = services.submit_filing(actor=ward.citizen, filing_id=filed(ward).id)
    desk = signed_in(ward.one_stop)
    assert "Người nộp đề nghị nhận kết quả qua bưu chính" in text_of(
        desk.get(f"/lam-viec/ho-so/{dossier.code}/?the=buu-chinh")
    )
    typed = {key: value for key, value in TYPED.items() if key.startswith("post_")}
    desk.post(f"/lam-viec/ho-so/{dossier.code}/buu-chinh/", typed | {"receives": "1"})
    assert services.choice_for(dossier).receives_result
    mother = signed_in(ward.citizen)
    assert "Đổi địa chỉ hoặc đến nhận" in text_of(mother.get(f"/ho-so/{dossier.code}/"))
    mother.post(f"/ho-so/{dossier.code}/buu-chinh/", typed | {"counter": "1"})
    assert not services.choice_for(dossier).receives_result


def test_administrators_keep_codes_and_see_statements(ward: Ward, outside, order_for) -> None:
    order = outside.accept(order_for(cod_amount=8000))
    outside.post.act(order.tracking, "ma-la")
    account = accounts.create_officer(
        actor=SYSTEM,
        username="quan-tri",
        full_name="Lê Quản Trị",
        password="mat-khau-quan-tri-2026",
        email="qt@gialai.gov.vn",
    )
    organizations.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=ward.agency_id,
        title="Quản trị",
        roles=["administrator"],
        valid_from=clock.today() - timedelta(days=1),
    )
    admin = signed_in(account_queries.actor_for(account))
    assert "Chưa rõ" in text_of(admin.get("/lam-viec/buu-chinh/ma-trang-thai/"))
    assert admin.post("/lam-viec/buu-chinh/ma-trang-thai/", {"code": "777", "verb": ""}).status_code == 422
    admin.post("/lam-viec/buu-chinh/ma-trang-thai/", {"code": "777", "verb": "move", "text": "Kiểm tra an ninh"})
    order.refresh_from_db()
    assert order.state == "in_transit"
    postal.take_statement(
        statement=Statement(
            number="DS-1",
            period_from=clock.today(),
            period_to=clock.today(),
            total=9000,
            lines=[StatementLine(tracking=order.tracking, amount=7000)],
        )
    )
    assert "1 dòng lệch" in text_of(admin.get("/lam-viec/buu-chinh/doi-soat/"))
    assert "Tổng của bảng không bằng" in text_of(admin.get("/lam-viec/buu-chinh/doi-soat/DS-1/"))
    assert signed_in(ward.one_stop).get("/lam-viec/buu-chinh/doi-soat/").status_code == 403
