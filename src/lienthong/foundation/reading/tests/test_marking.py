"""Readers mark pages: beside the file, for themselves or for those who read it with them."""

import io
import threading

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from tests.province import Ward

from lienthong.foundation.audit import queries as audit
from lienthong.foundation.reading import queries, services
from lienthong.foundation.reading.choices import Audience, MarkKind
from lienthong.foundation.reading.errors import MarkGone
from lienthong.foundation.reading.models import Mark
from lienthong.foundation.reading.tests.shelf import pdf
from lienthong.foundation.reading.tests.test_viewing import base_of, signed_in
from lienthong.kit.errors import Invalid, NotAllowed, NotFound

BOX = "[[1000, 1000, 3000, 200]]"


def mark(actor, file, **changed) -> Mark:
    given = {
        "page": 1,
        "kind": MarkKind.HIGHLIGHT,
        "boxes": BOX,
        "text": "Số liệu này sai",
        "audience": Audience.SHARED,
    }
    return services.add_mark(actor=actor, source="thu", subject="12", file_id=file.id, **(given | changed))


def texts(actor, file) -> list[str]:
    return [each.text for each in queries.marks_of(actor, "thu", "12", file.id)]


def test_it_works(ward: Ward, readable):
    file = readable(pdf(2))
    own = mark(ward.specialist, file, audience=Audience.OWN, text="Nhớ hỏi lại")
    shared = mark(ward.specialist, file, page=2)
    assert texts(ward.specialist, file) == ["Nhớ hỏi lại", "Số liệu này sai"]
    assert texts(ward.leader, file) == ["Số liệu này sai"]
    assert texts(ward.citizen, file) == []  # marks are for officers
    services.edit_mark(actor=ward.specialist, mark_id=own.pk, text="Đã hỏi", audience=Audience.SHARED)
    assert texts(ward.leader, file) == ["Đã hỏi", "Số liệu này sai"]
    services.remove_mark(actor=ward.specialist, mark_id=shared.pk)
    assert texts(ward.leader, file) == ["Đã hỏi"]
    assert [entry.verb for entry in audit.entries_of("mark", shared.pk)] == ["add_mark", "remove_mark"]


def test_only_the_writer_changes_a_mark_and_only_readers_put_one(ward: Ward, readable):
    file = readable(pdf(1))
    made = mark(ward.specialist, file)
    for verb in (
        lambda: services.edit_mark(actor=ward.leader, mark_id=made.pk, text="x", audience=Audience.OWN),
        lambda: services.remove_mark(actor=ward.leader, mark_id=made.pk),
    ):
        with pytest.raises(MarkGone):
            verb()
    with pytest.raises(NotFound):
        mark(ward.clerk, file)
    with pytest.raises(NotAllowed):
        mark(ward.citizen, file)


@pytest.mark.parametrize(
    "changed",
    [{"page": 2}, {"page": 0}, {"kind": "x"}, {"audience": "all"}, {"text": "a" * 1001}, {"kind": MarkKind.NOTE, "text": " "}],
)  # fmt: skip
def test_nonsense_is_refused(ward: Ward, readable, changed):
    file = readable(pdf(1))
    with pytest.raises(Invalid):
        mark(ward.specialist, file, **changed)
    assert not Mark.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_and_one_sent_twice(ward: Ward, readable):
    file = readable(pdf(1))

    def put(actor, key):
        try:
            mark(actor, file, key=key)
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=(each, "k")) for each in (ward.specialist, ward.leader)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mark(ward.leader, file, key="k")  # a doubled sending is the same mark
    assert Mark.objects.count() == 2


def test_the_page_draws_lists_and_exports(client: Client, ward: Ward, readable):
    file = readable(pdf(2))
    base = base_of(file)
    signed_in(client, ward.specialist)
    drawn = client.post(
        f"{base}ghi-chu/them/",
        {"page": "2", "kind": "highlight", "boxes": BOX, "text": "<b>Sai</b>", "audience": "shared", "key": "1"},
        headers={"HX-Request": "true"},
    )
    assert '<div class="lt-reader__marks" id="dau-2">' in drawn.text
    assert 'x="10.00%" y="10.00%" width="30.00%" height="2.00%"' in drawn.text
    assert "&lt;b&gt;Sai" in drawn.text
    refused = client.post(f"{base}ghi-chu/them/", {"page": "9", "kind": "tick", "boxes": "[[1,1,0,0]]"})
    assert (refused.status_code, refused.text.startswith("Tệp có 2 trang")) == (422, True)
    # without pointing, and without a script
    assert client.post(f"{base}ghi-chu/them/", {"page": "1", "kind": "note", "text": ""}).status_code == 422
    added = client.post(f"{base}ghi-chu/them/", {"page": "1", "kind": "note", "text": "Cả trang", "audience": "own"})
    assert added["Location"] == f"{base}ghi-chu/"
    assert "Cả trang" in client.get(f"{base}ghi-chu/").text
    shared = Mark.objects.get(page=2)
    changed = client.post(
        f"/doc/ghi-chu/{shared.pk}/sua/", {"text": "Đúng rồi", "audience": "shared"}, headers={"HX-Request": "true"}
    )
    assert "Đúng rồi" in changed.text
    assert 'id="reader-mark-list" hx-swap-oob="true"' in changed.text
    leader = signed_in(Client(), ward.leader)
    page = leader.get(base).text
    assert 'class="is-highlight"' in page
    assert "Cả trang" not in page
    with pikepdf.open(io.BytesIO(leader.get(f"{base}co-ghi-chu.pdf").content)) as copy:
        assert len(copy.pages) == 3  # two pages and the list
    assert signed_in(Client(), ward.clerk).get(f"{base}ghi-chu/").status_code == 404
    assert len(client.get(f"{base}goc/").getvalue()) == file.size  # the file is what it was
