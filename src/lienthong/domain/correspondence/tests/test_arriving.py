"""What reaches an agency waits, is read, registered once, or goes back (văn bản chờ vào sổ)."""

import io
import re
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.province import Ward

from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import ArrivalState, Source
from lienthong.domain.correspondence.errors import ArrivalNotFound, ArrivalTaken, FileNotOpened, StateSecret
from lienthong.domain.correspondence.events import ArrivalDelivered, ArrivalReturned, SecretFound
from lienthong.domain.correspondence.models import ArrivalAddress, Document, WaitingArrival
from lienthong.domain.correspondence.services import Arrival, Given
from lienthong.domain.correspondence.services.arriving import READ_JOB
from lienthong.domain.correspondence.services.reading import _keep_pages
from lienthong.domain.correspondence.tests.papers import LINES, letter, locked, paper, word
from lienthong.foundation.files import services as files
from lienthong.foundation.files.errors import FileDamaged
from lienthong.foundation.files.models import StoredFile
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.events import Event, reacting_at_once

pytestmark = pytest.mark.django_db
FACTS = Arrival(issuer_name="", abstract="Về việc báo cáo chuyển đổi số", source="", notation="1520/UBND-KGVX")


def put_in(ward: Ward, *contents: bytes, key: str = "k", name: str = "van-ban.pdf") -> WaitingArrival:
    row, _ = services.take_files(actor=ward.clerk, given=[Given(name=name, content=each) for each in contents], key=key)
    return row


def confirmed(row: WaitingArrival, **more: object) -> Arrival:
    return Arrival(**{"issuer_name": "UBND", "abstract": "x", "source": "", **services.facts_of(row), **more})


def deliver(ward: Ward, key: str = "out-1") -> WaitingArrival:
    file = files.store_bytes(name="a.pdf", media_type="application/pdf", content=paper(), purpose="document", pages=1)
    return services.deliver_document(
        key=key,
        to_agency_id=ward.agency_id,
        from_agency_id=organizations.root_agency().pk,
        facts=FACTS,
        file_ids=[file.id],
    )


def test_it_works(ward: Ward):
    row = put_in(ward, paper())
    facts = services.facts_of(row)
    assert (facts["notation"], facts["issued_on"], facts["kind"]) == ("1520/UBND-KGVX", date(2026, 11, 24), "CV")
    assert facts["issuer_id"] == organizations.root_agency().pk
    assert facts["signer"] == "Nguyễn Thị Thanh Lịch"
    assert facts["answer_by"] == date(2026, 12, 5)
    assert set(row.read) == set(row.facts)
    assert put_in(ward, paper()).pk == row.pk, "the same sending is one"
    document = services.register_waiting(actor=ward.clerk, arrival_id=row.pk, arrival=confirmed(row))
    assert (document.number, document.source, document.files.get().is_main) == (1, Source.UPLOAD, True)
    assert "chuyển đổi số" in document.files.get().read_text
    assert not queries.waiting_arrivals(ward.clerk)


def test_a_long_paper_is_read_in_the_background_and_reaches_the_register(ward: Ward):
    row = put_in(ward, paper(pages=12))
    assert row.files.get().pages_read == 3
    slower = row.files.select_related("file").get()  # a run that was killed before it kept its pages, and wakes up late
    assert services.read_rest(arrival_id=row.pk)
    document = services.register_waiting(actor=ward.clerk, arrival_id=row.pk, arrival=confirmed(row))
    assert not _keep_pages(slower, "Trang 4, Trang 5", 5, 12)
    while services.read_rest(arrival_id=row.pk):
        pass
    read = document.files.get().read_text
    assert read == row.files.get().read_text
    assert re.findall(r"Trang (\d+)", read) == [str(number) for number in range(2, 13)]
    assert read.count("\f") == 11
    waiting = ProcrastinateJob.objects.filter(task_name=READ_JOB, args__arrival_id=str(row.pk))
    assert {job.lock for job in waiting} == {f"{READ_JOB}:{row.pk.int % 2}"}


