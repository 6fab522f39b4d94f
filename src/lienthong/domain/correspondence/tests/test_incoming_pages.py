"""The screens of incoming documents: the register, registering without a mouse, the document, the leader's two taps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.province import Ward

from lienthong.domain.correspondence import services
from lienthong.domain.correspondence.choices import Part, State, TaskState
from lienthong.domain.correspondence.models import Document, DocumentTask, WaitingArrival
from lienthong.domain.correspondence.services import Arrival
from lienthong.domain.correspondence.tests.papers import LINES, letter, locked, paper
from lienthong.foundation.accounts.models import Account
from lienthong.kit import clock
from lienthong.kit.actor import Actor

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
LIST, ENTER, MINE = "/lam-viec/van-ban-den/", "/lam-viec/van-ban-den/vao-so/", "/lam-viec/van-ban-den/cua-toi/"
TYPED = {
    "notation": "1520/UBND-KGVX",
    "issued_on_day": "24",
    "issued_on_month": "11",
    "issued_on_year": "2026",
    "issuer_name": "Ủy ban nhân dân tỉnh Gia Lai",
    "abstract": "Về việc báo cáo chuyển đổi số",
    "kind": "CV",
    "urgency": "normal",
}


@pytest.fixture(autouse=True)
def morning():
    with clock.at(MORNING):
        yield


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def seat(actor: Actor) -> int:
    assert actor.position is not None
    return actor.position.id


def arrive(ward: Ward, **changed: object) -> Document:
    facts = {"issuer_name": "Sở Y tế", "abstract": "Kế hoạch phòng dịch", "source": "paper", "notation": "8/KH-SYT"}
    return services.register_document(
        actor=ward.clerk, arrival=Arrival(**{**facts, "issued_on": date(2026, 11, 20), **changed}), key=str(changed)
    )


def url(document: Document) -> str:
    return reverse("correspondence:document", args=[document.pk])


def test_it_works(ward: Ward):
    """By hand from paper, with the leader chosen in the same form: number big, laid before, the next one at one key."""
    client = as_(ward.clerk)
    answer = client.post(
        ENTER, {**TYPED, "key": "k1", "leader": seat(ward.leader), "lead": f"p{seat(ward.specialist)}"}
    )
    document = Document.objects.get()
    assert answer.url == f"{ENTER}?da-vao={document.pk}"
    shown = client.get(answer.url).content.decode()
    assert '<b class="num">1</b>' in shown
    assert 'data-key="F2"' in shown
    assert document.state == State.SUBMITTED
    assert document.issuer is not None
    assert client.post(ENTER, {**TYPED, "key": "k1"}).url == answer.url, "sent twice it is one"
    page = client.get(f"{LIST}?q=1520+ubnd").content.decode()
    assert "Về việc báo cáo chuyển đổi số" in page


def test_a_file_fills_the_form_and_what_was_read_is_marked(ward: Ward):
    client = as_(ward.clerk)
    answer = client.post(
        f"{ENTER}tep/",
        {"files": SimpleUploadedFile("cv.pdf", paper()), "key": "u"},
        headers={"x-requested-with": "fetch"},
    )
    row = WaitingArrival.objects.get()
    assert answer.json() == {"url": f"{ENTER}{row.pk}/"}
    page = client.get(f"{ENTER}{row.pk}/").content.decode()
    assert 'value="1520/UBND-KGVX"' in page
    assert page.count("Từ tệp") >= 7
    base = f"/doc/cho-vao-so/{row.pk}/{row.files.get(place=0).file_id}/"
    assert client.get(f"{base}trang/1-160.webp")["Content-Type"] == "image/webp"
    assert client.get(f"{base}trang/2-160.webp").status_code == 404
    assert client.get(f"{ENTER}{row.pk}/tep/0/?tai").getvalue().startswith(b"%PDF")
    assert client.get(f"{ENTER}{row.pk}/tep/0/").getvalue() == paper()
    done = client.post(f"{ENTER}{row.pk}/", TYPED)
    assert "da-vao" in done.url
    assert client.get(f"{ENTER}{row.pk}/").url == url(Document.objects.get()), "once registered it leads there"
    again = client.post(f"{ENTER}{row.pk}/", TYPED)
    assert again.url == url(Document.objects.get())


def test_bad_files_say_what_to_do_and_nothing_is_lost(ward: Ward):
    client = as_(ward.clerk)
    secret = client.post(
        f"{ENTER}tep/",
        {"files": SimpleUploadedFile("m.pdf", paper(*LINES, "TUYỆT MẬT")), "key": "s"},
        headers={"x-requested-with": "fetch"},
    )
    assert (secret.status_code, "bí mật nhà nước" in secret.json()["message"]) == (422, True)
    client.post(f"{ENTER}tep/", {"files": SimpleUploadedFile("k.pdf", locked(paper())), "key": "l"})
    page = client.get(f"{ENTER}{WaitingArrival.objects.get().pk}/").content.decode()
    assert "khóa bằng mật khẩu" in page
    wrong = client.post(ENTER, {**TYPED, "issued_on_day": "31", "abstract": "", "pages": "hai"})
    assert wrong.status_code == 422
    body = wrong.content.decode()
    assert "Còn 2 mục cần sửa" in body
    assert 'value="1520/UBND-KGVX"' in body
    assert client.post(f"{ENTER}tep/", {"key": "n"}, follow=True).status_code == 200


def test_a_duplicate_is_shown_with_its_link_and_needs_a_reason(ward: Ward):
    client = as_(ward.clerk)
    client.post(ENTER, {**TYPED, "key": "a"})
    first = Document.objects.get()
    again = client.post(ENTER, {**TYPED, "key": "b"})
    assert again.status_code == 422
    assert f'href="{url(first)}"' in again.content.decode()
    assert "Lý do vào sổ lần nữa" in again.content.decode()
    client.post(ENTER, {**TYPED, "key": "b", "duplicate_reason": "Bản thay thế"})
    assert Document.objects.count() == 2
    row = services.take_letter(raw=letter(("a.pdf", paper())), agency_id=ward.agency_id)
    assert "đã vào sổ" in client.get(f"{ENTER}{row.pk}/").content.decode(), "told before anything is sent"


def test_a_letter_waits_and_goes_back_with_a_reason(ward: Ward):
    row = services.take_letter(raw=letter(("a.pdf", paper())), agency_id=ward.agency_id)
    client = as_(ward.clerk)
    assert "Gửi văn bản số 1520" in client.get(f"{LIST}?xem=cho").content.decode()
    original = client.get(f"{ENTER}{row.pk}/thu-goc/")
    assert original["Content-Disposition"].startswith("attachment")
    assert b"Message-ID" in original.getvalue()
    none = client.post(f"{ENTER}{row.pk}/tra-lai/", {"act": "tra-lai"}, follow=True)
    assert "Ghi lý do trả lại" in none.content.decode()
    client.post(f"{ENTER}{row.pk}/tra-lai/", {"act": "tra-lai", "reason": "Thiếu phụ lục"})
    ended = client.get(f"{ENTER}{row.pk}/").content.decode()
    assert "Thiếu phụ lục" in ended
    late = client.post(f"{ENTER}{row.pk}/tra-lai/", {"act": "bo", "reason": "x"}, follow=True)
    assert "Không làm lại lần nữa" in late.content.decode()


def test_the_leader_decides_in_two_taps(ward: Ward):
    document = arrive(ward)
    services.submit_document(
        actor=ward.clerk,
        document_id=document.pk,
        position_id=seat(ward.leader),
        proposal={"lead": f"p{seat(ward.specialist)}"},
    )
    leader = as_(ward.leader)
    first = leader.get(MINE).content.decode()
    assert f'href="{url(document)}"' in first
    second = leader.get(url(document)).content.decode()
    assert "Đồng ý, giao " in second
    assert "Nghiên cứu, thực hiện theo quy định." in second
    task = DocumentTask.objects.get()
    assert task.seen_at == MORNING
    tapped = {
        "task": task.pk,
        "lead": f"p{seat(ward.specialist)}",
        "act": "giao-ngay",
        "phrase": "Nghiên cứu, thực hiện theo quy định.",
    }
    assert leader.post(url(document), tapped).url == MINE
    given = DocumentTask.objects.get(part=Part.LEAD)
    assert (given.position_id, given.instruction) == (seat(ward.specialist), "Nghiên cứu, thực hiện theo quy định.")
    assert given.due_at is not None
    assert given.due_at.astimezone(clock.VIETNAM).date() == date(2026, 12, 7), "seven working days"
    twice = leader.post(url(document), tapped)
    assert twice.status_code == 409
    assert "từ trước" in twice.content.decode()


def test_the_leader_writes_an_instruction_and_the_line_works_on_it(ward: Ward):
    document = arrive(ward)
    services.submit_document(actor=ward.clerk, document_id=document.pk, position_id=seat(ward.leader))
    leader, specialist = as_(ward.leader), as_(ward.specialist)
    task = DocumentTask.objects.get()
    order = {
        "act": "chi-dao",
        "task": task.pk,
        "lead": f"p{seat(ward.specialist)}",
        "inform": [f"p{seat(ward.clerk)}"],
        "instruction": "Trình dự thảo",
        "days": "5",
    }
    past = leader.post(url(document), {**order, "due_day": "1", "due_month": "11", "due_year": "2026"})
    assert past.status_code == 422
    assert "Trình dự thảo" in past.content.decode(), "what was written stays"
    leader.post(url(document), order)
    lead = DocumentTask.objects.get(part=Part.LEAD)
    assert "Trình dự thảo" in specialist.get(url(document)).content.decode()
    specialist.post(url(document), {"act": "y-kien", "text": "Cần số liệu", "key": "o"})
    specialist.post(url(document), {"act": "ghi-chu", "note": "gọi anh Tuấn"})
    specialist.post(
        url(document),
        {"act": "chuyen", "task": lead.pk, "lead": f"p{seat(ward.one_stop)}", "instruction": "Số liệu", "days": "none"},
    )
    below = DocumentTask.objects.get(parent=lead)
    waits = specialist.post(url(document), {"act": "xong", "task": lead.pk, "result": "Xong"})
    assert (waits.status_code, "Còn 1 phần việc" in waits.content.decode()) == (409, True)
    nobody = specialist.post(url(document), {"act": "thu-hoi", "task": below.pk, "reason": ""})
    assert nobody.status_code == 422
    specialist.post(url(document), {"act": "thu-hoi", "task": below.pk, "reason": "Đã có"})
    missing = specialist.post(url(document), {"act": "xong", "task": lead.pk, "answer": "99/BC-UBND"})
    assert "Không thấy văn bản" in missing.content.decode()
    for tab in ("luan-chuyen", "y-kien", "thong-tin"):
        assert specialist.get(f"{url(document)}?the={tab}").status_code == 200
    assert "gọi anh Tuấn" in specialist.get(f"{url(document)}?the=y-kien").content.decode()
    assert "gọi anh Tuấn" not in leader.get(f"{url(document)}?the=y-kien").content.decode()
    specialist.post(url(document), {"act": "xong", "task": lead.pk, "result": "Đã báo cáo"})
    document.refresh_from_db()
    assert document.state == State.COMPLETED
    assert "Đã báo cáo" in specialist.get(f"{MINE}?xem=da-lam").content.decode()


def test_the_clerk_corrects_cancels_and_sends_back(ward: Ward):
    client, document = as_(ward.clerk), arrive(ward)
    fix = f"{url(document)}sua/"
    assert client.get(fix).status_code == 200
    assert client.post(fix, {**TYPED, "reason": ""}).status_code == 422
    client.post(fix, {**TYPED, "reason": "Nhập nhầm"})
    document.refresh_from_db()
    assert (document.notation, document.number) == ("1520/UBND-KGVX", 1)
    client.post(url(document), {"act": "huy-so", "reason": "Vào nhầm"})
    document.refresh_from_db()
    assert document.state == State.CANCELLED
    other = arrive(ward, notation="9/KH-SYT")
    client.post(url(other), {"act": "trinh", "leader": seat(ward.leader), "note": "Đề nghị chỉ đạo"})
    client.post(url(other), {"act": "tra-noi-gui", "reason": "Gửi nhầm"})
    other.refresh_from_db()
    assert other.state == State.RETURNED


def test_leaders_close_and_reopen(ward: Ward):
    document, leader = arrive(ward), as_(ward.leader)
    leader.post(url(document), {"act": "ket-thuc", "result": "Văn bản thông báo"})
    document.refresh_from_db()
    assert document.state == State.COMPLETED
    leader.post(url(document), {"act": "mo-lai", "reason": "Có yêu cầu bổ sung"})
    document.refresh_from_db()
    assert document.state == State.IN_PROGRESS


def test_pages_of_others_are_not_there(ward: Ward):
    document = arrive(ward)
    stranger = as_(ward.specialist)
    assert stranger.get(url(document)).status_code == 404
    assert stranger.post(url(document), {"act": "ket-thuc"}).status_code == 404
    assert stranger.get(LIST).status_code == 403
    assert stranger.get(ENTER).status_code == 403
    assert as_(ward.citizen).get(MINE).status_code == 403
    assert Client().get(LIST).status_code == 302
    assert as_(ward.clerk).post(url(document), {"act": "bay-len"}).status_code == 404


def test_lists_cost_the_same_for_one_and_for_many(ward: Ward, django_assert_max_num_queries):
    for number in range(12):
        document = arrive(ward, notation=f"{number}/KH-SYT", urgency="urgent")
        services.submit_document(actor=ward.clerk, document_id=document.pk, position_id=seat(ward.leader))
    leader = as_(ward.leader)
    leader.get(MINE)
    with django_assert_max_num_queries(26):
        assert leader.get(MINE).content.decode().count("Chờ cho ý kiến") >= 1
    with django_assert_max_num_queries(26):
        leader.get(f"{LIST}?xem=da-trinh")
    assert DocumentTask.objects.filter(state=TaskState.OPEN, due_at=None).count() == 12


def test_often_used_instructions_are_kept_for_the_seat(ward: Ward):
    leader = as_(ward.leader)
    page = "/lam-viec/van-ban-den/cau-but-phe/"
    assert leader.post(page, {"text": " "}).status_code == 422
    leader.post(page, {"text": "Giao Phòng Kinh tế chủ trì."})
    shown = leader.get(page).content.decode()
    assert "Giao Phòng Kinh tế chủ trì." in shown
    assert timedelta(0) == clock.now() - MORNING


def test_a_long_inbox_shows_the_least_time_left_first_and_the_rest_when_asked(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("lienthong.domain.correspondence.views.incoming_lists.FIRST", 2)
    leader = as_(ward.leader)
    for number in (1, 2, 3):
        document = arrive(ward, notation=f"{number}/KH-SYT")
        services.submit_document(actor=ward.clerk, document_id=document.pk, position_id=seat(ward.leader))
    short = leader.get(MINE)
    assert (len(short.context["rows"]), short.context["more_url"]) == (2, "?het=1")
    assert "Xem hết danh sách" in short.content.decode()
    whole = leader.get(f"{MINE}?het=1")
    assert (len(whole.context["rows"]), whole.context["more_url"]) == (3, "")
