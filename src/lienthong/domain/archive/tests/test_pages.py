"""Screens of work files and of the archive, walked through by the people who use them."""

import json

import pytest
from django.test import Client
from tests.province import Ward

from lienthong.domain.archive import queries
from lienthong.domain.archive.choices import FileState
from lienthong.domain.archive.models import Destruction, FileItem, FileList, Handover, WorkFile
from lienthong.domain.archive.tests.shelves import archived, officer, opened, pages, signed_in
from lienthong.domain.correspondence import services as correspondence
from lienthong.domain.correspondence.services import Arrival
from lienthong.foundation.accounts import services as accounts
from lienthong.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
FILES, SHELF = "/lam-viec/ho-so-cong-viec/", "/lam-viec/luu-tru/"


def said(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def file_at(client: Client, url: str) -> tuple[str, bytes]:
    """Media type and bytes; read to the end, a stream closes itself."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer["Content-Type"], content


def test_a_year_in_the_life_of_a_file(ward: Ward):
    clerk, leader, specialist = signed_in(ward.clerk), signed_in(ward.leader), signed_in(ward.specialist)
    clerk.post(f"{SHELF}danh-muc/", {"year": "2026"})
    made = FileList.objects.get()
    page = f"{SHELF}danh-muc/{made.pk}/"
    assert clerk.post(f"{page}dong/", {"code": "", "title": "", "years": "lâu"}).status_code == 422
    clerk.post(f"{page}dong/", {"code": "I", "title": "Tổng hợp", "is_heading": "on"})
    clerk.post(f"{page}dong/", {"code": "01.TH", "title": "Báo cáo công tác năm 2026", "years": "Vĩnh viễn"})
    clerk.post(page, {"act": "trinh"})
    assert "Chờ lãnh đạo duyệt" in said(leader, page)
    leader.post(page, {"act": "duyet"})
    assert "Đã ban hành" in said(specialist, f"{SHELF}danh-muc/")
    assert clerk.get(f"{page}danh-muc.xlsx").content.startswith(b"PK")

    entry = made.entries.get(code="01.TH")
    assert "01.TH Báo cáo công tác" in said(specialist, f"{FILES}mo/")
    form = {"entry": entry.pk, "key": "k1"}
    for _ in range(2):  # pressed twice, one file
        specialist.post(f"{FILES}mo/", form)
    file = WorkFile.objects.get()
    url = f"{FILES}{file.pk}/"
    bad = specialist.post(url, {"act": "dua-vao", "subject": "", "pages": "x"})
    assert bad.status_code == 422
    facts = {"act": "dua-vao", "subject": "Báo cáo quý I", "kind": "BC", "issued_on_day": "5", "issued_on_month": "4", "issued_on_year": "2026"}  # fmt: skip
    for text in ("quy-1", "quy-2"):
        specialist.post(url, {**facts, "subject": f"Báo cáo {text}", "file": pages(text)})
    first, second = FileItem.objects.order_by("place")
    specialist.post(url, {"act": "xuong", "item": first.pk, "order": f"{first.pk},{second.pk}"})
    assert [each.pk for each in queries.current_items(file)] == [second.pk, first.pk]
    shown = said(specialist, url)
    assert "Báo cáo quy-1" in shown
    assert file_at(specialist, f"{url}tep/{first.contents.get().pk}/")[0] == "application/pdf"
    specialist.post(url, {"act": "ket-thuc"})
    assert "Đã kết thúc" in said(specialist, f"{FILES}?xem=closed&q=bao+cao")

    specialist.post(f"{FILES}?xem=closed", {"files": [file.pk], "key": "h1"})
    offer = Handover.objects.get()
    given = f"{SHELF}nop-luu/{offer.pk}/"
    assert "Nhận hồ sơ" not in said(specialist, given)
    assert "Nhận hồ sơ" in said(clerk, given)
    assert clerk.post(given, {"act": "tra-lai", "reason": ""}).status_code == 422
    line = offer.lines.get()
    clerk.post(given, {"act": "nhan", f"location-{line.pk}": "Giá 1, hộp 2"})
    file.refresh_from_db()
    assert (file.state, file.location) == (FileState.ARCHIVED, "Giá 1, hộp 2")
    assert file_at(clerk, f"{given}bien-ban.pdf")[0] == "application/pdf"
    assert "Giá 1, hộp 2" in said(clerk, f"{SHELF}?q=bao+cao")
    assert file_at(specialist, f"{url}goi.zip")[1].startswith(b"PK")


def test_files_of_others_are_not_there(ward: Ward):
    file = archived(ward)
    colleague = officer(ward, "dong-nghiep", "Phạm Thị Mai", "specialist")
    other = signed_in(colleague)
    for path in ("", "muc-luc.pdf", "mo-ta.xml", "van-ban.csv", "goi.zip", "tep/1/"):
        assert other.get(f"{FILES}{file.pk}/{path}").status_code == 404, path
    assert other.get(f"{SHELF}nop-luu/{Handover.objects.get().pk}/").status_code == 404
    assert signed_in(ward.citizen).get(FILES).status_code == 403
    found = said(other, f"{SHELF}?q=chuyen+doi+so")
    assert "Xin đọc hồ sơ" in found
    assert other.post(SHELF, {"file": str(file.pk), "purpose": ""}).status_code == 422
    other.post(SHELF, {"file": str(file.pk), "purpose": "Đối chiếu số liệu báo cáo"})
    clerk = signed_in(ward.clerk)
    waiting = said(clerk, f"{SHELF}khai-thac/")
    assert "Đối chiếu số liệu báo cáo" in waiting
    clerk.post(f"{SHELF}khai-thac/", {"loan": file.loans.get().pk, "act": "cho"})
    assert "Đã nộp lưu" in said(other, f"{FILES}{file.pk}/")
    content = queries.current_items(file)[0].contents.get()
    assert file_at(other, f"{FILES}{file.pk}/tep/{content.pk}/")[1].startswith(b"%PDF")
    assert "Đọc hồ sơ lưu trữ" in said(clerk, f"{FILES}{file.pk}/"), "who read it stands in its record"


def test_the_council_and_the_leader_decide_what_is_destroyed(ward: Ward):
    file = archived(ward)
    WorkFile.objects.filter(pk=file.pk).update(expires_on="2020-12-31")
    clerk, leader = signed_in(ward.clerk), signed_in(ward.leader)
    head = signed_in(officer(ward, "truong-phong", "Phan Văn Bảy", "department_head"))
    assert file.title in said(clerk, f"{SHELF}tieu-huy/")
    assert clerk.post(f"{SHELF}tieu-huy/", {"key": "d1"}).status_code == 422
    clerk.post(f"{SHELF}tieu-huy/", {"files": [file.pk], "key": "d1", "summary": "Rà soát"})
    url = f"{SHELF}tieu-huy/{Destruction.objects.get().pk}/"
    assert "Ghi ý kiến hội đồng" not in said(clerk, url)
    assert head.post(url, {"act": "xet", "council": "Một người", "review": ""}).status_code == 422
    head.post(url, {"act": "xet", "council": "A\nB\nC", "review": "Nhất trí hủy một hồ sơ"})
    assert "Quyết định hủy" in said(leader, url)
    leader.post(url, {"act": "quyet-dinh", "decision": "125/QĐ-UBND"})
    clerk.post(url, {"act": "tieu-huy", "manner": "Không có bản giấy"})
    assert "Biên bản tiêu hủy" in said(clerk, url)
    assert file_at(clerk, f"{url}bien-ban.pdf")[0] == "application/pdf"
    assert file_at(clerk, f"{url}danh-muc.pdf")[0] == "application/pdf"
    assert "Đã tiêu hủy" in said(clerk, f"{FILES}{file.pk}/")


def test_a_document_is_put_into_a_file_from_its_page(ward: Ward):
    document = correspondence.register_document(
        actor=ward.clerk,
        arrival=Arrival(issuer_name="Sở Nội vụ", notation="7/SNV-VP", abstract="Về việc lập danh mục hồ sơ", source="paper", pages=2),
        key="a",
    )  # fmt: skip
    file, clerk = opened(ward.clerk, filled=False), signed_in(ward.clerk)
    url = f"{FILES}chon/?van-ban={document.pk}"
    fragment = clerk.get(url, headers={"HX-Request": "true"}).content.decode()
    assert fragment.startswith("<section")
    assert file.title in fragment
    for _ in range(2):  # sent twice, it lies there once
        clerk.post(url, {"file": str(file.pk)}, headers={"HX-Request": "true"})
    (item,) = queries.current_items(file)
    assert (item.notation, item.arrival_number, item.is_paper, item.pages) == ("07/SNV-VP", 1, True, 2)
    assert "Đã có trong hồ sơ" in said(clerk, url)
    assert signed_in(ward.specialist).get(url).status_code == 404, "a document of others"
    assert clerk.get(f"{FILES}chon/?van-ban=x").status_code == 404


def test_lists_have_a_bounded_number_of_queries(ward: Ward, django_assert_max_num_queries):
    for number in range(6):
        opened(ward.specialist, f"f{number}", filled=False)
    specialist = signed_in(ward.specialist)
    said(specialist, FILES)
    with django_assert_max_num_queries(25):
        said(specialist, FILES)
    with django_assert_max_num_queries(25):
        said(specialist, SHELF)


def test_over_the_api(ward: Ward, client: Client):
    token = accounts.issue_token(
        actor=SYSTEM, account_id=ward.specialist.account_id, position_id=ward.specialist.position.id, name="x"
    )
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "khoa-mot-lan"}
    body = json.dumps({"title": "Kế hoạch phòng chống thiên tai năm 2026", "retention": "10 năm"})
    for _ in range(2):
        made = client.post("/api/v1/work-files", body, content_type="application/json", headers=headers)
        assert made.status_code == 201, made.content
    assert WorkFile.objects.count() == 1
    found = client.get("/api/v1/work-files?text=thien+tai", headers=headers).json()
    assert [each["code"] for each in found["items"]] == ["01.NDM"]
    detail = client.get(f"/api/v1/work-files/{found['items'][0]['id']}", headers=headers).json()
    assert detail["metadata"]["Maintenance"] == "10 năm"
    bad = client.post(
        "/api/v1/work-files", json.dumps({"title": "Kế hoạch năm"}), content_type="application/json", headers=headers | {"Idempotency-Key": "khoa-hai-lan"}
    )  # fmt: skip
    assert (bad.status_code, list(bad.json()["errors"])) == (422, ["retention"])
