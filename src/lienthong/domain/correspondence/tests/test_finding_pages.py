"""Pages of finding, registers, figures and relations, and the same over the API."""

import io
import json
from datetime import timedelta

import pikepdf
import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.province import Ward

from lienthong.domain.correspondence import services
from lienthong.domain.correspondence.choices import Relation
from lienthong.domain.correspondence.models import Document, Register, SavedSearch
from lienthong.domain.correspondence.queries.books import BOOKS, Span
from lienthong.domain.correspondence.queries.registers import all_lines, extent_of
from lienthong.domain.correspondence.tests import outgoing_papers
from lienthong.domain.correspondence.tests.test_finding import DECISION, MORNING, PLAN, arrive
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Account
from lienthong.kit import clock
from lienthong.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
FIND, BOOK, FIGURES = "/lam-viec/van-ban/tim/", "/lam-viec/van-ban/so/", "/lam-viec/van-ban/thong-ke/"


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk(ward: Ward) -> Client:
    return signed_in(ward.clerk)


@pytest.fixture
def two(ward: Ward) -> list[Document]:
    return [
        arrive(ward, PLAN, "Các xã bố trí máy quét."),
        arrive(ward, DECISION, at=MORNING + timedelta(hours=1)),
    ]


def test_it_works(ward: Ward, clerk: Client, two: list[Document]):
    page = clerk.get(FIND, {"q": "may quet"}).content.decode()
    assert "12/KH-UBND" in page
    assert "<mark>máy</mark>" in page
    assert f"/lam-viec/van-ban-den/{two[0].pk}/" in page
    assert "112/QĐ-SNV" not in page
    by_relevance = clerk.get(FIND, {"q": "nam", "xep": "sat", "trang": "abc"})
    assert by_relevance.status_code == 200
    assert "Không có văn bản nào khớp" in clerk.get(FIND, {"q": "voi"}).content.decode()
    assert "12/KH-UBND" not in signed_in(ward.specialist).get(FIND).content.decode()
    assert signed_in(ward.citizen).get(FIND).status_code == 403


def test_a_search_is_kept_changed_and_dropped(clerk: Client, two: list[Document]):
    made = clerk.post(f"{FIND}luu/", {"params": "q=may+quet&loai=KH", "name": "Máy quét", "shared": "on"}, follow=True)
    assert "Đã lưu “Máy quét”" in made.content.decode()
    saved = SavedSearch.objects.get()
    assert saved.params == {"q": "may quet", "loai": "KH"}
    assert "Máy quét" in clerk.get(f"{FIND}da-luu/").content.decode()
    for act, said in (
        ("pause", "Tạm dừng báo"),
        ("resume", "Báo lại"),
        ("own", "Chỉ mình thấy"),
        ("share", "Cả phòng"),
        ("drop", "Đã bỏ"),
    ):
        assert said in clerk.post(f"{FIND}da-luu/{saved.pk}/sua/", {"act": act}, follow=True).content.decode()
    assert clerk.get(f"{FIND}da-luu/{saved.pk}/").status_code == 404
    assert (
        "Chưa có điều kiện nào" in clerk.post(f"{FIND}luu/", {"params": "", "name": "x"}, follow=True).content.decode()
    )


def test_relations_are_said_and_taken_back(ward: Ward, clerk: Client, two: list[Document]):
    url = f"/lam-viec/van-ban/{two[0].pk}/quan-he/"
    assert "Chưa có quan hệ" in clerk.get(url).content.decode()
    wrong = clerk.post(f"{url}them/", {"other": "999/QĐ-SNV", "relation": "based_on"})
    assert (wrong.status_code, "Không tìm thấy văn bản “999/QĐ-SNV”" in wrong.content.decode()) == (422, True)
    assert (
        "112/QĐ-SNV"
        in clerk.post(f"{url}them/", {"other": "112 qd snv", "relation": "based_on"}, follow=True).content.decode()
    )
    fragment = clerk.get(f"/lam-viec/van-ban/{two[1].pk}/quan-he/", headers={"HX-Request": "true"}).content.decode()
    assert "là căn cứ của" in fragment
    assert "<html" not in fragment
    link = two[0].links.get()
    assert "Ghi lý do bỏ quan hệ" in clerk.post(f"{url}{link.pk}/bo/", {"reason": ""}, follow=True).content.decode()
    clerk.post(f"{url}{link.pk}/bo/", {"reason": "Chọn nhầm"})
    assert not two[0].links.exists()
    assert signed_in(ward.specialist).get(url).status_code == 404