def test_words_of_page_three_hundred_are_found_and_noise_breaks_nothing(ward: Ward):
    row = put_in(ward, paper())
    document = services.register_waiting(actor=ward.clerk, arrival_id=row.pk, arrival=confirmed(row))
    page = "Ủy ban nhân dân xã báo cáo kết quả thực hiện nhiệm vụ phát triển kinh tế xã hội ở địa phương. " * 24
    document.files.update(read_text=page * 300 + "\n\f\nthủy điện Ia Ly")
    assert [each.pk for each in queries.documents_found(ward.clerk, queries.Wanted(text="thuy dien ia ly")).items] == [
        document.pk
    ]
    document.files.update(read_text=" ".join(f"{number:x}q" for number in range(250_000)) + " thủy điện")
    assert document.found_by is not None, "more different words than a vector holds: the beginning is kept"
    document.files.update(read_text="quyết toán")
    assert [each.pk for each in queries.documents_found(ward.clerk, queries.Wanted(text="quyet toan")).items] == [
        document.pk
    ]


def test_secrets_are_refused_wherever_they_are_found(ward: Ward, django_capture_on_commit_callbacks):
    """On the first page at the door, so that nothing is stored; on a later one by the background reading, which leaves nothing to see."""
    with pytest.raises(StateSecret):
        put_in(ward, paper(*LINES, "TỐI MẬT"))
    assert not StoredFile.objects.filter(purpose="document").exists()
    row = put_in(ward, paper(), paper("Phụ lục", "MẬT"), key="appendix")
    held = [each.file for each in row.files.select_related("file")]
    with django_capture_on_commit_callbacks(execute=True):
        services.read_rest(arrival_id=row.pk)
    assert not StoredFile.objects.filter(purpose="document").exists()
    for file in held:
        with pytest.raises(FileDamaged):
            files.read_bytes(file)
    row.refresh_from_db()
    assert (row.state, row.facts, row.files.count()) == (ArrivalState.REFUSED, {}, 0)
    with pytest.raises(ArrivalTaken, match="Không nhận"):
        services.register_waiting(actor=ward.clerk, arrival_id=row.pk, arrival=confirmed(row))


def test_a_stamp_found_after_registering_locks_the_document_away(ward: Ward, django_capture_on_commit_callbacks):
    """The number stays with its reason, who works on it is told, the clerks are told, no byte and no word of it stays."""
    told: list[Event] = []
    row = put_in(ward, paper(), paper("Phụ lục số liệu", "TỐI MẬT"))
    document = services.register_waiting(actor=ward.clerk, arrival_id=row.pk, arrival=confirmed(row))
    assert ward.leader.position is not None
    services.submit_document(actor=ward.clerk, document_id=document.pk, position_id=ward.leader.position.id)
    with reacting_at_once(lambda event: bool(told.append(event))), django_capture_on_commit_callbacks(execute=True):
        services.read_rest(arrival_id=row.pk)
        services.read_rest(arrival_id=row.pk)
    document.refresh_from_db()
    assert (document.state, document.number, document.notation, document.files.count()) == ("cancelled", 1, "", 0)
    assert "TỐI MẬT" in document.outcome
    assert "chuyển đổi số" not in document.abstract + document.search_text
    assert document.tasks.get().state == "recalled"
    assert not StoredFile.objects.filter(purpose="document").exists()
    assert [each.document_id for each in told if isinstance(each, SecretFound)] == [document.pk]
    line = queries.secret_found(row.pk)
    assert line is not None
    assert line.subject == f"Có dấu mật, đã khóa: văn bản đến số 1/{document.year}"
    assert list(line.accounts) == [ward.clerk.account_id]


