import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.domain.eforms import queries, services
from lienthong.kit.actor import SYSTEM

CODE = "1.001193"
BASE = f"/lam-viec/bieu-mau/{CODE}/"
QUESTIONS = [
    {"name": "married", "label": "Cha mẹ đã kết hôn", "kind": "radio", "choices": ["Có", "Không"], "required": True},
    {
        "name": "number",
        "label": "Số giấy",
        "kind": "text",
        "required": True,
        "when": {"question": "married", "equals": "Có"},
    },
]


@pytest.fixture
def form(db):
    return services.publish_form(actor=SYSTEM, code=CODE, title="Tờ khai đăng ký khai sinh", questions=QUESTIONS)


@pytest.fixture
def client_of(official):
    def sign_in(username, name, role="administrator"):
        account, _ = official(username, name, role)
        client = Client()
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def client(client_of):
    return client_of("lan", "Lê Thị Lan")


@pytest.fixture
def draft(client, form):
    client.post(f"{BASE}phien-ban-moi/")
    return queries.draft_for(SYSTEM, CODE)


def panel(**values):
    return {"seen": "1", "label": "Số giấy", "kind": "text", "required": "1", "section": "Nội dung đề nghị"} | values


def test_it_works(client, form):
    response = client.post("/lam-viec/bieu-mau/moi/", {"title": "Đơn xin cấp nước", "origin": "blank"}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[0][0] == "/lam-viec/bieu-mau/don-xin-cap-nuoc/soan/"
    assert "Chưa có câu hỏi" in page
    again = client.post("/lam-viec/bieu-mau/moi/", {"title": "Đơn xin cấp nước", "origin": "copy", "copy_of": CODE})
    assert again.status_code == 422
    assert "đang có bản soạn" in again.content.decode()


PAGES = ("", "soan/", "soan/?trang=1", "soan/?cau=married", "xem/", "xem/?xong=1", "thu/", "kiem-tra/", "so-sanh/", "nhat-ky/", "thu-tuc/")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_officials_who_keep_forms_alone(client, client_of, draft, path, django_assert_max_num_queries):
    client.get(BASE + path)
    with django_assert_max_num_queries(22):
        assert client.get(BASE + path).status_code == 200
    assert client_of("dung", "Lê Văn Dũng", "specialist").get(BASE + path).status_code == 403
    assert Client().get(BASE + path).url.startswith("/dang-nhap/")


def test_the_list_has_drafts_first_and_finds_without_accents(client, draft):
    services.publish_form(actor=SYSTEM, code="a", title="An táng", questions=QUESTIONS)
    page = client.get("/lam-viec/bieu-mau/").content.decode()
    assert page.index("Tờ khai đăng ký khai sinh") < page.index("An táng")
    assert "An táng" not in client.get("/lam-viec/bieu-mau/?q=khaisinh").content.decode()
    assert "Không có biểu mẫu phù hợp" in client.get("/lam-viec/bieu-mau/?q=zzz").content.decode()


def test_what_is_not_there_is_not_found(client, form):
    assert client.get("/lam-viec/bieu-mau/khong-co/").status_code == 404
    assert client.get("/lam-viec/bieu-mau/khong-co/soan/").status_code == 404
    assert client.get(f"{BASE}kiem-tra/").status_code == 404  # no draft
    assert client.get(f"{BASE}soan/").url == BASE


def test_a_change_is_saved_at_once_without_drawing_the_panel_again(client, draft):
    response = client.post(f"{BASE}soan/cau/number/", panel(hint="Ví dụ 12/2024"), headers={"HX-Request": "true"})
    part = response.content.decode()
    assert queries.draft_for(SYSTEM, CODE).questions[1]["hint"] == "Ví dụ 12/2024"
    assert "Đã lưu lúc" in part
    assert 'id="fb-panel"' not in part
    assert 'value="2" id="fb-seen"' in part
    other_kind = client.post(f"{BASE}soan/cau/number/", panel(kind="date", seen="2"), headers={"HX-Request": "true"})
    assert "Không nhận ngày chưa tới" in other_kind.content.decode()


def test_without_script_a_plain_form_saves(client, draft):
    response = client.post(f"{BASE}soan/cau/number/", panel(label="Số giấy chứng nhận"), follow=True)
    assert "Số giấy chứng nhận" in response.content.decode()
    client.post(f"{BASE}soan/viec/", {"act": "add", "cau": "married"})
    client.post(f"{BASE}soan/viec/", {"act": "duplicate", "cau": "number"})
    client.post(f"{BASE}soan/viec/", {"act": "up", "cau": "number"})
    assert [entry["id"] for entry in queries.draft_for(SYSTEM, CODE).questions] == ["married", "number", "q3", "q4"]
    client.post(f"{BASE}soan/viec/", {"act": "remove", "cau": "q3"})
    client.post(f"{BASE}soan/viec/", {"act": "undo"})
    assert [entry["id"] for entry in queries.draft_for(SYSTEM, CODE).questions] == ["married", "number", "q3", "q4"]


def test_the_second_official_is_told_and_keeps_what_was_typed(client, client_of, draft):
    minh = client_of("minh", "Trần Minh")
    client.post(f"{BASE}soan/cau/number/", panel(label="Số giấy kết hôn"))
    for headers in ({"HX-Request": "true"}, {}):
        page = minh.post(f"{BASE}soan/cau/number/", panel(label="Số chứng nhận"), headers=headers).content.decode()
        assert "Lê Thị Lan đã sửa lời hỏi" in page
        assert ">Số chứng nhận</textarea>" in page
        assert "Số giấy kết hôn" in page
    minh.post(f"{BASE}soan/cau/number/", panel(label="Số chứng nhận", insist="1"))
    assert queries.draft_for(SYSTEM, CODE).questions[1]["label"] == "Số chứng nhận"


def test_what_cannot_be_read_is_told_and_stays(client, draft):
    wrong = panel(kind="number", minimum="nhiều")
    assert "“nhiều” không phải là số nguyên" in client.post(f"{BASE}soan/cau/number/", wrong).content.decode()


def test_a_condition_a_row_and_a_sum_are_built_without_code(client, draft):
    client.post(f"{BASE}soan/viec/", {"act": "add", "cau": "number"})
    rows = {
        "kind": "group", "label": "Các con", "row": "con", "inner-rows": "2", "inner-0-label": "Họ tên",
        "inner-0-kind": "name", "inner-0-required": "1", "inner-1-label": "Tuổi", "inner-1-kind": "number",
    }  # fmt: skip
    when = {"when_mode": "when", "when_question": "married", "when_in": ["Không", "Chưa"]}
    for sent in (panel(kind="group", label="Các con", seen="2"), panel(**rows, **when, seen="3")):
        client.post(f"{BASE}soan/cau/q3/", sent)
    client.post(f"{BASE}soan/viec/", {"act": "add", "cau": "number"})
    client.post(f"{BASE}soan/cau/q4/", panel(kind="number", label="Diện tích", seen="5"))
    client.post(f"{BASE}soan/viec/", {"act": "add", "cau": "q3"})
    for seen in ("7", "8"):
        sent = panel(kind="computed", label="Gấp đôi", operation="sum", operands=["q4", "q4"], seen=seen)
        client.post(f"{BASE}soan/cau/q5/", sent)
    entries = {entry["id"]: entry for entry in queries.draft_for(SYSTEM, CODE).questions}
    assert entries["q3"]["when"] == {"question": "married", "in": ["Không"]}
    assert entries["q3"]["questions"] == [
        {"name": "ho_ten", "label": "Họ tên", "kind": "name", "required": True},
        {"name": "tuoi", "label": "Tuổi", "kind": "number"},
    ]
    assert entries["q5"]["formula"] == {"sum": [{"answer": "q4"}, {"answer": "q4"}]}
    form = services.publish_form_draft(actor=SYSTEM, code=CODE, seen=queries.draft_for(SYSTEM, CODE).edits)
    assert {"cac_con", "dien_tich", "gap_doi"} <= {*form.schema["properties"]}


def test_tries_are_judged_kept_and_guard_publishing(client, draft):
    wrong = client.post(f"{BASE}xem/", {"married": ""})
    assert wrong.status_code == 422
    assert "Chưa chọn cha mẹ đã kết hôn" in wrong.content.decode()
    following = client.post(f"{BASE}xem/?trang=noi-dung-de-nghi", {"married": "Có"})
    assert following.url == f"{BASE}xem/?trang=noi-dung-de-nghi-2"
    assert client.post(following.url, {"number": "12/2024"}).url == f"{BASE}xem/?xong=1"
    assert "Đủ và đúng" in client.get(f"{BASE}xem/?xong=1").content.decode()
    client.post(f"{BASE}thu/giu/", {"name": "Đã kết hôn", "expects": "right"})
    assert "Đã kết hôn" in client.get(f"{BASE}thu/").content.decode()
    client.post(f"{BASE}soan/cau/number/", panel(kind="number"))
    page = client.get(f"{BASE}kiem-tra/").content.decode()
    assert "“12/2024” không phải là số nguyên" in page
    refused = client.post(f"{BASE}kiem-tra/", {"seen": "2"})
    assert refused.status_code == 409
    client.post(f"{BASE}soan/viec/", {"act": "undo"})
    client.post(f"{BASE}soan/cau/number/", panel(hint="Ví dụ 12/2024", seen="3"))
    published = client.post(f"{BASE}kiem-tra/", {"seen": "4"}, follow=True)
    assert "Đã công bố phiên bản 2" in published.content.decode()


def test_a_comparison_of_versions(client, draft):
    client.post(f"{BASE}soan/cau/number/", panel(label="Số giấy chứng nhận kết hôn"))
    page = client.get(f"{BASE}so-sanh/").content.decode()
    assert re.search(r"Số giấy</td>\s*<td class=\"new\">Số giấy chứng nhận kết hôn", page)
    assert client.get(f"{BASE}so-sanh/?tu=99&den=x").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "undo"}, {"act": "undo-edit", "number": "77"}, {"act": "up", "cau": "x"}, {"act": "page", "page": "x"},
        {"act": "remove"}, {"act": "duplicate", "cau": "x"}, {"act": "?"},
    ],
)  # fmt: skip
def test_odd_acts_are_answered_and_change_nothing(client, draft, sent):
    before = queries.draft_for(SYSTEM, CODE).questions
    assert client.post(f"{BASE}soan/viec/", sent).status_code == 302
    assert [entry["id"] for entry in queries.draft_for(SYSTEM, CODE).questions][:2] == [e["id"] for e in before]


