"""The page of a procedure as people read it: the whole national record, one case, what is closed and what will change."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client

from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.choices import DecisionKind
from lienthong.domain.procedures.services.publishing import DecisionData
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

CODE = "1.900001"
ENTRY: dict[str, Any] = {
    "code": CODE,
    "name": "Cấp giấy phép nuôi chim yến đối với cơ sở nuôi ngoài khu dân cư",
    "short_name": "Cấp giấy phép nuôi chim yến",
    "field": "ho-tich",
    "summary": "Cho người xây nhà yến ngoài khu dân cư.",
    "valid_from": "2026-01-01",
    "tiers": {"2tier-2025": [{"tier": "xa", "agency": "UBND cấp xã"}]},
    "subjects": ["citizen"],
    "channels": ["counter", "post"],
    "time_limit_value": None,
    "time_limit_unit": "",
    "cases": [{"key": "moi", "name": "Xây mới"}, {"key": "mo-rong", "name": "Mở rộng <nhà cũ>"}],
    "order": [
        {"case": "moi", "steps": ["Nộp hồ sơ xây mới", "Nhận giấy phép"]},
        {"case": "mo-rong", "steps": ["Báo phần mở rộng"]},
    ],
    "ways": [
        {
            "channel": "counter",
            "note": "",
            "terms": [
                {
                    "value": None,
                    "unit": "",
                    "text": "Không quá 15 ngày, vùng khó khăn thêm 10 ngày",
                    "note": "",
                    "fees": [{"amount": 75000, "currency": "VND", "kind": "Lệ phí", "note": "Mỗi giấy phép", "text": ""}],
                }
            ],
        },
        {
            "channel": "post",
            "note": "Gửi bảo đảm",
            "terms": [{"value": 20, "unit": "working_days", "text": "20 Ngày làm việc", "note": "", "fees": []}],
        },
    ],
    "requirements": [
        {"key": "don", "name": "Đơn đề nghị", "originals": 2, "copies": 1, "sample_form": {"name": "Mẫu 01", "url": "https://mau.example/01.doc"}},
        {"key": "ban-ve", "name": "Bản vẽ nhà yến", "cases": ["moi"]},
        {"key": "hien-trang", "name": "Ảnh hiện trạng", "cases": ["mo-rong"], "sample_form": {"name": "Mẫu 02", "url": "javascript:alert(1)"}},
    ],
    "results": [{"name": "Giấy phép nuôi chim yến", "code": "KQ1"}, {"name": "Sổ theo dõi đàn", "code": ""}],
    "fees": [],
    "legal_bases": [{"number": "13/2020/NĐ-CP", "title": "hướng dẫn Luật Chăn nuôi"}],
    "carried_out_by": [{"name": "Phòng Kinh tế", "code": ""}],
    "combined_with": [{"name": "Chi cục Chăn nuôi và Thú y", "code": ""}],
}  # fmt: skip
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _published(db: None) -> Any:
    cache.clear()
    with clock.at(NOON):
        services.publish_entries(actor=SYSTEM, entries=[ENTRY])
        yield


def _page(client: Client, more: str = "") -> str:
    return client.get(f"/thu-tuc/{CODE}/{more}").content.decode()


def test_the_whole_record_is_there(client: Client) -> None:
    page = _page(client)
    for said in (
        "Không quá 15 ngày, vùng khó khăn thêm 10 ngày", "75.000", "Gửi bảo đảm", "Sổ theo dõi đàn", "2 bản chính, 1 bản sao",
        "Chi cục Chăn nuôi và Thú y", "https://mau.example/01.doc", "Nghị định số 13/2020/NĐ-CP", "Mở rộng &lt;nhà cũ&gt;",
    ):  # fmt: skip
        assert said in page, said
    assert "javascript:alert" not in page
    assert "Nộp hồ sơ trực tuyến" not in page


def test_a_case_is_chosen_by_the_address(client: Client) -> None:
    page = _page(client, "?truong-hop=moi")
    assert "Bản vẽ nhà yến" in page
    assert "Ảnh hiện trạng" not in page
    assert "Báo phần mở rộng" not in page
    assert f'rel="canonical" href="http://127.0.0.1:8000/thu-tuc/{CODE}/"' in page.replace(
        "testserver", "127.0.0.1:8000"
    )
    assert "Ảnh hiện trạng" in _page(client, "?truong-hop=khong-co")


def test_data_for_search_engines_is_true_json(client: Client) -> None:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', _page(client), re.DOTALL)
    assert block
    said = json.loads(block[1])
    assert said["@type"] == "GovernmentService"
    assert said["identifier"] == CODE
    assert {channel["name"] for channel in said["availableChannel"]} == {
        "Trực tiếp tại Trung tâm Phục vụ hành chính công",
        "Bưu chính công ích",
    }


def test_no_text_can_end_the_data_block(client: Client) -> None:
    services.publish_entries(actor=SYSTEM, entries=[ENTRY | {"summary": "</script><script>alert(1)</script> & \u2028"}])
    page = _page(client)
    assert "<script>alert" not in page
    assert len(re.findall(r"</script>", page)) == len(re.findall(r"<script", page))


def test_suspended_says_by_which_decision_and_takes_no_filing(client: Client) -> None:
    services.decide(
        actor=SYSTEM, code=CODE, kind=DecisionKind.SUSPEND, effective_from=clock.today(),
        decision=DecisionData(
            number="512/QĐ-UBND", decided_on=date(2026, 11, 12), issuer="Chủ tịch UBND tỉnh", reason="Chờ quy hoạch"
        ),
    )  # fmt: skip
    page = _page(client)
    assert "Tạm ngừng tiếp nhận." in page
    assert "512/QĐ-UBND" in page
    assert "Chờ quy hoạch" in page
    assert "ld+json" not in page


def test_withdrawn_says_so_and_offers_what_is_near(client: Client) -> None:
    services.decide(
        actor=SYSTEM, code=CODE, kind=DecisionKind.WITHDRAW, effective_from=clock.today(),
        decision=DecisionData(
            number="9/QĐ-UBND", decided_on=date(2026, 11, 12), issuer="Chủ tịch UBND tỉnh", reason="Sửa luật"
        ),
    )  # fmt: skip
    answer = client.get(f"/thu-tuc/{CODE}/")
    assert answer.status_code == 410
    assert "đã bãi bỏ từ ngày 20/11/2026" in answer.content.decode()
    assert client.get(f"/thu-tuc/{CODE}/in.pdf").status_code == 404


def test_what_will_change_is_announced_and_can_be_read(client: Client) -> None:
    day = clock.today() + timedelta(days=12)
    services.publish_entries(
        actor=SYSTEM, entries=[ENTRY | {"summary": "Câu của bản sau."}], valid_from=day,
        decision=DecisionData(number="700/QĐ-UBND"),
    )  # fmt: skip
    page = _page(client)
    assert "Sẽ thay đổi từ ngày 02/12/2026." in page
    assert "Câu của bản sau." not in page
    later = _page(client, f"?ngay={day.isoformat()}")
    assert "Câu của bản sau." in later
    assert "Bản chưa áp dụng." in later
    with clock.at(NOON + timedelta(days=12)):
        assert "Câu của bản sau." in _page(client)
        assert "Sẽ thay đổi" not in _page(client)


def test_a_procedure_of_a_day_to_come_is_shown_as_it_will_be(client: Client) -> None:
    services.publish_entries(actor=SYSTEM, entries=[ENTRY | {"code": "1.900002"}], valid_from=date(2027, 1, 1))
    assert "Bản chưa áp dụng." in client.get("/thu-tuc/1.900002/").content.decode()


def test_the_sheet_is_one_page_with_its_words(client: Client) -> None:
    answer = client.get(f"/thu-tuc/{CODE}/in.pdf?truong-hop=moi")
    assert answer.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    for said in ("Cấp giấy phép nuôi chim yến", "Bản vẽ nhà yến", "75.000", "Xây mới"):
        assert said in text, said
    assert "Ảnh hiện trạng" not in text
    again = client.get(f"/thu-tuc/{CODE}/in.pdf?truong-hop=moi", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_qr_code_is_a_picture_of_its_own(client: Client) -> None:
    assert f'src="/thu-tuc/{CODE}/qr.svg"' in _page(client)
    picture = client.get(f"/thu-tuc/{CODE}/qr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
    assert client.get("/thu-tuc/9.999999/qr.svg").status_code == 404


def test_the_usual_sheets_fit_one_page(client: Client) -> None:
    pages = {
        row.code: len(pypdfium2.PdfDocument(client.get(f"/thu-tuc/{row.code}/in.pdf").content))
        for row in queries.search_procedures("", limit=6).rows
    }
    assert set(pages.values()) == {1}


@pytest.mark.parametrize(
    "odd", ["?ngay=x", "?ngay=9999-99-99", "?truong-hop=%3Cb%3E", "?ngay=2020-01-01", "?truong-hop=" + "x" * 5000]
)
def test_odd_addresses_show_the_page(client: Client, odd: str) -> None:
    assert client.get(f"/thu-tuc/{CODE}/{odd}").status_code == 200
