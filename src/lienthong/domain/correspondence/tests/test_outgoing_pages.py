"""The screens of outgoing documents: laid before the signer, looked at and signed, sealed at the desk, followed, recalled (văn bản đi)."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.province import Ward

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import State
from lienthong.domain.correspondence.models import Document, DocumentCopy, KeptNumber, Recipient, Round
from lienthong.domain.correspondence.services import Arrival
from lienthong.domain.correspondence.tests.outgoing_papers import (
    give_seal,
    issued,
    paper_bytes,
    prepare,
    seat,
    sign,
    stored,
)
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.files import services as files
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import services as signing
from lienthong.kit.actor import SYSTEM, Actor
from lienthong.kit.ids import new_id

pytestmark = pytest.mark.django_db
HOME = "/lam-viec/van-ban-di/"


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id))
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()
    return client


def upload(ward: Ward, **changed: object) -> dict[str, object]:
    said: dict[str, object] = {
        "key": "k1",
        "kind": "TB",
        "abstract": "Lịch tiêm chủng tháng 12",
        "urgency": "urgent",
        "signer": seat(ward.leader),
        "recipients": f"- {organizations.root_agency().name};\n- Bệnh viện tỉnh <vt@bv.vn>;\n- Ông Siu Blô (giấy)\n- Lưu: VT.",
        "file": SimpleUploadedFile("thong-bao.pdf", paper_bytes(), content_type="application/pdf"),
        "appendices": SimpleUploadedFile("bieu.pdf", paper_bytes(title="Phụ lục"), content_type="application/pdf"),
    }
    return {**said, **changed}


def test_it_works(ward: Ward):
    """From an uploaded file to an issued document, in five requests."""
    give_seal(ward)
    sent = as_(ward.specialist).post(f"{HOME}trinh-ky/", upload(ward))
    document = Document.objects.get()
    assert sent.url == reverse("correspondence:out-document", args=[document.pk])
    assert list(Recipient.objects.values_list("how", flat=True)) == ["exchange", "mail", "paper"]
    leader = as_(ward.leader)
    page = leader.get(f"{HOME}{document.pk}/ky/")
    assert page.status_code == 200
    seen = page.context["shown"].sha256
    assert leader.post(f"{HOME}{document.pk}/ky/xong/", {"seen": seen}).url == f"{HOME}cho-toi-ky/"
    clerk = as_(ward.clerk)
    assert b"01/TB-UBND" in clerk.get(f"{HOME}phat-hanh/").content
    clerk.post(f"{HOME}{document.pk}/phat-hanh/", {"document": document.pk})
    document.refresh_from_db()
    assert (document.state, document.notation) == (State.ISSUED, "01/TB-UBND")


def test_who_may_not_is_told(ward: Ward):
    document = prepare(ward)
    assert as_(ward.one_stop).get(f"{HOME}{document.pk}/").status_code == 404
    assert as_(ward.specialist).get(f"{HOME}phat-hanh/").status_code == 403
    assert as_(ward.specialist).get(f"{HOME}cho-toi-ky/").status_code == 403
    assert as_(ward.clerk).get(f"{HOME}{document.pk}/").status_code == 200
    assert Client().get(f"{HOME}{document.pk}/").status_code == 302


def test_bad_uploads_keep_what_was_typed(ward: Ward):
    client = as_(ward.specialist)
    page = client.post(f"{HOME}trinh-ky/", upload(ward, kind="", answers="99/KHONG-CO"))
    assert page.status_code == 422
    assert "Không thấy văn bản “99/KHONG-CO”" in page.content.decode()
    assert "Lịch tiêm chủng tháng 12" in page.content.decode()
    macro = SimpleUploadedFile("a.docx", b"PK\x03\x04 not a document")
    page = client.post(f"{HOME}trinh-ky/", upload(ward, file=macro))
    assert page.status_code == 422
    program = SimpleUploadedFile("a.pdf", b"MZ not a pdf")
    assert client.post(f"{HOME}trinh-ky/", upload(ward, file=program)).status_code == 422
    assert client.post(f"{HOME}trinh-ky/", upload(ward, file="")).status_code == 422
    assert not Document.objects.exists()


def test_the_file_changed_after_it_was_seen(ward: Ward):
    document = prepare(ward)
    leader = as_(ward.leader)
    seen = leader.get(f"{HOME}{document.pk}/ky/").context["shown"].sha256
    document.files.create(file_id=stored(name="them.pdf"), place=1)
    page = leader.post(f"{HOME}{document.pk}/ky/xong/", {"seen": seen})
    assert page.status_code == 409
    assert "đã thay đổi từ lúc mở" in page.content.decode()
    done = leader.post(f"{HOME}{document.pk}/ky/xong/", {"seen": page.context["shown"].sha256})
    assert done.status_code == 302
    again = leader.post(f"{HOME}{document.pk}/ky/xong/", {"seen": seen}, follow=True)
    assert again.redirect_chain[0][0] == f"{HOME}{document.pk}/"


def test_back_to_the_writer_with_the_reason(ward: Ward):
    document = prepare(ward)
    leader = as_(ward.leader)
    assert leader.post(f"{HOME}{document.pk}/tra-lai/", {"reason": ""}).status_code == 422
    leader.post(f"{HOME}{document.pk}/tra-lai/", {"reason": "Sửa căn cứ thứ hai"})
    page = as_(ward.specialist).get(f"{HOME}{document.pk}/").content.decode()
    assert "Sửa căn cứ thứ hai" in page


def test_several_are_confirmed_at_once(ward: Ward):
    first, second = prepare(ward, "a"), prepare(ward, "b")
    leader = as_(ward.leader)
    seen = leader.get(f"{HOME}{first.pk}/ky/").context["shown"].sha256
    pile = leader.get(f"{HOME}cho-toi-ky/")
    assert [row.is_seen for row in pile.context["rows"]] == [True, False]
    token = str(new_id())
    data = {"kind": "sign", "token": token, "ticked": [f"{first.pk}:{seen}", f"{second.pk}:{'0' * 64}", "nonsense"]}
    leader.post(f"{HOME}luot/", data)
    made = leader.post(f"{HOME}luot/", data)
    assert Round.objects.count() == 1
    page = leader.get(made.url).content.decode()
    assert "chưa được mở xem" in page
    assert 'hx-get="?phan"' in page
    for item in Round.objects.get().items.all():
        services.carry_out(item_id=item.pk)
    assert "Đã ký, cấp số" in leader.get(f"{made.url}?phan").content.decode()
    assert leader.post(f"{HOME}luot/", {"kind": "sign", "token": str(new_id())}).status_code == 422
    assert as_(ward.clerk).get(made.url).status_code == 404


def test_a_desk_without_a_seal_asks_for_the_stamped_paper(ward: Ward):
    document = sign(ward, prepare(ward))
    clerk = as_(ward.clerk)
    page = clerk.get(f"{HOME}phat-hanh/?van-ban={document.pk}").content.decode()
    assert "Đóng dấu trên bản giấy rồi phát hành" in page
    assert clerk.post(f"{HOME}{document.pk}/phat-hanh/", {"document": document.pk}).status_code == 409
    clerk.post(f"{HOME}{document.pk}/phat-hanh/", {"document": document.pk, "by_hand": "on"})
    assert Document.objects.get(pk=document.pk).state == State.ISSUED


def test_receivers_are_marked_added_and_told_of_a_recall(ward: Ward):
    give_seal(ward)
    document = issued(ward)
    page = f"{HOME}{document.pk}/"
    clerk = as_(ward.clerk)
    paper = Recipient.objects.get(how="paper")
    clerk.post(page, {"act": "da-gui", "recipient": paper.pk, "note": "EMS 12"})
    clerk.post(page, {"act": "gui-them", "recipients": "Hợp tác xã Ia Kly"})
    assert Recipient.objects.get(pk=paper.pk).said == "EMS 12"
    assert Recipient.objects.count() == 3
    assert clerk.post(page, {"act": "gui-them", "recipients": "A <sai địa chỉ>"}).status_code == 302
    assert clerk.post(page, {"act": "thu-hoi", "reason": ""}).status_code == 422
    clerk.post(page, {"act": "thu-hoi", "reason": "Sai căn cứ pháp lý"})
    assert "Sai căn cứ pháp lý" in clerk.get(page).content.decode()
    assert clerk.post(page, {"act": "thu-hoi", "reason": "Lần nữa nhé"}).status_code == 409
    assert clerk.post(page, {"act": "no-such"}).status_code == 404
    for tab in ("thong-tin", "ban-sao", "nhat-ky"):
        assert clerk.get(f"{page}?the={tab}").status_code == 200


def test_what_failed_is_found_and_sent_again(ward: Ward):
    give_seal(ward)
    document = issued(ward)
    page, clerk = f"{HOME}{document.pk}/", as_(ward.clerk)
    hospital = Recipient.objects.get(how="mail")
    services.mark_failed(actor=SYSTEM, recipient_id=hospital.pk, reason="550 Hộp thư không tồn tại")
    listed = clerk.get(f"{HOME}?xem=da-phat-hanh&gui=loi").content.decode()
    assert "1 nơi gửi lỗi" in listed
    assert "Không có văn bản ở tình trạng gửi này" in clerk.get(f"{HOME}?xem=da-phat-hanh&gui=da-nhan").content.decode()
    assert "550 Hộp thư không tồn tại" in clerk.get(page).content.decode()
    again = {"act": "gui-lai", "recipient": hospital.pk}
    assert clerk.post(page, {**again, "address": "không phải thư"}).status_code == 422
    assert clerk.post(page, {**again, "address": "vanthu@bvgialai.gov.vn"}).status_code == 302
    hospital.refresh_from_db()
    assert (hospital.state, hospital.address, hospital.sendings) == ("waiting", "vanthu@bvgialai.gov.vn", 1)
    assert clerk.post(page, {"act": "gui-lai", "recipient": 999999}).status_code == 404
    assert as_(ward.specialist).post(page, again).status_code == 403


def test_copies_are_numbered_in_one_sequence_and_bear_the_seal(ward: Ward):
    give_seal(ward)
    document = issued(ward)
    page = f"{HOME}{document.pk}/"
    clerk = as_(ward.clerk)
    for key, kind, pages in (("a", "SY", ""), ("b", "TrS", "1"), ("a", "SY", "")):
        clerk.post(page, {"act": "sao", "kind": kind, "pages": pages, "signer": seat(ward.leader), "key": key})
    assert list(DocumentCopy.objects.order_by("number").values_list("notation", flat=True)) == [
        "01/SY-UBND",
        "02/TrS-UBND",
    ]
    wrong = clerk.post(page, {"act": "sao", "kind": "TrS", "pages": "7", "signer": seat(ward.leader), "key": "c"})
    assert wrong.status_code == 422
    made = DocumentCopy.objects.get(kind="SY")
    content = b"".join(clerk.get(f"{HOME}ban-sao/{made.pk}/").streaming_content)
    assert signing.verify_pdf(content).valid
    assert "01/SY-UBND" in clerk.get(f"{HOME}ban-sao/").content.decode()
    stored_again = files.read_bytes(StoredFile.objects.get(pk=made.made_from_id))
    assert len(signing.verify_pdf(stored_again).signers) == 2, "the original keeps its own signatures"


def test_an_incoming_document_is_copied_too(ward: Ward):
    give_seal(ward)
    arrived = services.register_document(
        actor=ward.clerk,
        arrival=Arrival(issuer_name="Sở Y tế", abstract="Kế hoạch", source="scan", files=[(stored(), "")]),
        key="in",
    )
    made = services.make_copy(
        actor=ward.clerk, document_id=arrived.pk, kind="SL", signer_position_id=seat(ward.leader), key="c"
    )
    assert (made.notation, made.lines) == ("01/SL-UBND", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"])


def test_registers_numbers_and_signs_are_kept_by_the_clerk(ward: Ward):
    clerk = as_(ward.clerk)
    page = f"{HOME}so/"
    clerk.post(page, {"act": "mo-so", "name": "Sổ quyết định", "kinds": ["QĐ"]})
    clerk.post(page, {"act": "giu-so", "kind": "QĐ", "reason": "Kỳ họp thứ năm", "key": "g"})
    kept = KeptNumber.objects.get()
    assert kept.register.name == "Sổ quyết định"
    assert clerk.post(page, {"act": "huy-so", "kept": kept.pk, "void_reason": ""}).status_code == 422
    clerk.post(page, {"act": "huy-so", "kept": kept.pk, "void_reason": "Không ban hành nữa"})
    clerk.post(page, {"act": "viet-tat", "text": "UBNDP"})
    text = clerk.get(page).content.decode()
    assert "Không ban hành nữa" in text
    assert "UBNDP" in text
    assert clerk.post(page, {"act": "mo-so", "name": ""}).status_code == 422
    assert as_(ward.leader).get(page).status_code == 403


def test_the_list_asks_the_same_number_of_questions(ward: Ward, django_assert_max_num_queries):
    for n in range(6):
        prepare(ward, f"k{n}")
    client = as_(ward.clerk)
    client.get(f"{HOME}?xem=cho-ky")
    with django_assert_max_num_queries(22):
        page = client.get(f"{HOME}?xem=cho-ky")
    assert len(page.context["rows"]) == 6
    assert client.get(f"{HOME}?q=tiem+chung").status_code == 200
    assert queries.outgoing_page(ward.clerk, states=[State.TO_SIGN], limit=4).next
