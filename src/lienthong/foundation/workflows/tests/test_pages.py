"""An official at the desk: the grid by plain forms, a conflict, publishing, files, moving dossiers and back."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.province import Ward

from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.organizations import services as organizations
from lienthong.foundation.workflows import queries, services
from lienthong.foundation.workflows.tests.examples import BUILDING_PERMIT
from lienthong.kit.actor import SYSTEM

BASE = "/lam-viec/quy-trinh/xd/"


@pytest.fixture
def desk(ward: Ward) -> Client:
    services.define_workflow(actor=SYSTEM, code="xd", name="Cấp phép xây dựng", steps=BUILDING_PERMIT)
    services.start_draft(actor=SYSTEM, code="xd")
    account = accounts.create_officer(
        actor=SYSTEM, username="quan-tri", full_name="Nguyễn Thị Lan", password="mat-khau-2026-abc", email="l@gialai.gov.vn"
    )  # fmt: skip
    organizations.appoint(
        actor=SYSTEM,
        account_id=account.pk,
        agency_id=ward.agency_id,
        title="Quản trị",
        roles=["administrator"],
        valid_from=date(2025, 7, 1),
    )
    client = Client()
    client.force_login(Account.objects.get(pk=account.pk), backend="django.contrib.auth.backends.ModelBackend")
    return client


def draft() -> Any:
    found = queries.draft_of(SYSTEM, "xd")
    assert found
    return found


def posted(**more: str) -> dict[str, str]:
    """What the browser posts for the draft."""
    content = draft().content
    cells = {f"row-{at}-{cell}": text for at, row in enumerate(content["rows"]) for cell, text in row.items()}
    head = {"name": content["name"], "legal_hours": content["legal_hours"], "row-count": str(len(content["rows"]))}
    return cells | head | {"edits": str(draft().edits)} | more


def test_the_form_says_what_the_content_says(desk: Client):
    before = draft().content
    page = desk.get(BASE + "soan/").content.decode()
    assert 'value="Bước tham_dinh"' in page
    desk.post(BASE + "soan/", posted(act="save"))
    assert draft().content == before


def test_rows_are_added_moved_and_removed(desk: Client):
    answer = desk.post(BASE + "soan/", posted(act="add-1"))
    assert answer["Location"].endswith("#row-2-name")
    desk.post(BASE + "soan/", posted(act="save", **{"row-2-name": "Đối chiếu sổ gốc"}))
    assert draft().content["rows"][2]["key"] == "doi_chieu_so_goc"
    desk.post(BASE + "soan/", posted(act="up-2"))
    assert draft().content["rows"][1]["key"] == "doi_chieu_so_goc"
    desk.post(BASE + "soan/", posted(act="remove-1"))
    assert [row["key"] for row in draft().content["rows"]] == [row["key"] for row in BUILDING_PERMIT]


def test_while_typing_it_is_saved_checked_and_drawn(desk: Client):
    part = desk.post(BASE + "soat/", posted(legal_hours="10")).content.decode()
    assert "quá thời hạn 10 giờ" in part
    assert f"/soan/{draft().edits}.bpmn" in part
    assert desk.get(f"{BASE}soan/{draft().edits}.bpmn").status_code == 200
    late = desk.post(BASE + "soat/", posted(edits="1", legal_hours="11")).content.decode()
    assert "có người vừa lưu trước" in late


def test_publishing_then_moving_dossiers_and_back(desk: Client):
    old = queries.latest_workflow("xd")
    assert old
    run = services.start_instance(workflow_id=old.pk).instance_id
    desk.post(BASE + "soan/", posted(act="publish", note="QĐ 12", **{"row-1-hours": "6"}))
    new = queries.latest_workflow("xd")
    assert new
    assert (new.version, new.note) == (2, "QĐ 12")
    assert "1 hồ sơ đang xử lý vẫn theo phiên bản trước" in desk.get(BASE).content.decode()
    assert "4 giờ" in desk.get(BASE + "so-sanh/").content.decode()
    assert "1 hồ sơ chuyển được, 0 chưa chuyển được" in desk.get(BASE + "chuyen/").content.decode()
    desk.post(BASE + "chuyen/", {"tu": "1"})
    assert queries.workflow_of(run) == new.pk
    move = queries.moves_of(SYSTEM, "xd").get()
    desk.post(f"{BASE}chuyen/{move.pk}/hoan-tac/")
    assert queries.workflow_of(run) == old.pk


def test_a_file_that_cannot_be_read_changes_nothing(desk: Client):
    before = draft().content
    answer = desk.post(BASE + "nhap/", {"file": SimpleUploadedFile("a.bpmn", b"<a/>")})
    assert answer.status_code == 422
    assert draft().content == before
    ours = desk.get(BASE + "quy-trinh.bpmn").content
    desk.post(BASE + "nhap/", {"file": SimpleUploadedFile("a.bpmn", ours)})
    assert draft().content == before


def test_others_are_kept_out(client: Client, desk: Client):
    for part in ("", "soan/", "so-sanh/", "chuyen/", "quy-trinh.bpmn", "thu-tuc/"):
        assert client.get(BASE + part).status_code in {302, 403}
    assert desk.get("/lam-viec/quy-trinh/khong-co/").status_code == 404
    assert desk.get("/lam-viec/quy-trinh/").status_code == 200
    assert desk.get(BASE + "thu-tuc/?soan").status_code == 200