def upload(text):
    return SimpleUploadedFile("to-khai.json", text.encode(), "application/json")


def test_a_foreign_schema_becomes_a_draft(client):
    schema = {
        "title": "Phiếu đề nghị",
        "type": "object",
        "required": ["hoTen"],
        "properties": {
            "hoTen": {"type": "string", "title": "Họ tên"},
            "loai": {"enum": ["A", "B"], "title": "Loại"},
            "ma": {"type": "string", "title": "Mã", "pattern": "^[A-Z]{2}$", "not": {"const": "XX"}},
        },
    }
    sent = {"title": "", "code": "phieu", "origin": "schema", "schema": upload(json.dumps(schema))}
    page = client.post("/lam-viec/bieu-mau/moi/", sent, follow=True).content.decode()
    draft = queries.draft_for(SYSTEM, "phieu")
    assert [entry["label"] for entry in draft.questions] == ["Họ tên", "Loại", "Mã"]
    assert draft.title == "Phiếu đề nghị"
    assert all(note.replace("“", "").split(":")[0] in page for note in draft.notes)
    assert services.publish_form_draft(actor=SYSTEM, code="phieu", seen=draft.edits).version == 1


@pytest.mark.parametrize("text", ["", "{", '{"type": "object"}', "[" * 5000, '{"$ref": "http://example.org/x"}'])
def test_a_harmful_or_broken_schema_is_answered(client, text):
    sent = {"title": "X", "origin": "schema", "schema": upload(text)}
    response = client.post("/lam-viec/bieu-mau/moi/", sent)
    assert response.status_code == 422
    assert "Còn 1 mục cần sửa" in response.content.decode()


def test_no_file_is_told(client, db):
    response = client.post("/lam-viec/bieu-mau/moi/", {"title": "X", "origin": "schema"})
    assert "Chưa chọn tệp" in response.content.decode()
