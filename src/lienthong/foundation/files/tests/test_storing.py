import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from lienthong.foundation.files import errors, queries, services
from lienthong.foundation.files.tests.test_inspection import a_pdf, a_picture
from lienthong.kit.actor import ANONYMOUS
from lienthong.kit.errors import NotFound

pytestmark = pytest.mark.django_db


def test_it_works():
    content = a_pdf(2)
    stored = services.store_upload(actor=ANONYMOUS, upload=SimpleUploadedFile("đơn.pdf", content), purpose="paper")
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.size, stored.pages, stored.media_type, stored.name) == (
        len(content),
        2,
        "application/pdf",
        "đơn.pdf",
    )
    assert services.read_bytes(queries.get_file(stored.id)) == content  # bit for bit


def test_a_picture_gets_a_thumbnail_and_the_same_bytes_lie_once():
    content = a_picture("JPEG", (1600, 900))
    one, two = (
        services.store_upload(actor=ANONYMOUS, upload=SimpleUploadedFile(n, content), purpose="paper")
        for n in ("a.jpg", "b.jpg")
    )
    assert one.path == two.path
    assert one.id != two.id
    thumbnail = queries.thumbnail_of(one)
    assert thumbnail is not None
    assert thumbnail.media_type == "image/png"
    assert queries.thumbnails_of([one.id])[one.id] == thumbnail.id
    assert not list(Path(default_storage.path(one.path)).parent.glob(".new-*"))


def test_a_picture_has_a_pdf_of_itself():
    stored = services.store_upload(
        actor=ANONYMOUS, upload=SimpleUploadedFile("cccd.heic", a_picture("HEIF")), purpose="paper"
    )
    rendition = services.pdf_rendition(file=stored)
    assert services.read_bytes(rendition).startswith(b"%PDF-")
    assert services.pdf_rendition(file=stored).id == rendition.id  # made once
    assert rendition.name == "cccd.pdf"


def test_lost_or_changed_bytes_are_noticed():
    stored = services.store_bytes(
        name="kq.pdf", media_type="application/pdf", content=b"%PDF-noticed", purpose="result"
    )
    Path(default_storage.path(stored.path)).write_bytes(b"%PDF-changed")
    with pytest.raises(errors.FileDamaged):
        services.read_bytes(stored)


@pytest.mark.parametrize("wrong", ["", "x", "0" * 32])
def test_unknown_ids(wrong):
    with pytest.raises(NotFound):
        queries.get_file(wrong)


def close(response):
    for closer in response._resource_closers:  # not `response.close()`: that also ends the test's database connection
        closer()


def test_headers_are_safe():
    stored = services.store_bytes(
        name="Giấy “hẹn”; 1.pdf", media_type="application/pdf", content=b"%PDF-headers", purpose="receipt"
    )
    response = services.response_for(stored, download=False)
    assert b"".join(response) == b"%PDF-headers"
    close(response)
    assert response["Content-Disposition"].startswith(
        "inline; filename=\"Giay hen_ 1.pdf\"; filename*=UTF-8''Gi%E1%BA%A5y"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"].startswith("private")
    assert services.response_for(stored, download=True, if_none_match=response["ETag"]).status_code == 304
    heic = services.store_bytes(name="a.heic", media_type="image/heic", content=b"x", purpose="paper")
    shown = services.response_for(heic, download=False)
    close(shown)
    assert shown["Content-Disposition"].startswith("attachment")
    assert "sandbox" in shown["Content-Security-Policy"]
