"""Signing in order; what the page for checking signatures answers to good, bad and broken files."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.signing.conftest import officer, register

from lienthong.foundation.organizations.models import Agency
from lienthong.foundation.signing import errors, services
from lienthong.kit import pdf
from lienthong.kit.pdf.tests.test_documents import RESULT

pytestmark = pytest.mark.django_db


def test_the_second_waits_for_the_first(world, signer, django_user_model):
    agency = Agency.objects.get()
    head = officer(agency, django_user_model, "chutich2", "Nguyễn Thị Hoa", "Chủ tịch")
    stranger = officer(agency, django_user_model, "khac", "Trần Văn Lạ", "Chuyên viên")
    for each in (head, stranger):
        register(world.authority, each)
    order = [signer.position.id, head.position.id]
    content = pdf.result(RESULT)

    def sign(actor, paper):
        return services.sign_pdf(actor=actor, content=paper, reason="Ký", location="Ia Grai", order=order)

    with pytest.raises(errors.NotYourTurn, match="Rơ Châm H'Blan"):
        sign(head, content)
    with pytest.raises(errors.NotYourTurn, match="danh sách"):
        sign(stranger, content)
    both = sign(head, sign(signer, content))
    assert [each.name for each in services.verify_pdf(both).signers] == ["Rơ Châm H'Blan", "Nguyễn Thị Hoa"]


def post(client, content: bytes, name: str = "van-ban.pdf"):
    return client.post("/kiem-tra-chu-ky/", {"file": SimpleUploadedFile(name, content)})


def test_the_page_says_what_is_found(client, signer):
    assert client.get("/kiem-tra-chu-ky/").status_code == 200
    signed = services.sign_pdf(actor=signer, content=pdf.result(RESULT), reason="Ký kết quả", location="Ia Grai")
    page = post(client, signed).content.decode()
    assert "Văn bản có chữ ký số hợp lệ" in page
    assert "có dấu thời gian" in page
    assert "Rơ Châm H&#x27;Blan" in page
    at = signed.index(b"stream") + 20
    page = post(client, signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]).content.decode()
    assert "Nội dung bị thay đổi" in page
    xml = services.sign_xml(actor=signer, content=b"<a><b>1</b></a>", reason="Gửi")
    assert "hợp lệ" in post(client, xml, "goi-tin.xml").content.decode()
    assert client.post("/kiem-tra-chu-ky/", {}).status_code == 422


def locked() -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 broken", "đã hỏng"),
        (b"MZ", "không phải PDF"),
        (locked(), "mật khẩu"),
        (b"<a", "không phải XML"),
        (b"<a/>", "không có chữ ký số"),
    ],
)
def test_files_that_say_nothing(client, db, content, said):
    page = post(client, content)
    assert page.status_code == 200
    assert said in page.content.decode()


def test_what_was_added_later_is_given_to_who_holds_the_paper(client, signer, world):
    from django.core.cache import cache

    from lienthong.foundation.files import services as files

    world.authority.down.add("tsa")
    signed = services.sign_pdf(actor=signer, content=pdf.result(RESULT), reason="Ký", location="Ia Grai")
    files.store_bytes(name="kq.pdf", media_type="application/pdf", content=signed, purpose="result")
    world.authority.down.clear()
    cache.clear()
    assert services.raise_waiting() == 1
    page = post(client, signed)
    token = page.context["raised"]
    assert token
    given = client.get(f"/kiem-tra-chu-ky/ban-bo-sung/{token}/")
    content = b"".join(given.streaming_content)
    assert content.startswith(signed)
    assert len(content) > len(signed)
    assert client.get("/kiem-tra-chu-ky/ban-bo-sung/abc/").status_code == 404


def test_the_api_judges_and_lists(client, signer):
    from lienthong.foundation.accounts import services as accounts
    from lienthong.kit.actor import SYSTEM

    signed = services.sign_pdf(actor=signer, content=pdf.result(RESULT), reason="Ký", location="Ia Grai")
    assert client.post("/api/v1/signatures/check").status_code == 401
    token = accounts.issue_token(
        actor=SYSTEM, account_id=signer.account_id, position_id=signer.position.id, name="kiểm thử"
    )
    bearer = {"Authorization": f"Bearer {token}"}
    sent = {"file": SimpleUploadedFile("a.pdf", signed)}
    told = client.post("/api/v1/signatures/check", sent, headers=bearer).json()
    assert (told["valid"], told["signatures"][0]["state"]) == (True, "valid")
    (held,) = client.get("/api/v1/certificates", headers=bearer).json()["items"]
    assert (held["holder"], held["state"]) == (signer.name, "hieu-luc")
    empty = {"file": SimpleUploadedFile("a.pdf", b"")}
    assert client.post("/api/v1/signatures/check", empty, headers=bearer).status_code == 422