def test_the_exchange_refuses_at_its_door_and_what_the_sender_keeps_is_left_to_the_sender(ward: Ward):
    def handed(content: bytes, key: str) -> WaitingArrival:
        kept = files.store_bytes(name=f"{key}.pdf", media_type="application/pdf", content=content, purpose="x", pages=2)
        return services.deliver_document(
            key=key,
            to_agency_id=ward.agency_id,
            from_agency_id=organizations.root_agency().pk,
            facts=FACTS,
            file_ids=[kept.id],
        )

    with pytest.raises(StateSecret):
        handed(paper(*LINES, "MẬT"), "out-9")
    assert not WaitingArrival.objects.exists()
    assert "chuyển đổi số" in handed(paper(pages=2), "out-10").files.get().read_text


def test_two_letters_of_one_number_are_one_and_bring_their_papers(ward: Ward):
    ArrivalAddress.objects.create(agency_id=ward.agency_id, address="vanthu@pleiku.gialai.gov.vn")
    raw = letter(("cv1520.pdf", paper()), ("phu-luc.xlsx", b"PK\x03\x04xl/"))
    first = services.take_letter_for(raw=raw, address="VanThu@pleiku.gialai.gov.vn")
    assert first is not None
    assert services.take_letter_for(raw=raw, address="vanthu@pleiku.gialai.gov.vn") == first
    assert put_in(ward, raw, name="thu.eml") == first, "the same letter put in by hand is known"
    assert services.take_letter_for(raw=raw, address="ai-do@gialai.gov.vn") is None
    assert (first.sender_address, first.facts["notation"]) == ("vanthu@skhcn.gialai.gov.vn", "1520/UBND-KGVX")
    assert [bool(each.problem) for each in first.files.all()] == [False, True]
    assert first.original is not None
    assert files.read_bytes(first.original) == raw


def test_a_letter_without_papers_is_the_document_and_one_with_a_stamp_is_not_kept(ward: Ward):
    row = services.take_letter(raw=letter(), agency_id=ward.agency_id)
    assert (row.facts["abstract"], row.files.count()) == ("Gửi văn bản số 1520", 0)
    secret = services.take_letter(raw=letter(("a.pdf", paper(*LINES, "MẬT")), number="s"), agency_id=ward.agency_id)
    assert (secret.state, secret.title, secret.facts, secret.original) == (ArrivalState.REFUSED, "", {}, None)
    assert "MẬT" in secret.reason


def test_what_cannot_be_opened_is_kept_as_it_came_or_refused_with_a_sentence(ward: Ward):
    closed = put_in(ward, locked(paper()))
    (file,) = closed.files.all()
    assert "mật khẩu" in file.problem
    assert files.read_bytes(file.file) == locked(paper()) or file.file.media_type == "application/octet-stream"
    torn = put_in(ward, paper()[:-300], key="torn")
    assert "hỏng hoặc bị cắt" in torn.files.get().problem
    with pytest.raises(FileNotOpened, match=r"Tệp Word “a.docm”.*PDF"):
        put_in(ward, word(macros=True), key="m", name="a.docm")
    with pytest.raises(FileNotOpened, match="EXE"):
        put_in(ward, b"MZ" + bytes(100), key="e", name="a.pdf")
    with pytest.raises(Invalid):
        put_in(ward, key="n")
    assert put_in(ward, word(), key="w", name="a.docx").facts["notation"] == "1520/UBND-KGVX"


def test_old_letters_are_recognised_and_converted(ward: Ward):
    old = word("ñy ban nh©n d©n tØnh gia lai", "Sè: 12/Q§-UBND", "VÒ viÖc c«ng nhËn céng hßa x· héi chñ nghÜa ViÖt Nam")
    row = put_in(ward, old, name="cu.docx")
    assert row.is_converted
    assert "cộng hòa xã hội chủ nghĩa Việt Nam" in row.files.get().read_text


