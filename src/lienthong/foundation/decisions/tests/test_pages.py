"""An official at the desk: the grid by plain forms, a conflict, publishing, files."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.province import Ward

from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.decisions import queries, services
from lienthong.foundation.decisions.choices import Purpose
from lienthong.foundation.decisions.rules.dmn import write_dmn
from lienthong.foundation.decisions.rules.table import read_table
from lienthong.foundation.decisions.tests.examples import PENSION
from lienthong.foundation.decisions.views import showing
from lienthong.foundation.organizations import services as organizations
from lienthong.kit.actor import SYSTEM

CODE = "huu-tri-xa-hoi"
EDIT = f"/lam-viec/bang-quyet-dinh/{CODE}/soan/"


def desk_of(ward: Ward, username: str, name: str) -> Client:
    account = accounts.create_officer(
        actor=SYSTEM,
        username=username,
        full_name=name,
        password=f"mat-khau-{username}-2026",
        email=f"{username}@gialai.gov.vn",
    )
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


@pytest.fixture
def desk(ward: Ward) -> Client:
    services.create_table(
        actor=SYSTEM, name="Hưu trí xã hội", purpose=Purpose.ELIGIBILITY, subjects=["1.014027"], content=PENSION
    )
    return desk_of(ward, "bien-tap", "Nguyễn Thị Lan")


def fields(content: dict[str, Any], edits: int, **more: str) -> dict[str, str]:
    """What the browser posts for a content."""
    shown = showing.grid(content, {})
    posted = {
        "edits": str(edits),
        "hit_policy": content["hit_policy"],
        "in-count": str(len(content["inputs"])),
        "out-count": str(len(content["outputs"])),
        "rule-count": str(len(content["rules"])),
        "test-count": str(len(content["tests"])),
    }
    for row in shown["inputs"]:
        at = row["at"]
        posted |= {f"in-{at}-{key}": str(row.get(key, "")) for key in ("name", "label", "type", "minimum", "maximum")}
        posted |= {f"in-{at}-values": row["values_text"]} | ({f"in-{at}-whole": "on"} if row.get("whole") else {})
    for row in shown["outputs"]:
        at = row["at"]
        posted |= {f"out-{at}-{key}": str(row.get(key, "")) for key in ("name", "label", "type")}
        posted[f"out-{at}-values"] = row["values_text"]
    for rule in shown["rules"]:
        posted |= {cell["name"]: cell["text"] for cell in (*rule["when"], *rule["then"], *rule["prose"])}
    for test in shown["tests"]:
        posted[f"test-{test['at']}-name"] = test["name"]
        posted |= {f"test-{test['at']}-given-{cell['at']}": cell["text"] for cell in test["given"]}
        posted |= {f"test-{test['at']}-expect-{cell['at']}": cell["text"] for cell in test["expect"]}
    return posted | more


def draft() -> Any:
    found = queries.draft_of(SYSTEM, CODE)
    assert found
    return found


def test_the_form_says_what_the_content_says(desk: Client):
    desk.post(EDIT, fields(PENSION, 1, act="save"))
    assert read_table(draft().content) == read_table(PENSION)


def test_buttons_of_the_grid(desk: Client):
    steps = [
        ("copy-rule-0", lambda content: len(content["rules"]) == 6),
        ("add-rule-2", lambda content: content["rules"][3]["when"] == ["-", "-", "-"]),
        ("remove-rule-3", lambda content: len(content["rules"]) == 6),
        ("add-in", lambda content: [len(rule["when"]) for rule in content["rules"]] == [4] * 6),
        ("up-in-3", lambda content: content["inputs"][2]["label"] == "Điều kiện mới" and content["rules"][1]["when"][2] == "-"),
        ("remove-in-2", lambda content: [len(rule["when"]) for rule in content["rules"]] == [3] * 6),
        ("add-out", lambda content: [len(rule["then"]) for rule in content["rules"]] == [3] * 6),
        ("remove-out-2", lambda content: len(content["outputs"]) == 2),
        ("remove-rule-0", lambda content: read_table(content).rules == read_table(PENSION).rules),
    ]  # fmt: skip
    for act, holds in steps:
        answer = desk.post(EDIT, fields(draft().content, draft().edits, act=act))
        assert answer.status_code == 302, act
        assert holds(draft().content), act


def test_a_try_names_the_rule_and_becomes_a_test(desk: Client):
    tries = {"try-0": "72", "try-1": "Không", "try-2": "Nghèo"}
    page = desk.post(EDIT, fields(PENSION, 1, act="try", **tries))
    assert "Quy tắc 3" in page.text
    desk.post(EDIT, fields(draft().content, draft().edits, act="keep-try", **tries))
    assert draft().content["tests"][-1]["expect"] == {"outcome": "Được nộp"}
    assert services.readiness(Purpose.ELIGIBILITY, draft().content).is_ready


def test_faults_stand_beside_their_cells_while_typing(desk: Client):
    part = desk.post(f"/lam-viec/bang-quyet-dinh/{CODE}/soat/", fields(PENSION, 1) | {"rule-1-when-0": ">= bảy lăm"})
    assert 'data-place="rule-1-when-0"' in part.text
    assert "không phải là số" in part.text
    assert draft().content["rules"][1]["when"][0] == ">= bảy lăm"  # kept as typed
    page = desk.get(EDIT)
    assert 'aria-invalid="true"' in page.text


def test_the_second_official_keeps_what_they_typed(desk: Client, ward: Ward):
    other = desk_of(ward, "bien-tap-2", "Trần Văn Minh")
    desk.post(EDIT, fields(PENSION, 1) | {"rule-0-then-1": "Bản của Lan."})
    late = other.post(EDIT, fields(PENSION, 1) | {"rule-0-then-1": "Bản của Minh."})
    assert late.status_code == 409
    assert "Nguyễn Thị Lan đã lưu bảng này" in late.text
    assert "Bản của Minh." in late.text
    other.post(EDIT, fields(PENSION, 1, act="overwrite") | {"rule-0-then-1": "Bản của Minh."})
    assert draft().content["rules"][0]["then"][1] == "Bản của Minh."
    assert "Bản của Nguyễn Thị Lan bị thay vẫn được giữ" in desk.get(EDIT).text
    desk.post(f"/lam-viec/bang-quyet-dinh/{CODE}/lay-lai/")
    assert draft().content["rules"][0]["then"][1] == "Bản của Lan."


def test_publishing_from_the_page(desk: Client):
    holed = fields(PENSION | {"rules": PENSION["rules"][:2]}, 1, act="publish", note="Nghị định 176/2025/NĐ-CP")
    refused = desk.post(EDIT, holed)
    assert refused.status_code == 409
    assert "Chưa ban hành được" in refused.text
    done = desk.post(EDIT, fields(PENSION, draft().edits, act="publish", note="Nghị định 176/2025/NĐ-CP"), follow=True)
    assert "Đã ban hành phiên bản 1" in done.text
    assert "Nghị định 176/2025/NĐ-CP" in done.text
    assert queries.in_force(CODE).number == 1
    tried = desk.get(f"/lam-viec/bang-quyet-dinh/{CODE}/", {"tuoi": "80", "luong_huu": "Không", "ho": "Nghèo"})
    assert "is-fired" in tried.text


def test_files_in_and_out(desk: Client):
    answer = desk.get(f"/lam-viec/bang-quyet-dinh/{CODE}/bang.dmn")
    assert answer["Content-Disposition"] == f'attachment; filename="{CODE}-soan.dmn"'
    upload = SimpleUploadedFile("bang.dmn", answer.content, "application/xml")
    desk.post("/lam-viec/bang-quyet-dinh/", {"name": "Bảng nhập lại", "purpose": "other", "file": upload})
    again = queries.draft_of(SYSTEM, "bang-nhap-lai")
    assert again
    assert read_table(again.content) == read_table(PENSION)
    bad = SimpleUploadedFile("bang.dmn", b"<!DOCTYPE x><definitions/>", "application/xml")
    refused = desk.post("/lam-viec/bang-quyet-dinh/", {"name": "Bảng lạ", "purpose": "other", "file": bad})
    assert refused.status_code == 422
    assert "DTD" in refused.text


def test_lists_and_comparison(desk: Client):
    listed = desk.get("/lam-viec/bang-quyet-dinh/")
    assert "Soạn xong, chờ ban hành" in listed.text
    desk.post(EDIT, fields(PENSION, 1, act="publish"))
    desk.post(f"/lam-viec/bang-quyet-dinh/{CODE}/")
    desk.post(EDIT, fields(draft().content, 1) | {"rule-1-when-0": ">= 80"})
    compared = desk.get(f"/lam-viec/bang-quyet-dinh/{CODE}/so-sanh/")
    assert "Quy tắc 2, “Tuổi”" in compared.text
    assert "<ins>&gt;= 80</ins>" in compared.text


def test_who_may_not_is_turned_away(ward: Ward, desk: Client):
    stranger = Client()
    assert stranger.get("/lam-viec/bang-quyet-dinh/").status_code == 302
    specialist = Client()
    specialist.force_login(
        Account.objects.get(pk=ward.specialist.account_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    for path in ("", f"{CODE}/", f"{CODE}/soan/", f"{CODE}/so-sanh/", f"{CODE}/bang.dmn"):
        assert specialist.get(f"/lam-viec/bang-quyet-dinh/{path}").status_code == 403
    assert desk.get("/lam-viec/bang-quyet-dinh/khong-co/").status_code == 404


def test_a_large_grid_is_answered(desk: Client):
    """Too many rules: refused with the figure, and what is saved stays."""
    posted = fields(PENSION, 1, act="save") | {"rule-count": "999"}
    answer = desk.post(EDIT, posted)
    assert answer.status_code == 422
    assert "tối đa 200" in answer.text
    assert draft().edits == 1


def test_a_file_with_our_own_table_is_small():
    assert len(write_dmn(code="x", name="X", content=PENSION)) < 20_000
