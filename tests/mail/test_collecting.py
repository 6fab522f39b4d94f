"""Letters are collected from a real IMAP server over TLS: each once, whole, whatever fails between (hộp thư IMAP)."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from sandbox.imap import PostOffice, make_certificate
from tests.province import Ward, _officer

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.adapters import imap
from lienthong.domain.correspondence.adapters.imap import Access, Folder
from lienthong.domain.correspondence.choices import Source
from lienthong.domain.correspondence.events import ArrivalDelivered, LetterNotTaken, MailboxFailed
from lienthong.domain.correspondence.models import CollectedLetter, Mailbox, WaitingArrival
from lienthong.domain.correspondence.services import Collected, MailboxData
from lienthong.domain.correspondence.services.collecting import ABANDONED
from lienthong.domain.correspondence.tests.papers import letter, paper
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed, Refused
from lienthong.kit.events import Event, reacting_at_once

pytestmark = pytest.mark.django_db
NAME, PASSWORD = "vanthu@pleiku.gialai.gov.vn", "Mật-khẩu 2026"


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("imap"))


@pytest.fixture
def office(pem: Path, settings: Any) -> Iterator[PostOffice]:
    """A server with an empty mailbox, which this system believes."""
    settings.MAILBOX_CA_FILE = str(pem)
    made = PostOffice(pem, username=NAME, password=PASSWORD).start()
    yield made
    made.stop()


@pytest.fixture
def administrator(db: None) -> Actor:
    return _officer(organizations.root_agency().pk, "quan-tri", "Lê Quản Trị", "Quản trị", "administrator")


def data(ward: Ward, office: PostOffice, **changed: Any) -> MailboxData:
    said: dict[str, Any] = {
        "agency_id": ward.agency_id,
        "host": "127.0.0.1",
        "port": office.port,
        "security": "tls",
        "username": NAME,
        "password": PASSWORD,
    }
    return MailboxData(**{**said, **changed})


def collect(box: Mailbox) -> tuple[int, int, int]:
    """(taken, known, failed) of one run."""
    done = services.collect_mailbox(mailbox_id=box.pk)
    assert done is not None
    return done.taken, done.known, done.failed


def test_unseen_letters_are_taken_whole_and_once(ward: Ward, office: PostOffice, administrator: Actor):
    raw = letter(("cv1520.pdf", paper()))
    office.put(raw)
    box = services.keep_mailbox(actor=administrator, data=data(ward, office))
    assert PASSWORD not in box.secret
    told: list[Event] = []
    with reacting_at_once(lambda event: bool(told.append(event))):
        assert collect(box) == (1, 0, 0)
        assert collect(box) == (0, 0, 0)
        office.put(letter(number="b2", subject="Giấy mời họp"))
        office.put(raw)  # forwarded once more by a rule of the mail system
        assert collect(box) == (1, 1, 0)
    first, second = WaitingArrival.objects.order_by("id")
    assert (first.source, first.agency_id, first.facts["notation"]) == (Source.MAIL, ward.agency_id, "1520/UBND-KGVX")
    assert first.original is not None
    assert files.read_bytes(first.original).replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n")
    assert second.title == "Giấy mời họp"
    assert sum(isinstance(each, ArrivalDelivered) for each in told) == 2
    assert [each.pk for each in queries.waiting_arrivals(ward.clerk)] == [first.pk, second.pk]
    with imap.opened(access(office)) as folder:
        assert (folder.count, folder.unseen()) == (3, []), "people see that they were taken"


def access(office: PostOffice, **changed: Any) -> Access:
    said: dict[str, Any] = {"host": "127.0.0.1", "port": office.port, "security": "tls", "username": NAME}
    return Access(**{**said, "password": PASSWORD, **changed})


def test_what_stopped_half_way_and_a_server_that_counts_anew_double_nothing(
    ward: Ward, office: PostOffice, administrator: Actor, monkeypatch: pytest.MonkeyPatch
):
    office.put(letter(("cv1520.pdf", paper())))
    box = services.keep_mailbox(actor=administrator, data=data(ward, office))

    def dies(folder: Folder, uid: int) -> None:
        raise RuntimeError(f"the worker is killed after {uid} was noted")

    with monkeypatch.context() as broken:
        broken.setattr(Folder, "mark_seen", dies)
        with pytest.raises(RuntimeError):
            services.collect_mailbox(mailbox_id=box.pk)
    assert collect(box) == (0, 1, 0), "known by its UID"
    Mailbox.objects.update(uid_validity=1, next_uid=1)  # the server was restored from a copy
    client = office.connect()
    client.select("INBOX")
    client.uid("STORE", "1:*", "-FLAGS", r"(\Seen)")
    client.logout()
    CollectedLetter.objects.all().delete()
    services.collect_mailbox(mailbox_id=box.pk)
    assert WaitingArrival.objects.count() == 1, "known by its Message-ID"


def test_a_letter_somebody_read_first_is_taken_and_an_old_one_is_not(
    ward: Ward, office: PostOffice, administrator: Actor
):
    def read_all() -> None:
        client = office.connect()
        client.select("INBOX")
        client.uid("STORE", "1:*", "+FLAGS", r"(\Seen)")
        client.logout()

    office.put(letter(number="old", subject="Thư cũ, đã đọc trước khi khai hộp thư"))
    read_all()
    box = services.keep_mailbox(actor=administrator, data=data(ward, office))
    assert collect(box) == (0, 0, 0)
    office.put(letter(number="new", subject="Văn thư mở xem trước"))
    read_all()
    assert collect(box) == (1, 0, 0)
    assert WaitingArrival.objects.get().title == "Văn thư mở xem trước"


def test_one_bad_letter_is_told_and_keeps_none_waiting(
    ward: Ward, office: PostOffice, administrator: Actor, monkeypatch: pytest.MonkeyPatch
):
    box = services.keep_mailbox(actor=administrator, data=data(ward, office))
    monkeypatch.setattr("lienthong.domain.correspondence.services.collecting.LARGEST", 3000)
    office.put(letter(("to.pdf", bytes(5000)), number="big"))
    office.put(letter(number="good"))
    told: list[Event] = []
    with reacting_at_once(lambda event: bool(told.append(event))):
        assert collect(box) == (1, 0, 1)
        assert collect(box) == (0, 0, 0), "given up: it stays in the mailbox, unread"
    (event,) = [each for each in told if isinstance(each, LetterNotTaken)]
    line = queries.letter_not_taken(event.letter_id)
    assert line is not None
    assert set(line.accounts) == {ward.clerk.account_id, administrator.account_id}
    assert "còn nguyên trong hộp thư" in line.body
    assert [each.problem.split(",")[0] for each in queries.letters_not_taken(box)] == ["Thư 0 MB"]


def test_trouble_is_said_counted_told_once_and_tried_later(ward: Ward, office: PostOffice, administrator: Actor):
    box = services.keep_mailbox(actor=administrator, data=data(ward, office, password="sai"))
    told: list[Event] = []
    with reacting_at_once(lambda event: bool(told.append(event))):
        for _ in range(2):
            services.collect_mailbox(mailbox_id=box.pk)
    box.refresh_from_db()
    assert (box.failures, box.claimed_at) == (2, None)
    assert box.problem.startswith(f"Máy chủ thư không nhận tên “{NAME}” hoặc mật khẩu")
    assert [type(each) for each in told] == [MailboxFailed]
    assert services.mailboxes_due() == []
    assert box.not_before is not None
    assert services.mailboxes_due(now=box.not_before) == [box.pk]
    assert queries.mailboxes_in_trouble(ward.clerk) == [box]
    line = queries.mailbox_failed(box.pk)
    assert line is not None
    assert NAME in line.subject
    services.keep_mailbox(actor=administrator, data=data(ward, office), mailbox_id=box.pk)
    assert collect(box) == (0, 0, 0)
    assert queries.mailboxes_in_trouble(ward.clerk) == []
    assert queries.mailbox_failed(box.pk) is None


def test_a_connection_is_tried_and_every_obstacle_has_its_sentence(
    ward: Ward, office: PostOffice, administrator: Actor, settings: Any, pem: Path
):
    office.put(letter())
    trial = services.try_mailbox(actor=administrator, data=data(ward, office))
    assert (trial.letters, trial.unseen, trial.folders) == (1, 1, ("INBOX",))
    assert not WaitingArrival.objects.exists()
    client = office.connect()
    client.create(f'"{imap.encode_folder("Văn bản đến & đi")}"')
    client.logout()
    assert "Văn bản đến & đi" in imap.folders_of(access(office))
    assert services.try_mailbox(actor=administrator, data=data(ward, office, folder="Văn bản đến & đi")).letters == 0
    for changed, said in (
        ({"folder": "Khác"}, r"Không có thư mục “Khác”.*INBOX"),
        ({"host": "khong-co.invalid"}, "Không tìm thấy máy chủ"),
        ({"port": 1}, "Không nối được"),
    ):
        with pytest.raises(Refused, match=said):
            services.try_mailbox(actor=administrator, data=data(ward, office, **changed))
    settings.MAILBOX_CA_FILE = ""
    with pytest.raises(Refused, match="Chứng thư TLS"):
        services.try_mailbox(actor=administrator, data=data(ward, office))
    with pytest.raises(NotAllowed):
        services.try_mailbox(actor=ward.clerk, data=data(ward, office))
    with pytest.raises(Invalid) as wrong:
        services.keep_mailbox(actor=administrator, data=data(ward, office, host="https://mail", port=0, password=""))
    assert set(wrong.value.problems) == {"host", "port", "password"}


def test_starttls_as_well(ward: Ward, administrator: Actor, settings: Any, pem: Path):
    settings.MAILBOX_CA_FILE = str(pem)
    made = PostOffice(pem, username=NAME, password=PASSWORD, security="starttls").start()
    try:
        made.put(letter())
        box = services.keep_mailbox(actor=administrator, data=data(ward, made, security="starttls"))
        assert collect(box) == (1, 0, 0)
    finally:
        made.stop()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_it_once(ward: Ward, office: PostOffice, administrator: Actor):
    for number in ("a", "b", "c"):
        office.put(letter(number=number))
    box = services.keep_mailbox(actor=administrator, data=data(ward, office))
    told: list[Collected | None] = []

    def work() -> None:
        try:
            told.append(services.collect_mailbox(mailbox_id=box.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert WaitingArrival.objects.count() == 3
    assert sum(each.taken for each in told if each is not None) == 3
    with clock.at(clock.now() + ABANDONED):
        Mailbox.objects.update(claimed_at=clock.now() - ABANDONED * 2)
        assert services.collect_mailbox(mailbox_id=box.pk) is not None, "a worker that died is not waited for"


@pytest.mark.parametrize("name", ["INBOX", "Văn bản đến", "A & B", "日本/ü", "&"])
def test_names_of_folders_travel_as_imap_writes_them(name: str):
    coded = imap.encode_folder(name)
    assert re.fullmatch(r"[\x20-\x7e]+", coded)
    assert imap.decode_folder(coded) == name
