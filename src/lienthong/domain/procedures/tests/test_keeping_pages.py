"""A keeper of the catalogue works through the pages: prepares, settles, publishes, decides."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.choices import DraftPart
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import queries as organization_queries
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
BIRTH = "1.001193"
BASE = f"/lam-viec/thu-tuc/{BIRTH}/"


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The catalogue and three officers, loaded once for a module and taken away with its transaction."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        organizations.load_profile(actor=SYSTEM, profile="2tier-2025", province="52")
        services.load_catalogue(actor=SYSTEM)
        agency = organization_queries.communes().first()
        assert agency is not None
        seats = (
            ("lan", "Lê Thị Lan", Role.ADMINISTRATOR),
            ("huy", "Phạm Huy", Role.ADMINISTRATOR),
            ("thu", "Văn Thư", Role.CLERK),
        )
        for username, name, role in seats:
            account = accounts.create_officer(
                actor=SYSTEM, username=username, full_name=name, password="mat-khau-quan-tri-2026", email=""
            )
            organizations.appoint(
                actor=SYSTEM, account_id=account.pk, agency_id=agency.id, title="Quản trị", roles=[role],
                valid_from=date(2025, 7, 1),
            )  # fmt: skip
        yield
        transaction.set_rollback(True)


def a_pdf() -> bytes:
    """A page with nothing on it."""
    with pikepdf.new() as made:
        made.add_blank_page()
        kept = io.BytesIO()
        made.save(kept)
    return kept.getvalue()


def browser(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def lan(office: None) -> Client:
    return browser("lan")


def a_decision(days: int = 0, **more: Any) -> dict[str, Any]:
    day = clock.today() + timedelta(days=days)
    signed = clock.today()
    return {
        "number": "512/QĐ-UBND",
        "issuer": "Chủ tịch UBND tỉnh Gia Lai",
        **{f"decided_on_{part}": getattr(signed, part) for part in ("day", "month", "year")},
        **{f"effective_from_{part}": getattr(day, part) for part in ("day", "month", "year")},
    } | more


def test_from_preparing_to_published(lan: Client) -> None:
    assert "Đăng ký khai sinh" in lan.get("/lam-viec/thu-tuc/").content.decode()
    assert lan.post(f"{BASE}du-thao/")["Location"] == f"{BASE}du-thao/general/"
    for part in DraftPart.values:
        assert lan.get(f"{BASE}du-thao/{part}/").status_code == 200, part
    shown = lan.get(f"{BASE}du-thao/results/").content.decode()
    assert "Luật Hộ tịch" in shown
    sent = lan.post(
        f"{BASE}du-thao/results/",
        {
            "edits": "0",
            "conditions": "Điều kiện mới",
            "results-rows": "1",
            "results-0-name": "Giấy khai sinh",
            "next": "form",
        },
    )
    assert sent["Location"] == f"{BASE}du-thao/form/"
    entry = queries.draft_for(SYSTEM, BIRTH).entry
    assert (entry["conditions"], entry.get("legal_bases")) == (["Điều kiện mới"], None)
    assert "bản xem trước" in lan.get(f"{BASE}du-thao/xem-truoc/").content.decode()
    page = lan.get(f"{BASE}du-thao/cong-bo/").content.decode()
    assert "Chưa ghi căn cứ pháp lý" in page
    assert "Điều kiện mới" in page
    missing = lan.post(f"{BASE}du-thao/cong-bo/", a_decision(edits="1", number=""))
    assert missing.status_code == 422
    assert "Nhập số, ký hiệu quyết định" in missing.content.decode()
    assert "Chủ tịch UBND tỉnh Gia Lai" in missing.content.decode()
    past = lan.post(f"{BASE}du-thao/cong-bo/", a_decision(days=-1, edits="1"))
    assert "đã qua" in past.content.decode()
    done = lan.post(f"{BASE}du-thao/cong-bo/", a_decision(days=3, edits="1"), follow=True)
    assert "có hiệu lực từ" in done.content.decode()
    assert queries.standings(BIRTH)[-1].version_number == 2
    compared = lan.get(f"{BASE}phien-ban/?tu=1&den=2").content.decode()
    assert "Căn cứ: 60/2014/QH13" in compared
    assert lan.get(f"{BASE}noi-dung/?phien-ban=2").status_code == 200


def test_two_officials_save_one_part_and_both_texts_are_there(lan: Client) -> None:
    huy = browser("huy")
    lan.post(f"{BASE}du-thao/")
    lan.post(f"{BASE}du-thao/steps/", {"edits": "0", "cases-rows": "1", "cases-0-name": "Trường hợp của Lan"})
    refused = huy.post(f"{BASE}du-thao/steps/", {"edits": "0", "cases-rows": "1", "cases-0-name": "Trường hợp của Huy"})
    said = refused.content.decode()
    assert refused.status_code == 409
    for words in ("Lê Thị Lan", "Trường hợp của Lan", "Trường hợp của Huy", 'name="edits" value="1"'):
        assert words in said, words
    again = huy.post(f"{BASE}du-thao/steps/", {"edits": "1", "cases-rows": "1", "cases-0-name": "Trường hợp của Huy"})
    assert again.status_code == 302
    assert queries.draft_for(SYSTEM, BIRTH).entry["cases"][0]["name"] == "Trường hợp của Huy"


def test_what_is_no_number_is_named_at_its_box_and_nothing_is_lost(lan: Client) -> None:
    lan.post(f"{BASE}du-thao/")
    page = lan.post(f"{BASE}du-thao/ways/", {"edits": "0", "time_limit_value": "ba", "time_note": "Ghi chú vừa gõ"})
    assert page.status_code == 422
    assert "“ba” không phải số nguyên" in page.content.decode()
    assert "Ghi chú vừa gõ" in page.content.decode()
    assert queries.draft_for(SYSTEM, BIRTH).edits == 0


def test_flags_are_settled_with_a_number_or_kept_as_prose(lan: Client) -> None:
    entry = queries.entry_of(queries.current_version(BIRTH)) | {
        "code": "7.000001",
        "form": None,
        "workflow": None,
        "fees": [],
        "ways": [{"channel": "counter", "terms": [{"value": None, "unit": "", "text": "Không quá 15 ngày", "fees": []}]}],
        "flags": [
            {"path": "ways.0.terms.0.value", "text": "Không quá 15 ngày", "why": "Thời hạn là lời văn"},
            {"path": "kind_text", "text": "lạ", "why": "Loại chưa biết"},
        ],
    }  # fmt: skip
    services.publish_entries(actor=SYSTEM, entries=[entry])
    listed = lan.get("/lam-viec/thu-tuc/?viec=flags").content.decode()
    assert "2 chỗ cần làm rõ" in listed
    lan.post("/lam-viec/thu-tuc/7.000001/du-thao/")
    address = "/lam-viec/thu-tuc/7.000001/du-thao/flags/"
    bad = lan.post(address, {"edits": "0", "path": "ways.0.terms.0.value", "value": "mười lăm"})
    assert bad.status_code == 422
    assert "không phải số" in bad.content.decode()
    lan.post(address, {"edits": "0", "path": "ways.0.terms.0.value", "value": "15", "unit": "days"})
    lan.post(address, {"edits": "1", "path": "kind_text", "keep": "1"})
    assert "Không còn chỗ nào" in lan.get(address).content.decode()
    assert queries.draft_for(SYSTEM, "7.000001").entry["ways"][0]["terms"][0]["value"] == 15


def test_suspended_with_the_signed_decision_and_resumed(lan: Client, client: Client) -> None:
    page = lan.get(f"{BASE}quyet-dinh/tam-ngung/").content.decode()
    assert "Tạm ngừng tiếp nhận" in page
    assert lan.post(f"{BASE}quyet-dinh/tam-ngung/", a_decision()).status_code == 422  # a reason is wanted
    pdf = SimpleUploadedFile("qd-512.pdf", a_pdf(), "application/pdf")
    done = lan.post(f"{BASE}quyet-dinh/tam-ngung/", a_decision(reason="Nâng cấp hệ thống", file=pdf))
    assert done.status_code == 302, done.content.decode()
    made = queries.decisions_of(SYSTEM, BIRTH)[0]
    public = client.get(f"/thu-tuc/{BIRTH}/").content.decode()
    assert "Nâng cấp hệ thống" in public
    assert f'href="/nop-ho-so/{BIRTH}/"' not in public
    file = client.get(f"/thu-tuc/{BIRTH}/quyet-dinh/{made.pk}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert client.get(f"/thu-tuc/2.000815/quyet-dinh/{made.pk}/").status_code == 404
    refused = lan.post(f"{BASE}quyet-dinh/tam-ngung/", a_decision(reason="Lần nữa"))
    assert refused.status_code == 409
    assert "không thể tạm ngừng" in refused.content.decode()
    lan.post(f"{BASE}quyet-dinh/tiep-tuc/", a_decision(days=5))
    later = queries.decisions_of(SYSTEM, BIRTH)[0]
    called = lan.post(
        f"{BASE}quyet-dinh/{later.pk}/thu-hoi/", {"reason": "Ghi nhầm ngày"}, follow=True
    ).content.decode()
    assert "Đã thu hồi" in called
    assert "Ghi nhầm ngày" in called


def test_a_new_procedure_of_the_province(lan: Client) -> None:
    assert lan.post("/lam-viec/thu-tuc/moi/", {"code": "mã", "name": "", "field": ""}).status_code == 422
    begun = lan.post("/lam-viec/thu-tuc/moi/", {"code": "1.099999.H21", "name": "Hỗ trợ mới", "field": "ho-tich"})
    assert begun["Location"] == "/lam-viec/thu-tuc/1.099999.H21/du-thao/general/"
    assert "Chưa công bố" in lan.get("/lam-viec/thu-tuc/1.099999.H21/").content.decode()
    assert lan.get("/lam-viec/thu-tuc/1.099999.H21/noi-dung/").status_code == 200
    assert lan.get("/lam-viec/thu-tuc/1.099999.H21/phien-ban/").status_code == 200
    assert "Phải sửa trước" in lan.get("/lam-viec/thu-tuc/1.099999.H21/du-thao/cong-bo/").content.decode()
    lan.post("/lam-viec/thu-tuc/1.099999.H21/du-thao/bo/")
    assert lan.get("/lam-viec/thu-tuc/1.099999.H21/").status_code == 404


@pytest.mark.parametrize("rest", ["", f"{BIRTH}/", f"{BIRTH}/du-thao/general/", f"{BIRTH}/quyet-dinh/bai-bo/", "moi/"])
def test_only_keepers_come_in(office: None, client: Client, rest: str) -> None:
    assert browser("thu").get(f"/lam-viec/thu-tuc/{rest}").status_code == 403
    assert client.get(f"/lam-viec/thu-tuc/{rest}").status_code == 302


def test_odd_addresses_are_only_not_found(lan: Client) -> None:
    for rest in ("9.999999/", f"{BIRTH}/du-thao/lạ/", f"{BIRTH}/quyet-dinh/xoa/", f"{BIRTH}/noi-dung/?phien-ban=99"):
        assert lan.get(f"/lam-viec/thu-tuc/{rest}").status_code == 404, rest
    assert lan.get("/lam-viec/thu-tuc/?q=%25&cap=x&trang-thai=y&viec=z&nguon=a").status_code == 200
    assert lan.get(f"{BASE}phien-ban/?tu=a&den=99").status_code == 200
