"""Prints are numbered, bear a control mark on every page, and are checked by their code."""

import io
import threading

import pikepdf
import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from tests.province import Ward

from lienthong.foundation.reading import queries, services
from lienthong.foundation.reading.errors import NotPrintable
from lienthong.foundation.reading.models import Print
from lienthong.foundation.reading.tests import shelf
from lienthong.foundation.reading.tests.shelf import pdf
from lienthong.foundation.reading.tests.test_viewing import base_of, signed_in
from lienthong.kit.errors import NotAllowed, NotFound


def made(actor, file, **changed) -> Print:
    return services.print_copy(actor=actor, source="thu", subject="12", file_id=file.id, **changed)


def words(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_it_works(ward: Ward, readable):
    with pikepdf.open(io.BytesIO(pdf(2))) as turned:
        turned.pages[1].rotate(90, relative=True)
        turned.save(out := io.BytesIO())
    file = readable(out.getvalue())
    printed = made(ward.specialist, file, reason="Họp giao ban")
    content = services.printed_pdf(actor=ward.specialist, printed=printed)
    for text in words(content):
        assert f"Bản in số 1 · Mã kiểm soát {printed.code_shown}" in text
        assert ward.specialist.name in text
        assert f"/ban-in/{printed.code}/" in text
    with pikepdf.open(io.BytesIO(content)) as copy:
        assert [[round(float(side)) for side in page.mediabox[2:]] for page in copy.pages] == [[595, 842], [842, 595]]
    assert made(ward.leader, file).number == 2
    assert queries.count_prints("thu", "12", file.id) == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_print_at_once_get_two_numbers(ward: Ward, readable):
    file = readable(pdf(1))
    gate = threading.Barrier(4)

    def put(actor, key):
        try:
            gate.wait()
            made(actor, file, key=key)
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=(ward.leader, str(key // 2))) for key in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Print.objects.values_list("number", flat=True)) == [1, 2]  # two sendings, each doubled


def test_what_has_no_pages_and_who_may_not(ward: Ward, readable):
    with pytest.raises(NotPrintable, match="mật khẩu"):
        made(ward.specialist, readable(pdf(1, locked=True)))
    file = readable(pdf(1))
    with pytest.raises(NotFound):
        made(ward.clerk, file)
    with pytest.raises(NotAllowed):
        made(ward.citizen, file)
    assert not Print.objects.exists()


def test_the_code_says_more_to_officers_than_to_the_public(client: Client, ward: Ward, readable):
    file = readable(pdf(1))
    base = base_of(file)
    signed_in(client, ward.specialist)
    answer = client.post(f"{base}in/lam/", {"reason": "Họp", "key": "1"})
    again = client.post(f"{base}in/lam/", {"reason": "Họp", "key": "1"})
    assert answer["Location"] == again["Location"]
    printed = Print.objects.get()
    assert client.get(answer["Location"]).content.startswith(b"%PDF")
    assert signed_in(Client(), ward.leader).get(answer["Location"]).status_code == 404
    assert client.post(f"{base}in/lam/", {"reason": "a" * 201}).status_code == 422
    assert "Đã in 1 bản" in client.get(f"{base}in/").text

    anybody = Client()
    page = anybody.get(f"/ban-in/{printed.code_shown.lower()}/").text
    assert "Mã này có thật" in page
    for private in (ward.specialist.name, "12/QĐ-UBND", "Họp"):
        assert private not in page
    assert anybody.get("/ban-in/", {"ma": printed.code_shown})["Location"] == f"/ban-in/{printed.code}/"
    assert anybody.get("/ban-in/AAAAA-AAAAA/").status_code == 404
    shelf.state.update(said="Đã thu hồi", tone="late")
    clerk = signed_in(Client(), ward.clerk)
    page = clerk.get(f"/ban-in/{printed.code}/").text
    for told in ("Đã thu hồi", ward.specialist.name, "12/QĐ-UBND"):
        assert told in page
    assert base not in page  # the file itself is not for this clerk
    assert f'href="{base}"' in client.get(f"/ban-in/{printed.code}/").text


def test_the_register_of_prints(client: Client, ward: Ward, readable):
    file = readable(pdf(1))
    mine, other = made(ward.specialist, file), made(ward.leader, file)
    page = signed_in(client, ward.specialist).get("/lam-viec/ban-in/").text
    assert mine.code_shown in page
    assert other.code_shown not in page
    page = signed_in(client, ward.clerk).get("/lam-viec/ban-in/").text
    assert mine.code_shown in page
    assert other.code_shown in page