def test_the_register_on_screen_on_paper_and_in_a_workbook(ward: Ward, clerk: Client, two: list[Document]):
    services.cancel_number(actor=ward.clerk, document_id=two[1].id, reason="=HYPERLINK nhầm")
    page = clerk.get(BOOK).content.decode()
    assert "2 số, liên tục từ 1 đến 2" in page
    assert "<s>" in page
    assert "Hủy số: =HYPERLINK nhầm" in page
    with pikepdf.open(io.BytesIO(clerk.get(f"{BOOK}den.pdf?tu-so=1").content)) as pdf:
        assert len(pdf.pages) == 2, "a cover and a page"
    sheet = load_workbook(io.BytesIO(clerk.get(f"{BOOK}den.xlsx").content)).active
    assert [cell.value for cell in sheet[2]] == [column.label for column in BOOKS["den"].columns]
    assert sheet["B4"].font.strike
    assert (sheet["J4"].value, sheet["J4"].data_type) == ("Hỏa tốc. Hủy số: =HYPERLINK nhầm", "s")
    for kind in ("di", "theo-doi", "chuyen-giao"):
        assert clerk.get(BOOK, {"loai": kind}).status_code == 200
    assert clerk.get(BOOK, {"loai": "mat"}).status_code == 404
    assert signed_in(ward.specialist).get(BOOK).status_code == 403
    slip = clerk.get(f"/lam-viec/van-ban/{two[0].pk}/phieu-giai-quyet.pdf")
    assert slip.content.startswith(b"%PDF")


def test_the_register_of_what_goes_out_shows_kept_and_voided_numbers(ward: Ward, clerk: Client):
    outgoing_papers.give_seal(ward)
    with clock.at(outgoing_papers.MORNING):
        kept = services.keep_number(actor=ward.clerk, reason="Quyết định của kỳ họp", key="k1")
        document = outgoing_papers.issued(ward)
        services.void_kept_number(actor=ward.clerk, kept_id=kept.pk, reason="Kỳ họp hoãn")
    register = Register.objects.get(direction="outgoing")
    lines = list(all_lines(ward.clerk, BOOKS["di"], Span(register_id=register.pk, year=document.year), most=10))
    assert [(line.number, line.is_void) for line in lines] == [(1, True), (2, False)]
    assert lines[0].cells[9].endswith("Kỳ họp hoãn")
    assert lines[1].cells[0] == document.notation
    assert extent_of(register, document.year).is_whole
    with clock.at(outgoing_papers.MORNING):
        page = clerk.get(FIGURES, {"ky": "nam"}).content.decode()
    assert "Phát hành trong kỳ" in page


def test_figures_open_the_documents_they_count(ward: Ward, clerk: Client, two: list[Document]):
    with clock.at(MORNING + timedelta(hours=3)):
        page = clerk.get(FIGURES, {"ky": "thang", "ngay": "2026-11-05", "theo": "loai"}).content.decode()
        assert "Tháng 11/2026" in page
        assert "danh-sach/?ky=thang&amp;ngay=2026-11-01&amp;theo=loai&amp;cot=received&amp;dong=KH" in page
        listed = clerk.get(
            f"{FIGURES}danh-sach/",
            {"ky": "thang", "ngay": "2026-11-01", "theo": "loai", "cot": "received", "dong": "KH"},
        )
        assert "1 văn bản" in listed.content.decode()
        assert clerk.get(FIGURES, {"ky": "tu-chon", "tu": "2026-11-30", "den": "2026-11-01"}).status_code == 200
        book = load_workbook(io.BytesIO(clerk.get(f"{FIGURES}bang.xlsx").content))
    assert [row[0].value for row in book.active.iter_rows(min_row=3)][-1] == "Tổng số"
    assert clerk.get(f"{FIGURES}danh-sach/", {"cot": "x"}).status_code == 404
    assert signed_in(ward.specialist).get(FIGURES).status_code == 403


def test_the_same_over_the_api(ward: Ward, two: list[Document]):
    assert ward.clerk.account_id
    assert ward.clerk.position
    token = accounts.issue_token(
        actor=SYSTEM, account_id=ward.clerk.account_id, position_id=ward.clerk.position.id, name="test"
    )
    services.relate_documents(actor=ward.clerk, document_id=two[0].id, other_id=two[1].id, relation=Relation.BASED_ON)

    def get(path: str, **params: str) -> dict:
        answer = Client().get(f"/api/v1/documents/{path}", params, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    (found,) = get("find", q="may quet")["items"]
    assert (found["notation"], found["content"]) == ("12/KH-UBND", "Các xã bố trí máy quét.")
    assert [each["notation"] for each in get("find", q="nam", order="relevance")["items"]]
    assert [line["number"] for line in get("registers/den", year="2026")["lines"]] == [1, 2]
    figures = get("figures", since="2026-11-01", until="2026-11-30")
    assert figures["total"]["received"] == 2
    relations = get(f"{two[0].pk}/relations")
    assert [each["said"] for each in relations["items"]] == ["", "căn cứ"]
