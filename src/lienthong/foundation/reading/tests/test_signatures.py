"""Signatures of a file are told in words beside its pages."""

from django.test import Client
from tests.province import Ward

from lienthong.foundation.reading.tests.shelf import pdf
from lienthong.foundation.reading.tests.test_viewing import base_of, signed_in
from lienthong.foundation.signing import services as signing


def test_it_works(client: Client, ward: Ward, readable):
    plain = readable(pdf(1))
    signed_in(client, ward.leader)
    assert "không có chữ ký số" in client.get(f"{base_of(plain)}chu-ky/").text
    content = signing.sign_pdf(actor=ward.leader, content=pdf(1), reason="Ký ban hành", location="Gia Lai")
    page = client.get(f"{base_of(readable(content))}chu-ky/", headers={"HX-Request": "true"}).text
    assert "<html" not in page
    assert ward.leader.name in page
    assert "1 chữ ký, tất cả còn nguyên vẹn" in page
    changed = readable(content.replace(b"/MediaBox", b"/MediaBax", 1))
    page = client.get(f"{base_of(changed)}chu-ky/").text
    assert "đã bị thay đổi sau khi" in page
    assert "còn nguyên vẹn và hợp lệ" not in page
