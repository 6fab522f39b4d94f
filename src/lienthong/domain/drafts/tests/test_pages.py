"""The screens and the API of drafts (màn hình dự thảo): written, refused without losing what was typed, passed on."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.domain.correspondence import services as correspondence
from lienthong.domain.correspondence.services import Arrival
from lienthong.domain.drafts import queries, services
from lienthong.domain.drafts.choices import DraftState
from lienthong.domain.drafts.models import Draft
from lienthong.domain.drafts.tests.conftest import BODY, Office, seat, written
from lienthong.foundation.accounts import services as accounts
from lienthong.foundation.files import services as files
from lienthong.kit.actor import SYSTEM, Actor

pytestmark = pytest.mark.django_db


def enter(actor: Actor) -> Client:
    from django.contrib.auth import get_user_model

    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id))
    return client


def page(client: Client, url: str, status: int = 200, **given: object) -> str:
    answer = client.get(url, given)
    assert answer.status_code == status
    return answer.content.decode()


def test_it_works_from_the_first_word_to_the_signer(office: Office):
    client = enter(office.writer)
    assert "Soạn văn bản" in page(client, "/lam-viec/du-thao/")
    form = {"key": "trang-moi-1", "kind": "CV", "abstract": "V/v mời họp", "urgency": "normal", "way": "web"}
    answer = client.post("/lam-viec/du-thao/moi/", form)
    draft = Draft.objects.get()
    url = f"/lam-viec/du-thao/{draft.pk}/"
    assert answer["Location"] == url
    assert client.post("/lam-viec/du-thao/moi/", form)["Location"] == url, "sent twice, begun once"
    assert "Chỗ chưa viết" in page(client, url, the="the-thuc")
    client.post(f"{url}luu/", {"seen": "1", "grounds": "", "body": BODY})
    client.post(
        f"{url}thong-tin/",
        {
            "seen": "2", "kind": "CV", "abstract": "mời họp", "urgency": "urgent", "symbol": "UBND-VHXH", "enacting": "",
            "signer": str(seat(office.leader)),
            "recipient_role": ["to", "copy", "copy"],
            "recipient_name": [draft.agency.name, "Hội Nông dân", ""],
            "recipient_purpose": ["", "để phối hợp", ""],
        },
    )  # fmt: skip
    lines = queries.recipients_of(draft)
    assert [(line.name, line.agency_id, line.purpose) for line in lines] == [
        (draft.agency.name, draft.agency_id, ""),
        ("Hội Nông dân", None, "để phối hợp"),
    ], "a name of ours is that agency, any other stays as written"
    assert "Đúng thể thức" in page(client, url, the="the-thuc")
    client.post(f"{url}chuyen/", {"what": "ask"})
    head = enter(office.head)
    assert "Mời họp" in page(head, "/lam-viec/du-thao/", the="duyet")
    told = head.post(f"{url}chuyen/", {"what": "approve-submit", "seen": "3"}, follow=True)
    assert f"Đã duyệt và trình {office.leader.name} ký." in told.content.decode()
    assert "Mời họp" in page(enter(office.ward.clerk), "/lam-viec/du-thao/", the="tat-ca")


def test_a_refusal_keeps_what_was_typed(office: Office, draft: Draft):
    url = f"/lam-viec/du-thao/{draft.pk}/"
    services.save_text(actor=office.head, draft_id=draft.pk, seen=1, grounds="", body="Bản của trưởng phòng.")
    answer = enter(office.writer).post(f"{url}luu/", {"seen": "1", "grounds": "", "body": "Chữ tôi vừa gõ."})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Lê Quang Minh đã lưu bản 2" in text
    assert "Chữ tôi vừa gõ." in text
    assert "<del>" in text or 'class="was"' in text, "and what the other wrote is shown beside it"
    assert 'name="seen" value="2"' in text, "saving again is on top of it, knowingly"
    bad = enter(office.writer).post(
        f"{url}tai-len/", {"seen": "2", "document": SimpleUploadedFile("x.docx", b"not a document")}
    )
    assert bad.status_code == 422
    assert "không phải tài liệu Word" in bad.content.decode()


def test_errors_of_the_layout_ask_for_a_reason(office: Office, draft: Draft):
    services.change_facts(
        actor=office.head,
        draft_id=draft.pk,
        seen=1,
        facts=services.Facts(
            kind="CV",
            abstract="mời họp",
            signer_position_id=seat(office.leader),
            recipients=queries.recipients_of(draft),
        ),
    )
    head, url = enter(office.head), f"/lam-viec/du-thao/{draft.pk}/chuyen/"
    refused = head.post(url, {"what": "submit"})
    assert refused.status_code == 422
    assert "Lý do vẫn trình" in refused.content.decode()
    head.post(url, {"what": "submit", "reason": "Lãnh đạo điền khi họp"})
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED


def test_comments_opinions_versions_and_files(office: Office, draft: Draft):
    written(office, draft)
    url = f"/lam-viec/du-thao/{draft.pk}/"
    client, other = enter(office.writer), enter(office.other)
    client.post(f"{url}lay-y-kien/", {"asked": f"s{seat(office.other)}", "days": "2", "order": "song-song"})
    assert draft.abstract in page(other, "/lam-viec/du-thao/", the="y-kien")
    mine = queries.opinions_waiting(office.other)[0]
    empty = other.post(f"{url}y-kien/{mine.pk}/", {"what": "give", "verdict": "disagree", "text": ""})
    assert empty.status_code == 422
    other.post(f"{url}y-kien/{mine.pk}/", {"what": "give", "verdict": "remarks", "text": "Thêm số liệu quý IV."})
    client.post(f"{url}y-kien/{mine.pk}/", {"what": "handle", "handling": "taken", "text": "Đã thêm."})
    assert "Thêm số liệu quý IV." in page(client, url, the="y-kien")
    other.post(f"{url}gop-y/", {"version": "2", "paragraph": "3", "text": "Viết hoa.", "key": "khoa-gop-y"})
    comment = queries.comments_of(draft)[0]
    assert "Viết hoa." in page(client, url, the="gop-y", doan="3")
    client.post(f"{url}gop-y/{comment.pk}/xong/", {"answer": "Đã sửa."})
    assert "Đã sửa." in page(client, url, the="gop-y")
    assert "Bản 2" in page(client, url, the="ban")
    assert "<ins>" in page(client, f"{url}so-sanh/") or 'class="now"' in page(client, f"{url}so-sanh/")
    assert client.get(f"{url}ban/2/van-ban.pdf").getvalue().startswith(b"%PDF")
    assert client.get(f"{url}ban/1/tep/").getvalue().startswith(b"PK")
    paper = files.read_bytes(queries.version_of(draft).pdf)
    client.post(f"{url}kem-theo/", {"appendix": SimpleUploadedFile("phu-luc.pdf", paper, "application/pdf")})
    appendix = queries.appendices_of(draft)[0]
    assert client.get(f"{url}kem-theo/{appendix.pk}/").getvalue() == paper
    client.post(f"{url}kem-theo/{appendix.pk}/bo/")
    assert queries.appendices_of(draft) == []


def test_others_are_told_it_is_not_there(office: Office, draft: Draft):
    stranger, url = enter(office.other), f"/lam-viec/du-thao/{draft.pk}/"
    page(stranger, url, 404)
    page(stranger, f"{url}ban/1/van-ban.pdf", 404)
    assert stranger.post(f"{url}luu/", {"seen": "1", "body": "x"}).status_code == 404
    page(enter(office.writer), f"{url}ban/9/van-ban.pdf", 404)
    page(enter(office.ward.citizen), url, 403)


def test_an_answer_begins_at_the_document_it_answers(office: Office):
    arrival = Arrival(
        issuer_name="Sở Y tế",
        notation="812/SYT-NV",
        abstract="Về việc báo cáo nhân lực",
        source="paper",
        issued_on=None,
    )
    document = correspondence.register_document(actor=office.ward.clerk, arrival=arrival, key="den")
    url = f"/lam-viec/du-thao/moi/?tra-loi={document.pk}"
    page(enter(office.other), url, 404)
    leader = enter(office.leader)
    assert "812/SYT-NV" in page(leader, url)
    leader.post(
        url, {"key": "tra-loi-1", "kind": "CV", "abstract": "báo cáo", "way": "web", "tra-loi": str(document.pk)}
    )
    made = Draft.objects.get()
    assert (made.answers_id, made.recipients.get().name) == (document.pk, "Sở Y tế")
    beside = page(leader, f"/lam-viec/du-thao/tra-loi/{document.pk}/")
    assert f"/lam-viec/du-thao/{made.pk}/" in beside
    assert str(made.pk) not in page(enter(office.other), f"/lam-viec/du-thao/tra-loi/{document.pk}/")
    page(leader, f"/lam-viec/du-thao/moi/?tra-loi={uuid.uuid4()}", 404)


def test_templates_are_kept_by_those_who_answer_for_them(office: Office):
    head = enter(office.head)
    content = head.get("/lam-viec/mau-van-ban/khoi-dau/TTr/").content
    form = {"kind": "TTr", "name": "Tờ trình", "template": SimpleUploadedFile("m.docx", content)}
    assert enter(office.writer).post("/lam-viec/mau-van-ban/", form).status_code == 200
    assert queries.templates_for(office.head) == []
    form["template"].seek(0)
    head.post("/lam-viec/mau-van-ban/", form)
    made = queries.templates_for(office.head)[0]
    assert "Tờ trình" in page(head, "/lam-viec/mau-van-ban/")
    assert head.get(f"/lam-viec/mau-van-ban/{made.pk}/mau.docx").getvalue() == content
    head.post(f"/lam-viec/mau-van-ban/{made.pk}/thoi/")
    assert queries.templates_for(office.head) == []


def test_a_list_costs_the_same_however_long(office: Office, django_assert_max_num_queries):
    from lienthong.domain.drafts.models import Draft as Row

    one = services.start_draft(actor=office.writer, key="dau-tien", kind="TB", abstract="Một")
    Row.objects.bulk_create(
        Row(
            agency_id=one.agency_id, department_id=one.department_id, writer_id=one.writer_id, writer_name="x",
            kind="TB", abstract=f"Thông báo {n}", latest=1, key=f"nhieu-{n}",
        )
        for n in range(60)
    )  # fmt: skip
    client = enter(office.writer)
    client.get("/lam-viec/du-thao/")
    with django_assert_max_num_queries(40):
        text = page(client, "/lam-viec/du-thao/")
    assert text.count("Thông báo ") == 20
    assert "Trang sau" in text


def test_the_api_reads_begins_saves_and_submits(office: Office):
    assert office.head.account_id is not None
    token = accounts.issue_token(
        actor=SYSTEM, account_id=office.head.account_id, position_id=seat(office.head), name="kiểm thử"
    )
    client = Client(headers={"Authorization": f"Bearer {token}"})
    made = client.post(
        "/api/v1/drafts",
        {"key": "api-00001", "kind": "TB", "abstract": "Lịch trực", "recipients": [{"name": "Các tổ dân phố"}]},
        content_type="application/json",
    )
    assert made.status_code == 201
    draft_id = made.json()["id"]
    saved = client.put(
        f"/api/v1/drafts/{draft_id}/text",
        {"seen": 1, "body": "Trực từ 7 giờ."},
        content_type="application/json",
    ).json()
    assert (saved["latest"], saved["recipients"][0]["name"]) == (2, "Các tổ dân phố")
    late = client.put(f"/api/v1/drafts/{draft_id}/text", {"seen": 1, "body": "x"}, content_type="application/json")
    assert (late.status_code, late.json()["title"]) == (409, "newer-version")
    refused = client.post(f"/api/v1/drafts/{draft_id}/submission", {"reason": ""}, content_type="application/json")
    assert "signer" in refused.json()["errors"]
    assert [each["id"] for each in client.get("/api/v1/drafts").json()["items"]] == [draft_id]
