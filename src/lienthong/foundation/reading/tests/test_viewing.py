"""Pages of a file as pictures and words, for whoever its owner lets in, and for nobody else."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from PIL import Image
from tests.province import Ward

from lienthong.foundation.reading.tests.shelf import pdf
from lienthong.foundation.reading.xml_text import MOST_LINES, read_xml
from lienthong.kit.actor import Actor
from lienthong.kit.pdf import render


def signed_in(client: Client, actor: Actor) -> Client:
    account = get_user_model().objects.get(pk=actor.account_id)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def base_of(file) -> str:
    return f"/doc/thu/12/{file.id}/"


def test_it_works(client: Client, ward: Ward, readable):
    file = readable(pdf(300))
    page = signed_in(client, ward.specialist).get(base_of(file)).text
    assert page.count('loading="lazy"') == 299  # only what is looked at is fetched, and only that is drawn
    assert 'width="793" height="1123"' in page
    assert f"{base_of(file)}goc/?tai" in page
    first = client.get(f"{base_of(file)}trang/1-160.webp")
    assert first["Cache-Control"].startswith("private")
    with Image.open(io.BytesIO(first.content)) as picture:
        assert picture.width == 160
    again = client.get(f"{base_of(file)}trang/1-160.webp", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{base_of(file)}trang/1/chu/").json() == {"lines": []}
    assert len(client.get(f"{base_of(file)}goc/").getvalue()) == file.size


def test_others_see_nothing(client: Client, ward: Ward, readable):
    file = readable(pdf(1))
    signed_in(client, ward.clerk)
    for address in ("", "trang/1-160.webp", "trang/1/chu/", "goc/"):
        assert client.get(base_of(file) + address).status_code == 404
    signed_in(client, ward.specialist)
    assert client.get(f"/doc/khac/12/{file.id}/").status_code == 404
    assert client.get(f"/doc/thu/13/{file.id}/").status_code == 404
    assert client.get(f"{base_of(file)}trang/1-5000.webp").status_code == 404


@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        (pdf(1, locked=True), "application/pdf", "khóa bằng mật khẩu"),
        (b"%PDF-1.7", "application/pdf", "hỏng hoặc bị cắt"),
        (b"<a", "application/xml", "hỏng hoặc bị cắt"),
        (b"PK", "application/zip", "không xem được trên trang"),
    ],
)
def test_what_cannot_be_shown_says_why_and_gives_the_original(
    client: Client, ward: Ward, readable, content, media_type, said
):
    file = readable(content, media_type)
    page = signed_in(client, ward.leader).get(base_of(file))
    assert page.status_code == 200
    assert said in page.text
    assert f"{base_of(file)}goc/?tai" in page.text
    assert client.get(f"{base_of(file)}goc/?tai").getvalue() == content


def test_one_goes_from_file_to_file(client: Client, ward: Ward, readable):
    first, second = readable(pdf(1), name="a.pdf"), readable(pdf(2), name="b.pdf")
    page = signed_in(client, ward.leader).get(base_of(first)).text
    assert f'href="{base_of(second)}" data-key="]"' in page
    assert 'data-key="["' not in page


def test_words_are_found_in_the_whole_file_without_accents(client: Client, ward: Ward, readable, tmp_path):
    template = tmp_path / "two.typ"
    template.write_text("Trang đầu #pagebreak() Ủy ban nhân dân phường Diên Hồng, điều 5")
    base = base_of(readable(render(template, {})))
    signed_in(client, ward.leader)
    said = client.get(f"{base}trang/1/doc/?tim=dien hong")
    assert "1 trang có “dien hong”" in said.text
    assert f'href="{base}#trang-2"' in said.text
    assert "nhân dân phường Diên Hồng, điều 5" in said.text
    assert "Không trang nào có" in client.get(f"{base}trang/1/doc/?tim=Pleiku").text


def test_xml_is_read_as_lines(client: Client, ward: Ward, readable):
    content = '<?xml version="1.0"?><van-ban so="12"><noi-dung>Gửi các sở &lt;b&gt;</noi-dung></van-ban>'.encode()
    page = signed_in(client, ward.leader).get(base_of(readable(content, "text/xml"))).text
    assert "noi-dung" in page
    assert "Gửi các sở &lt;b&gt;" in page


def test_xml_that_would_unfold_or_reach_outside_is_only_read():
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;&c;</a>'
    assert all("root:" not in line.value for line in read_xml(bomb))
    assert len(read_xml(b"<a>" + b"<b/>" * 5000 + b"</a>")) == MOST_LINES + 1
    assert read_xml(b"") == ()