def test_a_sending_of_another_agency_is_registered_or_goes_back_and_the_sender_hears(ward: Ward):
    told: list[Event] = []
    with reacting_at_once(lambda event: bool(told.append(event))):
        row = deliver(ward)
        assert deliver(ward) == row
        document = services.register_waiting(actor=ward.clerk, arrival_id=row.pk, arrival=confirmed(row))
        services.return_to_sender(actor=ward.clerk, document_id=document.id, reason="Gửi nhầm cơ quan")
        other = deliver(ward, "out-2")
        with pytest.raises(Invalid):
            services.drop_arrival(actor=ward.clerk, arrival_id=other.pk, reason="thôi")
        services.return_arrival(actor=ward.clerk, arrival_id=other.pk, reason="Thiếu phụ lục")
    assert [(each.key, each.reason) for each in told if isinstance(each, ArrivalReturned)] == [
        ("out-1", "Gửi nhầm cơ quan"),
        ("out-2", "Thiếu phụ lục"),
    ]
    assert sum(isinstance(each, ArrivalDelivered) for each in told) == 2
    assert document.issuer_name == organizations.root_agency().name


def test_of_others_as_of_none(ward: Ward):
    row = deliver(ward)
    for stranger in (ward.leader, ward.specialist, ward.citizen):
        assert not queries.waiting_arrivals(stranger)
        with pytest.raises(ArrivalNotFound):
            queries.arrival_for(stranger, row.pk)
        with pytest.raises(NotAllowed):
            services.return_arrival(actor=stranger, arrival_id=row.pk, reason="không")


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_register_it_once(ward: Ward):
    row = deliver(ward)
    told: list[object] = []

    def enter(clerk) -> None:
        try:
            told.append(services.register_waiting(actor=clerk, arrival_id=row.pk, arrival=confirmed(row)).number)
        except ArrivalTaken as refused:
            told.append(refused.message)
        finally:
            connection.close()

    assert ward.clerk.position is not None
    second = replace(ward.clerk, position=replace(ward.clerk.position, id=ward.leader.position.id))
    threads = [threading.Thread(target=enter, args=(clerk,)) for clerk in (ward.clerk, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Document.objects.count() == 1
    assert sorted(map(type, told), key=str) == [int, str]
    assert any("Đã vào sổ, số đến 1" in str(each) for each in told)


@pytest.mark.parametrize(
    ("urgency", "until"),
    [
        ("normal", datetime(2026, 11, 27, 10, tzinfo=UTC)),
        ("urgent", datetime(2026, 11, 26, 8, 0, tzinfo=UTC)),
        ("express", datetime(2026, 11, 26, 3, 0, tzinfo=UTC)),
    ],
)
def test_laid_before_by_the_next_working_day_and_urgent_ones_at_once(ward: Ward, urgency: str, until: datetime):
    with clock.at(datetime(2026, 11, 26, 2, 0, tzinfo=UTC)):
        document = services.register_document(
            actor=ward.clerk,
            arrival=Arrival(issuer_name="UBND tỉnh", abstract="x", source="paper", urgency=urgency),
            key="u",
        )
    assert document.submit_by == until


def test_the_mail_system_hands_letters_over_and_learns_what_to_do(ward: Ward, tmp_path: Path):
    services.receive_at(agency_id=ward.agency_id, address="VanThu@pleiku.gialai.gov.vn")
    path, out = tmp_path / "thu.eml", io.StringIO()
    path.write_bytes(letter(("cv.pdf", paper())))
    for _ in range(2):
        call_command("take_mail", str(path), "--to", "vanthu@pleiku.gialai.gov.vn", stdout=out)
    assert len(set(out.getvalue().split("\n"))) == 2, "once for each Message-ID"
    with pytest.raises(CommandError) as unknown:
        call_command("take_mail", str(path), "--to", "ai-do@gialai.gov.vn")
    assert unknown.value.returncode == 67
    path.write_bytes(b" ")
    with pytest.raises(CommandError) as empty:
        call_command("take_mail", str(path), "--to", "vanthu@pleiku.gialai.gov.vn")
    assert empty.value.returncode == 65
    with pytest.raises(Invalid):
        services.receive_at(agency_id=organizations.root_agency().pk, address="vanthu@pleiku.gialai.gov.vn")
